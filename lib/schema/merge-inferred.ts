import { laidOut, setNullable, setTypes, setValue, typeNames, typesAt, type TypeName } from "./builder/keyword-edits";
import { insertMember } from "./builder/json-splice";
import { memberOf, nodeAt, readDocument, type JsonDocument, type Path } from "./builder/json-tree";
import { subjectOf, kindsOf } from "./compare/words";
import { maskOfType } from "./compare/facts";
import { recordPointer, type Step } from "./compare/gap";
import { parseExact } from "./exact-json";
import { isNode, type SchemaNode } from "./keywords";
import { compilePattern } from "./pattern";
import { PatternError } from "./pattern-parse";

/** A schema's text with what records showed beyond it, and each addition in words. */
export interface Merged {
  text: string;
  added: { pointer: string; says: string }[];
  /** There was more to add than is added at once. */
  cut: boolean;
}

const ADDED_MAX = 300;

/**
 * Adds to a schema what an inferred one knows beyond it: fields that it does not name, and types that it does not allow.
 * Nothing that stands there is taken away, tightened or moved; what it says of new fields is what was inferred. Where it
 * refers elsewhere or says on purpose that anything goes, it is left alone. Throws a JsonTextError for a broken text.
 */
export function mergeInferred(presentText: string, inferredText: string): Merged {
  const inferred = parseExact(inferredText);
  const merging: Merging = { document: readDocument(presentText), added: [], cut: false };
  if (isNode(inferred)) mergeAt(merging, [], inferred, []);
  return { text: merging.document.text, added: merging.added, cut: merging.cut };
}

type Merging = { document: JsonDocument; added: Merged["added"]; cut: boolean };

function mergeAt(merging: Merging, path: Path, inferred: SchemaNode, steps: readonly Step[]): void {
  const node = nodeAt(merging.document, path);
  if (node?.kind !== "object" || memberOf(node, "$ref") || memberOf(node, "$dynamicRef")) return;
  const [present, wanted] = [typesAt(merging.document, path), typesIn(inferred)];
  if (present === undefined || wanted.length === 0) return;
  const widened = widen(merging, path, present, wanted, steps);
  const fresh = (type: TypeName) => widened.includes(type);
  if (wanted.includes("object")) mergeMembers(merging, path, inferred, steps, present, fresh("object"));
  if (!wanted.includes("array") || !isNode(inferred.items)) return;
  const items = nodeAt(merging.document, [...path, "items"]);
  if (items?.kind === "object") mergeAt(merging, [...path, "items"], inferred.items, [...steps, { kind: "item" }]);
  else if (!items && fresh("array")) merging.document = setValue(merging.document, path, "items", inferred.items);
}

/** Lets the types pass that were met; answers those that were not allowed before. */
function widen(
  merging: Merging,
  path: Path,
  present: readonly TypeName[],
  wanted: readonly TypeName[],
  steps: readonly Step[],
): TypeName[] {
  const missing = wanted.filter(
    (type) => !present.includes(type) && !(type === "integer" && present.includes("number")),
  );
  if (present.length === 0 || missing.length === 0 || full(merging)) return [];
  const nullable = missing.includes("null");
  const others = missing.filter((type) => type !== "null");
  if (others.length > 0) {
    const kept = present.filter((type) => !(type === "integer" && others.includes("number")));
    merging.document = setTypes(merging.document, path, [...kept, ...others]);
  }
  if (nullable) merging.document = setNullable(merging.document, path, true);
  say(
    merging,
    steps,
    `${subjectOf(steps)} may also be ${kindsOf(missing.reduce((mask, type) => mask | maskOfType(type), 0))}`,
  );
  return missing;
}

function mergeMembers(
  merging: Merging,
  path: Path,
  inferred: SchemaNode,
  steps: readonly Step[],
  present: readonly TypeName[],
  fresh: boolean,
): void {
  if (!isNode(inferred.properties)) return;
  const declares = memberOf(nodeAt(merging.document, path), "properties")?.value;
  // A part without a type and without fields says on purpose that anything goes; the record itself is there to be described.
  if (!declares && !fresh && !present.includes("object") && path.length > 0) return;
  if (declares && declares.kind !== "object") return;
  const others = nodeAt(merging.document, [...path, "additionalProperties"]);
  for (const [name, part] of Object.entries(inferred.properties)) {
    if (!isNode(part)) continue;
    const inside: Step[] = [...steps, { kind: "name", name }];
    const known = memberOf(nodeAt(merging.document, [...path, "properties"]), name);
    if (known) mergeAt(merging, [...path, "properties", name], part, inside);
    else if (matchesPattern(merging.document, path, name)) continue;
    else if (others?.kind === "object" && others.members.length > 0)
      mergeAt(merging, [...path, "additionalProperties"], part, [...steps, { kind: "other" }]);
    else addMember(merging, path, name, part, inside);
  }
}

function addMember(merging: Merging, path: Path, name: string, part: SchemaNode, steps: readonly Step[]): void {
  if (full(merging)) return;
  if (!nodeAt(merging.document, [...path, "properties"]))
    merging.document = setValue(merging.document, path, "properties", {});
  const properties = nodeAt(merging.document, [...path, "properties"]);
  if (properties?.kind !== "object") return;
  const source = laidOut(merging.document, part);
  merging.document = insertMember(merging.document, properties, properties.members.length, name, source);
  say(merging, steps, `${subjectOf(steps)} is added as ${kindsOf(maskOfType(part.type))}`);
}

function full(merging: Merging): boolean {
  if (merging.added.length >= ADDED_MAX) merging.cut = true;
  return merging.cut;
}

function say(merging: Merging, steps: readonly Step[], says: string): void {
  merging.added.push({ pointer: recordPointer(steps), says });
}

/** What is inferred from null alone says nothing: {}. */
function typesIn(inferred: SchemaNode): TypeName[] {
  if (Object.keys(inferred).length === 0) return ["null"];
  const { type } = inferred;
  const named = Array.isArray(type) ? (type as unknown[]) : [type];
  return typeNames.filter((name) => named.includes(name));
}

/** What a pattern describes already is not described once more. One that is not served counts as a match. */
function matchesPattern(document: JsonDocument, path: Path, name: string): boolean {
  const patterns = nodeAt(document, [...path, "patternProperties"]);
  if (patterns?.kind !== "object") return false;
  return patterns.members.some(({ key }) => {
    try {
      return compilePattern(key).test(name);
    } catch (error) {
      if (error instanceof PatternError) return true;
      throw error;
    }
  });
}
