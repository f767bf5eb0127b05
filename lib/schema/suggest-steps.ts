import { factsOf, KIND, kindOf, maskOfType, NUMBERS, type Facts } from "./compare/facts";
import type { Part } from "./compare/part";
import { sameParts } from "./compare/same";
import { startWalk, TOO_LONG, type Walk } from "./compare/walk";
import { pointerStep } from "./json-error";
import { readValue } from "./json-text";
import { dialectOf, isNode } from "./keywords";
import { likeness } from "./likeness";
import type { CoercionTarget, MigrationStep } from "./migration-step";
import { mapSchema } from "./references";
import { isSchemaError } from "./schema-error";

const SHAPE = { levels: 256, subschemas: 25_000 };
const LEVELS_MAX = 8;
const STEPS_MAX = 100;
const ORDER = ["rename", "drop", "coerce", "default"];

/**
 * The steps that would most likely help records of the old schema to fit the new one; a person decides on each. The
 * identifier is never touched. Throws a JsonTextError for a text that is not JSON; where nothing can be told it has none.
 */
export function suggestSteps(
  beforeText: string,
  afterText: string,
  options: { identifierKey?: string } = {},
): MigrationStep[] {
  const [before, after] = [beforeText, afterText].map(rootOf);
  if (before === undefined || after === undefined) return [];
  const walk = startWalk(options.identifierKey ?? "id");
  const steps: MigrationStep[] = [];
  try {
    compareLevel(walk, [before], [after], "", steps, 0);
  } catch (error) {
    if (error !== TOO_LONG) throw error;
  }
  steps.sort((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
  return steps.slice(0, STEPS_MAX);
}

function rootOf(text: string): Part | undefined {
  const { value } = readValue(text);
  if (!isNode(value)) return undefined;
  try {
    return { schema: value, map: mapSchema(value, dialectOf(value) ?? "2020-12", SHAPE) };
  } catch (error) {
    if (isSchemaError(error)) return undefined;
    throw error;
  }
}

/** One group of fields, and those inside it. */
function compareLevel(
  walk: Walk,
  before: Part[],
  after: Part[],
  pointer: string,
  steps: MigrationStep[],
  level: number,
): void {
  if (level > LEVELS_MAX) return;
  const [old, now] = [factsOf(walk, before), factsOf(walk, after)];
  const [had, has] = [fieldsOf(old), fieldsOf(now)];
  if (level === 0) for (const fields of [had, has]) fields.delete(walk.identifierKey);
  const renamed = renames(walk, had, has);
  for (const [from, to] of renamed)
    steps.push({ kind: "rename", from: pointer + pointerStep(from), to: pointer + pointerStep(to) });
  const cameFrom = new Map([...renamed].map(([from, to]) => [to, from]));
  const closed = now.views.some(({ more }) => more?.schema === false);
  for (const name of had.keys())
    if (!has.has(name) && !renamed.has(name) && closed)
      steps.push({ kind: "drop", pointer: pointer + pointerStep(name) });
  for (const [name, parts] of has) {
    const at = pointer + pointerStep(name);
    const was = had.get(cameFrom.get(name) ?? name);
    const facts = factsOf(walk, parts);
    if (parts.some(({ schema }) => schema === false)) {
      if (was) steps.push({ kind: "drop", pointer: at });
      continue;
    }
    const target = was && coercion(factsOf(walk, was), facts);
    if (target) steps.push({ kind: "coerce", pointer: at, to: target });
    const wasRequired = was !== undefined && old.required.has(cameFrom.get(name) ?? name);
    const filled = now.required.has(name) && !wasRequired ? fillingOf(facts) : undefined;
    if (filled) steps.push({ kind: "default", pointer: at, value: filled.value });
    if (was && facts.mask & KIND.object) compareLevel(walk, was, parts, at, steps, level + 1);
  }
}

function fieldsOf({ views }: Facts): Map<string, Part[]> {
  const fields = new Map<string, Part[]>();
  for (const view of views)
    for (const [name, part] of view.properties) fields.set(name, [...(fields.get(name) ?? []), part]);
  return fields;
}

const ALIKE_MIN = 0.6;
const NAMES_MAX = 60;

/** Fields that went, each with the one that came in its place: of the same schema, and the only one or alike by name. */
function renames(walk: Walk, had: Map<string, Part[]>, has: Map<string, Part[]>): Map<string, string> {
  const gone = [...had.keys()].filter((name) => !has.has(name)).slice(0, NAMES_MAX);
  const came = [...has.keys()].filter((name) => !had.has(name)).slice(0, NAMES_MAX);
  const pairs = gone.flatMap((from) =>
    came
      .filter((to) => sameFields(walk, had.get(from) ?? [], has.get(to) ?? []))
      .map((to) => ({ from, to, alike: likeness(from, to) })),
  );
  const only = gone.length === 1 && came.length === 1;
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, alike } of pairs.sort((one, other) => other.alike - one.alike)) {
    if (found.has(from) || taken.has(to) || (alike < ALIKE_MIN && !only)) continue;
    found.set(from, to);
    taken.add(to);
  }
  return found;
}

function sameFields(walk: Walk, left: Part[], right: Part[]): boolean {
  return (
    left.length === right.length &&
    left.every((part, at) => right[at] !== undefined && sameParts(walk, part, right[at]))
  );
}

/** What old values would have to be read as. */
function coercion(old: Facts, now: Facts): CoercionTarget | undefined {
  if (now.formats.has("date") && !old.formats.has("date") && old.mask & KIND.string) return "date";
  const scalars = KIND.string | NUMBERS | KIND.boolean;
  if ((old.mask & scalars & ~now.mask) === 0) return undefined;
  // Where a type was never said, most values will fit; reading all of them anew is not for us to suggest.
  if (old.mask === maskOfType(undefined)) return undefined;
  const kinds = now.mask & scalars;
  if (kinds === KIND.string) return "text";
  if (kinds === NUMBERS) return "number";
  if (kinds === KIND.integer) return "integer";
  return kinds === KIND.boolean ? "boolean" : undefined;
}

/** What a field that is missing may be filled with: its default, or the only value that it can have. */
function fillingOf(facts: Facts): { value: unknown } | undefined {
  for (const { node } of facts.views) {
    if (node.default !== undefined && kindOf(node.default) & facts.mask) return { value: node.default };
  }
  const [first, ...others] = facts.values ? [...facts.values.values()] : [];
  return facts.values?.size === 1 && others.length === 0 ? { value: first } : undefined;
}
