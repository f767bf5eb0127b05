import { pointerStep } from "@/lib/schema/json-error";

/** A JSON pointer of a way through members and items. */
export const pointerOf = (path: readonly (string | number)[]): string => path.map(pointerStep).join("");

/** The steps of a JSON pointer, unescaped. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The id of the element that a pointer's field stands in. */
export const fieldIdOf = (pointer: string): string => `at${encodeURIComponent(pointer)}`;

/** A pointer as people read it: "files › item 2 › name". */
export const wayTo = (pointer: string): string =>
  stepsOf(pointer)
    .map((step, at) => (at > 0 && /^\d+$/.test(step) ? `item ${Number(step) + 1}` : step))
    .join(" › ") || "The record";
