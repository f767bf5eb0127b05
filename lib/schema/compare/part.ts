import { assertions, isNode, isSchema, refSilencesSiblings, subschemas, type SchemaNode } from "../keywords";
import { identityText } from "../meter";
import { references } from "../reach";
import type { SchemaMap } from "../references";
import { isSchemaError } from "../schema-error";

/** A schema of one of the two documents that are compared. */
export interface Part {
  schema: SchemaNode | boolean;
  map: SchemaMap;
}

/** One schema object read in its own edition: both editions come out in the same words. */
export interface View {
  part: Part;
  node: SchemaNode;
  never: boolean;
  /** What it refers to and its allOf: they hold beside it. */
  beside: Part[];
  properties: Map<string, Part>;
  patterns: Map<string, Part>;
  /** additionalProperties. */
  more: Part | undefined;
  names: Part | undefined;
  tuple: Part[];
  /** The items after the tuple. */
  rest: Part | undefined;
  contains: { part: Part; min: number; max: number } | undefined;
  dependentRequired: Map<string, string[]>;
  dependentSchemas: Map<string, Part>;
  /** Closed lists of values: enum, const, and alternatives that are constants each. */
  choices: unknown[][];
  anyOf: Part[];
  oneOf: Part[];
  not: Part | undefined;
  condition: { if: Part; then: Part | undefined; else: Part | undefined } | undefined;
  /** unevaluatedProperties, where it depends on what other schemas look at. */
  unevaluated: Part | undefined;
  /** Keywords that are only understood as a whole: same or not. */
  opaque: string[];
}

const views = new WeakMap<SchemaNode, View>();

/** Reads a schema; what stands in it is looked at once. */
export function viewOf(part: Part): View {
  const node = isNode(part.schema) ? part.schema : {};
  const known = isNode(part.schema) ? views.get(node) : undefined;
  if (known !== undefined) return known;
  const view = read(part, node);
  if (isNode(part.schema)) views.set(node, view);
  return view;
}

function read(part: Part, node: SchemaNode): View {
  const { map } = part;
  const view: View = { ...nothing(part, node), never: part.schema === false };
  for (const keyword of references(node)) {
    const target = followed(map, node, keyword);
    if (target === undefined) view.opaque.push(keyword);
    else view.beside.push(target);
  }
  if (refSilencesSiblings(node, map.dialect)) return { ...view, node: {} };
  const one = (keyword: string): Part | undefined => {
    const schema = Object.hasOwn(node, keyword) ? node[keyword] : undefined;
    return isSchema(schema) ? { schema, map } : undefined;
  };
  const many = (keyword: string): Part[] => parts(Object.hasOwn(node, keyword) ? node[keyword] : undefined, map);
  const named = (keyword: string) => new Map(namedParts(node[keyword], map));
  const modern = map.dialect === "2020-12";
  view.beside.push(...many("allOf"));
  view.properties = named("properties");
  view.patterns = named("patternProperties");
  view.more = one("additionalProperties");
  view.names = one("propertyNames");
  view.tuple = modern ? many("prefixItems") : many("items");
  view.rest = modern
    ? one("items")
    : (one("items") ?? (Array.isArray(node.items) ? one("additionalItems") : undefined));
  const contains = one("contains");
  if (contains) {
    const bound = (value: unknown, otherwise: number) => (modern && typeof value === "number" ? value : otherwise);
    view.contains = { part: contains, min: bound(node.minContains, 1), max: bound(node.maxContains, Infinity) };
  }
  for (const keyword of modern ? ["dependencies", "dependentRequired"] : ["dependencies"])
    for (const [key, names] of Object.entries(isNode(node[keyword]) ? node[keyword] : {}))
      if (Array.isArray(names))
        view.dependentRequired.set(key, [...(view.dependentRequired.get(key) ?? []), ...texts(names)]);
  view.dependentSchemas = named("dependencies");
  if (modern)
    for (const [key, schema] of named("dependentSchemas")) {
      const both = view.dependentSchemas.get(key);
      if (both) view.opaque.push("dependentSchemas");
      else view.dependentSchemas.set(key, schema);
    }
  readChoices(view, many);
  view.not = one("not");
  const condition = one("if");
  if (condition) view.condition = { if: condition, then: one("then"), else: one("else") };
  if (modern) readUnevaluated(view, one);
  return view;
}

function nothing(part: Part, node: SchemaNode): View {
  return {
    part,
    node,
    never: false,
    beside: [],
    properties: new Map(),
    patterns: new Map(),
    more: undefined,
    names: undefined,
    tuple: [],
    rest: undefined,
    contains: undefined,
    dependentRequired: new Map(),
    dependentSchemas: new Map(),
    choices: [],
    anyOf: [],
    oneOf: [],
    not: undefined,
    condition: undefined,
    unevaluated: undefined,
    opaque: [],
  };
}

function readChoices(view: View, many: (keyword: string) => Part[]): void {
  const { node } = view;
  if (Array.isArray(node.enum)) view.choices.push(node.enum);
  if (Object.hasOwn(node, "const")) view.choices.push([node.const]);
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = many(keyword);
    const constants = branches.map(constantOf);
    const values = constants.flatMap((constant) => constant ?? []);
    const distinct = new Set(values.map((value) => identityText(value, { left: Infinity }))).size === values.length;
    const all = branches.length > 0 && constants.every((constant) => constant !== undefined);
    if (all && (distinct || keyword === "anyOf")) view.choices.push(values);
    else view[keyword] = branches;
  }
}

/** The one value of a schema that says nothing but what the value is. */
function constantOf({ schema, map }: Part): [unknown] | undefined {
  if (!isNode(schema) || !Object.hasOwn(schema, "const")) return undefined;
  const says = assertions(map.dialect).filter((keyword) => Object.hasOwn(schema, keyword));
  if (says.length > 1 || references(schema).length > 0 || subschemas(schema, map.dialect).length > 0) return undefined;
  return [schema.const];
}

/** Without anything that looks at the same value beside them, they mean additionalProperties and items. */
function readUnevaluated(view: View, one: (keyword: string) => Part | undefined): void {
  const alone =
    view.beside.length + view.anyOf.length + view.oneOf.length + view.dependentSchemas.size + view.opaque.length ===
      0 && view.condition === undefined;
  const properties = one("unevaluatedProperties");
  if (properties && view.more === undefined) {
    if (alone) view.more = properties;
    else if (properties.schema !== true) {
      view.unevaluated = properties;
      view.opaque.push("unevaluatedProperties");
    }
  }
  const items = one("unevaluatedItems");
  if (items && view.rest === undefined) {
    if (alone && view.contains === undefined) view.rest = items;
    else if (items.schema !== true) view.opaque.push("unevaluatedItems");
  }
}

function followed(map: SchemaMap, node: SchemaNode, keyword: "$ref" | "$dynamicRef"): Part | undefined {
  try {
    return { schema: map.resolve(node, keyword), map };
  } catch (error) {
    if (isSchemaError(error)) return undefined;
    throw error;
  }
}

function parts(value: unknown, map: SchemaMap): Part[] {
  return Array.isArray(value) ? value.filter(isSchema).map((schema) => ({ schema, map })) : [];
}

function namedParts(value: unknown, map: SchemaMap): [string, Part][] {
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([key, schema]) => (isSchema(schema) ? [[key, { schema, map }]] : []));
}

const texts = (values: unknown[]) => values.filter((value) => typeof value === "string");

/** Where a part stands in its document; a boolean has no place of its own. */
export function pointerOf(part: Part): string | undefined {
  return isNode(part.schema) ? part.map.nodes.get(part.schema)?.pointer : undefined;
}
