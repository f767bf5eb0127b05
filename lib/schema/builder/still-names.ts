import { pointerStep } from "../json-error";
import { memberOf, nodeAt, textOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import { pointerOfPath } from "./rows";

// A sentence names a few; whoever wants all of them searches in the code.
const FOUND_MAX = 20;

const IN_PLACE = new Set(["if", "then", "else", "not", "allOf", "anyOf", "oneOf", "dependentSchemas", "dependencies"]);

/**
 * Where a schema still speaks of a field by a name that it no longer has: under `if`, `dependentRequired` and the other
 * keywords of its object that the builder does not edit, and in references that lead through it. Pointers, at most 20.
 */
export function stillNames(document: JsonDocument, holder: Path, name: string): string[] {
  const found: string[] = [];
  const start = nodeAt(document, holder);
  if (start) inObject(document, start, holder, name, found);
  const way = `#${pointerOfPath(holder)}/properties${pointerStep(name)}`;
  references(document, way, found);
  return found.slice(0, FOUND_MAX);
}

type Visit = { node: JsonNode; path: Path; role: "schema" | "schemas" | "own" };

function inObject(document: JsonDocument, start: JsonNode, holder: Path, name: string, found: string[]): void {
  const work: Visit[] = [{ node: start, path: holder, role: "own" }];
  for (let next = work.pop(); next && found.length < FOUND_MAX; next = work.pop()) {
    const { node, path, role } = next;
    if (node.kind === "array") {
      node.items.forEach((item, at) => work.push({ node: item, path: [...path, at], role: "schema" }));
    } else if (node.kind === "object" && role === "schemas") {
      for (const { key, value } of node.members) {
        if (key === name) found.push(pointerOfPath([...path, key]));
        work.push({ node: value, path: [...path, key], role: "schema" });
      }
    } else if (node.kind === "object") {
      if (role === "schema") {
        const properties = memberOf(node, "properties")?.value;
        if (memberOf(properties, name)) found.push(pointerOfPath([...path, "properties", name]));
        if (holdsName(document, memberOf(node, "required")?.value, name)) {
          found.push(pointerOfPath([...path, "required"]));
        }
      }
      const lists = memberOf(node, "dependentRequired")?.value;
      if (lists?.kind === "object" && namesIn(document, lists, name)) {
        found.push(pointerOfPath([...path, "dependentRequired"]));
      }
      for (const { key, value } of node.members) {
        if (!IN_PLACE.has(key)) continue;
        const isMap = key === "dependentSchemas" || key === "dependencies";
        if (key === "dependencies" && namesIn(document, value, name)) found.push(pointerOfPath([...path, key]));
        else work.push({ node: value, path: [...path, key], role: isMap ? "schemas" : "schema" });
      }
    }
  }
}

const namesIn = (document: JsonDocument, map: JsonNode, name: string) =>
  map.kind === "object" &&
  map.members.some(({ key, value }) => (value.kind === "array" && key === name) || holdsName(document, value, name));

const holdsName = (document: JsonDocument, list: JsonNode | undefined, name: string) =>
  list?.kind === "array" && list.items.some((item) => textOf(document, item) === name);

function references(document: JsonDocument, way: string, found: string[]): void {
  if (!document.text.includes("$ref")) return;
  const work: { node: JsonNode; path: Path }[] = [{ node: document.root, path: [] }];
  for (let next = work.pop(); next && found.length < FOUND_MAX; next = work.pop()) {
    const { node, path } = next;
    if (node.kind === "array") node.items.forEach((item, at) => work.push({ node: item, path: [...path, at] }));
    if (node.kind !== "object") continue;
    for (const { key, value } of node.members) {
      const address = key === "$ref" ? textOf(document, value) : undefined;
      if (address !== undefined && (address === way || address.startsWith(`${way}/`))) {
        found.push(pointerOfPath([...path, key]));
      }
      if (value.kind === "object" || value.kind === "array") work.push({ node: value, path: [...path, key] });
    }
  }
}
