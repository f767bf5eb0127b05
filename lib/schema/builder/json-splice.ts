import { provenDocument, type JsonDocument, type JsonNode } from "./json-tree";

type JsonObject = JsonNode & { kind: "object" };
type JsonArray = JsonNode & { kind: "array" };
type Part = { from: number; to: number };

/** A stretch of a text that is replaced by another. */
export type Splice = Part & { insert: string };

/** The document after one stretch of it was replaced; every other letter stays as it was. */
function spliced({ text }: JsonDocument, { from, to, insert }: Splice): JsonDocument {
  return provenDocument(text.slice(0, from) + insert + text.slice(to));
}

/** Puts a value in the place of another. */
export function replaceValue(document: JsonDocument, node: JsonNode, source: string): JsonDocument {
  return spliced(document, { ...span(node), insert: fitted(document, node.from, source) });
}

/** Gives an object one more member, at a place among the others. */
export function insertMember(document: JsonDocument, object: JsonObject, at: number, key: string, source: string) {
  const parts = object.members.map((member) => ({ from: member.from, to: member.value.to }));
  const colon = isCompact(document) ? ":" : ": ";
  return insertPart(document, object, parts, at, JSON.stringify(key) + colon + source);
}

/** Gives a list one more item, at a place among the others. */
export function insertItem(document: JsonDocument, list: JsonArray, at: number, source: string): JsonDocument {
  return insertPart(document, list, list.items.map(span), at, source);
}

/** Takes the member at a place away. */
export function removeMember(document: JsonDocument, object: JsonObject, at: number): JsonDocument {
  return removePart(
    document,
    object,
    object.members.map((member) => ({ from: member.from, to: member.value.to })),
    at,
  );
}

/** Takes the item at a place away. */
export function removeItem(document: JsonDocument, list: JsonArray, at: number): JsonDocument {
  return removePart(document, list, list.items.map(span), at);
}

/** Gives a member another key; its value and its place stay. */
export function renameMember(document: JsonDocument, object: JsonObject, at: number, key: string): JsonDocument {
  const member = object.members[at];
  if (!member) return document;
  const end = member.from + keySource(document, member.from).length;
  return spliced(document, { from: member.from, to: end, insert: JSON.stringify(key) });
}

/** Moves a member to another place among its siblings; what stands between the members stays where it is. */
export function reorderMember(document: JsonDocument, object: JsonObject, from: number, to: number): JsonDocument {
  const parts = object.members.map((member) => ({ from: member.from, to: member.value.to }));
  const [first, last] = [parts[Math.min(from, to)], parts[Math.max(from, to)]];
  if (!first || !last || from === to) return document;
  const touched = parts.slice(Math.min(from, to), Math.max(from, to) + 1);
  const sources = touched.map((part) => document.text.slice(part.from, part.to));
  const between = touched.slice(1).map((part, index) => document.text.slice(touched[index]?.to, part.from));
  const [moved = ""] = sources.splice(from < to ? 0 : sources.length - 1, 1);
  sources.splice(from < to ? sources.length : 0, 0, moved);
  const insert = sources.map((source, index) => source + (between[index] ?? "")).join("");
  return spliced(document, { from: first.from, to: last.to, insert });
}

/** A value's own text as if it began a line, to be put somewhere else. */
export function sourceAtMargin(document: JsonDocument, node: JsonNode): string {
  const margin = lineIndent(document.text, node.from);
  return document.text.slice(node.from, node.to).replaceAll(`\n${margin}`, "\n");
}

/** How the text is indented: one step of it, or nothing where all of it stands on one line. */
export function indentOf({ text }: JsonDocument): string {
  return /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
}

const span = ({ from, to }: JsonNode): Part => ({ from, to });
const isCompact = ({ text }: JsonDocument) => !text.includes("\n") && !/[:,] /.test(text) && text.length > 2;

function keySource({ text }: JsonDocument, from: number): string {
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
  token.lastIndex = from;
  return token.exec(text)?.[0] ?? "";
}

function lineIndent(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))?.[0] ?? "";
}

/** A source that begins at the margin, as it looks where it is put. */
function fitted(document: JsonDocument, at: number, source: string, indent?: string): string {
  if (!source.includes("\n")) return source;
  if (!document.text.includes("\n") && document.text.length > 2) return onOneLine(document, source);
  return source.replaceAll("\n", `\n${indent ?? lineIndent(document.text, at)}`);
}

// A line can only end between tokens: no text in JSON holds a bare line end.
const onOneLine = (document: JsonDocument, source: string) =>
  source.replace(/\n[ \t]*/g, isCompact(document) ? "" : " ");

function insertPart(document: JsonDocument, holder: JsonObject | JsonArray, parts: Part[], at: number, source: string) {
  const { text } = document;
  const [first] = parts;
  const lines = first ? text.slice(holder.from, first.from).includes("\n") : text.includes("\n") || text.length <= 2;
  if (!first) {
    const outer = lineIndent(text, holder.from);
    const inner = outer + indentOf(document);
    const [open = "{", close = "}"] = holder.kind === "object" ? "{}" : "[]";
    const body = fitted(document, holder.from, source, inner);
    const insert = lines ? `${open}\n${inner}${body}\n${outer}${close}` : `${open}${body}${close}`;
    return spliced(document, { ...span(holder), insert });
  }
  const indent = lineIndent(text, first.from);
  const body = lines ? fitted(document, first.from, source, indent) : onOneLine(document, source);
  const gap = lines ? `\n${indent}` : isCompact(document) ? "" : " ";
  const next = parts[at];
  if (next) return spliced(document, { from: next.from, to: next.from, insert: `${body},${gap}` });
  const end = parts.at(-1)?.to ?? first.to;
  return spliced(document, { from: end, to: end, insert: `,${gap}${body}` });
}

function removePart(document: JsonDocument, holder: JsonObject | JsonArray, parts: Part[], at: number): JsonDocument {
  const [part, before, after] = [parts[at], parts[at - 1], parts[at + 1]];
  if (!part) return document;
  if (before) return spliced(document, { from: before.to, to: part.to, insert: "" });
  if (after) return spliced(document, { from: part.from, to: after.from, insert: "" });
  return spliced(document, { from: holder.from + 1, to: holder.to - 1, insert: "" });
}
