import { pointerNames } from "@/lib/schema/columns";
import { pointerStep } from "@/lib/schema/json-error";

/** A JSON pointer of a way through members and items. */
export const pointerOf = (path: readonly (string | number)[]): string => path.map(pointerStep).join("");

/** The id of the element that a pointer's field stands in. */
export const fieldIdOf = (pointer: string): string => `at${encodeURIComponent(pointer)}`;

/**
 * A pointer as people read it: "files › item 2 › name"; of several, "files › each item › name". isInside: it begins in
 * something that is named already.
 */
export const wayTo = (pointer: string, isInside = false): string =>
  pointerNames(pointer)
    .map((step, at) => (at > 0 || isInside ? itemNamed(step) : step))
    .join(" › ") || "The record";

function itemNamed(step: string): string {
  if (step === "*") return "each item";
  return /^\d+$/.test(step) ? `item ${Number(step) + 1}` : step;
}
