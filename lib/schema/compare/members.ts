import { KIND, type Facts } from "./facts";
import { GAPS_MAX, inside, type Gap, type Here } from "./gap";
import { viewOf, type Part, type View } from "./part";
import { found, step, type Walk } from "./walk";

/** Proves that what fits the first parts fits the second; tells the gaps when it is given a list for them. */
export type Prove = (have: readonly Part[], asks: readonly Part[], here: Here, gaps: Gap[] | undefined) => boolean;

/** Says that something is asked for and not vouched for; false, so that it can be returned. */
export type Tell = (keyword: string, detail: string, asking?: Part, here?: Here) => false;

type Around = { walk: Walk; here: Here; prove: Prove; tell: Tell; gaps: Gap[] | undefined };

/** Judges an object's members, name by name, then by pattern, then those that nothing names. */
export function proveMembers(have: Facts, asking: readonly View[], around: Around): boolean {
  if (!(have.mask & KIND.object)) return true;
  const { walk, here, gaps } = around;
  let proven = true;
  const names = new Set<string>(here.ofRecord ? [walk.identifierKey] : []);
  for (const view of [...have.views, ...asking]) for (const name of view.properties.keys()) names.add(name);
  for (const name of names) {
    if (!proveName(name, have, asking, around)) proven = false;
    if (!proven && (gaps === undefined || gaps.length >= GAPS_MAX)) return false;
  }
  for (const view of asking) {
    if (!provePatterns(view, have, around)) proven = false;
    if (!proveOthers(view, have, around)) proven = false;
    if (!proven && gaps === undefined) return false;
  }
  return proven;
}

function proveName(name: string, have: Facts, asking: readonly View[], around: Around): boolean {
  const { walk, here, prove, tell, gaps } = around;
  const asks = asking.flatMap((view) => applied(walk, view, name, here.ofRecord));
  if (asks.every(({ schema }) => schema === true)) return true;
  const vouched = have.views.flatMap((view) => applied(walk, view, name, here.ofRecord));
  if (vouched.some(({ schema }) => schema === false)) return true;
  const there = inside(here, { kind: "name", name });
  const [before, after] = [have.views, asking].map((views) => views.some((view) => declares(walk, view, name)));
  if (before === after) return prove(vouched, asks, there, gaps);
  return prove(vouched, asks, there, undefined) || tell(after ? "declared" : "undeclared", "", asks[0], there);
}

function provePatterns(view: View, have: Facts, around: Around): boolean {
  const { here, prove, gaps } = around;
  let proven = true;
  for (const [source, part] of view.patterns) {
    const vouched = have.views.flatMap((one) => {
      const same = one.patterns.get(source);
      if (same) return [same];
      return one.patterns.size === 0 && one.more ? [one.more] : [];
    });
    if (!prove(vouched, [part], inside(here, { kind: "pattern", source }), gaps)) proven = false;
  }
  return proven;
}

function proveOthers(view: View, have: Facts, around: Around): boolean {
  const { more } = view;
  if (more === undefined) return true;
  const { here, prove, tell, gaps } = around;
  const there = inside(here, { kind: "other" });
  // A name that no pattern of the asking schema fits fits none of the same patterns here.
  const certain = have.views.filter((one) => [...one.patterns.keys()].every((source) => view.patterns.has(source)));
  const vouched = certain.flatMap((one) => one.more ?? []);
  if (prove(vouched, [more], there, undefined)) return true;
  const either = have.views.filter((one) => !certain.includes(one) && one.more);
  for (const one of either) {
    const extra = [...one.patterns].filter(([source]) => !view.patterns.has(source)).map(([, part]) => part);
    if ([...extra, one.more].every((part) => part && prove([part], [more], there, undefined))) return true;
  }
  if (viewOf(more).never) return tell("additionalProperties", "", view.part);
  return gaps !== undefined && prove(vouched, [more], there, gaps);
}

/** The schemas that look at a member of this name. */
export function applied(walk: Walk, view: View, name: string, ofRecord: boolean): Part[] {
  step(walk);
  const parts: Part[] = [];
  const declared = view.properties.get(name);
  if (declared) parts.push(declared);
  for (const [source, part] of view.patterns) if (found(walk, source, name)) parts.push(part);
  const exempt = ofRecord && name === walk.identifierKey;
  if (parts.length === 0 && view.more && !exempt) parts.push(view.more);
  return parts;
}

function declares(walk: Walk, view: View, name: string): boolean {
  return view.properties.has(name) || [...view.patterns.keys()].some((source) => found(walk, source, name));
}

/** Judges a list's items: those with a place of their own, then the rest. */
export function proveItems(have: Facts, asking: readonly View[], around: Around): boolean {
  if (!(have.mask & KIND.array)) return true;
  const { walk, here, prove, tell, gaps } = around;
  const longest = Math.max(0, ...[...have.views, ...asking].map((view) => view.tuple.length));
  const most = have.counts.get("maxItems") ?? Infinity;
  let proven = true;
  for (let index = 0; index < Math.min(longest, most); index++) {
    step(walk);
    const at = (views: readonly View[]) => views.flatMap((view) => view.tuple[index] ?? view.rest ?? []);
    const asks = at(asking);
    if (!prove(at(have.views), asks, inside(here, { kind: "place", index }), gaps)) proven = false;
    if (!proven && gaps === undefined) return false;
    // Where a list may not go on, nothing stands after this place.
    if (at(have.views).some(({ schema }) => schema === false)) return proven;
  }
  if (most <= longest) return proven;
  const there = inside(here, { kind: "item" });
  const vouched = have.views.flatMap((view) => view.rest ?? []);
  for (const view of asking) {
    if (view.rest === undefined || prove(vouched, [view.rest], there, undefined)) continue;
    proven = false;
    if (viewOf(view.rest).never) tell("items", "", view.part);
    else if (gaps) prove(vouched, [view.rest], there, gaps);
  }
  return proven;
}
