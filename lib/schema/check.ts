import { createHash } from "node:crypto";
import { Ajv, type AnySchemaObject } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { compileMapped } from "./compile";
import { isJsonTextError } from "./json-error";
import { readValue } from "./json-text";
import { dialectOf, isNode, type Dialect, type SchemaNode } from "./keywords";
import { addOwnKeywords } from "./own-keywords";
import { compilePattern } from "./pattern";
import { PatternError } from "./pattern-parse";
import { proveReach } from "./reach";
import { mapSchema, SHAPE_MAX, type SchemaMap } from "./references";
import { SchemaError } from "./schema-error";

const PATTERNS_MAX = 200;
const PATTERN_SIZE_MAX = 20_000;
const SPARE_FRAMES = 1_500;

/** A schema that may be stored: what it is, its name by content, and the edition it is read by. */
export interface CheckedSchema {
  schema: SchemaNode;
  /** SHA-256 of the text as UTF-8, in hex. */
  hash: string;
  dialect: Dialect;
}

/** Lets a schema pass that can be served, or throws a SchemaError with the place and a sentence. */
export function checkSchema(text: string, limits: { bytesMax: number }): CheckedSchema {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > limits.bytesMax) {
    throw new SchemaError("", `The schema has ${bytes.length} bytes; the limit is ${limits.bytesMax}.`);
  }
  const schema = parse(text);
  const dialect = dialectOf(schema);
  if (dialect === undefined) {
    throw new SchemaError(
      "/$schema",
      "Only JSON Schema draft 2020-12 and draft-07 are served; leave $schema out for 2020-12.",
    );
  }
  proveMeta(schema, dialect);
  const map = mapSchema(schema, dialect, SHAPE_MAX);
  proveReach(map);
  provePatterns(map);
  for (const [node, { pointer }] of map.nodes) proveNode(node, pointer);
  try {
    withLessStack(SPARE_FRAMES, () => compileMapped(map, "id"));
  } catch (error) {
    if (error instanceof SchemaError) throw error;
    if (error instanceof RangeError)
      throw new SchemaError(
        "",
        "The schema's lists or levels of subschemas are too long to compile; split them with $defs.",
      );
    throw new SchemaError("", `The schema cannot be compiled: ${error instanceof Error ? error.message : "unknown"}.`);
  }
  return { schema, hash: createHash("sha256").update(bytes).digest("hex"), dialect };
}

/** Tries something with a part of the stack gone, so that what works here works wherever it is called from later. */
function withLessStack<T>(frames: number, attempt: () => T): T {
  if (frames === 0) return attempt();
  const result = withLessStack(frames - 1, attempt);
  return result;
}

function parse(text: string): SchemaNode {
  try {
    const { value } = readValue(text);
    if (isNode(value)) return value;
  } catch (error) {
    if (isJsonTextError(error)) throw new SchemaError(error.pointer, error.message);
    throw error;
  }
  throw new SchemaError("", "A schema is a JSON object.");
}

const metaValidators = new Map<Dialect, (schema: unknown) => { pointer: string; message: string } | undefined>();

/** The edition's own schema for schemas; compiled once, and no schema of ours is ever added to that Ajv. */
function proveMeta(schema: SchemaNode, dialect: Dialect): void {
  let judge = metaValidators.get(dialect);
  if (judge === undefined) {
    const options = { strict: false, validateFormats: false, logger: false } as const;
    const ajv = dialect === "2020-12" ? new Ajv2020(options) : new Ajv(options);
    // A schema's own enum may hold {"toString": 1}; Ajv's uniqueItems would call it.
    addOwnKeywords(ajv, { left: Infinity }, false);
    const id =
      dialect === "2020-12" ? "https://json-schema.org/draft/2020-12/schema" : "http://json-schema.org/draft-07/schema";
    const validate = ajv.getSchema<AnySchemaObject>(id);
    if (validate === undefined) throw new Error(`Ajv has no schema ${id}`);
    judge = (value) => {
      if (validate(value) === true) return undefined;
      const error = validate.errors?.[0];
      return { pointer: error?.instancePath ?? "", message: error?.message ?? "is not valid" };
    };
    metaValidators.set(dialect, judge);
  }
  const wrong = judge(schema);
  if (wrong !== undefined)
    throw new SchemaError(wrong.pointer, `It is not a valid JSON Schema (${dialect}): this ${wrong.message}.`);
}

function provePatterns(map: SchemaMap): void {
  const seen = new Set<string>();
  let size = 0;
  for (const [node, { pointer }] of map.nodes) {
    const here: [string, string][] = typeof node.pattern === "string" ? [[node.pattern, `${pointer}/pattern`]] : [];
    if (isNode(node.patternProperties))
      for (const source of Object.keys(node.patternProperties)) here.push([source, `${pointer}/patternProperties`]);
    for (const [source, at] of here) {
      if (seen.has(source)) continue;
      seen.add(source);
      size += sizeOf(source, at);
      if (seen.size > PATTERNS_MAX)
        throw new SchemaError(at, `The schema has more than ${PATTERNS_MAX} different patterns.`);
      if (size > PATTERN_SIZE_MAX)
        throw new SchemaError(
          at,
          "The schema's patterns are too large together; use maxLength instead of long repeats.",
        );
    }
  }
}

function sizeOf(source: string, pointer: string): number {
  try {
    return compilePattern(source).size;
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new SchemaError(pointer, `The pattern ${JSON.stringify(source.slice(0, 80))} is refused. ${error.message}`);
  }
}

/** What the meta-schema lets pass and we do not. */
function proveNode(node: SchemaNode, pointer: string): void {
  if ("$async" in node)
    throw new SchemaError(`${pointer}/$async`, "$async is not part of JSON Schema and is not served.");
  const vague = (value: unknown) =>
    typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  for (const keyword of ["const", "multipleOf"]) {
    if (vague(node[keyword]))
      throw new SchemaError(
        `${pointer}/${keyword}`,
        `${keyword} compares numbers up to 9007199254740991 exactly; use a string for longer ones.`,
      );
  }
  if (Array.isArray(node.enum) && node.enum.some(vague)) {
    throw new SchemaError(
      `${pointer}/enum`,
      "enum compares numbers up to 9007199254740991 exactly; use strings for longer ones.",
    );
  }
}
