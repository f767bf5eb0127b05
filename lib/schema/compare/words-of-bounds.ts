import type { Bound, Count, Facts } from "./facts";

type Saying = { says: string; because?: string };

/** Says how a lowest or highest number changes. */
export function boundChange(
  subject: string,
  keyword: "minimum" | "maximum",
  before: Facts,
  after: Facts,
  breaking: boolean,
): Saying {
  const side = keyword === "minimum" ? "lower" : "upper";
  const [was, now] = [before[side], after[side]];
  const words = (bound: Bound) => {
    if (keyword === "minimum") return bound.open ? `more than ${bound.at}` : `at least ${bound.at}`;
    return bound.open ? `less than ${bound.at}` : `at most ${bound.at}`;
  };
  if (now === undefined)
    return { says: `${subject} no longer has a ${keyword === "minimum" ? "lowest" : "highest"} value` };
  const says = `${subject} ${breaking ? "must" : "may"} be ${words(now)}${was ? `; it was ${words(was)}` : ""}`;
  if (!breaking) return { says };
  return { says, because: `Records with a ${keyword === "minimum" ? "lower" : "higher"} number would be refused.` };
}

const UNITS: { [keyword in Count]: string } = {
  minLength: "character",
  maxLength: "character",
  minItems: "item",
  maxItems: "item",
  minProperties: "field",
  maxProperties: "field",
};

/** Says how a count of characters, items or fields changes. */
export function countChange(subject: string, keyword: Count, before: Facts, after: Facts, breaking: boolean): Saying {
  const least = keyword.startsWith("min");
  const unit = UNITS[keyword];
  const words = (count: number) => `${least ? "at least" : "at most"} ${count} ${unit}${count === 1 ? "" : "s"}`;
  const [was, now] = [before.counts.get(keyword), after.counts.get(keyword)];
  if (now === undefined)
    return { says: `${subject} may have any number of ${unit}s ${least ? "below" : "above"} the former bound` };
  const says = `${subject} ${breaking ? (least ? "needs" : "may have") : "may have"} ${words(now)}${was === undefined ? "" : `; it was ${was}`}`;
  return breaking ? { says, because: `Records with ${least ? "fewer" : "more"} would be refused.` } : { says };
}
