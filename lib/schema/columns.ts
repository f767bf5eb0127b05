import { pointerStep } from "./json-error";

/** What a column holds, as far as the schema tells. */
export type ColumnType = "text" | "number" | "date" | "boolean" | "list" | "object" | "any";

/** One place inside a record that can be a column, a condition of a filter, or a field to edit. */
export type SchemaColumn = {
  /** JSON pointer into the record. */
  pointer: string;
  label: string;
  /** Labels of the objects around it, outermost first. */
  within: readonly string[];
  type: ColumnType;
  format?: string;
  description?: string;
  /** The values it may have, where the schema lists them. */
  choices?: readonly (string | number | boolean | null)[];
  /** Lists: what one item is, and for lists of objects the places inside an item, pointers relative to it. */
  item?: { type: ColumnType; format?: string; choices?: SchemaColumn["choices"]; columns: readonly SchemaColumn[] };
};

type Schema = { [keyword: string]: unknown };

const LEVELS_MAX = 6;
const COLUMNS_MAX = 400;
const REFERENCES_MAX = 16;

const isObject = (value: unknown): value is Schema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The names that a JSON pointer goes through: those of "/a~1b/0" are ["a/b", "0"]. */
export const pointerNames = (pointer: string): string[] =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * The places of a record that a schema describes, in its order, each object followed by what is inside it. Never
 * throws: what it does not understand becomes a column that may hold anything.
 */
export function columnsOfSchema(schema: unknown): SchemaColumn[] {
  if (!isObject(schema)) return [];
  const columns = membersOf(schema, { root: schema, pointer: "", within: [], levels: LEVELS_MAX });
  return columns.slice(0, COLUMNS_MAX);
}

/** What stands at a pointer of a record; undefined where nothing does. */
export function valueAt(record: unknown, pointer: string): unknown {
  let value = record;
  for (const name of pointerNames(pointer)) {
    if (Array.isArray(value)) value = (value as unknown[])[Number(name)];
    else if (isObject(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}

type Place = { root: Schema; pointer: string; within: readonly string[]; levels: number };

function membersOf(schema: Schema, place: Place): SchemaColumn[] {
  if (place.levels === 0) return [];
  const { properties } = schema;
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => columnsOf(name, property, place));
}

function columnsOf(name: string, property: unknown, place: Place): SchemaColumn[] {
  const schema = resolved(property, place.root);
  const facts = factsOf(schema, place);
  const column: SchemaColumn = {
    pointer: place.pointer + pointerStep(name),
    label: text(schema.title) ?? name,
    within: place.within,
    ...facts,
    ...(text(schema.description) && { description: text(schema.description) }),
  };
  const inside = {
    ...place,
    pointer: column.pointer,
    within: [...place.within, column.label],
    levels: place.levels - 1,
  };
  return [column, ...(facts.type === "object" ? membersOf(schema, inside) : [])];
}

function factsOf(schema: Schema, place: Place): Pick<SchemaColumn, "type" | "format" | "choices" | "item"> {
  const type = typeOf(schema);
  const format = text(schema.format);
  const choices = choicesOf(schema);
  const items = type === "list" && isObject(schema.items) ? resolved(schema.items, place.root) : undefined;
  return {
    type,
    ...(format && { format }),
    ...(choices && { choices }),
    ...(items && { item: itemOf(items, place) }),
  };
}

function itemOf(schema: Schema, place: Place): NonNullable<SchemaColumn["item"]> {
  const { type, format, choices } = factsOf(schema, { ...place, levels: 0 });
  const inside = { ...place, pointer: "", within: [], levels: Math.min(place.levels - 1, 3) };
  return { type, format, choices, columns: type === "object" && inside.levels > 0 ? membersOf(schema, inside) : [] };
}

function typeOf(schema: Schema): ColumnType {
  const named = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== "null");
  const [only] = named;
  if (named.length === 1 && typeof only === "string") return byName(only, schema);
  if (named.length === 2 && named.every((type) => type === "number" || type === "integer")) return "number";
  if (named.length > 1) return "any";
  if (isObject(schema.properties)) return "object";
  if (schema.items !== undefined) return "list";
  return typeOfValues(choicesOf(schema) ?? []);
}

function byName(type: string, schema: Schema): ColumnType {
  switch (type) {
    case "string":
      return schema.format === "date" || schema.format === "date-time" ? "date" : "text";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return "list";
    case "object":
      return "object";
    default:
      return "any";
  }
}

function typeOfValues(values: readonly unknown[]): ColumnType {
  const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (types.size !== 1) return "any";
  if (types.has("string")) return "text";
  return types.has("number") ? "number" : types.has("boolean") ? "boolean" : "any";
}

const isChoice = (value: unknown) => value === null || ["string", "number", "boolean"].includes(typeof value);

function choicesOf(schema: Schema): SchemaColumn["choices"] {
  const listed = schema.const !== undefined ? [schema.const] : schema.enum;
  return Array.isArray(listed) && listed.length > 0 && listed.every(isChoice)
    ? (listed as SchemaColumn["choices"])
    : undefined;
}

/** A schema with its local references followed, its allOf laid over it, and the one branch that is not null taken. */
function resolved(schema: unknown, root: Schema, follow = REFERENCES_MAX): Schema {
  if (!isObject(schema) || follow === 0) return {};
  const target = typeof schema.$ref === "string" ? atReference(schema.$ref, root) : undefined;
  const parts = [
    ...(target ? [resolved(target, root, follow - 1)] : []),
    ...(Array.isArray(schema.allOf) ? schema.allOf.map((part) => resolved(part, root, follow - 1)) : []),
    ...onlyBranch(schema).map((branch) => resolved(branch, root, follow - 1)),
    schema,
  ];
  if (parts.length === 1) return schema;
  const properties = Object.assign(
    {},
    ...parts.map((part) => (isObject(part.properties) ? part.properties : {})),
  ) as Schema;
  return { ...(Object.assign({}, ...parts) as Schema), ...(Object.keys(properties).length > 0 && { properties }) };
}

function onlyBranch(schema: Schema): unknown[] {
  const branches = [schema.anyOf, schema.oneOf].find((list): list is unknown[] => Array.isArray(list));
  const real = branches?.filter((branch) => !(isObject(branch) && branch.type === "null")) ?? [];
  return real.length === 1 ? real : [];
}

function atReference(reference: string, root: Schema): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  try {
    return valueAt(root, decodeURIComponent(reference.slice(1)));
  } catch {
    return undefined;
  }
}
