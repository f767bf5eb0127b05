import { KIND, NUMBERS, type Facts } from "./facts";
import type { Gap, Step } from "./gap";
import { boundChange, countChange } from "./words-of-bounds";

const CHOICES_SHOWN = 4;
const SHOWN_MAX = 60;

/** A sentence on one change, and why it matters. */
export interface Saying {
  says: string;
  because?: string;
}

const UNSURE = "It cannot be told that every record which fits now fits then, so it counts as breaking.";

/** Says what a gap means for records. A breaking one is asked of old records; else the old schema asked it, and the new one no longer does. */
export function sayingOf(gap: Gap, breaking: boolean): Saying {
  const before = breaking ? gap.have : gap.asks;
  const after = breaking ? gap.asks : gap.have;
  const subject = subjectOf(gap.steps);
  return plain(gap, breaking, subject, before, after) ?? combined(gap, breaking, subject);
}

function plain(gap: Gap, breaking: boolean, subject: string, before: Facts, after: Facts): Saying | undefined {
  const { keyword, detail } = gap;
  switch (keyword) {
    case "type":
      return typeChange(subject, before, after, breaking);
    case "enum":
      return choiceChange(subject, before, after, breaking);
    case "minimum":
    case "maximum":
      return boundChange(subject, keyword, before, after, breaking);
    case "minLength":
    case "maxLength":
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      return countChange(subject, keyword, before, after, breaking);
    case "required": {
      const name = subjectOf([...gap.steps, { kind: "name", name: detail }]);
      if (!breaking) return { says: `${name} is no longer required` };
      return { says: `${name} becomes required`, because: "Records without it would be refused." };
    }
    case "declared":
      if (!breaking) return { says: `${subject} is no longer described; any value is accepted` };
      return {
        says: `${subject} is added as ${kindsOf(after.mask)}`,
        because: "Until now any value was accepted there; records that have another one would be refused.",
      };
    case "undeclared":
      if (!breaking) return { says: `${subject} is added as an optional field` };
      return {
        says: `${subject} is no longer a field of the schema`,
        because: "Records that have it could be refused.",
      };
    case "additionalProperties":
      if (!breaking) return { says: `${fieldsOf(gap.steps)} that the schema does not list are accepted` };
      return {
        says: `${fieldsOf(gap.steps)} that the schema does not list are refused`,
        because: "Records that have others would be refused.",
      };
    case "items":
      if (!breaking) return { says: `${subject} may have more items` };
      return { says: `${subject} may not have further items`, because: "Records with a longer list would be refused." };
    case "false":
      if (!breaking) return { says: `${subject} is accepted` };
      return { says: `${subject} is refused whatever it is`, because: "Records that have it would be refused." };
    default:
      return textChange(gap, breaking, subject, before);
  }
}

function textChange(gap: Gap, breaking: boolean, subject: string, before: Facts): Saying | undefined {
  const { keyword, detail } = gap;
  const was = keyword === "pattern" ? before.patterns : before.formats;
  switch (keyword) {
    case "pattern":
      if (!breaking) return { says: `${subject} no longer has to match ${clip(detail)}` };
      return {
        says: `${subject} must match ${clip(detail)}${was.size > 0 ? ` instead of ${clip([...was].join(", "))}` : ""}`,
        because: "Records whose text does not match would be refused.",
      };
    case "format":
      if (!breaking) return { says: `${subject} no longer has to be ${formatIn(detail)}` };
      return {
        says: `${subject} must be ${formatIn(detail)}${was.size > 0 ? ` instead of ${[...was].map(formatIn).join(", ")}` : ""}`,
        because: "Records with another text there would be refused.",
      };
    case "multipleOf":
      if (!breaking) return { says: `${subject} no longer has to be a multiple of ${detail}` };
      return {
        says: `${subject} must be a multiple of ${detail}`,
        because: "Records with another number would be refused.",
      };
    case "uniqueItems":
      if (!breaking) return { says: `${subject} may hold the same item twice` };
      return {
        says: `${subject} may not hold the same item twice`,
        because: "Records with a repeated item would be refused.",
      };
    case "dependentRequired":
      if (!breaking) return { says: `"${clip(detail)}" is no longer required beside another field` };
      return {
        says: `"${clip(detail)}" becomes required beside another field`,
        because: "Records without it could be refused.",
      };
    default:
      return undefined;
  }
}

const WHOLES: { [keyword: string]: string } = {
  anyOf: "The alternatives of",
  oneOf: "The alternatives of",
  not: "What is ruled out for",
  if: "The condition on",
  dependentSchemas: "What depends on another field in",
  propertyNames: "The names that fields may have in",
  contains: "What must be among the items of",
  unevaluatedProperties: "The rule for fields that nothing else looks at in",
  unevaluatedItems: "The rule for items that nothing else looks at in",
};

function combined({ keyword }: Gap, breaking: boolean, subject: string): Saying {
  const what = Object.hasOwn(WHOLES, keyword) ? WHOLES[keyword] : `The keyword ${keyword} of`;
  const says = `${what} ${lowered(subject)} change${what?.startsWith("The alternatives") ? "" : "s"}`;
  return breaking ? { says, because: UNSURE } : { says, because: "Every record that fits now still fits." };
}

function typeChange(subject: string, before: Facts, after: Facts, breaking: boolean): Saying {
  const [was, now] = [before.mask, after.mask];
  if (!breaking) {
    if (now === 127) return { says: `${subject} may be of any type` };
    return { says: `${subject} may also be ${kindsOf(now & ~was)}` };
  }
  const because = `Records with ${kindsOf(was & ~now)} there would be refused.`;
  if (was === 127)
    return {
      says: `${subject} must be ${kindsOf(now)}`,
      because: "Records with another type of value there would be refused.",
    };
  if ((now & ~was) === 0) return { says: `${subject} may no longer be ${kindsOf(was & ~now)}`, because };
  return { says: `${subject} changes from ${kindsOf(was)} to ${kindsOf(now)}`, because };
}

function choiceChange(subject: string, before: Facts, after: Facts, breaking: boolean): Saying {
  const missing = (from: Facts, other: Facts) =>
    [...(from.values ?? [])].filter(([key]) => !other.values?.has(key)).map(([, value]) => value);
  if (!breaking) {
    if (!after.values) return { says: `${subject} is no longer limited to a list of values` };
    return { says: `${subject} may also be ${listed(missing(after, before), "or")}` };
  }
  if (!before.values)
    return {
      says: `${subject} must be ${listed([...(after.values?.values() ?? [])], "or")}`,
      because: "Records with any other value would be refused.",
    };
  const gone = missing(before, after);
  return {
    says: `${subject} may no longer be ${listed(gone, "or")}`,
    because: "Records with such a value would be refused.",
  };
}

function listed(values: readonly unknown[], word: string): string {
  const shown = values.slice(0, CHOICES_SHOWN).map((value) => clip(JSON.stringify(value)));
  if (values.length > CHOICES_SHOWN) return `${shown.join(", ")} ${word} ${values.length - CHOICES_SHOWN} more`;
  return shown.length < 2 ? (shown[0] ?? "nothing") : `${shown.slice(0, -1).join(", ")} ${word} ${shown.at(-1) ?? ""}`;
}

/** Kinds of value in words: text, a number or nothing. */
export function kindsOf(mask: number): string {
  if ((mask & 127) === 127) return "any value";
  const words: string[] = [];
  if (mask & KIND.string) words.push("text");
  if ((mask & NUMBERS) === NUMBERS) words.push("a number");
  else if (mask & KIND.integer) words.push("a whole number");
  else if (mask & KIND.fraction) words.push("a number with decimals");
  if (mask & KIND.boolean) words.push("yes or no");
  if (mask & KIND.object) words.push("a group of fields");
  if (mask & KIND.array) words.push("a list");
  if (mask & KIND.null) words.push("null");
  return words.length < 2 ? (words[0] ?? "nothing") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

const FORMATS: { [format: string]: string } = {
  date: "a date",
  "date-time": "a date with a time",
  time: "a time",
  email: "an e-mail address",
  uri: "a web address",
  uuid: "a UUID",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  hostname: "a host name",
};

const formatIn = (format: string) =>
  Object.hasOwn(FORMATS, format) ? (FORMATS[format] ?? format) : `in the format ${clip(format)}`;

/** What a place in the record is called: "name" in each item of "people". */
export function subjectOf(steps: readonly Step[]): string {
  const words = steps.map((step) => {
    if (step.kind === "name") return `"${clip(step.name)}"`;
    if (step.kind === "place") return `item ${step.index + 1}`;
    if (step.kind === "item") return "each item";
    return step.kind === "pattern" ? `each field whose name matches ${clip(step.source)}` : "each other field";
  });
  if (words.length === 0) return "The record";
  const said = words.reverse().join(" of ");
  return said.startsWith('"') ? said : said.slice(0, 1).toUpperCase() + said.slice(1);
}

function fieldsOf(steps: readonly Step[]): string {
  return steps.length === 0 ? "Fields" : `Fields of ${lowered(subjectOf(steps))}`;
}

const lowered = (subject: string) => subject.slice(0, 1).toLowerCase() + subject.slice(1);

/** A text short enough for a sentence. */
export function clip(text: string): string {
  return text.length > SHOWN_MAX ? text.slice(0, SHOWN_MAX - 1) + "…" : text;
}
