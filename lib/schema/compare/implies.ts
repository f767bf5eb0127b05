import { proveBranches, splits } from "./branches";
import { factsOf, type Facts } from "./facts";
import { GAPS_MAX, type Gap, type Here } from "./gap";
import { proveItems, proveMembers, type Prove, type Tell } from "./members";
import type { Part, View } from "./part";
import { sameParts } from "./same";
import { unprovenScalars } from "./scalar";
import { idOf, step, type Walk } from "./walk";

// Deeper inside than any record may be.
const DEPTH_MAX = 80;

/** Whether everything that fits `before` fits `after`, and, as far as it can be named, what stands against it. */
export function gapsBetween(walk: Walk, before: Part, after: Part): { proven: boolean; gaps: Gap[] } {
  const gaps: Gap[] = [];
  const prove: Prove = (have, asks, here, into) => proveAt(walk, prove, have, asks, here, into);
  const proven = prove([before], [after], { steps: [], depth: 0, ofRecord: true, split: new Set() }, gaps);
  return { proven, gaps };
}

function proveAt(
  walk: Walk,
  prove: Prove,
  have: readonly Part[],
  asks: readonly Part[],
  here: Here,
  gaps: Gap[] | undefined,
): boolean {
  step(walk);
  if (asks.every(({ schema }) => schema === true) || have.some(({ schema }) => schema === false)) return true;
  if (here.depth > DEPTH_MAX) return false;
  const key = `${namesOf(walk, have)}>${namesOf(walk, asks)}${here.ofRecord ? "!" : ""}`;
  if (walk.done.has(key)) return true;
  // Values are finite: a pair met again further inside is proven by the smaller value. Met again at the same value, it
  // would prove itself.
  const open = walk.open.get(key);
  if (open !== undefined) {
    if (open < here.depth) walk.leaned++;
    return open < here.depth;
  }
  walk.open.set(key, here.depth);
  const leaned = walk.leaned;
  const proven = proveAll(walk, prove, have, asks, here, gaps);
  walk.open.delete(key);
  if (proven && (walk.leaned === leaned || walk.open.size === 0)) walk.done.add(key);
  return proven;
}

function namesOf(walk: Walk, parts: readonly Part[]): string {
  return [...new Set(parts.map((part) => idOf(walk, part)))].sort((one, other) => one - other).join();
}

function proveAll(
  walk: Walk,
  prove: Prove,
  have: readonly Part[],
  asks: readonly Part[],
  here: Here,
  gaps: Gap[] | undefined,
): boolean {
  const known = factsOf(walk, have);
  if (known.mask === 0 || known.values?.size === 0) return true;
  const wanted = factsOf(walk, asks);
  const asking = wanted.views.filter((view) => !known.views.some(({ part }) => sameParts(walk, part, view.part)));
  if (asking.length === 0) return true;
  const found: Gap[] | undefined = gaps && [];
  const proven = proveViews({ walk, prove, have, here, gaps: found }, known, wanted, asking);
  if (proven) return true;
  for (const { by, cases } of splits(known, asking, here)) {
    const split = new Set([...here.split, by]);
    if (cases.every((one) => prove([...have, one], asks, { ...here, split }, undefined))) return true;
  }
  if (gaps && found) gaps.push(...found.slice(0, Math.max(0, GAPS_MAX - gaps.length)));
  return false;
}

type Proof = { walk: Walk; prove: Prove; have: readonly Part[]; here: Here; gaps: Gap[] | undefined };

function proveViews(proof: Proof, known: Facts, wanted: Facts, asking: readonly View[]): boolean {
  const { walk, prove, have, here, gaps } = proof;
  const tell: Tell = (keyword, detail, part, at = here) => {
    const place = { steps: at.steps, keyword, detail, asking: part };
    gaps?.push({ ...place, ...contextOf(walk, at === here, known, wanted, part) });
    return false;
  };
  let proven = true;
  if (asking.some(({ never }) => never)) return tell("false", "", asking.find(({ never }) => never)?.part);
  for (const { keyword, detail } of unprovenScalars(walk, known, wanted)) {
    proven = tell(keyword, detail, asking.find(({ node }) => asksFor(node, keyword))?.part);
    if (gaps === undefined) return false;
  }
  const around = { walk, here, prove, tell, gaps };
  if (!proveMembers(known, asking, around)) proven = false;
  if (!proven && gaps === undefined) return false;
  if (!proveItems(known, asking, around)) proven = false;
  for (const view of asking) {
    if (!proven && gaps === undefined) return false;
    if (!proveBranches(known, have, view, around)) proven = false;
  }
  return proven;
}

/** A gap further inside has no facts of its own yet; what is asked there is read for its words. */
function contextOf(walk: Walk, here: boolean, known: Facts, wanted: Facts, part: Part | undefined) {
  if (here || part === undefined) return { have: known, asks: wanted };
  return { have: factsOf(walk, []), asks: factsOf(walk, [part]) };
}

/** Whether a schema has a keyword, or the one that says the same more strictly. */
export function asksFor(node: View["node"], keyword: string): boolean {
  const also: { [keyword: string]: string } = {
    enum: "const",
    minimum: "exclusiveMinimum",
    maximum: "exclusiveMaximum",
  };
  return Object.hasOwn(node, keyword) || Object.hasOwn(node, also[keyword] ?? keyword);
}
