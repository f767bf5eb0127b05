import type { DraftContent } from "./draft-content";
import { moveInDraft, withDocument, type DraftEdit } from "./draft-edits";
import { fieldAt, insideOf, reorderField } from "./field-edits";
import { nodeAt, type JsonDocument, type Path } from "./json-tree";
import { memberOf } from "./json-tree";
import { typesAt } from "./keyword-edits";

export type Direction = "up" | "down" | "in" | "out";

/** A field moved one step, or nothing where there is no such step. Throws an EditRefusal. */
export function moveStep(
  content: DraftContent,
  document: JsonDocument,
  path: Path,
  direction: Direction,
): DraftEdit | undefined {
  const at = placeOf(document, path);
  if (at === undefined) return undefined;
  if (direction === "up" || direction === "down")
    return moveTo(content, document, path, at + (direction === "up" ? -1 : 1));
  if (fieldAt(path)?.shelf !== "properties") return undefined;
  if (direction === "in") {
    const before = siblingAt(document, path, at - 1);
    const group = before && groupOf(document, before);
    return group && moveInDraft(content, document, path, group);
  }
  const around = fieldAt(path) && holderField(path);
  const field = around && fieldAt(around);
  if (!around || !field || field.shelf !== "properties") return undefined;
  return moveInDraft(content, document, path, field.holder, (placeOf(document, around) ?? 0) + 1);
}

/** A field moved to a place among its siblings; nothing where it stands there already or there is no such place. */
function moveTo(content: DraftContent, document: JsonDocument, path: Path, to: number): DraftEdit | undefined {
  const moved = siblingAt(document, path, to) ? reorderField(document, path, to) : document;
  return moved === document ? undefined : { content: withDocument(content, moved), document: moved, path, notes: [] };
}

/** A field dropped before or after another, wherever that stands. Throws an EditRefusal. */
export function dropBeside(
  content: DraftContent,
  document: JsonDocument,
  path: Path,
  target: Path,
  after: boolean,
): DraftEdit | undefined {
  const [field, other] = [fieldAt(path), fieldAt(target)];
  const [from, to] = [placeOf(document, path), placeOf(document, target)];
  if (!field || !other || other.shelf !== field.shelf || from === undefined || to === undefined) return undefined;
  const place = to + (after ? 1 : 0);
  if (path.length === target.length && path.slice(0, -1).every((step, at) => target[at] === step)) {
    return moveTo(content, document, path, place > from ? place - 1 : place);
  }
  return field.shelf === "properties" ? moveInDraft(content, document, path, other.holder, place) : undefined;
}

/** The subschema whose fields a group, or a list of groups, holds; undefined where it can hold none. */
export function groupOf(document: JsonDocument, path: Path): Path | undefined {
  const inside = insideOf(document, path);
  const node = nodeAt(document, inside);
  const types = typesAt(document, inside) ?? [];
  const holds = memberOf(node, "properties")?.value.kind === "object" || types.includes("object");
  return node?.kind === "object" && holds ? inside : undefined;
}

/** A field's place among its siblings; undefined for what is no field. */
function placeOf(document: JsonDocument, path: Path): number | undefined {
  const shelf = fieldAt(path) && nodeAt(document, path.slice(0, -1));
  if (shelf?.kind !== "object") return undefined;
  const at = shelf.members.findIndex(({ key }) => key === path.at(-1));
  return at === -1 ? undefined : at;
}

function siblingAt(document: JsonDocument, path: Path, at: number): Path | undefined {
  const shelf = nodeAt(document, path.slice(0, -1));
  const member = shelf?.kind === "object" ? shelf.members[at] : undefined;
  return member && [...path.slice(0, -1), member.key];
}

/** The field around a field, past the items of the lists between. */
function holderField(path: Path): Path | undefined {
  let holder = path.slice(0, -2);
  while (holder.length > 0 && !fieldAt(holder)) holder = holder.slice(0, -1);
  return holder.length > 0 ? holder : undefined;
}
