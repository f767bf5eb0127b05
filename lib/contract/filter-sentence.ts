import type { Filter } from "./filters";
import {
  type AskedField,
  filterOf,
  fullName,
  type Question,
  questionsFor,
  rowOf,
  valueWords,
  wordsOf,
} from "./filter-words";

/** Something a reader can take while typing a condition: a word that leads on, or the whole condition. */
export type Suggestion = {
  /** What is offered, as it is read. */
  label: string;
  /** Faint beside it. */
  hint?: string;
  /** The text as it stands once this is taken. */
  text: string;
  /** Set when the condition is finished. */
  filter?: Filter;
};

const SHOWN_MAX = 50;

const nameInPointer = ({ pointer }: AskedField) => pointer.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");

const lower = (text: string) => text.toLowerCase();

/** Whether a text begins with a word that ends there; answers what follows it. */
function after(text: string, word: string): string | undefined {
  if (word === "" || !lower(text).startsWith(lower(word))) return undefined;
  const rest = text.slice(word.length);
  const ends = rest === "" || /^\s/.test(rest) || /\W$/.test(word) || /^[=!<>~^]/.test(rest);
  return ends ? rest.trimStart() : undefined;
}

type Found<Thing> = { thing: Thing; rest: string; word: string };

function longest<Thing>(text: string, things: readonly Thing[], wordsFor: (thing: Thing) => readonly string[]) {
  let best: Found<Thing> | undefined;
  for (const thing of things) {
    for (const word of wordsFor(thing)) {
      const rest = after(text, word);
      if (rest !== undefined && word.length > (best?.word.length ?? 0)) best = { thing, rest, word };
    }
  }
  return best;
}

const fieldIn = (text: string, fields: readonly AskedField[]) =>
  longest(text, fields, (field) => [fullName(field), field.label, nameInPointer(field)]);

const questionIn = (text: string, field: AskedField) =>
  longest(text, questionsFor(field), (question) => {
    const { says, also = [] } = rowOf(question);
    return [says, ...also];
  });

/**
 * What can be taken next of a condition that is typed as a sentence, such as `licence is not MIT`, the likeliest first.
 * today: the reader's day, for dates that are said relative to it.
 */
export function suggest(typed: string, fields: readonly AskedField[], today: string): Suggestion[] {
  const text = typed.trimStart();
  const field = fieldIn(text, fields);
  const open = field !== undefined && (field.rest !== "" || /\s$/.test(text) || text.length > field.word.length);
  const onward = field && open ? suggestOf(field.thing, field.rest, today) : [];
  const named = onward.length > 0 ? [] : fieldsLike(text, fields);
  return [...onward, ...named].slice(0, SHOWN_MAX);
}

function fieldsLike(text: string, fields: readonly AskedField[]): Suggestion[] {
  const wanted = lower(text.trim());
  const rank = (field: AskedField) => {
    const at = [field.label, fullName(field), nameInPointer(field)].map((name) => lower(name).indexOf(wanted));
    return at.includes(0) ? 0 : at.some((place) => place > 0) ? 1 : -1;
  };
  return fields
    .map((field) => ({ field, place: rank(field) }))
    .filter(({ place }) => place >= 0)
    .sort((left, right) => left.place - right.place)
    .map(({ field }) => ({ label: fullName(field), hint: field.type, text: `${fullName(field)} ` }));
}

function suggestOf(field: AskedField, rest: string, today: string): Suggestion[] {
  const question = questionIn(rest, field);
  const isOpen = question && (question.rest !== "" || rest.length > question.word.length || takesNone(question.thing));
  if (question && isOpen) return valuesOf(field, question.thing, question.rest, today);
  const wanted = lower(rest.trim());
  const matching = questionsFor(field).filter((one) => lower(rowOf(one).says).includes(wanted));
  const words = matching.map((one): Suggestion =>
    takesNone(one)
      ? whole(field, one, undefined)
      : { label: rowOf(one).says, text: `${fullName(field)} ${rowOf(one).says} ` },
  );
  // `licence MIT` says enough: the likeliest question is meant.
  const [likeliest] = questionsFor(field);
  const meant = wanted !== "" && likeliest && words.length === 0 ? valuesOf(field, likeliest, rest, today) : [];
  return [...meant, ...words];
}

const takesNone = (question: Question) => rowOf(question).takes === "none";

function valuesOf(field: AskedField, question: Question, rest: string, today: string): Suggestion[] {
  const { takes, says } = rowOf(question);
  if (takes === "none") return [whole(field, question, undefined)];
  const before = `${fullName(field)} ${says} `;
  if (takes === "items") {
    return suggest(rest, field.item?.columns ?? [], today).map(({ label, hint, text, filter }) => ({
      label,
      hint,
      text: before + text,
      ...(filter && { filter: { pointer: field.pointer, any: filter } }),
    }));
  }
  const typed = takes === "several" ? listOf(field, rest) : valueTyped(field, rest);
  const own = typed === undefined ? undefined : finished(field, question, typed);
  const last = takes === "several" ? (rest.split(",").at(-1) ?? "") : rest;
  const others = choicesOf(field, today)
    .filter(({ label }) => lower(label).includes(lower(last.trim())))
    .flatMap(({ label, value, hint }) => {
      const earlier = takes === "several" ? (listOf(field, rest.slice(0, rest.length - last.length)) ?? []) : [];
      const made = finished(field, question, takes === "several" ? [...earlier, value] : value);
      return made ? [{ ...made, label: made.label || label, hint }] : [];
    });
  return own ? [own, ...others.filter(({ label }) => label !== own.label)] : others;
}

function finished(field: AskedField, question: Question, value: unknown): Suggestion | undefined {
  const made = whole(field, question, value);
  return made.filter && made;
}

function whole(field: AskedField, question: Question, value: unknown): Suggestion {
  const filter = filterOf({ pointer: field.pointer, question, value }, field);
  const label = filter ? wordsOf(filter, [field]) : `${field.label} ${rowOf(question).says}`;
  return { label, text: `${fullName(field)} ${rowOf(question).says} ${valueWords(value ?? "")}`, filter };
}

/** A value as it was typed, of the type that the field has. */
export function valueTyped(field: AskedField, typed: string): unknown {
  const text = typed.trim().replace(/^"(.*)"$/s, "$1");
  if (typed.trim() === "") return undefined;
  const known = (field.choices ?? field.item?.choices)?.find((choice) => lower(String(choice)) === lower(text));
  if (known !== undefined) return known;
  const type = field.type === "list" ? (field.item?.type ?? "any") : field.type;
  if (type === "boolean") return /^(yes|true)$/i.test(text) ? true : /^(no|false)$/i.test(text) ? false : undefined;
  if (type === "number") return numberTyped(text);
  if (type === "any" && !typed.trim().startsWith('"')) return numberTyped(text) ?? text;
  return text;
}

const numberTyped = (text: string) => (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined);

function listOf(field: AskedField, typed: string): unknown[] | undefined {
  const values = typed.split(",").map((part) => valueTyped(field, part));
  const held = values.filter((value) => value !== undefined);
  return held.length > 0 ? held : undefined;
}

type Choice = { label: string; value: unknown; hint?: string };

function choicesOf(field: AskedField, today: string): Choice[] {
  if (field.type === "boolean") return [true, false].map((value) => ({ label: valueWords(value), value }));
  if (field.type === "date") return days(today);
  const choices = field.choices ?? field.item?.choices ?? [];
  return choices.map((value) => ({ label: valueWords(value), value }));
}

/** Days that are often meant; they stand in the filter as the day they are, so that a link says the same tomorrow. */
function days(today: string): Choice[] {
  const back = (count: number) => {
    const day = new Date(`${today}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() - count);
    return day.toJSON().slice(0, 10);
  };
  return [
    { hint: "today", value: today },
    { hint: "7 days ago", value: back(7) },
    { hint: "30 days ago", value: back(30) },
    { hint: "90 days ago", value: back(90) },
    { hint: "begin of the year", value: `${today.slice(0, 4)}-01-01` },
  ].map(({ hint, value }) => ({ label: value, value, hint }));
}
