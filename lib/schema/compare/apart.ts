import { factsOf, KIND } from "./facts";
import { applied } from "./members";
import type { Part } from "./part";
import { step, type Walk } from "./walk";

/** The most alternatives that are told apart, or gone through one by one. */
export const BRANCHES_MAX = 30;

/** Whether no value fits two of the branches: by its kind, its value, or a member that only one of them allows. */
export function disjoint(walk: Walk, branches: readonly Part[], ofRecord: boolean): boolean {
  if (branches.length > BRANCHES_MAX) return false;
  return branches.every((one, at) => branches.slice(at + 1).every((other) => apart(walk, [one], [other], ofRecord, 0)));
}

function apart(walk: Walk, ones: readonly Part[], others: readonly Part[], ofRecord: boolean, level: number): boolean {
  step(walk);
  const [left, right] = [factsOf(walk, ones), factsOf(walk, others)];
  const both = left.mask & right.mask;
  if (both === 0) return true;
  const [mine, theirs] = [left.values, right.values];
  if (mine && theirs && ![...mine.keys()].some((value) => theirs.has(value))) return true;
  if (level > 1 || both & ~KIND.object) return false;
  return [...left.required, ...right.required].some((name) => {
    const [here, there] = [left, right].map(({ views }) =>
      views.flatMap((view) => applied(walk, view, name, ofRecord)),
    );
    const all = [...(here ?? []), ...(there ?? [])];
    if (all.some(({ schema }) => schema === false)) return true;
    return here !== undefined && there !== undefined && apart(walk, here, there, false, level + 1);
  });
}
