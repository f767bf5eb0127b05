import { COUNTS, KIND, kindOf, NUMBERS, type Bound, type Facts } from "./facts";
import { worth } from "./same";
import { found, step, type Walk } from "./walk";

/** A keyword that is asked for and not vouched for, with what of it. */
export interface Unproven {
  keyword: string;
  detail: string;
}

const NUMBER_FORMATS = new Set(["int32", "int64", "float", "double"]);
const VALUES_MAX = 1_000;

/** What is asked of a value by itself that the other facts do not imply. */
export function unprovenScalars(walk: Walk, have: Facts, asks: Facts): Unproven[] {
  const open = [...asked(have, asks)].filter((one) => !implied(have, asks, one));
  const domain = domainOf(have);
  if (domain === undefined) return open;
  return open.filter((one) => !domain.every((value) => fits(walk, asks, one, value)));
}

/** What the facts ask for, as far as it concerns a value of these kinds. */
function* asked({ mask }: Facts, asks: Facts): Generator<Unproven> {
  yield { keyword: "type", detail: "" };
  if (asks.values) yield { keyword: "enum", detail: "" };
  if (mask & NUMBERS) {
    if (asks.lower) yield { keyword: "minimum", detail: "" };
    if (asks.upper) yield { keyword: "maximum", detail: "" };
    for (const multiple of asks.multiples) yield { keyword: "multipleOf", detail: String(multiple) };
  }
  for (const keyword of COUNTS) {
    const kind = keyword.endsWith("Length") ? KIND.string : keyword.endsWith("Items") ? KIND.array : KIND.object;
    if (mask & kind && asks.counts.has(keyword)) yield { keyword, detail: "" };
  }
  if (mask & KIND.string) for (const pattern of asks.patterns) yield { keyword: "pattern", detail: pattern };
  for (const format of asks.formats)
    if (mask & (NUMBER_FORMATS.has(format) ? NUMBERS : KIND.string)) yield { keyword: "format", detail: format };
  if (mask & KIND.array && asks.unique) yield { keyword: "uniqueItems", detail: "" };
  if (mask & KIND.object) for (const name of asks.required) yield { keyword: "required", detail: name };
}

function implied(have: Facts, asks: Facts, { keyword, detail }: Unproven): boolean {
  switch (keyword) {
    case "type":
      return (have.mask & ~asks.types) === 0;
    case "minimum":
      return within(have.lower, asks.lower, 1, (have.mask & KIND.fraction) === 0);
    case "maximum":
      return within(have.upper, asks.upper, -1, (have.mask & KIND.fraction) === 0);
    case "multipleOf":
      return [...have.multiples].some((multiple) => multiple === Number(detail) || divides(Number(detail), multiple));
    case "pattern":
      return have.patterns.has(detail);
    case "format":
      return have.formats.has(detail);
    case "uniqueItems":
      return have.unique || (have.counts.get("maxItems") ?? 2) <= 1;
    case "required":
      return have.required.has(detail);
    case "minLength":
    case "minItems":
    case "minProperties": {
      const least = Math.max(have.counts.get(keyword) ?? 0, keyword === "minProperties" ? have.required.size : 0);
      return least >= (asks.counts.get(keyword) ?? 0);
    }
    case "maxLength":
    case "maxItems":
    case "maxProperties":
      return (have.counts.get(keyword) ?? Infinity) <= (asks.counts.get(keyword) ?? Infinity);
    default:
      return false;
  }
}

const divides = (small: number, large: number) =>
  Number.isSafeInteger(small) && Number.isSafeInteger(large) && small > 0 && large % small === 0;

/** Whether one bound is at least as strict as the other; direction 1 for lower ones, -1 for upper ones. */
function within(have: Bound | undefined, asks: Bound | undefined, direction: 1 | -1, whole: boolean): boolean {
  if (asks === undefined) return true;
  if (have === undefined) return false;
  const bound = whole ? roundedIn(have, direction) : have;
  if (bound.at !== asks.at) return bound.at * direction > asks.at * direction;
  return bound.open || !asks.open;
}

/** For whole numbers, more than 0 is at least 1. */
function roundedIn({ at, open }: Bound, direction: 1 | -1): Bound {
  const lower = at * direction;
  return { at: (open ? Math.floor(lower) + 1 : Math.ceil(lower)) * direction, open: false };
}

/** The only values that are possible, where they can be listed. */
function domainOf({ values, mask }: Facts): unknown[] | undefined {
  const small = (mask & ~(KIND.null | KIND.boolean)) === 0;
  const all = values ? [...values.values()] : small ? [null, true, false] : undefined;
  if (all === undefined || all.length > VALUES_MAX) return undefined;
  return all.filter((value) => kindOf(value) & mask);
}

function fits(walk: Walk, asks: Facts, { keyword, detail }: Unproven, value: unknown): boolean {
  step(walk);
  if (keyword === "type") return (kindOf(value) & asks.types) !== 0;
  if (keyword === "enum") return asks.values?.has(worth(value)) ?? true;
  if (typeof value === "object" && value !== null) return false;
  if (typeof value === "number") {
    if (keyword === "minimum" || keyword === "maximum") {
      const [bound, direction] = keyword === "minimum" ? [asks.lower, 1 as const] : [asks.upper, -1 as const];
      return within({ at: value, open: false }, bound, direction, false);
    }
    return keyword !== "multipleOf" && keyword !== "format";
  }
  if (typeof value !== "string") return true;
  if (keyword === "minLength") return [...value].length >= (asks.counts.get(keyword) ?? 0);
  if (keyword === "maxLength") return [...value].length <= (asks.counts.get(keyword) ?? Infinity);
  if (keyword === "pattern") return found(walk, detail, value);
  return keyword !== "format";
}
