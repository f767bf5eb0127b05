import {
  insertItem,
  insertMember,
  removeItem,
  removeMember,
  renameMember,
  reorderMember,
  replaceValue,
  sourceAtMargin,
} from "./json-splice";
import { memberOf, nodeAt, textOf, textsOf, type JsonDocument, type JsonNode, type Path } from "./json-tree";
import { setKeyword, typesAt } from "./keyword-edits";

/** What an edit made: the document, and where the field stands that it was about. */
export type Edited = { document: JsonDocument; path: Path };

/** An edit that cannot be made; the message is a sentence for the author. */
export class EditRefusal extends Error {}

const ONLY_CODE = "This part of the schema can be changed in the code only.";

/** The schema that a field belongs to, and its name there; undefined for the items of a list and for the whole. */
export function fieldAt(path: Path): { holder: Path; shelf: string; name: string } | undefined {
  const [shelf, name] = path.slice(-2);
  if (typeof name !== "string" || typeof shelf !== "string") return undefined;
  const holder = path.slice(0, -2);
  const isShelf = shelf === "properties" || ((shelf === "$defs" || shelf === "definitions") && holder.length === 0);
  return isShelf ? { holder, shelf, name } : undefined;
}

/** Adds a field to the object that the subschema at `holder` describes, last or at a place. Throws an EditRefusal. */
export function addField(
  document: JsonDocument,
  holder: Path,
  name: string,
  source = "{}",
  at = Number.POSITIVE_INFINITY,
): Edited {
  proveFree(document, holder, name);
  const made = withProperties(document, holder);
  const properties = objectAt(made, [...holder, "properties"]);
  const place = Math.min(at, properties.members.length);
  return { document: insertMember(made, properties, place, name, source), path: [...holder, "properties", name] };
}

/** Takes a field away, and its name from what its object requires. */
export function removeField(document: JsonDocument, path: Path): JsonDocument {
  const field = fieldAt(path);
  if (!field) return setKeyword(document, path.slice(0, -1), String(path.at(-1)), undefined);
  const members = objectAt(document, path.slice(0, -1));
  const at = members.members.findIndex(({ key }) => key === field.name);
  const without = removeMember(document, members, at);
  return field.shelf === "properties" ? setRequired(without, field.holder, field.name, false) : without;
}

/** Gives a field another name; its place stays, and so does whether it is required. Throws an EditRefusal. */
export function renameField(document: JsonDocument, path: Path, name: string): Edited {
  const field = fieldAt(path);
  if (!field || field.name === name) return { document, path };
  const to = [...path.slice(0, -1), name];
  const shelf = objectAt(document, path.slice(0, -1));
  if (memberOf(shelf, name)) throw new EditRefusal(`There is a field “${name}” here already.`);
  const at = shelf.members.findIndex(({ key }) => key === field.name);
  const renamed = renameMember(document, shelf, at, name);
  if (field.shelf !== "properties") return { document: renamed, path: to };
  const required = memberOf(nodeAt(renamed, field.holder), "required")?.value;
  if (required?.kind !== "array") return { document: renamed, path: to };
  const place = required.items.findIndex((item) => textOf(renamed, item) === field.name);
  const item = required.items[place];
  if (!item) return { document: renamed, path: to };
  // A name that was required beyond its fields must not stand there twice now.
  const twice = textsOf(renamed, required)?.includes(name);
  const named = twice ? removeItem(renamed, required, place) : replaceValue(renamed, item, JSON.stringify(name));
  return { document: named, path: to };
}

/** Moves a field up or down among its siblings, to the place `to`. */
export function reorderField(document: JsonDocument, path: Path, to: number): JsonDocument {
  const field = fieldAt(path);
  if (!field) return document;
  const shelf = objectAt(document, path.slice(0, -1));
  const from = shelf.members.findIndex(({ key }) => key === field.name);
  return reorderMember(document, shelf, from, Math.max(0, Math.min(to, shelf.members.length - 1)));
}

/** Moves a field into the object that another subschema describes, and takes along whether it is required. */
export function moveField(document: JsonDocument, path: Path, holder: Path, at?: number): Edited {
  const field = fieldAt(path);
  if (!field || field.shelf !== "properties") return { document, path };
  if (path.every((step, index) => holder[index] === step)) {
    throw new EditRefusal("A field cannot be moved into itself.");
  }
  const node = nodeAt(document, path);
  if (!node) return { document, path };
  const required = isRequired(document, field.holder, field.name);
  const added = addField(document, holder, field.name, sourceAtMargin(document, node), at);
  const moved = removeField(added.document, path);
  return { document: required ? setRequired(moved, holder, field.name, true) : moved, path: added.path };
}

/** Whether the object of a subschema must have the field. */
export function isRequired(document: JsonDocument, holder: Path, name: string): boolean {
  const required = memberOf(nodeAt(document, holder), "required")?.value;
  return required?.kind === "array" && required.items.some((item) => textOf(document, item) === name);
}

/** Says whether the object of a subschema must have the field. A list that ends up empty goes away. */
export function setRequired(document: JsonDocument, holder: Path, name: string, on: boolean): JsonDocument {
  if (isRequired(document, holder, name) === on) return document;
  const required = memberOf(nodeAt(document, holder), "required")?.value;
  if (required && required.kind !== "array") throw new EditRefusal(ONLY_CODE);
  if (!required) {
    return on ? setKeyword(document, holder, "required", `[${JSON.stringify(name)}]`) : document;
  }
  if (on) return insertItem(document, required, required.items.length, JSON.stringify(name));
  if (required.items.length === 1) return setKeyword(document, holder, "required", undefined);
  return removeItem(
    document,
    required,
    required.items.findIndex((item) => textOf(document, item) === name),
  );
}

/** The subschema whose fields a person means by "in here": of a list, that of its items. */
export function insideOf(document: JsonDocument, path: Path): Path {
  let here = path;
  for (let node = nodeAt(document, here); node?.kind === "object"; node = nodeAt(document, here)) {
    const types = typesAt(document, here);
    const isList = types?.includes("array") === true && !types.includes("object");
    if (!isList || memberOf(node, "items")?.value.kind !== "object") break;
    here = [...here, "items"];
  }
  return here;
}

function proveFree(document: JsonDocument, holder: Path, name: string): void {
  if (name === "") throw new EditRefusal("A field needs a name.");
  if (memberOf(memberOf(nodeAt(document, holder), "properties")?.value, name)) {
    throw new EditRefusal(`There is a field “${name}” here already.`);
  }
}

function withProperties(document: JsonDocument, holder: Path): JsonDocument {
  const properties = memberOf(nodeAt(document, holder), "properties")?.value;
  if (properties && properties.kind !== "object") throw new EditRefusal(ONLY_CODE);
  return properties ? document : setKeyword(document, holder, "properties", "{}");
}

function objectAt(document: JsonDocument, path: Path): JsonNode & { kind: "object" } {
  const node = nodeAt(document, path);
  if (node?.kind !== "object") throw new EditRefusal(ONLY_CODE);
  return node;
}
