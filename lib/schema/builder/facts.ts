import { SENSITIVE } from "../sensitive-mark";
import { memberOf, nodeAt, sourceOf, textOf, textsOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import { typesAt, type TypeName } from "./keyword-edits";

/** A keyword that the builder keeps and does not edit, and why it says nothing where that is so. */
export type Kept = { keyword: string; idle?: TypeName[] };

/** What a row of the builder shows of one subschema. */
export type FieldFacts = {
  /** Nothing there yet, a schema, `true`, `false`, or something that is no schema at all. */
  form: "missing" | "schema" | "always" | "never" | "other";
  types: readonly TypeName[];
  /** Each keyword that the builder edits with its JSON text. */
  sources: ReadonlyMap<string, string>;
  kept: readonly Kept[];
};

type Shape = (document: JsonDocument, node: JsonNode) => boolean;
const text: Shape = (_document, { kind }) => kind === "string";
const number: Shape = (_document, { kind }) => kind === "number";
const flag: Shape = (_document, { kind }) => kind === "boolean";
const list: Shape = (_document, { kind }) => kind === "array";
const map: Shape = (_document, { kind }) => kind === "object";
const any: Shape = () => true;
const names: Shape = (document, node) => textsOf(document, node) !== undefined;
const schema: Shape = (_document, { kind }) => kind === "object" || kind === "boolean";

type Shown = { shape: Shape; of?: TypeName[] };
const numbers: TypeName[] = ["number", "integer"];

/** The keywords that the builder edits, in which shape, and the kinds of value that they say something of. */
const shown: { [keyword: string]: Shown } = {
  type: { shape: any },
  title: { shape: text },
  description: { shape: text },
  default: { shape: any },
  examples: { shape: list },
  enum: { shape: list },
  const: { shape: any },
  [SENSITIVE]: { shape: flag },
  format: { shape: text, of: ["string", "number", "integer"] },
  minLength: { shape: number, of: ["string"] },
  maxLength: { shape: number, of: ["string"] },
  pattern: { shape: text, of: ["string"] },
  minimum: { shape: number, of: numbers },
  exclusiveMinimum: { shape: number, of: numbers },
  maximum: { shape: number, of: numbers },
  exclusiveMaximum: { shape: number, of: numbers },
  multipleOf: { shape: number, of: numbers },
  minItems: { shape: number, of: ["array"] },
  maxItems: { shape: number, of: ["array"] },
  uniqueItems: { shape: flag, of: ["array"] },
  items: { shape: schema, of: ["array"] },
  minProperties: { shape: number, of: ["object"] },
  maxProperties: { shape: number, of: ["object"] },
  properties: { shape: map, of: ["object"] },
  required: { shape: names, of: ["object"] },
  additionalProperties: { shape: flag, of: ["object"] },
};

const shownOfWhole: { [keyword: string]: Shown } = {
  ...shown,
  $schema: { shape: text },
  $defs: { shape: map },
  definitions: { shape: map },
};

/** Reads what stands at `path`; it never throws, whatever stands there. */
export function factsAt(document: JsonDocument, path: Path): FieldFacts {
  const node = nodeAt(document, path);
  const empty = { types: [], sources: new Map<string, string>(), kept: [] };
  if (!node) return { form: "missing", ...empty };
  if (node.kind === "boolean") return { form: sourceOf(document, node) === "true" ? "always" : "never", ...empty };
  if (node.kind !== "object") return { form: "other", ...empty };
  const types = typesAt(document, path);
  const known = path.length === 0 ? shownOfWhole : shown;
  const sources = new Map<string, string>();
  const kept: Kept[] = [];
  for (const { key, value } of node.members) {
    const one = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!one || !one.shape(document, value) || (key === "type" && !types)) kept.push({ keyword: key });
    else if (one.of && types && types.length > 0 && !one.of.some((type) => allows(types, type)))
      kept.push({ keyword: key, idle: [...types] });
    else sources.set(key, HOLDERS.has(key) ? "" : sourceOf(document, value));
  }
  return { form: "schema", types: types ?? [], sources, kept };
}

// What they hold has rows of its own; their text may be as long as the schema.
const HOLDERS = new Set(["properties", "items", "required", "$defs", "definitions"]);

const allows = (types: readonly TypeName[], type: TypeName) =>
  types.includes(type) || (type === "number" && types.includes("integer"));

/** The text that a keyword of the subschema at `path` holds; undefined where it holds none. */
export function textAt(document: JsonDocument, path: Path, keyword: string): string | undefined {
  return textOf(document, memberOf(nodeAt(document, path), keyword)?.value);
}
