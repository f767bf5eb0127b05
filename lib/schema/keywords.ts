import { pointerStep } from "./json-error";

/** The editions of JSON Schema that are served. */
export type Dialect = "2020-12" | "draft-07";

/** A schema object as parsed; a schema may also be a boolean. */
export interface SchemaNode {
  [keyword: string]: unknown;
}

/** Where a subschema looks: at the same value, at a part of it, or nowhere until something refers to it. */
export type Place = "here" | "inside" | "nowhere";

/** A subschema with the way to it from its parent. */
export interface Subschema {
  keyword: string;
  /** The key in a map of subschemas, or the index in a list; undefined when the keyword holds the subschema itself. */
  key: string | number | undefined;
  step: string;
  place: Place;
  schema: SchemaNode | boolean;
}

const BOTH: { [keyword: string]: Place } = {
  allOf: "here",
  anyOf: "here",
  oneOf: "here",
  not: "here",
  if: "here",
  then: "here",
  else: "here",
  dependencies: "here",
  properties: "inside",
  patternProperties: "inside",
  additionalProperties: "inside",
  propertyNames: "inside",
  items: "inside",
  contains: "inside",
  $defs: "nowhere",
  definitions: "nowhere",
};

const APPLICATORS: { [dialect in Dialect]: { [keyword: string]: Place } } = {
  "draft-07": { ...BOTH, additionalItems: "inside" },
  "2020-12": {
    ...BOTH,
    dependentSchemas: "here",
    prefixItems: "inside",
    unevaluatedItems: "inside",
    unevaluatedProperties: "inside",
    contentSchema: "nowhere",
  },
};

const ASSERTIONS = [
  "type",
  "enum",
  "const",
  "multipleOf",
  "maximum",
  "exclusiveMaximum",
  "minimum",
  "exclusiveMinimum",
  "maxLength",
  "minLength",
  "pattern",
  "format",
  "maxItems",
  "minItems",
  "uniqueItems",
  "maxProperties",
  "minProperties",
  "required",
];
const ASSERTIONS_2020 = [...ASSERTIONS, "minContains", "maxContains", "dependentRequired"];

/** The keywords that judge a value by themselves; whatever is not listed anywhere is an annotation. */
export function assertions(dialect: Dialect): readonly string[] {
  return dialect === "2020-12" ? ASSERTIONS_2020 : ASSERTIONS;
}

const MAPS = new Set(["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"]);

/** The subschemas that stand directly in a schema, in the order they are written. */
export function subschemas(node: SchemaNode, dialect: Dialect): Subschema[] {
  const found: Subschema[] = [];
  const places = APPLICATORS[dialect];
  for (const keyword of Object.keys(node)) {
    const place = Object.hasOwn(places, keyword) ? places[keyword] : undefined;
    if (place === undefined) continue;
    const value = node[keyword];
    const add = (key: string | number | undefined, schema: unknown) => {
      if (!isSchema(schema)) return;
      const step = pointerStep(keyword) + (key === undefined ? "" : pointerStep(key));
      found.push({ keyword, key, step, place, schema });
    };
    if (Array.isArray(value)) value.forEach((schema: unknown, index) => add(index, schema));
    else if (!MAPS.has(keyword)) add(undefined, value);
    else if (isNode(value)) for (const key of Object.keys(value)) add(key, value[key]);
  }
  return found;
}

/** True for a plain object, the form of a schema that says something. */
export function isNode(value: unknown): value is SchemaNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for what may stand where a schema is expected. */
export function isSchema(value: unknown): value is SchemaNode | boolean {
  return typeof value === "boolean" || isNode(value);
}

/** In draft-07 a $ref silences everything beside it. */
export function refSilencesSiblings(node: SchemaNode, dialect: Dialect): boolean {
  return dialect === "draft-07" && typeof node.$ref === "string";
}

/** The edition that a schema asks for; undefined when it is one that is not served. */
export function dialectOf(root: SchemaNode): Dialect | undefined {
  if (root.$schema === undefined) return "2020-12";
  const address = typeof root.$schema === "string" ? root.$schema.replace(/#$/, "") : "";
  if (address === "https://json-schema.org/draft/2020-12/schema") return "2020-12";
  return /^https?:\/\/json-schema\.org\/draft-07\/schema$/.test(address) ? "draft-07" : undefined;
}
