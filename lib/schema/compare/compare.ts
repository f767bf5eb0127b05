import { parseExact, sameExact } from "../exact-json";
import { pointerStep } from "../json-error";
import { readValue } from "../json-text";
import { dialectOf, isNode } from "../keywords";
import { mapSchema, type SchemaMap } from "../references";
import { isSchemaError } from "../schema-error";
import { GAPS_MAX, recordPointer, type Gap } from "./gap";
import { asksFor, gapsBetween } from "./implies";
import { notesBetween } from "./notes";
import { pointerOf } from "./part";
import { startWalk, TOO_LONG, type Walk } from "./walk";
import { sayingOf } from "./words";

/** What a new schema means for records that fit the old one. */
export type Effect = "breaking" | "compatible" | "notes";

/** One difference, where it is in a record and in the schemas, and in words. */
export interface ComparisonEntry {
  /** The value it is about, from the record; * stands for any item and any member that has no name of its own. */
  pointer: string;
  /** Where it stands, in the new schema, or in the old one if only that has it. */
  schemaPointer: string;
  schema: "before" | "after";
  effect: Effect;
  says: string;
  because?: string;
}

export interface Comparison {
  kind: "same" | Effect;
  entries: ComparisonEntry[];
  /** More entries were found, or might have been, than are told. */
  cut: boolean;
}

const ENTRIES_MAX = 200;
const SHAPE = { levels: 256, subschemas: 25_000 };
const NOT_TOLD = "Its references or its size do not let the two be compared, so it counts as breaking.";

/**
 * Compares two schemas by what they accept. Never says better than it is: "compatible" is proven, whatever cannot be is
 * "breaking". Takes texts that are JSON objects; throws a JsonTextError for one that is not JSON.
 */
export function compareSchemas(
  beforeText: string,
  afterText: string,
  options: { identifierKey?: string } = {},
): Comparison {
  const [before, after] = [beforeText, afterText].map((text) => mapped(readValue(text).value));
  if (sameExact(parseExact(beforeText), parseExact(afterText))) return { kind: "same", entries: [], cut: false };
  if (before === undefined || after === undefined) return untold();
  const walk = startWalk(options.identifierKey ?? "id");
  try {
    return compareMaps(walk, before, after);
  } catch (error) {
    if (error === TOO_LONG) return untold();
    throw error;
  }
}

function compareMaps(walk: Walk, before: SchemaMap, after: SchemaMap): Comparison {
  const [old, now] = [
    { schema: before.root, map: before },
    { schema: after.root, map: after },
  ];
  const forward = gapsBetween(walk, old, now);
  const entries = new Map<string, ComparisonEntry>();
  const add = (gap: Gap, effect: "breaking" | "compatible") => {
    const pointer = recordPointer(gap.steps) + (NAMING.has(gap.keyword) ? pointerStep(gap.detail) : "");
    const key = `${pointer}|${gap.keyword}`;
    if (!entries.has(key))
      entries.set(key, { pointer, ...placeOf(gap, effect), effect, ...sayingOf(gap, effect === "breaking") });
  };
  for (const gap of forward.gaps) add(gap, "breaking");
  if (!forward.proven && forward.gaps.length === 0) return untold();
  const spared = startWalk(walk.identifierKey);
  const wider = attempt(() => gapsBetween(spared, now, old));
  for (const gap of wider?.gaps ?? []) add(gap, "compatible");
  const notes = attempt(() => notesBetween(spared, before, after, ENTRIES_MAX)) ?? [];
  const told = [...entries.values()];
  for (const { says, schemaPointer } of notes)
    told.push({ pointer: valuePointer(schemaPointer), schemaPointer, schema: "after", effect: "notes", says });
  const kind = !forward.proven ? "breaking" : wider?.proven === true ? "notes" : "compatible";
  if (told.length === 0)
    told.push({ ...ROOT, effect: kind, says: "It is written in another way and accepts the same records" });
  return {
    kind,
    entries: told.slice(0, ENTRIES_MAX),
    cut:
      told.length > ENTRIES_MAX || wider === undefined || [forward, wider].some(({ gaps }) => gaps.length >= GAPS_MAX),
  };
}

/** What only explains may be left out when it takes too long; what decides may not. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error === TOO_LONG) return undefined;
    throw error;
  }
}

const ROOT = { pointer: "", schemaPointer: "", schema: "after" } as const;

function untold(): Comparison {
  const entry = {
    ...ROOT,
    effect: "breaking",
    says: "The two schemas cannot be compared in full",
    because: NOT_TOLD,
  } as const;
  return { kind: "breaking", entries: [entry], cut: true };
}

function placeOf(gap: Gap, effect: "breaking" | "compatible"): { schemaPointer: string; schema: "before" | "after" } {
  const asked = (gap.asking && pointerOf(gap.asking)) ?? "";
  if (effect === "breaking") return { schemaPointer: asked + stepOf(gap.keyword), schema: "after" };
  const still = gap.have.views.find(({ node }) => asksFor(node, gap.keyword));
  if (still) return { schemaPointer: (pointerOf(still.part) ?? "") + stepOf(gap.keyword), schema: "after" };
  return { schemaPointer: asked + stepOf(gap.keyword), schema: "before" };
}

// They are about a member of the value that they stand at.
const NAMING = new Set(["required", "dependentRequired"]);
const PLACELESS = new Set(["declared", "undeclared", "false"]);
const stepOf = (keyword: string) => (PLACELESS.has(keyword) ? "" : `/${keyword}`);

/** The value that a place in a schema looks at, as far as its steps say. */
function valuePointer(schemaPointer: string): string {
  const steps = schemaPointer.split("/").slice(1);
  let pointer = "";
  for (let at = 0; at < steps.length; at++) {
    const keyword = steps[at];
    if (keyword === "properties") pointer += `/${steps[++at] ?? ""}`;
    else if (keyword === "items" || keyword === "additionalProperties" || keyword === "contains") pointer += "/*";
    else if (keyword === "prefixItems" || keyword === "patternProperties") {
      pointer += keyword === "prefixItems" ? `/${steps[at + 1] ?? ""}` : "/*";
      at++;
    } else if (keyword === "$defs" || keyword === "definitions") return "";
  }
  return pointer;
}

function mapped(value: unknown): SchemaMap | undefined {
  if (!isNode(value)) return undefined;
  try {
    return mapSchema(value, dialectOf(value) ?? "2020-12", SHAPE);
  } catch (error) {
    if (isSchemaError(error)) return undefined;
    throw error;
  }
}
