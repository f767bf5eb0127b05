import { inferSchema } from "./infer";
import { isJsonTextError } from "./json-error";
import { readValue } from "./json-text";
import { isNode, type SchemaNode } from "./keywords";

/** A text that somebody pasted, read as what it is meant to be; or a sentence on why it is not. */
export type SourceRead = { ok: true; schema: SchemaNode; sample?: SchemaNode; note?: string } | Unread;
type Unread = { ok: false; message: string };

/** Reads one record, also out of a list or out of the body of a push, and infers its schema. */
export function readSample(text: string): SourceRead {
  const read = readObjectOrList(text);
  if (!read.ok) return read;
  const { value, note } = firstOf(read.value);
  if (!isNode(value)) return { ok: false, message: "A record is a JSON object: it begins with { and ends with }." };
  if (Object.keys(value).length === 0) return { ok: false, message: "The record is empty; paste one with its fields." };
  return { ok: true, schema: inferSchema(value), sample: value, note };
}

/** Reads a JSON Schema. Whether it can be served is the server's to say. */
export function readSchema(text: string): SourceRead {
  const read = readObjectOrList(text);
  if (!read.ok) return read;
  if (!isNode(read.value))
    return { ok: false, message: "A JSON Schema is an object: it begins with { and ends with }." };
  return { ok: true, schema: read.value };
}

function readObjectOrList(text: string): { ok: true; value: unknown } | Unread {
  try {
    return { ok: true, value: readValue(text).value };
  } catch (error) {
    return { ok: false, message: isJsonTextError(error) ? error.message : "This is not JSON." };
  }
}

function firstOf(value: unknown): { value: unknown; note?: string } {
  const inside = isNode(value) && Object.keys(value).length === 1 && "data" in value ? value.data : value;
  if (!Array.isArray(inside)) return { value: inside };
  const note = inside.length > 1 ? `The first of these ${inside.length} records is used.` : undefined;
  return { value: inside[0] as unknown, note };
}

/** The fields of a record itself that a schema declares, in its order. */
export function topFields(schema: SchemaNode): string[] {
  return isNode(schema.properties) ? Object.keys(schema.properties) : [];
}

const identifying = [/^id$/i, /^(uuid|guid|key|slug|sku|purl|serial|arn)$/i, /(_id|Id)$/, /^name$/i];
const naming = [/^(name|title|display_?name|label)$/i, /(name|title)$/i, /^(hostname|host|email|subject|summary)$/i];

/** The field that most likely tells records apart: id where there is one. */
export function likelyIdentifier(schema: SchemaNode): string {
  return likely(schema, identifying, ["string", "number", "integer"]) ?? "id";
}

/** The field that people most likely call a record by. */
export function likelyDisplayName(schema: SchemaNode): string | undefined {
  return likely(schema, naming, ["string"]);
}

function likely(schema: SchemaNode, patterns: readonly RegExp[], types: readonly string[]): string | undefined {
  const properties = isNode(schema.properties) ? schema.properties : {};
  const fitting = Object.keys(properties).filter((key) => {
    const property = properties[key];
    return isNode(property) && (property.type === undefined || types.includes(String(property.type)));
  });
  return patterns.map((pattern) => fitting.find((key) => pattern.test(key))).find((key) => key !== undefined);
}
