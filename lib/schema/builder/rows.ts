import { pointerStep } from "../json-error";
import { memberOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import { typesOf } from "./keyword-edits";

/** One line of the builder: a field, what each item of a list is, or a definition that others refer to. */
export type BuilderRow = {
  /** Its pointer into the schema: the same as long as nobody renames or moves it. */
  id: string;
  path: Path;
  kind: "field" | "item" | "shelf" | "definition";
  name: string;
  /** 0 for a field of the record itself. */
  level: number;
  /** Its place among its siblings, from 0, and how many they are. */
  place: number;
  siblings: number;
  /** Whether something can stand below it, and whether that is shown. */
  holds: boolean;
  open: boolean;
};

/** Deeper than this no row is drawn; the code shows everything. */
const ROW_LEVELS_MAX = 40;

/** A way as a JSON pointer into the schema. */
export const pointerOfPath = (path: Path): string => path.map(pointerStep).join("");

/** The lines to draw, given those that are open: a way through the open ones only, so that size alone costs little. */
export function builderRows(document: JsonDocument, open: ReadonlySet<string>): BuilderRow[] {
  const rows: BuilderRow[] = [];
  // A list of work instead of recursion: a schema may not choose how deep our stack grows.
  const work = [...shelvesOf(document), ...childrenOf(document, { id: "", path: [], level: -1, node: document.root })];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { node, ...line } = next;
    const isHolder = line.kind === "shelf" || holds(document, node);
    const isOpen = isHolder && open.has(line.id);
    rows.push({ ...line, holds: isHolder, open: isOpen });
    if (!isOpen || line.level >= ROW_LEVELS_MAX) continue;
    for (const child of line.kind === "shelf" ? definitionsOf(next) : childrenOf(document, next)) work.push(child);
  }
  return rows;
}

type Line = Omit<BuilderRow, "holds" | "open"> & { node: JsonNode | undefined };
type Holder = Pick<Line, "id" | "path" | "level" | "node">;

/** The lines below one, the last first. */
function childrenOf(document: JsonDocument, { id, path, level, node }: Holder): Line[] {
  const properties = memberOf(node, "properties")?.value;
  const fields = properties?.kind === "object" ? properties.members : [];
  const items = memberOf(node, "items")?.value;
  const lines: Line[] = fields.map(({ key, value }, place) => ({
    id: `${id}/properties${pointerStep(key)}`,
    path: [...path, "properties", key],
    kind: "field" as const,
    name: key,
    level: level + 1,
    place,
    siblings: fields.length,
    node: value,
  }));
  const isSchema = items?.kind === "object" || items?.kind === "boolean";
  if (isSchema || (level >= 0 && takesItems(document, node))) {
    const own = { id: `${id}/items`, path: [...path, "items"], name: "each item", level: level + 1 };
    lines.unshift({ ...own, kind: "item", place: 0, siblings: 1, node: items });
  }
  return lines.reverse();
}

const takesItems = (document: JsonDocument, node: JsonNode | undefined) =>
  typesOf(document, node)?.includes("array") === true && !memberOf(node, "prefixItems") && !memberOf(node, "items");

function shelvesOf({ root }: JsonDocument): Line[] {
  return ["definitions", "$defs"].flatMap((name) => {
    const node = memberOf(root, name)?.value;
    if (node?.kind !== "object") return [];
    return [{ id: `/${name}`, path: [name], kind: "shelf" as const, name, level: 0, place: 0, siblings: 1, node }];
  });
}

function definitionsOf({ id, path, level, node }: Line): Line[] {
  if (node?.kind !== "object") return [];
  const lines = node.members.map(({ key, value }, place) => ({
    id: id + pointerStep(key),
    path: [...path, key],
    kind: "definition" as const,
    name: key,
    level: level + 1,
    place,
    siblings: node.members.length,
    node: value,
  }));
  return lines.reverse();
}

function holds(document: JsonDocument, node: JsonNode | undefined): boolean {
  if (node?.kind !== "object") return false;
  const [properties, items] = [memberOf(node, "properties")?.value, memberOf(node, "items")?.value];
  if (properties?.kind === "object" || items?.kind === "object" || items?.kind === "boolean") return true;
  return typesOf(document, node)?.includes("object") === true || takesItems(document, node);
}

/** The JSON pointer of a field inside a record; undefined for what stands in a list or is only referred to. */
export function recordPointer(path: Path): string | undefined {
  let pointer = "";
  for (let at = 0; at < path.length; at += 2) {
    const name = path[at + 1];
    if (path[at] !== "properties" || name === undefined) return undefined;
    pointer += pointerStep(name);
  }
  return pointer === "" ? undefined : pointer;
}
