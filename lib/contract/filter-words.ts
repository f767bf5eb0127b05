import type { Condition, Filter } from "./filters";

/** What of a field decides which questions make sense of it. */
export type AskedField = {
  pointer: string;
  label: string;
  within?: readonly string[];
  type: "text" | "number" | "date" | "boolean" | "list" | "object" | "any";
  format?: string;
  choices?: readonly unknown[];
  item?: { type: AskedField["type"]; choices?: readonly unknown[]; columns: readonly AskedField[] };
};

/** A field's name as it stands in a sentence: with what it is inside. */
export const fullName = ({ label, within = [] }: Pick<AskedField, "label" | "within">): string =>
  [...within, label].join(" › ");

type FieldKind = AskedField["type"];
export type ValueKind = "none" | "one" | "several" | "items";

type Row = {
  says: string;
  /** Other words for it, in a sentence that is typed. */
  also?: readonly string[];
  for: readonly FieldKind[];
  takes: ValueKind;
  op: Condition["op"] | "any";
  not?: true;
};

const plain = ["text", "any"] as const;
const every = ["text", "number", "date", "boolean", "list", "object", "any"] as const;

/** Every question that can be asked of a field, in words, and the operator of the API's filters that answers it. */
export const questions = {
  is: {
    says: "is",
    also: ["=", "==", "equals", "on"],
    for: ["text", "number", "date", "boolean", "any"],
    takes: "one",
    op: "eq",
  },
  isNot: {
    says: "is not",
    also: ["!=", "<>", "isn't", "not"],
    for: ["text", "number", "date", "any"],
    takes: "one",
    op: "ne",
  },
  oneOf: { says: "is one of", also: ["in"], for: ["text", "number", "any"], takes: "several", op: "in" },
  noneOf: {
    says: "is none of",
    also: ["not in"],
    for: ["text", "number", "any"],
    takes: "several",
    op: "in",
    not: true,
  },
  contains: { says: "contains", also: ["~", "includes"], for: plain, takes: "one", op: "contains" },
  containsNot: { says: "does not contain", also: ["!~"], for: plain, takes: "one", op: "contains", not: true },
  begins: { says: "starts with", also: ["begins with", "^"], for: plain, takes: "one", op: "startsWith" },
  more: { says: "is more than", also: [">", "over", "above"], for: ["number"], takes: "one", op: "gt" },
  least: { says: "is at least", also: [">="], for: ["number"], takes: "one", op: "gte" },
  less: { says: "is less than", also: ["<", "under", "below"], for: ["number"], takes: "one", op: "lt" },
  most: { says: "is at most", also: ["<="], for: ["number"], takes: "one", op: "lte" },
  after: { says: "is after", also: ["after", ">", "since"], for: ["date"], takes: "one", op: "gt" },
  from: { says: "is on or after", also: [">=", "from"], for: ["date"], takes: "one", op: "gte" },
  before: { says: "is before", also: ["before", "<"], for: ["date"], takes: "one", op: "lt" },
  until: { says: "is on or before", also: ["<=", "until"], for: ["date"], takes: "one", op: "lte" },
  has: { says: "has", also: ["contains"], for: ["list"], takes: "one", op: "has" },
  hasNot: { says: "does not have", for: ["list"], takes: "one", op: "has", not: true },
  anyItem: { says: "has an item where", for: ["list"], takes: "items", op: "any" },
  empty: { says: "is empty", also: ["empty"], for: every, takes: "none", op: "empty" },
  notEmpty: { says: "is not empty", also: ["not empty"], for: every, takes: "none", op: "empty", not: true },
  missing: { says: "is missing", also: ["missing"], for: ["object", "any"], takes: "none", op: "exists", not: true },
} as const satisfies Record<string, Row>;

export type Question = keyof typeof questions;
const rows: Readonly<Record<Question, Row>> = questions;
const everyQuestion = Object.keys(questions) as Question[];

export const rowOf = (question: Question): Row => rows[question];

/** The questions that make sense of a field, the likeliest first. */
export function questionsFor(field: AskedField): Question[] {
  const fit = everyQuestion.filter((question) => {
    const { for: kinds, takes, op } = rows[question];
    if (takes === "items") return field.type === "list" && (field.item?.columns.length ?? 0) > 0;
    if (op === "has" && field.item?.type === "object") return false;
    return kinds.includes(field.type);
  });
  const first: Question | undefined =
    field.type === "text" && !field.choices ? "contains" : field.type === "date" ? "after" : undefined;
  return first ? [first, ...fit.filter((question) => question !== first)] : fit;
}

/** A condition as its parts: what is asked of which field, and the value. */
export type Asked = { pointer: string; question: Question; value?: unknown; items?: Filter };

/** The filter of a question; undefined while it is half-built or its value cannot be of that field. */
export function filterOf(
  { pointer, question, value, items }: Asked,
  field: AskedField | undefined,
): Filter | undefined {
  const { takes, op, not } = rows[question];
  if (op === "any") return items && { pointer, any: items };
  if (takes !== "none" && !fits(value, takes, field?.type ?? "any", op)) return undefined;
  const as = field?.type === "date" && takes === "one" ? { as: "date" as const } : {};
  const condition: Condition = { pointer, op, ...(takes !== "none" && { value, ...as }) };
  return not ? { not: condition } : condition;
}

function fits(value: unknown, takes: ValueKind, type: FieldKind, op: Row["op"]): boolean {
  if (takes === "several") return Array.isArray(value) && value.length > 0;
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  if (type === "date") return typeof value === "string" && isDay(value);
  if (op === "contains" || op === "startsWith") return typeof value === "string" && value !== "";
  return value !== undefined && value !== "";
}

const isDay = (text: string) =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/.test(text) &&
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toJSON()?.startsWith(text.slice(0, 10)) === true;

/** The parts of a condition; undefined for what is joined, and for what no question of ours asks. */
export function askedOfFilter(filter: Filter): Asked | undefined {
  if ("any" in filter) return { pointer: filter.pointer, question: "anyItem", items: filter.any };
  const negated = "not" in filter;
  const inner = negated ? filter.not : filter;
  if (!("op" in inner)) return undefined;
  const { pointer, op, value, as } = inner;
  if (op === "exists" && !negated) return { pointer, question: "notEmpty" };
  const question = everyQuestion.find((one) => {
    const row = rows[one];
    const ofDate = row.for.length === 1 && row.for[0] === "date";
    const compares = /^[lg]te?$/.test(op);
    return row.op === op && Boolean(row.not) === negated && (!compares || ofDate === (as === "date"));
  });
  return question && { pointer, question, ...(value !== undefined && { value }) };
}

/** A filter as a reader says it, in its pieces: `Licence` `is not` `MIT`. */
export type Sentence = { field: string; says: string; value: string };

/** The pieces of a condition; of what is joined, everything stands in `value`. */
export function sentenceOf(filter: Filter, fields: readonly AskedField[]): Sentence {
  const asked = askedOfFilter(filter);
  if (!asked) return { field: "", says: "", value: joinedWords(filter, fields) };
  const field = fields.find(({ pointer }) => pointer === asked.pointer);
  const { says, takes } = rows[asked.question];
  const value =
    takes === "none" ? "" : takes === "items" && asked.items ? itemWords(asked.items, field) : valueWords(asked.value);
  return { field: field?.label ?? asked.pointer.slice(1), says, value };
}

const itemWords = (items: Filter, field: AskedField | undefined) => wordsOf(items, field?.item?.columns ?? []);

/** A filter as one sentence. */
export function wordsOf(filter: Filter, fields: readonly AskedField[]): string {
  const { field, says, value } = sentenceOf(filter, fields);
  return [field, says, value].filter(Boolean).join(" ");
}

function joinedWords(filter: Filter, fields: readonly AskedField[]): string {
  const inner = (part: Filter) =>
    "and" in part || "or" in part ? `(${wordsOf(part, fields)})` : wordsOf(part, fields);
  if ("and" in filter) return filter.and.map(inner).join(" and ");
  if ("or" in filter) return filter.or.map(inner).join(" or ");
  if ("not" in filter) return `not (${wordsOf(filter.not, fields)})`;
  return JSON.stringify(filter);
}

/** A value as it stands in a sentence. */
export function valueWords(value: unknown): string {
  if (Array.isArray(value)) {
    const words = value.map(valueWords);
    return words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : (words[0] ?? "nothing");
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null) return "null";
  if (value === "") return "“”";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
