import { pointerStep } from "../json-error";
import type { Facts } from "./facts";
import type { Part } from "./part";

/** A step from the record to a value: a member, any item of a list, one of a tuple, or members that are not named. */
export type Step =
  | { kind: "name"; name: string }
  | { kind: "item" }
  | { kind: "place"; index: number }
  | { kind: "pattern"; source: string }
  | { kind: "other" };

/** So many gaps are named; whoever has them may stop looking. */
export const GAPS_MAX = 400;

/** Something that one schema asks for and the other does not vouch for. */
export interface Gap {
  steps: readonly Step[];
  keyword: string;
  /** What of it: a name, a format, a pattern. */
  detail: string;
  /** What is vouched for, and what is asked. */
  have: Facts;
  asks: Facts;
  /** The schema that asks, and the one that vouches, where there is one. */
  asking: Part | undefined;
}

/** Where the comparison stands: the way into the record, how deep, and whether it is the record itself. */
export interface Here {
  steps: readonly Step[];
  depth: number;
  ofRecord: boolean;
  /** Alternatives that the proof has already gone through one by one. */
  split: ReadonlySet<unknown>;
}

/** The place one step further in. */
export function inside(here: Here, step: Step): Here {
  return { steps: [...here.steps, step], depth: here.depth + 1, ofRecord: false, split: new Set() };
}

/** The way as a pointer; * stands for whatever has no name of its own. */
export function recordPointer(steps: readonly Step[]): string {
  return steps
    .map((step) =>
      step.kind === "name" ? pointerStep(step.name) : step.kind === "place" ? pointerStep(step.index) : "/*",
    )
    .join("");
}
