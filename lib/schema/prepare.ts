import { isKnownFormat } from "./formats";
import {
  assertions,
  isNode,
  isSchema,
  refSilencesSiblings,
  subschemas,
  type SchemaNode,
  type Subschema,
} from "./keywords";
import { METER, type Cost } from "./own-keywords";
import { REF } from "./own-ref";
import type { Pattern } from "./pattern";
import { references } from "./reach";
import type { SchemaMap } from "./references";

type Built = SchemaNode | boolean;

/** A schema in the form that is compiled: the record's own, and those it refers to by name. */
export interface Prepared {
  root: SchemaNode;
  definitions: Map<string, SchemaNode>;
  /** No value can be looked at twice, so judging takes time by the record's size alone and needs no meter. */
  modest: boolean;
}

/**
 * Rewrites a schema for Ajv: only keywords that the dialect knows, references by name, the identifier key declared
 * wherever the record itself is looked at, and a meter in each schema that costs something. What Ajv would add of
 * its own (nullable, $async, id, $recursiveRef) never reaches it.
 */
export function prepareSchema(
  map: SchemaMap,
  identifierKey: string,
  patternFor: (source: string) => Pattern,
): Prepared {
  const names = new Map<SchemaNode, { record?: string; part?: string }>();
  const waiting: { node: SchemaNode; ofRecord: boolean; name: string }[] = [];
  const definitions = new Map<string, SchemaNode>();
  let count = 0;

  const asked = [...map.nodes.keys()].some((node) => "unevaluatedProperties" in node || "unevaluatedItems" in node);

  // A schema referred to both for the record and for a part of it is built twice: only the first knows the identifier.
  const refer = (target: Built, ofRecord: boolean): Built => {
    if (!isNode(target) || isLeaf(target, map)) return build(target, ofRecord);
    const known = names.get(target) ?? {};
    names.set(target, known);
    let name = ofRecord ? known.record : known.part;
    if (name === undefined) {
      name = `r${count++}`;
      if (ofRecord) known.record = name;
      else known.part = name;
      waiting.push({ node: target, ofRecord, name });
    }
    return { [REF]: name };
  };

  const define = (schema: SchemaNode): Built => {
    const name = `r${count++}`;
    definitions.set(name, schema[METER] === undefined ? { ...schema, [METER]: costOf(schema) } : schema);
    return { [REF]: name };
  };

  const build = (schema: Built, ofRecord: boolean): Built => {
    if (!isNode(schema)) return schema;
    const targets = references(schema).map((keyword) => refer(map.resolve(schema, keyword), ofRecord));
    if (refSilencesSiblings(schema, map.dialect)) return targets[0] ?? true;
    const built: SchemaNode = {};
    for (const keyword of assertions(map.dialect)) {
      if (Object.hasOwn(schema, keyword) && keeps(keyword, schema[keyword])) built[keyword] = schema[keyword];
    }
    for (const child of subschemas(schema, map.dialect)) {
      if (child.place === "nowhere") continue;
      const part = build(child.schema, ofRecord && child.place === "here");
      place(built, schema, child, asked && ASKED.has(child.keyword) && isNode(part) ? define(part) : part);
    }
    keepDependencyLists(built, schema.dependencies);
    neverContains(built);
    splitLong(built, "properties", define);
    splitLong(built, "dependentSchemas", define);
    if (targets.length > 0) built.allOf = [...targets, ...list(built.allOf)];
    for (const keyword of ["allOf", "anyOf"]) {
      const all = list(built[keyword]);
      if (all.length > CHUNK) built[keyword] = chunks(all).map((part) => define({ [keyword]: part }));
    }
    if (ofRecord) declareIdentifier(built, identifierKey, patternFor);
    protoAsPattern(built);
    const cost = costOf(built);
    if (cost !== undefined) built[METER] = cost;
    return built;
  };

  const root = asNode(build(map.root, true));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    definitions.set(next.name, asNode(build(next.node, next.ofRecord)));
  }
  return { root, definitions, modest: definitions.size === 0 && isModest(root) };
}

// Branches that unevaluatedProperties and unevaluatedItems must be able to ask whether they hold.
const ASKED = new Set(["anyOf", "oneOf", "if", "contains"]);

/** A schema that refers to nothing and holds nothing is copied to where it is referred to. */
function isLeaf(node: SchemaNode, map: SchemaMap): boolean {
  return references(node).length === 0 && subschemas(node, map.dialect).length === 0 && list(node.enum).length < 10;
}

function asNode(built: Built): SchemaNode {
  return isNode(built) ? built : { allOf: [built] };
}

const MANY_NAMES = 64;
const BRANCHING = [
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "patternProperties",
  "propertyNames",
  "contains",
  "dependencies",
  "dependentSchemas",
  "dependentRequired",
  "unevaluatedProperties",
  "unevaluatedItems",
];

function isModest(built: unknown): boolean {
  if (!isNode(built)) return true;
  if (BRANCHING.some((keyword) => keyword in built)) return false;
  const names = isNode(built.properties) ? Object.keys(built.properties) : [];
  if (names.length + list(built.required).length > MANY_NAMES) return false;
  const parts = [...Object.values(built.properties ?? {}), built.additionalProperties, ...list(built.prefixItems)];
  return [...parts, ...(Array.isArray(built.items) ? list(built.items) : [built.items]), built.additionalItems].every(
    isModest,
  );
}

function keeps(keyword: string, value: unknown): boolean {
  if (keyword === "uniqueItems") return value === true;
  return keyword !== "format" || (typeof value === "string" && isKnownFormat(value));
}

/** Puts a built subschema where its original stood. */
function place(built: SchemaNode, original: SchemaNode, child: Subschema, schema: Built): void {
  const { keyword, key } = child;
  if (key === undefined) built[keyword] = schema;
  else if (Array.isArray(original[keyword])) built[keyword] = [...list(built[keyword]), schema];
  else built[keyword] = withMember(built[keyword], String(key), schema);
}

/** A map with one more member, an own one even when it is called __proto__. */
function withMember(map: unknown, key: string, value: unknown): SchemaNode {
  const target = isNode(map) ? map : {};
  return Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Ajv forgets a `contains` that asks for more than it allows when other array keywords stand beside it. */
function neverContains(built: SchemaNode): void {
  const { contains, minContains = 1, maxContains = Infinity } = built;
  if (contains === undefined || Number(minContains) <= Number(maxContains)) return;
  built.contains = false;
  delete built.minContains;
  delete built.maxContains;
}

function keepDependencyLists(built: SchemaNode, dependencies: unknown): void {
  if (!isNode(dependencies)) return;
  for (const key of Object.keys(dependencies)) {
    if (!isSchema(dependencies[key])) built.dependencies = withMember(built.dependencies, key, dependencies[key]);
  }
}

function declareIdentifier(built: SchemaNode, key: string, patternFor: (source: string) => Pattern): void {
  if (built.additionalProperties === undefined && built.unevaluatedProperties === undefined) return;
  const declared = isNode(built.properties) && Object.hasOwn(built.properties, key);
  const matched =
    isNode(built.patternProperties) &&
    Object.keys(built.patternProperties).some((source) => patternFor(source).test(key));
  if (!declared && !matched) built.properties = withMember(built.properties, key, true);
}

/** Ajv passes over a property called __proto__; as a pattern it is judged like any other. */
function protoAsPattern(built: SchemaNode): void {
  if (!isNode(built.properties) || !Object.hasOwn(built.properties, "__proto__")) return;
  const { ["__proto__"]: schema, ...others } = built.properties;
  const pattern = "^__proto__$";
  const before = isNode(built.patternProperties) ? built.patternProperties[pattern] : undefined;
  built.properties = others;
  built.patternProperties = withMember(
    built.patternProperties,
    pattern,
    before === undefined ? schema : { allOf: [before, schema] },
  );
}

// Ajv nests the code of one property inside the code of the one before it; beyond this many, both it and V8 slow down.
const CHUNK = 64;

/** Moves the members of a long map into definitions of a few each; what is declared here stays declared. */
function splitLong(
  built: SchemaNode,
  keyword: "properties" | "dependentSchemas",
  define: (schema: SchemaNode) => Built,
): void {
  const map = built[keyword];
  if (!isNode(map) || Object.keys(map).length <= CHUNK) return;
  const parts = chunks(Object.entries(map)).map((part) => define({ [keyword]: Object.fromEntries(part) }));
  built.allOf = [...list(built.allOf), ...parts];
  if (keyword === "properties") built.properties = Object.fromEntries(Object.keys(map).map((key) => [key, true]));
  else delete built[keyword];
}

function chunks<T>(all: T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += CHUNK) parts.push(all.slice(at, at + CHUNK));
  return parts;
}

/** Undefined for a schema whose few comparisons are paid for by the one that holds it. */
function costOf(built: SchemaNode): Cost | undefined {
  const here = ["allOf", "anyOf", "oneOf"].reduce((sum, keyword) => sum + list(built[keyword]).length, 0);
  const maps = ["properties", "patternProperties", "dependentSchemas", "dependencies", "dependentRequired"];
  const names = maps.reduce((sum, keyword) => sum + size(built[keyword]), list(built.required).length);
  const nested = ["not", "if", "then", "else"].filter((keyword) => keyword in built).length;
  const text = "minLength" in built || "maxLength" in built;
  const items = ["items", "prefixItems", "additionalItems", "contains", "unevaluatedItems"].some(
    (keyword) => keyword in built,
  );
  const walks = ["patternProperties", "propertyNames", "unevaluatedProperties", "minProperties", "maxProperties"];
  const always = walks.some((keyword) => keyword in built) || isNode(built.additionalProperties);
  const keys = always ? "always" : built.additionalProperties === false ? "when-reporting" : "never";
  if (here + names + nested === 0 && !text && !items && keys === "never") return undefined;
  return { weight: 1 + here + nested + (names >> 2), text, items, keys };
}

/** How many members a map has, those of its lists included. */
function size(map: unknown): number {
  if (!isNode(map)) return 0;
  return Object.values(map).reduce<number>((sum, value) => sum + 1 + list(value).length, 0);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
