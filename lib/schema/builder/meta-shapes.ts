import { SENSITIVE } from "../sensitive-mark";
import type { Dialect } from "../keywords";
import { sourceOf, textOf, textsOf, type JsonDocument, type JsonNode } from "./json-tree";
import { numberOf, sameSource, typeNames } from "./keyword-edits";

/** What may stand at a keyword: whether it does, and a sentence for when it does not. */
export type Shape = { is: (document: JsonDocument, node: JsonNode) => boolean; says: string };

/** Where further schemas stand in a keyword's value. */
export type Within = "itself" | "list" | "map" | "schema or list" | "map, lists between";

export type MetaKeyword = Partial<Shape> & { within?: Within };

const of = (kind: JsonNode["kind"], says: string): Shape => ({ is: (_document, node) => node.kind === kind, says });
const text = of("string", "is a text");
const flag = of("boolean", "is true or false");
const number = of("number", "is a number");
const list = of("array", "is a list");
const map = of("object", "is an object of schemas, each under its name");
const anything: Shape = { is: () => true, says: "" };

const count: Shape = {
  says: "is a whole number of 0 or more",
  is: (document, node) => {
    const value = node.kind === "number" ? numberOf(sourceOf(document, node)) : undefined;
    return value !== undefined && Number.isInteger(value) && value >= 0;
  },
};
const step: Shape = {
  says: "is a number above 0",
  is: (document, node) => node.kind === "number" && (numberOf(sourceOf(document, node)) ?? 0) > 0,
};
const names: Shape = {
  says: "is a list of different names",
  is: (document, node) => {
    const all = textsOf(document, node);
    return all !== undefined && new Set(all).size === all.length;
  },
};
const types: Shape = {
  says: `is one of ${typeNames.join(", ")}, or a list of some of them`,
  is: (document, node) => {
    const one = textOf(document, node);
    const all = one === undefined ? textsOf(document, node) : [one];
    const known = all?.every((type) => typeNames.some((name) => name === type));
    return all !== undefined && all.length > 0 && known === true && new Set(all).size === all.length;
  },
};
const anchor: Shape = {
  says: "is a name of letters, digits, - _ and ., that does not begin with a digit",
  is: (document, node) => /^[A-Za-z_][-A-Za-z0-9._]*$/.test(textOf(document, node) ?? ""),
};
const address: Shape = {
  says: "is an address without a fragment",
  is: (document, node) => /^[^#]*#?$/.test(textOf(document, node) ?? "##"),
};
const nameLists: Shape = {
  says: "is an object whose members are lists of different names",
  is: (document, node) => node.kind === "object" && node.members.every(({ value }) => names.is(document, value)),
};
const vocabularies: Shape = {
  says: "is an object of true and false",
  is: (_document, node) => node.kind === "object" && node.members.every(({ value }) => value.kind === "boolean"),
};
const schemas: Shape = {
  says: "is a list of at least one schema",
  is: (_document, node) => node.kind === "array" && node.items.length > 0,
};
const choices: Shape = {
  says: "is a list of at least one value, none of them twice",
  is: (document, node) => {
    if (node.kind !== "array" || node.items.length === 0) return false;
    const sources = node.items.map((item) => sourceOf(document, item));
    return new Set(sources).size === sources.length || !twice(sources);
  },
};

const twice = (sources: readonly string[]) =>
  sources.length < 500 && sources.some((one, at) => sources.slice(at + 1).some((other) => sameSource(one, other)));

const both: { [keyword: string]: MetaKeyword } = {
  $schema: text,
  $ref: text,
  $comment: text,
  type: types,
  const: anything,
  multipleOf: step,
  ...keyed(["maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum"], number),
  ...keyed(["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"], count),
  ...keyed(["title", "description", "format", "pattern", "contentMediaType", "contentEncoding"], text),
  ...keyed(["uniqueItems", "readOnly"], flag),
  required: names,
  examples: list,
  ...keyed(["not", "if", "then", "else", "contains", "additionalProperties", "propertyNames"], { within: "itself" }),
  ...keyed(["allOf", "anyOf", "oneOf"], { ...schemas, within: "list" }),
  ...keyed(["properties", "patternProperties", "definitions"], { ...map, within: "map" }),
  dependencies: { ...map, within: "map, lists between" },
};

const seven: { [keyword: string]: MetaKeyword } = {
  ...both,
  $id: text,
  enum: choices,
  items: { within: "schema or list" },
  additionalItems: { within: "itself" },
};

const twenty: { [keyword: string]: MetaKeyword } = {
  ...both,
  $id: address,
  enum: list,
  ...keyed(["$anchor", "$dynamicAnchor", "$recursiveAnchor"], anchor),
  ...keyed(["$dynamicRef", "$recursiveRef"], text),
  $vocabulary: vocabularies,
  ...keyed(["deprecated", "writeOnly"], flag),
  ...keyed(["minContains", "maxContains"], count),
  dependentRequired: nameLists,
  ...keyed(["items", "unevaluatedItems", "unevaluatedProperties", "contentSchema"], { within: "itself" }),
  prefixItems: { ...schemas, within: "list" },
  ...keyed(["$defs", "dependentSchemas"], { ...map, within: "map" }),
};

function keyed(keywords: readonly string[], shape: MetaKeyword): { [keyword: string]: MetaKeyword } {
  return Object.fromEntries(keywords.map((keyword) => [keyword, shape]));
}

/** What an edition's own schema for schemas asks of each keyword that it knows. */
export const metaKeywords = (dialect: Dialect): { [keyword: string]: MetaKeyword } =>
  dialect === "draft-07" ? seven : twenty;

/** The names that people complete: every keyword of the edition, and ours. */
export const keywordNames = (dialect: Dialect): string[] => [
  ...Object.keys(metaKeywords(dialect)),
  "default",
  SENSITIVE,
];

/** What a list of names in `dependencies` must be. */
export const dependencyNames = names;
