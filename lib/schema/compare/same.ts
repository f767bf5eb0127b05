import { assertions, isNode, isSchema, refSilencesSiblings, subschemas } from "../keywords";
import { identityText } from "../meter";
import { references } from "../reach";
import { isSchemaError } from "../schema-error";
import type { Part } from "./part";
import { idOf, step, type Walk } from "./walk";

const LEVELS_MAX = 300;
const ENDLESS = { left: Infinity };

/** Whether two parts say the same in the same way, annotations aside; references are followed on both sides. */
export function sameParts(walk: Walk, left: Part, right: Part): boolean {
  const assumed = new Set<string>();
  const alike = compare(walk, left, right, assumed, 0);
  // A loop of pairs that never met a difference is no difference; a pair on a failed way may only have been assumed.
  if (alike) for (const key of assumed) walk.same.set(key, true);
  return alike;
}

function compare(walk: Walk, left: Part, right: Part, assumed: Set<string>, level: number): boolean {
  step(walk);
  if (level > LEVELS_MAX) return false;
  if (!isNode(left.schema) || !isNode(right.schema)) return left.schema === right.schema;
  if (left.map.dialect !== right.map.dialect) return false;
  const key = `${idOf(walk, left)}=${idOf(walk, right)}`;
  const known = walk.same.get(key);
  if (known !== undefined) return known;
  if (assumed.has(key)) return true;
  assumed.add(key);
  const alike = compareNodes(walk, left, right, assumed, level + 1);
  if (!alike) walk.same.set(key, false);
  return alike;
}

function compareNodes(walk: Walk, left: Part, right: Part, assumed: Set<string>, level: number): boolean {
  const [a, b] = [left.schema, right.schema];
  const { dialect } = left.map;
  if (!isNode(a) || !isNode(b)) return false;
  if (references(a).join() !== references(b).join()) return false;
  for (const keyword of references(a)) {
    const targets = [left, right].map((part) => target(part, keyword));
    if (targets[0] === undefined || targets[1] === undefined) return false;
    if (!compare(walk, targets[0], targets[1], assumed, level)) return false;
  }
  if (refSilencesSiblings(a, dialect)) return true;
  for (const keyword of assertions(dialect)) {
    if (Object.hasOwn(a, keyword) !== Object.hasOwn(b, keyword)) return false;
    if (Object.hasOwn(a, keyword) && !sameValues(walk, a[keyword], b[keyword])) return false;
  }
  if (!sameValues(walk, listsOf(a.dependencies), listsOf(b.dependencies))) return false;
  const children = [a, b].map((node) => subschemas(node, dialect).filter(({ place }) => place !== "nowhere"));
  const [ours = [], theirs = []] = children;
  if (ours.length !== theirs.length) return false;
  const byStep = new Map(theirs.map((child) => [child.step, child.schema]));
  return ours.every(({ step: at, schema }) => {
    const other = byStep.get(at);
    return other !== undefined && compare(walk, { ...left, schema }, { ...right, schema: other }, assumed, level);
  });
}

/** Whether two plain values are the same by what they are worth: 1 and 1.0, keys in any order. */
function sameValues(walk: Walk, left: unknown, right: unknown): boolean {
  if (typeof left !== "object" && typeof right !== "object") return left === right;
  const [a, b] = [identityText(left, ENDLESS), identityText(right, ENDLESS)];
  step(walk, (a.length + b.length) >> 6);
  return a === b;
}

/** The text that is equal exactly when two values are. */
export const worth = (value: unknown): string => identityText(value, ENDLESS);

function listsOf(dependencies: unknown): unknown {
  if (!isNode(dependencies)) return null;
  return Object.fromEntries(Object.entries(dependencies).filter(([, value]) => !isSchema(value)));
}

function target(part: Part, keyword: "$ref" | "$dynamicRef"): Part | undefined {
  try {
    return isNode(part.schema) ? { ...part, schema: part.map.resolve(part.schema, keyword) } : undefined;
  } catch (error) {
    if (isSchemaError(error)) return undefined;
    throw error;
  }
}
