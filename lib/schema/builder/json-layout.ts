import { nodeAt, sourceOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";

const LINE_MAX = 80;

/** A value's text laid out with a member a line; order, digits and escapes stay its own. Short lists keep their line. */
export function laidOutText(document: JsonDocument, path: Path = [], unit = "  "): string {
  const node = nodeAt(document, path) ?? document.root;
  return print(document, node, "\n", unit);
}

// Recursion is bounded: a document has at most 256 levels.
function print(document: JsonDocument, node: JsonNode, lineStart: string, unit: string): string {
  const deeper = lineStart + unit;
  if (node.kind === "object") {
    const lines = node.members.map(({ key, from, value }) => {
      return deeper + keyText(document, from, key) + ": " + print(document, value, deeper, unit);
    });
    return lines.length === 0 ? "{}" : `{${lines.join(",")}${lineStart}}`;
  }
  if (node.kind !== "array") return sourceOf(document, node);
  if (node.items.length === 0) return "[]";
  const isFlat = node.items.every(({ kind }) => kind !== "object" && kind !== "array");
  const oneLine = isFlat && `[${node.items.map((item) => sourceOf(document, item)).join(", ")}]`;
  if (oneLine && oneLine.length <= LINE_MAX) return oneLine;
  return `[${node.items.map((item) => deeper + print(document, item, deeper, unit)).join(",")}${lineStart}]`;
}

function keyText({ text }: JsonDocument, from: number, key: string): string {
  const plain = JSON.stringify(key);
  if (text.startsWith(plain, from)) return plain;
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
  token.lastIndex = from;
  return token.exec(text)?.[0] ?? plain;
}
