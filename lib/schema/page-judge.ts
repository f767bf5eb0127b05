import { Validator, type OutputUnit, type SchemaDraft } from "@cfworker/json-schema";
import { plainNumbers } from "./exact-json";
import { isNode, type SchemaNode } from "./keywords";
import { parsePattern, type Piece } from "./pattern-parse";
import { problemText } from "./problem-text";

/** One thing wrong with a record, told to a person, at the place where it can be mended. */
export type PageProblem = { pointer: string; keyword: string; message: string };

/** Judges without `eval`, so that a page may: quick to say what is wrong, while the API's own verdict decides. */
export interface PageJudge {
  problems(value: unknown): PageProblem[];
  isValid(value: unknown): boolean;
}

const PROBLEMS_MAX = 50;
// Each long repeat multiplies what a text that does not match may cost a browser's engine by the text's length.
const LONG_REPEATS_MAX = 2;
const LONG = 10;
// They only say that something below them is wrong, which follows them in the list.
const WRAPPERS = new Set(
  (
    "$ref $dynamicRef allOf properties patternProperties additionalProperties unevaluatedProperties items prefixItems " +
    "additionalItems unevaluatedItems dependentSchemas if then else"
  ).split(" "),
);
const WHOLE = new Set(["contains", "minContains", "maxContains", "propertyNames", "not"]);

/** Prepares a schema's judge; `root` is where its references look. A part of it that cannot be judged here passes. */
export function pageJudge(schema: unknown, root: unknown = schema): PageJudge {
  const whole = schema === root ? schema : rooted(schema, root);
  const draft = draftOf(root);
  const makes = (stopsEarly: boolean) => attempt(() => new Validator(judgeable(whole), draft, stopsEarly));
  let quick: Validator | undefined;
  let full: Validator | undefined;
  return {
    problems(value) {
      full ??= makes(false);
      const units = attempt(() => full?.validate(plainNumbers(value)).errors) ?? [];
      return tell(units, whole);
    },
    isValid(value) {
      quick ??= makes(true);
      return attempt(() => quick?.validate(plainNumbers(value)).valid) ?? true;
    },
  };
}

/** Endless references, unknown addresses and patterns of other engines throw: what cannot be judged is no problem here. */
function attempt<T>(judge: () => T): T | undefined {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const draftOf = (root: unknown): SchemaDraft =>
  isNode(root) && typeof root.$schema === "string" && root.$schema.includes("draft-07") ? "7" : "2020-12";

/** A part of a schema with the definitions that its references name. */
function rooted(schema: unknown, root: unknown): unknown {
  if (!isNode(schema) || !isNode(root)) return schema;
  const { $schema, $defs, definitions } = root;
  return {
    $schema,
    ...($defs !== undefined && { $defs }),
    ...(definitions !== undefined && { definitions }),
    ...schema,
  };
}

/** A copy that the validator may mark, without the patterns that it could not run in bounded time or not at all. */
function judgeable(schema: unknown): SchemaNode | boolean {
  if (typeof schema === "boolean") return schema;
  const copy = (value: unknown, isMap: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => copy(item, false));
    if (!isNode(value)) return value;
    const members = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
      if (!isMap && key === "pattern" && !runs(member)) return [];
      if (!isMap && (key === "enum" || key === "const" || key === "default" || key === "examples"))
        return [[key, member]];
      const inner =
        !isMap && (key === "properties" || key === "patternProperties" || key === "$defs" || key === "definitions");
      const kept = key === "patternProperties" && isNode(member) ? onlyRunning(member) : member;
      return [[key, copy(kept, inner)]];
    });
    return Object.fromEntries(members);
  };
  const copied = copy(schema, false);
  return isNode(copied) ? copied : true;
}

const onlyRunning = (map: SchemaNode) => Object.fromEntries(Object.entries(map).filter(([source]) => runs(source)));

function runs(source: unknown): boolean {
  if (typeof source !== "string" || attempt(() => new RegExp(source, "u")) === undefined) return false;
  const choices = attempt(() => parsePattern(source));
  return choices !== undefined && choices.every((pieces) => !isSlow(pieces));
}

/**
 * Whether a browser's engine could take more than its time: a repeat of something that repeats or has alternatives, or
 * many long repeats after each other. The API judges all of them in linear time.
 */
function isSlow(pieces: readonly Piece[]): boolean {
  const long = pieces.filter((piece) => piece.kind === "repeat" && piece.max > LONG).length;
  if (long > LONG_REPEATS_MAX) return true;
  return pieces.some((piece) => {
    if (piece.kind === "group") return piece.choices.some(isSlow);
    if (piece.kind !== "repeat" || piece.piece.kind !== "group") return false;
    const { choices } = piece.piece;
    return piece.max > 1 && (choices.length > 1 || choices.some((inner) => inner.some(isMany)));
  });
}

/** Whether a piece can match a text in more than one way; a repeat of a fixed length cannot. */
function isMany(piece: Piece): boolean {
  if (piece.kind === "group") return piece.choices.length > 1 || piece.choices.some((inner) => inner.some(isMany));
  return piece.kind === "repeat" && (piece.min !== piece.max || isMany(piece.piece));
}

/** The units that a person can act on, in their words. Where no alternative fits, only the nearest one speaks. */
function tell(units: readonly OutputUnit[], root: unknown): PageProblem[] {
  const found: PageProblem[] = [];
  for (let at = 0; at < units.length; at++) {
    const unit = units[at];
    if (!unit) break;
    const inside = within(units, at);
    if (unit.keyword === "anyOf" || unit.keyword === "oneOf") {
      const nearest = nearestBranch(inside, unit);
      found.push(...(nearest ? tell(nearest, root) : [problemText(unit, root, inside)]));
      at += inside.length;
    } else if (WHOLE.has(unit.keyword)) {
      found.push(problemText(unit, root, inside));
      at += inside.length;
    } else if (!WRAPPERS.has(unit.keyword)) found.push(problemText(unit, root, []));
  }
  const seen = new Set<string>();
  return found
    .filter(({ pointer, message }) => !seen.has(pointer + message) && seen.add(pointer + message))
    .slice(0, PROBLEMS_MAX);
}

/** The units that follow one and stand below it. */
function within(units: readonly OutputUnit[], at: number): OutputUnit[] {
  const unit = units[at];
  if (!unit) return [];
  const below = `${unit.keywordLocation}/`;
  const rest = units.slice(at + 1);
  const stop = rest.findIndex(
    (one) =>
      !(
        one.keywordLocation.startsWith(below) ||
        one.keywordLocation === unit.keywordLocation ||
        one.keyword === "false"
      ) ||
      !one.instanceLocation.startsWith(unit.instanceLocation) ||
      (one.keywordLocation === unit.keywordLocation && one.instanceLocation === unit.instanceLocation),
  );
  return stop === -1 ? rest : rest.slice(0, stop);
}

/** The one alternative whose kind of value this already is: only then do its own complaints help. */
function nearestBranch(inside: readonly OutputUnit[], { keywordLocation, instanceLocation }: OutputUnit) {
  const branches = new Map<string, OutputUnit[]>();
  for (const unit of inside) {
    const branch = /^\/(\d+)/.exec(unit.keywordLocation.slice(keywordLocation.length))?.[1];
    if (branch !== undefined) branches.set(branch, [...(branches.get(branch) ?? []), unit]);
  }
  const telling = new Set(["type", "const", "enum", "false"]);
  const near = [...branches.values()].filter(
    (units) => !units.some((unit) => telling.has(unit.keyword) && isShallow(unit, instanceLocation)),
  );
  return near.length === 1 ? near[0] : undefined;
}

/** The value itself, or a member of it that says of which kind it is. */
function isShallow({ keyword, instanceLocation }: OutputUnit, at: string): boolean {
  const rest = instanceLocation.slice(at.length);
  return rest === "" || (keyword === "const" && /^\/[^/]*$/.test(rest));
}
