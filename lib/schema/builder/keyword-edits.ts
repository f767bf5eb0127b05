import { plainNumbers, printExact, readExact } from "../exact-json";
import { indentOf, insertMember, removeMember, replaceValue } from "./json-splice";
import { memberOf, nodeAt, sourceOf, textOf, textsOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";

/** The kinds of value that JSON Schema tells apart. */
export const typeNames = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;
export type TypeName = (typeof typeNames)[number];

// Where a keyword goes that was not there: after what people write before it.
const ORDER = (
  "$schema $id title description $ref type format enum const default examples x-sensitive minLength maxLength pattern " +
  "minimum exclusiveMinimum maximum exclusiveMaximum multipleOf minItems maxItems uniqueItems items minProperties " +
  "maxProperties properties required additionalProperties $defs definitions"
).split(" ");

/** Sets a keyword of the subschema at `path` to a JSON text, or takes it away; the same value again changes nothing. */
export function setKeyword(document: JsonDocument, path: Path, keyword: string, source: string | undefined) {
  const opened = opensSchema(document, path);
  const node = nodeAt(opened, path);
  if (node?.kind !== "object") return document;
  const at = node.members.findIndex(({ key }) => key === keyword);
  const present = node.members[at];
  if (source === undefined) return present ? removeMember(opened, node, at) : document;
  if (!present) return insertMember(opened, node, placeFor(node.members, keyword), keyword, source);
  return sameSource(sourceOf(opened, present.value), source) ? document : replaceValue(opened, present.value, source);
}

/** The same for a value that is JSON already, laid out as the text is. */
export function setValue(document: JsonDocument, path: Path, keyword: string, value: unknown): JsonDocument {
  if (value === undefined) return setKeyword(document, path, keyword, undefined);
  return setKeyword(document, path, keyword, laidOut(document, value));
}

/** A value as this text would write it. */
export function laidOut(document: JsonDocument, value: unknown): string {
  const scalars = Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
  if (scalars) return `[${value.map((item) => printExact(item)).join(", ")}]`;
  const tabs = indentOf(document).startsWith("\t");
  const printed = printExact(value, tabs ? 1 : indentOf(document).length);
  return tabs ? printed.replace(/\n +/g, (margin) => `\n${"\t".repeat(margin.length - 1)}`) : printed;
}

/** Sets the kinds of value that are allowed; none of them says anything goes. */
export function setTypes(document: JsonDocument, path: Path, types: readonly TypeName[]): JsonDocument {
  const present = typesAt(document, path);
  if (present?.length === types.length && types.every((type) => present.includes(type))) return document;
  return setValue(document, path, "type", types.length > 1 ? types : types[0]);
}

/** Lets a value be null, or no longer: among its kinds, and among its choices where it has some. */
export function setNullable(document: JsonDocument, path: Path, nullable: boolean): JsonDocument {
  const types = typesAt(document, path) ?? [];
  const without = types.filter((type) => type !== "null");
  const edited = types.length > 0 ? setTypes(document, path, nullable ? [...without, "null"] : without) : document;
  const choices = choicesAt(edited, path);
  if (!choices || choices.includes("null") === nullable) return edited;
  return setChoices(edited, path, nullable ? [...choices, "null"] : choices.filter((choice) => choice !== "null"));
}

/** Sets the values that may be chosen, each as JSON text; nothing takes the list away. */
export function setChoices(document: JsonDocument, path: Path, choices: readonly string[] | undefined): JsonDocument {
  if (!choices) return setKeyword(document, path, "enum", undefined);
  const present = choicesAt(document, path);
  if (present?.length === choices.length && choices.every((choice, at) => present[at] === choice)) return document;
  const long = choices.some((choice) => choice.includes("\n")) || choices.join(", ").length > 80;
  const indent = indentOf(document);
  const lines = choices.map((choice) => `\n${indent}${choice.replaceAll("\n", `\n${indent}`)}`).join(",");
  return setKeyword(document, path, "enum", long ? `[${lines}\n]` : `[${choices.join(", ")}]`);
}

/** The kinds that a subschema names; undefined where its `type` is written in a way that is no list of kinds. */
export const typesAt = (document: JsonDocument, path: Path): TypeName[] | undefined =>
  typesOf(document, nodeAt(document, path));

/** The same of a subschema that is at hand. */
export function typesOf(document: JsonDocument, node: JsonNode | undefined): TypeName[] | undefined {
  const type = memberOf(node, "type")?.value;
  if (!type) return [];
  const named = type.kind === "string" ? [textOf(document, type)] : textsOf(document, type);
  return named?.every(isTypeName) && new Set(named).size === named.length ? named : undefined;
}

/** The choices of a subschema, each with its own letters; undefined where it has no list of them. */
export function choicesAt(document: JsonDocument, path: Path): string[] | undefined {
  const list = memberOf(nodeAt(document, path), "enum")?.value;
  return list?.kind === "array" ? list.items.map((item) => sourceOf(document, item)) : undefined;
}

/** Whether two JSON texts differ in nothing but blanks. */
export const sameSource = (left: string, right: string): boolean => left === right || bare(left) === bare(right);

const bare = (source: string) => source.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");

/** The double that a number's digits mean; undefined for anything else. */
export function numberOf(source: string | undefined): number | undefined {
  if (source === undefined) return undefined;
  const value = plainNumbers(readExact(source));
  return typeof value === "number" ? value : undefined;
}

const isTypeName = (name: unknown): name is TypeName => typeNames.includes(name as TypeName);

/** `true` says the same as `{}`, and only that can take a keyword. */
function opensSchema(document: JsonDocument, path: Path): JsonDocument {
  const node = nodeAt(document, path);
  return node?.kind === "boolean" && sourceOf(document, node) === "true"
    ? replaceValue(document, node, "{}")
    : document;
}

function placeFor(members: readonly { key: string }[], keyword: string): number {
  const rank = ORDER.indexOf(keyword);
  if (rank === -1) return members.length;
  const before = members.findLastIndex(({ key }) => ORDER.includes(key) && ORDER.indexOf(key) < rank);
  return before + 1;
}
