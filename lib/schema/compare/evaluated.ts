import { KIND, factsOf, type Facts } from "./facts";
import { inside, type Here } from "./gap";
import type { Prove } from "./members";
import type { Part, View } from "./part";
import { sameParts } from "./same";
import { found, step, type Walk } from "./walk";

/** Names of members that schemas look at; `all` once any member is looked at. */
interface Looked {
  all: boolean;
  names: Set<string>;
  patterns: Set<string>;
}

/** Schemas that look at the value only where something holds, kept together so that they can be found on the other side. */
type Conditional = { keyword: string; parts: Part[] };

const LEVELS_MAX = 6;

/**
 * Whether unevaluatedProperties is met: whatever the asking schema leaves unlooked at, a schema that is vouched for
 * leaves, too, and holds it to the same. Branches that stand on both sides look at the same and cancel out.
 */
export function unevaluatedHolds(walk: Walk, have: Facts, view: View, prove: Prove, here: Here): boolean {
  const wanted = view.unevaluated;
  if (wanted === undefined || !(have.mask & KIND.object)) return wanted !== undefined;
  const certain = start();
  const branches: Conditional[] = [];
  for (const one of factsOf(walk, [view.part]).views) lookAt(one, one === view, certain, branches);
  if (certain.all) return true;
  const there = inside(here, { kind: "other" });
  return have.views.some((one) => {
    const left = one.more ?? one.unevaluated;
    if (left === undefined) return false;
    const possible = start();
    if (one.more) lookAt({ ...one, more: undefined }, true, possible, []);
    else lookEverywhere(walk, one.part, one, branches, possible, 0);
    return covers(walk, certain, possible) && prove([left], [wanted], there, undefined);
  });
}

const start = (): Looked => ({ all: false, names: new Set(), patterns: new Set() });

/** What a schema looks at by itself, and the branches it has. */
function lookAt(view: View, isAsking: boolean, looked: Looked, branches: Conditional[]): void {
  if (view.more || (!isAsking && view.opaque.length > 0)) looked.all = true;
  for (const name of view.properties.keys()) looked.names.add(name);
  for (const source of view.patterns.keys()) looked.patterns.add(source);
  if (view.anyOf.length > 0) branches.push({ keyword: "anyOf", parts: view.anyOf });
  if (view.oneOf.length > 0) branches.push({ keyword: "oneOf", parts: view.oneOf });
  for (const [key, part] of view.dependentSchemas) branches.push({ keyword: `after ${key}`, parts: [part] });
  const { condition } = view;
  if (condition) {
    const nothing: Part = { schema: true, map: view.part.map };
    branches.push({ keyword: "if", parts: [condition.if, condition.then ?? nothing, condition.else ?? nothing] });
  }
}

/** The most that a schema may look at, whichever of its branches hold; those that the other side has are left out. */
function lookEverywhere(
  walk: Walk,
  part: Part,
  asking: View | undefined,
  other: readonly Conditional[],
  looked: Looked,
  level: number,
): void {
  step(walk);
  if (level > LEVELS_MAX) looked.all = true;
  if (looked.all) return;
  const branches: Conditional[] = [];
  for (const view of factsOf(walk, [part]).views) lookAt(view, view === asking, looked, branches);
  for (const branch of branches) {
    if (other.some((one) => sameBranches(walk, one, branch))) continue;
    for (const one of branch.parts) lookEverywhere(walk, one, undefined, [], looked, level + 1);
  }
}

function sameBranches(walk: Walk, one: Conditional, other: Conditional): boolean {
  if (one.keyword !== other.keyword || one.parts.length !== other.parts.length) return false;
  return one.parts.every((part, at) => other.parts[at] !== undefined && sameParts(walk, part, other.parts[at]));
}

function covers(walk: Walk, certain: Looked, possible: Looked): boolean {
  if (possible.all) return false;
  if (![...possible.patterns].every((source) => certain.patterns.has(source))) return false;
  return [...possible.names].every(
    (name) => certain.names.has(name) || [...certain.patterns].some((source) => found(walk, source, name)),
  );
}
