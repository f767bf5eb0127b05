import { JsonTextError, placeInText } from "../json-error";
import { proveDocument } from "../json-walk";

/** One value of a JSON text and where it stands there. Its digits, escapes and order are the text's own. */
export type JsonNode =
  | { kind: "object"; from: number; to: number; members: JsonMember[] }
  | { kind: "array"; from: number; to: number; items: JsonNode[] }
  | { kind: "string" | "number" | "boolean" | "null"; from: number; to: number };

/** A member: its key as it is meant, where the key begins in the text, and its value. */
export type JsonMember = { key: string; from: number; value: JsonNode };

/** A text with the tree of its values. */
export type JsonDocument = { text: string; root: JsonNode };

/** The way to a value: names of members and places in lists. */
export type Path = readonly (string | number)[];

const LEVELS_MAX = 256;
const SKIPPED = /[\s,:]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const WORD = /[^\s,\]}]*/y;

/** Reads a text of anybody's, or throws a JsonTextError that says what is wrong, where, and how to mend it. */
export function readDocument(text: string): JsonDocument {
  proveDocument(text);
  return provenDocument(text);
}

/** The same for a text that is known to be JSON. Without recursion: a text may not choose how deep our stack grows. */
export function provenDocument(text: string): JsonDocument {
  const open: (JsonNode & { kind: "object" | "array" })[] = [];
  let at = 0;
  const match = (what: RegExp) => {
    what.lastIndex = at;
    what.test(text);
    return what.lastIndex;
  };
  for (;;) {
    at = match(SKIPPED);
    const holder = open.at(-1);
    const first = text.charCodeAt(at);
    if (holder && (first === 125 || first === 93)) {
      holder.to = ++at;
      open.pop();
      if (open.length === 0) return { text, root: holder };
      continue;
    }
    let key: { key: string; from: number } | undefined;
    if (holder?.kind === "object") {
      const end = match(STRING);
      key = { key: stringOf(text, at, end), from: at };
      at = end;
      at = match(SKIPPED);
    }
    const node = begin(text, at, match);
    at = node.kind === "object" || node.kind === "array" ? at + 1 : node.to;
    if (holder?.kind === "array") holder.items.push(node);
    else if (holder && key) holder.members.push({ ...key, value: node });
    if (node.kind === "object" || node.kind === "array") {
      open.push(node);
      if (open.length > LEVELS_MAX) {
        const place = placeInText(text, node.from, "");
        throw new JsonTextError("depth", `Nested deeper than ${LEVELS_MAX} levels`, "Flatten it.", place);
      }
    } else if (!holder) return { text, root: node };
  }
}

function begin(text: string, at: number, match: (what: RegExp) => number): JsonNode {
  switch (text.charCodeAt(at)) {
    case 123:
      return { kind: "object", from: at, to: at, members: [] };
    case 91:
      return { kind: "array", from: at, to: at, items: [] };
    case 34:
      return { kind: "string", from: at, to: match(STRING) };
    case 116:
    case 102:
      return { kind: "boolean", from: at, to: match(WORD) };
    case 110:
      return { kind: "null", from: at, to: match(WORD) };
    default:
      return { kind: "number", from: at, to: match(WORD) };
  }
}

function stringOf(text: string, from: number, to: number): string {
  const inner = text.slice(from + 1, to - 1);
  return inner.includes("\\") ? (JSON.parse(text.slice(from, to)) as string) : inner;
}

const byKey = new WeakMap<JsonMember[], Map<string, JsonMember>>();

/** The member of that name; undefined where there is none, or where the value is no object. */
export function memberOf(node: JsonNode | undefined, key: string): JsonMember | undefined {
  if (node?.kind !== "object") return undefined;
  if (node.members.length < 16) return node.members.find((member) => member.key === key);
  let map = byKey.get(node.members);
  if (!map) byKey.set(node.members, (map = new Map(node.members.map((member) => [member.key, member]))));
  return map.get(key);
}

/** The value at the end of a way; undefined where there is none. */
export function nodeAt(document: JsonDocument, path: Path): JsonNode | undefined {
  let node: JsonNode | undefined = document.root;
  for (const step of path) {
    if (typeof step === "number") node = node?.kind === "array" ? node.items[step] : undefined;
    else node = memberOf(node, step)?.value;
  }
  return node;
}

/** A value's own characters. */
export const sourceOf = ({ text }: JsonDocument, node: JsonNode): string => text.slice(node.from, node.to);

/** A text value; undefined for any other kind. */
export function textOf({ text }: JsonDocument, node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" ? stringOf(text, node.from, node.to) : undefined;
}

/** The texts of a list; undefined unless it is a list of nothing but texts. */
export function textsOf(document: JsonDocument, node: JsonNode | undefined): string[] | undefined {
  if (node?.kind !== "array" || node.items.some(({ kind }) => kind !== "string")) return undefined;
  return node.items.map((item) => textOf(document, item) ?? "");
}
