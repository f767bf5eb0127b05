import { isNode, type SchemaNode } from "./keywords";
import { sampleNumber } from "./sample-number";
import { sampleText } from "./sample-text";

interface Sampled {
  [key: string]: unknown;
}

/** Below this level only what is required is filled, so that schemas which refer to themselves come to an end. */
const GENEROUS_LEVELS = 4;
const LEVELS_MAX = 24;
const ITEMS_MAX = 50;

type Place = { root: SchemaNode; level: number; name: string };

/**
 * A record that a schema's author would recognise: every declared field filled with something of its type, format and
 * bounds. Valid by construction for types, formats, enums, bounds, simple patterns, references and combinations;
 * what a sample cannot know (`not`, clever conditions) it leaves alone. The identifier is always there.
 */
export function sampleRecord(schema: SchemaNode, identifierKey = "id"): Sampled {
  const made = sampleOf(schema, { root: schema, level: 0, name: "" });
  const record = isNode(made) ? made : {};
  if (Object.hasOwn(record, identifierKey)) return record;
  return { [identifierKey]: "example-1", ...record };
}

function sampleOf(schema: unknown, place: Place): unknown {
  if (!isNode(schema) || place.level > LEVELS_MAX) return place.level > LEVELS_MAX ? null : "example";
  const node = flattened(schema, place.root, 0);
  if (Object.hasOwn(node, "const")) return node.const;
  const examples = [node.default, ...listOf(node.examples)].filter((value) => value !== undefined && value !== null);
  const choices = listOf(node.enum);
  if (choices.length) return examples.find((value) => choices.includes(value)) ?? choices[0];
  const type = typeOf(node);
  const fitting = examples.find((value) => isOfType(value, type));
  if (fitting !== undefined && type !== "object" && type !== "array") return fitting;
  switch (type) {
    case "object":
      return sampleObject(node, place);
    case "array":
      return sampleArray(node, place);
    case "number":
    case "integer":
      return sampleNumber(node, type === "integer");
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return sampleText(node, place.name);
  }
}

function sampleObject(node: SchemaNode, place: Place): Sampled {
  const properties = isNode(node.properties) ? node.properties : {};
  const required = listOf(node.required).filter((key) => typeof key === "string");
  const declared = Object.keys(properties).filter((key) => properties[key] !== false);
  const dependent = isNode(node.dependentRequired) ? Object.values(node.dependentRequired).flatMap(listOf) : [];
  const wanted = place.level < GENEROUS_LEVELS ? [...declared, ...required, ...dependent] : required;
  const keys = new Set(wanted.filter((key) => typeof key === "string"));
  // A bound on how many there may be is kept by leaving out what nobody asked for.
  const most = typeof node.maxProperties === "number" ? node.maxProperties : Infinity;
  const first = [...keys].sort((a, b) => Number(required.includes(b)) - Number(required.includes(a))).slice(0, most);
  const kept = [...keys].filter((key) => first.includes(key));
  const filled = kept.map((key) => {
    const schema = Object.hasOwn(properties, key) ? properties[key] : schemaOfOther(node, key);
    return [key, sampleOf(schema, { ...place, level: place.level + 1, name: key })] as const;
  });
  const made: Sampled = Object.fromEntries(filled);
  const least = typeof node.minProperties === "number" ? node.minProperties : 0;
  for (let at = 1; Object.keys(made).length < least && at <= ITEMS_MAX; at++) {
    made[`field${at}`] = sampleOf(schemaOfOther(node, `field${at}`), { ...place, level: place.level + 1, name: "" });
  }
  return made;
}

function schemaOfOther(node: SchemaNode, key: string): unknown {
  const patterns = isNode(node.patternProperties) ? Object.entries(node.patternProperties) : [];
  const matching = patterns.find(([pattern]) => matches(pattern, key));
  return matching ? matching[1] : node.additionalProperties;
}

function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, "u").test(key);
  } catch {
    return false;
  }
}

function sampleArray(node: SchemaNode, place: Place): unknown[] {
  const tuple = listOf(node.prefixItems ?? (Array.isArray(node.items) ? node.items : undefined));
  const inside = { ...place, level: place.level + 1 };
  const rest = node.contains ?? (Array.isArray(node.items) ? node.additionalItems : node.items);
  const least = Math.max(
    typeof node.minItems === "number" ? node.minItems : 0,
    node.contains === undefined ? 0 : typeof node.minContains === "number" ? node.minContains : 1,
  );
  const most = typeof node.maxItems === "number" ? node.maxItems : ITEMS_MAX;
  const closed = rest === false || (node.contains === undefined && rest === undefined && tuple.length > 0);
  const generous = place.level < GENEROUS_LEVELS && !closed ? Math.max(least, tuple.length, 1) : least;
  const length = Math.min(Math.max(generous, Math.min(tuple.length, most)), most, ITEMS_MAX);
  return Array.from({ length }, (_, at) => {
    const made = sampleOf(tuple[at] ?? rest, inside);
    return node.uniqueItems === true && at > 0 ? distinct(made, tuple[at] ?? rest, at) : made;
  });
}

/** The same sample again, made another by its place in the list. */
function distinct(made: unknown, schema: unknown, at: number): unknown {
  const choices = isNode(schema) ? listOf(schema.enum) : [];
  if (choices.length) return choices[at % choices.length];
  if (typeof made === "number") return made + at;
  return typeof made === "string" ? `${made}-${at + 1}` : made;
}

/** A schema with what it refers to and what it is combined of laid over each other; of alternatives, the first. */
function flattened(schema: SchemaNode, root: SchemaNode, hops: number): SchemaNode {
  if (hops > LEVELS_MAX) return schema;
  const { $ref, allOf, anyOf, oneOf, ...own } = schema;
  const referred = typeof $ref === "string" ? referenced($ref, root) : undefined;
  const parts = [referred, ...listOf(allOf), firstChoice(anyOf), firstChoice(oneOf)].filter(isNode);
  return parts.reduce<SchemaNode>((whole, part) => laidOver(whole, flattened(part, root, hops + 1)), own);
}

// "null or …" is written both ways around; the alternative that says something makes the better sample.
function firstChoice(alternatives: unknown): unknown {
  const nodes = listOf(alternatives).filter(isNode);
  return nodes.find(({ type }) => type !== "null") ?? nodes[0];
}

function laidOver(below: SchemaNode, above: SchemaNode): SchemaNode {
  const merged: SchemaNode = { ...above, ...below };
  if (isNode(below.properties) && isNode(above.properties)) {
    const both = Object.keys(below.properties).filter((key) => Object.hasOwn(above.properties as object, key));
    merged.properties = { ...above.properties, ...below.properties };
    for (const key of both) {
      (merged.properties as SchemaNode)[key] = { allOf: [below.properties[key], above.properties[key]] };
    }
  }
  if (below.required && above.required) merged.required = [...listOf(below.required), ...listOf(above.required)];
  return merged;
}

function referenced(reference: string, root: SchemaNode): unknown {
  if (!reference.startsWith("#")) return undefined;
  if (reference.length > 1 && reference[1] !== "/") return anchored(reference.slice(1), root);
  let node: unknown = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    node = typeof node === "object" && node !== null ? (node as SchemaNode)[key] : undefined;
  }
  return node;
}

function anchored(name: string, root: SchemaNode): unknown {
  const shelves = [root.$defs, root.definitions].filter(isNode).flatMap((shelf) => Object.values(shelf));
  return shelves.find((schema) => isNode(schema) && (schema.$anchor === name || schema.$id === `#${name}`));
}

const byKeyword: readonly [type: string, keywords: readonly string[]][] = [
  ["object", ["properties", "required", "additionalProperties", "patternProperties", "minProperties"]],
  ["array", ["items", "prefixItems", "minItems", "contains"]],
  ["number", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]],
];

function typeOf(node: SchemaNode): string {
  const [first, ...others] = listOf(node.type ?? []).length ? listOf(node.type) : [node.type];
  if (typeof first === "string") return first === "null" ? String(others[0] ?? first) : first;
  const told = byKeyword.find(([, keywords]) => keywords.some((keyword) => Object.hasOwn(node, keyword)));
  return told ? told[0] : "string";
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
