import { z } from "zod";

const CONDITIONS_MAX = 50;
const LEVELS_MAX = 8;

const operators = {
  eq: "equals, by JSON type",
  ne: "does not equal, by JSON type",
  in: "equals one of a list",
  lt: "is less than",
  lte: "is at most",
  gt: "is greater than",
  gte: "is at least",
  contains: "text contains, whatever the case",
  startsWith: "text starts with",
  has: "a list holds the value",
  exists: "is there, null included",
  empty: "is missing, null, or empty text, list or object",
} as const;

type Operator = keyof typeof operators;
export type FieldType = "text" | "number" | "date";
export type Condition = { pointer: string; op: Operator; value?: unknown; as?: FieldType };
export type Filter =
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }
  /** An item of the list at the pointer for which the filter holds; its pointers start at the item. */
  | { pointer: string; any: Filter }
  | Condition;

/** A JSON pointer to something inside a record (RFC 6901); never the record itself. */
export const pointerShape = z
  .string()
  .max(1_000)
  .regex(/^(\/([^~/\0]|~[01])*)+$/, "a JSON pointer like /address/city")
  .describe("JSON pointer into the record (RFC 6901)");

const conditionShape = z
  .strictObject({
    pointer: pointerShape,
    op: z.enum(Object.keys(operators) as [Operator, ...Operator[]]),
    value: z.unknown().optional(),
    as: z.enum(["text", "number", "date"]).optional().describe("How to compare; else by the value's own type"),
  })
  .superRefine((condition, context) => {
    const wrong = misfit(condition);
    if (wrong) context.addIssue({ code: "custom", message: `${condition.op}: ${wrong}`, path: ["value"] });
  });

/** A tree of conditions, joined by and, or and not, and asked of the items of lists by any. */
export const filterShape: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ and: z.array(filterShape).min(1).max(CONDITIONS_MAX) }),
    z.strictObject({ or: z.array(filterShape).min(1).max(CONDITIONS_MAX) }),
    z.strictObject({ not: filterShape }),
    z.strictObject({ pointer: pointerShape, any: filterShape }),
    conditionShape,
  ]),
);

function misfit({ op, value, as }: Condition): string | undefined {
  if (op === "exists" || op === "empty") return value === undefined ? undefined : "takes no value";
  if (value === undefined) return "needs a value";
  if (op === "in")
    return Array.isArray(value) && value.length <= 1_000 ? undefined : "needs a list of up to 1,000 values";
  if (op === "contains" || op === "startsWith") return typeof value === "string" ? undefined : "needs a text";
  if (["lt", "lte", "gt", "gte"].includes(op)) {
    if (typeof value !== "string" && typeof value !== "number") return "needs a number or a text";
    if (as === "number" && typeof value !== "number") return "needs a number";
    if (as === "text" && typeof value !== "string") return "needs a text";
  }
  if (as === "date" && (typeof value !== "string" || !isDate(value))) {
    return "needs a date like 2026-01-31 or 2026-01-31T12:00:00Z";
  }
  return undefined;
}

/** RFC 3339 as the database reads it, a day of the calendar; Date.parse alone also takes "Jan 5 2026" and 30 February. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]\d\d:\d\d))?$/.test(text)) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && day.toJSON()?.startsWith(text.slice(0, 10));
}

const DIGITS_MAX = 15;

/** Whether JavaScript reads a number as it was written, so that no other record is found in its stead. */
function isExact(number: string): boolean {
  const digits = number.replace(/e.*/i, "").replace(/\D/g, "").replace(/^0+/, "");
  const value = Number(number);
  return (
    Number.isFinite(value) && (digits.length <= DIGITS_MAX || (/^-?\d+$/.test(number) && Number.isSafeInteger(value)))
  );
}

/** A filter's JSON text as a value. Throws for what could not be compared as it was written. */
export function parseFilter(text: string): unknown {
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g)) {
    if (token.startsWith('"') || isExact(token)) continue;
    throw new Error(
      `${token.slice(0, 40)} has more digits than can be compared: ${DIGITS_MAX}, or whole up to 2^53 − 1`,
    );
  }
  return JSON.parse(text, (key, value: unknown) => {
    const texts = typeof value === "string" ? key + value : key;
    if (/\0|\p{Surrogate}/u.test(texts)) throw new Error("no record holds such a text");
    return value;
  });
}

/** Every place that a filter asks about; a star is any item of a list. */
export function pointersOf(filter: Filter): string[] {
  if ("and" in filter) return filter.and.flatMap(pointersOf);
  if ("or" in filter) return filter.or.flatMap(pointersOf);
  if ("not" in filter) return pointersOf(filter.not);
  if ("any" in filter) return pointersOf(filter.any).map((inside) => `${filter.pointer}/*${inside}`);
  return [filter.pointer];
}

/** Why a filter is too large to be run, or undefined. */
export function tooLarge(filter: Filter): string | undefined {
  let conditions = 0;
  const levels = (part: Filter): number => {
    if ("and" in part) return 1 + Math.max(...part.and.map(levels));
    if ("or" in part) return 1 + Math.max(...part.or.map(levels));
    if ("not" in part) return 1 + levels(part.not);
    if ("any" in part) return 1 + levels(part.any);
    conditions += 1;
    return 1;
  };
  if (levels(filter) > LEVELS_MAX) return `at most ${LEVELS_MAX} levels`;
  return conditions > CONDITIONS_MAX ? `at most ${CONDITIONS_MAX} conditions` : undefined;
}
