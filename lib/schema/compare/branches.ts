import { BRANCHES_MAX, disjoint } from "./apart";
import { unevaluatedHolds } from "./evaluated";
import { KIND, NUMBERS, type Facts } from "./facts";
import { inside, type Here } from "./gap";
import type { Prove, Tell } from "./members";
import type { Part, View } from "./part";
import { sameParts } from "./same";
import type { Walk } from "./walk";

type Holds = (asks: readonly Part[], more?: readonly Part[]) => boolean;
type Around = { walk: Walk; here: Here; prove: Prove; tell: Tell };

/** Judges whatever combines schemas: alternatives, conditions, negations and dependencies. */
export function proveBranches(have: Facts, parts: readonly Part[], view: View, around: Around): boolean {
  const { walk, here, prove, tell } = around;
  const holds: Holds = (asks, more = []) => prove([...parts, ...more], asks, here, undefined);
  let proven = true;
  const need = (well: boolean, keyword: string, detail = "") => {
    if (!well) proven = tell(keyword, detail, view.part);
  };
  if (view.anyOf.length > 0)
    need(
      view.anyOf.some((branch) => holds([branch])),
      "anyOf",
    );
  if (view.oneOf.length > 0)
    need(
      oneOfHolds(walk, have, view.oneOf, here.ofRecord, (branch) => holds([branch])),
      "oneOf",
    );
  if (view.not) {
    const { not } = view;
    need(
      have.views.some((one) => one.not && prove([not], [one.not], here, undefined)),
      "not",
    );
  }
  if (view.condition) need(conditionHolds(walk, have, view.condition, holds), "if");
  if (have.mask & KIND.object) proveDependencies(have, view, around, holds, need);
  need(containsHolds(have, view, around), "contains");
  for (const keyword of view.opaque)
    need(keyword === "unevaluatedProperties" && unevaluatedHolds(walk, have, view, prove, here), keyword);
  return proven;
}

function proveDependencies(
  have: Facts,
  view: View,
  { here, prove }: Around,
  holds: Holds,
  need: (well: boolean, keyword: string, detail?: string) => void,
): void {
  for (const [key, names] of view.dependentRequired) {
    const known = new Set([
      key,
      ...have.required,
      ...have.views.flatMap((one) => one.dependentRequired.get(key) ?? []),
    ]);
    for (const name of names) need(known.has(name), "dependentRequired", name);
  }
  for (const [key, part] of view.dependentSchemas) {
    const same = have.views.flatMap((one) => one.dependentSchemas.get(key) ?? []);
    need(holds([part], same), "dependentSchemas", key);
  }
  if (view.names) {
    const vouched = have.views.flatMap((one) => one.names ?? []);
    const text: Part = { schema: { type: "string" }, map: view.part.map };
    need(prove([...vouched, text], [view.names], inside(here, { kind: "other" }), undefined), "propertyNames");
  }
}

function oneOfHolds(
  walk: Walk,
  have: Facts,
  branches: Part[],
  ofRecord: boolean,
  holds: (branch: Part) => boolean,
): boolean {
  const alike = have.views.some(({ oneOf }) => {
    if (oneOf.length !== branches.length) return false;
    const left = [...oneOf];
    return branches.every((branch) => {
      const at = left.findIndex((other) => sameParts(walk, other, branch));
      if (at !== -1) left.splice(at, 1);
      return at !== -1;
    });
  });
  return alike || (disjoint(walk, branches, ofRecord) && branches.some(holds));
}

type Condition = NonNullable<View["condition"]>;

function conditionHolds(walk: Walk, have: Facts, asks: Condition, holds: Holds): boolean {
  const same = have.views.flatMap(({ condition }) =>
    condition && sameParts(walk, condition.if, asks.if) ? [condition] : [],
  );
  const branch = (which: "then" | "else", more: readonly Part[]) => {
    const wanted = asks[which];
    return wanted === undefined || holds([wanted], [...same.flatMap((one) => one[which] ?? []), ...more]);
  };
  return branch("then", [asks.if]) && branch("else", []);
}

function containsHolds(have: Facts, view: View, { here, prove }: Around): boolean {
  const asks = view.contains;
  if (asks === undefined || !(have.mask & KIND.array)) return true;
  const there = inside(here, { kind: "item" });
  const others = have.views.flatMap(({ contains }) => contains ?? []);
  const least =
    asks.min <= 0 || others.some(({ part, min }) => min >= asks.min && prove([part], [asks.part], there, undefined));
  const most =
    asks.max === Infinity ||
    others.some(({ part, max }) => max <= asks.max && prove([asks.part], [part], there, undefined));
  return least && most;
}

/** Ways to go through the possible values one class at a time: by an alternative of these facts, or by kind. */
export function splits(have: Facts, asking: readonly View[], here: Here): { by: unknown; cases: Part[] }[] {
  const found: { by: unknown; cases: Part[] }[] = [];
  for (const view of have.views)
    for (const branches of [view.oneOf, view.anyOf])
      if (branches.length > 0 && branches.length <= BRANCHES_MAX && !here.split.has(branches))
        found.push({ by: branches, cases: branches });
  const first = asking[0];
  const alternatives = asking.some(({ anyOf, oneOf }) => anyOf.length + oneOf.length > 0);
  if (first && alternatives && !here.split.has("kind")) {
    const kinds = ["null", "boolean", "object", "array", "string"].filter((_, bit) => have.mask & (1 << bit));
    const types = have.mask & NUMBERS ? [...kinds, "number"] : kinds;
    const cases = types.map((type): Part => ({ schema: { type }, map: first.part.map }));
    if (cases.length > 1) found.push({ by: "kind", cases });
  }
  return found;
}
