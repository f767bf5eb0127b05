import { isKnownFormat } from "../formats";
import { viewOf, type Part, type View } from "./part";
import { worth } from "./same";
import { idOf, step, type Walk } from "./walk";

/** One bit per kind of value; a number is a whole one or a fraction. */
export const KIND = { null: 1, boolean: 2, object: 4, array: 8, string: 16, integer: 32, fraction: 64 } as const;
const ANYTHING = 127;
export const NUMBERS = KIND.integer | KIND.fraction;

export interface Bound {
  at: number;
  open: boolean;
}

/** The counting keywords, each with its lowest or highest value among all schemas that apply. */
export const COUNTS = ["minLength", "minItems", "minProperties", "maxLength", "maxItems", "maxProperties"] as const;
export type Count = (typeof COUNTS)[number];

/** What several schemas say of one value when all of them apply. */
export interface Facts {
  views: View[];
  /** The kinds that are possible at most, and those that `type` alone leaves. */
  mask: number;
  types: number;
  /** Set when only these values are possible, by what they are worth. */
  values: Map<string, unknown> | undefined;
  lower: Bound | undefined;
  upper: Bound | undefined;
  counts: Map<Count, number>;
  unique: boolean;
  multiples: Set<number>;
  patterns: Set<string>;
  formats: Set<string>;
  required: Set<string>;
}

/** Gathers what the parts say together, those that they refer to included. */
export function factsOf(walk: Walk, parts: readonly Part[]): Facts {
  const facts: Facts = {
    views: flattened(walk, parts),
    mask: ANYTHING,
    types: ANYTHING,
    values: undefined,
    lower: undefined,
    upper: undefined,
    counts: new Map(),
    unique: false,
    multiples: new Set(),
    patterns: new Set(),
    formats: new Set(),
    required: new Set(),
  };
  for (const view of facts.views) take(walk, facts, view);
  return facts;
}

/** The schemas that look at the value beside each other, each once. */
function flattened(walk: Walk, parts: readonly Part[]): View[] {
  const seen = new Set<number>();
  const views: View[] = [];
  const work = [...parts].reverse();
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    const id = idOf(walk, part);
    if (part.schema === true || seen.has(id)) continue;
    seen.add(id);
    step(walk);
    const view = viewOf(part);
    views.push(view);
    work.push(...[...view.beside].reverse());
  }
  return views;
}

function take(walk: Walk, facts: Facts, view: View): void {
  const { node } = view;
  facts.mask &= maskOf(walk, view, 0);
  facts.types &= view.never ? 0 : maskOfType(node.type);
  for (const choice of view.choices) {
    step(walk, choice.length);
    const values = new Map(choice.map((value) => [worth(value), value]));
    const before = facts.values;
    facts.values = before ? new Map([...values].filter(([key]) => before.has(key))) : values;
  }
  facts.lower = stricter(facts.lower, boundOf(node.minimum, false), 1);
  facts.lower = stricter(facts.lower, boundOf(node.exclusiveMinimum, true), 1);
  facts.upper = stricter(facts.upper, boundOf(node.maximum, false), -1);
  facts.upper = stricter(facts.upper, boundOf(node.exclusiveMaximum, true), -1);
  for (const keyword of COUNTS) {
    const value = node[keyword];
    if (typeof value !== "number") continue;
    const before = facts.counts.get(keyword) ?? value;
    facts.counts.set(keyword, keyword.startsWith("min") ? Math.max(before, value) : Math.min(before, value));
  }
  if (node.uniqueItems === true) facts.unique = true;
  if (typeof node.multipleOf === "number") facts.multiples.add(node.multipleOf);
  if (typeof node.pattern === "string") facts.patterns.add(node.pattern);
  if (typeof node.format === "string" && isKnownFormat(node.format)) facts.formats.add(node.format);
  if (Array.isArray(node.required)) for (const name of node.required) facts.required.add(String(name));
}

const BRANCHES_DEEP = 2;

/** The kinds of value that a schema lets through at most. */
function maskOf(walk: Walk, view: View, level: number): number {
  step(walk);
  if (view.never) return 0;
  let mask = maskOfType(view.node.type);
  for (const choice of view.choices) mask &= union(choice.map(kindOf));
  if (level < BRANCHES_DEEP)
    for (const branches of [view.anyOf, view.oneOf])
      if (branches.length > 0) mask &= union(branches.map((part) => maskBeside(walk, part, level + 1)));
  return mask;
}

/** The same for a part and what it refers to. */
function maskBeside(walk: Walk, part: Part, level = 0): number {
  if (part.schema === true) return ANYTHING;
  const view = viewOf(part);
  let mask = maskOf(walk, view, level);
  if (level < BRANCHES_DEEP) for (const beside of view.beside) mask &= maskBeside(walk, beside, level + 1);
  return mask;
}

const union = (masks: number[]) => masks.reduce((all, mask) => all | mask, 0);

/** The kinds of value that `type` lets through. */
export function maskOfType(type: unknown): number {
  if (type === undefined) return ANYTHING;
  return union(
    (Array.isArray(type) ? (type as unknown[]) : [type]).map((name) => (name === "number" ? NUMBERS : bit(name))),
  );
}

function bit(name: unknown): number {
  return typeof name === "string" && Object.hasOwn(KIND, name) ? KIND[name as keyof typeof KIND] : 0;
}

/** What kind a value is of. */
export function kindOf(value: unknown): number {
  if (value === null) return KIND.null;
  if (Array.isArray(value)) return KIND.array;
  if (typeof value === "number") return Number.isFinite(value) && value % 1 !== 0 ? KIND.fraction : KIND.integer;
  return bit(typeof value);
}

function boundOf(value: unknown, open: boolean): Bound | undefined {
  return typeof value === "number" ? { at: value, open } : undefined;
}

/** The stricter of two bounds; direction 1 for lower ones, -1 for upper ones. */
function stricter(one: Bound | undefined, other: Bound | undefined, direction: 1 | -1): Bound | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.at !== other.at) return one.at * direction > other.at * direction ? one : other;
  return one.open ? one : other;
}
