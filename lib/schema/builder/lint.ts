import { isJsonTextError } from "../json-error";
import { dialectOf, isNode, type Dialect, type SchemaNode } from "../keywords";
import { parsePattern, PatternError } from "../pattern-parse";
import { proveReach } from "../reach";
import { mapSchema, SHAPE_MAX } from "../references";
import { isSchemaError } from "../schema-error";
import { memberOf, nodeAt, readDocument, textOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import { dependencyNames, metaKeywords, type Within } from "./meta-shapes";
import { pointerOfPath } from "./rows";

/** One thing wrong with a schema, at its place in the text. */
export type SchemaProblem = { pointer: string; from: number; to: number; message: string };

const PROBLEMS_MAX = 50;

/** What keeps a text from being a schema: its JSON first, then what its edition asks, then what is served here. */
export function lintSchema(text: string): SchemaProblem[] {
  let document: JsonDocument;
  try {
    document = readDocument(text);
  } catch (error) {
    if (!isJsonTextError(error)) throw error;
    const from = Math.min(indexOfByte(text, error.offset), Math.max(0, text.length - 1));
    return [{ pointer: error.pointer, from, to: Math.min(from + 1, text.length), message: error.message }];
  }
  return lintDocument(document);
}

/** The same for a text that is read already. */
export function lintDocument(document: JsonDocument): SchemaProblem[] {
  const { root } = document;
  if (root.kind !== "object") return [problemAt([], root, "A schema is a JSON object: begin with { and end with }.")];
  const dialect = dialectIn(document);
  if (!dialect) {
    const at = memberOf(root, "$schema")?.value ?? root;
    return [problemAt(["$schema"], at, "Only JSON Schema draft 2020-12 and draft-07 are served here.")];
  }
  const problems = shapeProblems(document, dialect);
  return problems.length > 0 ? problems : servedProblems(document, dialect);
}

/** The edition that a schema asks for; undefined when it is one that is not served. */
export function dialectIn(document: JsonDocument): Dialect | undefined {
  const address = memberOf(document.root, "$schema")?.value;
  return dialectOf(address ? { $schema: textOf(document, address) ?? null } : {});
}

const problemAt = (path: Path, { from, to }: JsonNode, message: string): SchemaProblem => ({
  pointer: pointerOfPath(path),
  from,
  to,
  message,
});

type Visit = { node: JsonNode; path: Path };

function shapeProblems(document: JsonDocument, dialect: Dialect): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const keywords = metaKeywords(dialect);
  const work: Visit[] = [{ node: document.root, path: [] }];
  for (let next = work.pop(); next && problems.length < PROBLEMS_MAX; next = work.pop()) {
    const { node, path } = next;
    if (node.kind === "boolean") continue;
    if (node.kind !== "object") {
      problems.push(problemAt(path, node, "A schema stands here: an object, true or false."));
      continue;
    }
    for (const { key, value } of node.members) {
      const keyword = Object.hasOwn(keywords, key) ? keywords[key] : undefined;
      if (!keyword) continue;
      const here = [...path, key];
      if (keyword.is && !keyword.is(document, value)) problems.push(problemAt(here, value, `${key} ${keyword.says}.`));
      else if (keyword.within) problems.push(...inside(document, keyword.within, { node: value, path: here }, work));
    }
  }
  return problems;
}

/** Puts the schemas that stand in a keyword's value to what is left to do. */
function inside(document: JsonDocument, within: Within, { node, path }: Visit, work: Visit[]): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  if (within === "schema or list" && node.kind === "array" && node.items.length === 0) {
    problems.push(problemAt(path, node, `${String(path.at(-1))} is a schema, or a list of at least one schema.`));
  } else if ((within === "list" || within === "schema or list") && node.kind === "array") {
    node.items.forEach((item, at) => work.push({ node: item, path: [...path, at] }));
  } else if ((within === "map" || within === "map, lists between") && node.kind === "object") {
    for (const { key, value } of node.members) {
      const here = [...path, key];
      if (within === "map" || value.kind !== "array") work.push({ node: value, path: here });
      else if (!dependencyNames.is(document, value)) {
        problems.push(problemAt(here, value, "Here stands a schema, or a list of different names."));
      }
    }
  } else work.push({ node, path });
  return problems;
}

/** What the edition lets pass and this product does not: its size, its references, its patterns. */
function servedProblems(document: JsonDocument, dialect: Dialect): SchemaProblem[] {
  try {
    const map = mapSchema(JSON.parse(document.text) as SchemaNode, dialect, SHAPE_MAX);
    proveReach(map);
    const problems: SchemaProblem[] = [];
    for (const [node, { pointer }] of map.nodes) {
      const patterns = typeof node.pattern === "string" ? [node.pattern] : [];
      if (isNode(node.patternProperties)) patterns.push(...Object.keys(node.patternProperties));
      for (const pattern of patterns) {
        const message = refusalOf(pattern);
        if (message && problems.length < PROBLEMS_MAX) {
          const keyword = pattern === node.pattern ? "pattern" : "patternProperties";
          problems.push(placed(document, `${pointer}/${keyword}`, message));
        }
      }
    }
    return problems;
  } catch (error) {
    if (isSchemaError(error)) return [placed(document, error.pointer, error.message)];
    throw error;
  }
}

/** Why a pattern is not served, as a sentence; nothing where it is. What its program would cost, the server says. */
export function refusalOf(pattern: string): string | undefined {
  try {
    parsePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** A problem whose place is told as a pointer; where nothing stands there, what holds it. */
function placed(document: JsonDocument, pointer: string, message: string): SchemaProblem {
  let path = pathOf(document, pointer);
  while (path.length > 0 && !nodeAt(document, path)) path = path.slice(0, -1);
  return { ...problemAt(path, nodeAt(document, path) ?? document.root, message), pointer };
}

/** The way that a pointer means in this text, where a number may be a place in a list or a name. */
function pathOf(document: JsonDocument, pointer: string): Path {
  const path: (string | number)[] = [];
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(nodeAt(document, path)?.kind === "array" ? Number(name) : name);
  }
  return path;
}

function indexOfByte(text: string, offset: number): number {
  const bytes = new TextEncoder().encode(text).subarray(0, offset);
  return new TextDecoder().decode(bytes).length;
}
