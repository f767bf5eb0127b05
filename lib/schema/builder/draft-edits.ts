import { DECLARED_MAX, type DeclaredField, type DraftContent } from "./draft-content";
import { fieldAt, moveField, removeField, renameField, type Edited } from "./field-edits";
import type { JsonDocument, Path } from "./json-tree";
import { typesAt } from "./keyword-edits";
import { textAt } from "./facts";
import { pointerOfPath, recordPointer } from "./rows";
import { stillNames } from "./still-names";

/** A draft's content after an edit, the document of its text, and what its author should know of it. */
export type DraftEdit = { content: DraftContent; document: JsonDocument; path: Path; notes: string[] };

/** A document taken over into a content. */
export const withDocument = (content: DraftContent, document: JsonDocument): DraftContent =>
  document.text === content.schemaText ? content : { ...content, schemaText: document.text };

/** Renames a field and whatever of the resource names it. Throws an EditRefusal. */
export function renameInDraft(content: DraftContent, document: JsonDocument, path: Path, name: string): DraftEdit {
  return carried(content, document, path, renameField(document, path, name));
}

/** Moves a field into another object, and whatever of the resource names it follows. Throws an EditRefusal. */
export function moveInDraft(content: DraftContent, document: JsonDocument, path: Path, holder: Path, at?: number) {
  return carried(content, document, path, moveField(document, path, holder, at));
}

/** Removes a field, and what the resource declared of it. */
export function removeInDraft(content: DraftContent, document: JsonDocument, path: Path): DraftEdit {
  const gone = recordPointer(path);
  const field = fieldAt(path);
  const after = removeField(document, path);
  const edited = withDocument(content, after);
  const notes =
    field?.shelf === "properties" ? namingNotes(after, field.holder, field.name) : referringNotes(after, path);
  if (gone === undefined) return { content: edited, document: after, path, notes };
  const isTop = path.length === 2;
  if (isTop && field?.name === content.identifierKey) {
    notes.push(`“${field.name}” still tells records apart; it only is no longer described.`);
  }
  return {
    document: after,
    path,
    notes,
    content: {
      ...edited,
      displayNameKey: isTop && field?.name === content.displayNameKey ? null : content.displayNameKey,
      filterFields: content.filterFields.filter(({ pointer }) => !isWithin(pointer, gone)),
    },
  };
}

function carried(content: DraftContent, document: JsonDocument, path: Path, edited: Edited): DraftEdit {
  const field = fieldAt(path);
  const after = withDocument(content, edited.document);
  if (!field || edited.document === document) return { content: after, document: edited.document, path, notes: [] };
  const [from, to] = [recordPointer(path), recordPointer(edited.path)];
  const isTop = path.length === 2 && field.shelf === "properties";
  const name = edited.path.length === 2 ? String(edited.path[1]) : undefined;
  const notes =
    field.shelf === "properties"
      ? namingNotes(edited.document, field.holder, field.name)
      : referringNotes(edited.document, path);
  const isKey = isTop && field.name === content.identifierKey;
  if (isKey && name === undefined) notes.push(`“${field.name}” tells records apart, and stays their identifier.`);
  const isName = isTop && field.name === content.displayNameKey;
  return {
    document: edited.document,
    path: edited.path,
    notes,
    content: {
      ...after,
      identifierKey: isKey && name !== undefined ? name : content.identifierKey,
      displayNameKey: isName ? (name ?? null) : content.displayNameKey,
      filterFields: from === undefined ? content.filterFields : following(content.filterFields, from, to),
    },
  };
}

/** Declared fields after the field they stand at or in went elsewhere; into a list they cannot follow. */
function following(fields: readonly DeclaredField[], from: string, to: string | undefined): readonly DeclaredField[] {
  return fields.flatMap((field) => {
    if (!isWithin(field.pointer, from)) return [field];
    return to === undefined ? [] : [{ ...field, pointer: to + field.pointer.slice(from.length) }];
  });
}

const isWithin = (pointer: string, holder: string) => pointer === holder || pointer.startsWith(`${holder}/`);

function namingNotes(document: JsonDocument, holder: Path, name: string): string[] {
  const places = stillNames(document, holder, name);
  if (places.length === 0) return [];
  return [`${placesInWords(places)} still ${places.length === 1 ? "names" : "name"} “${name}”; mend it in the code.`];
}

function referringNotes(document: JsonDocument, path: Path): string[] {
  return document.text.includes(JSON.stringify(`#${pointerOfPath(path)}`))
    ? [`References to #${pointerOfPath(path)} lead nowhere now; mend them in the code.`]
    : [];
}

function placesInWords(places: readonly string[]): string {
  const shown = places.slice(0, 3).join(", ");
  return places.length > 3 ? `${shown} and ${places.length - 3} more places` : shown;
}

/** Why a field cannot be declared for filter and sort at present, as a sentence; nothing where it can. */
export function refusesDeclaring(content: DraftContent, type: DeclaredField["type"]): string | undefined {
  const texts = content.filterFields.filter((field) => field.type === "text").length;
  if (type === "text" && texts >= DECLARED_MAX.text) return `${DECLARED_MAX.text} fields of text are declared already.`;
  if (type !== "text" && content.filterFields.length - texts >= DECLARED_MAX.ordered) {
    return `${DECLARED_MAX.ordered} fields of number or date are declared already.`;
  }
  return undefined;
}

/** How a field would be declared for filter and sort; undefined where it holds no text, number or date. */
export function declarableType(document: JsonDocument, path: Path): DeclaredField["type"] | undefined {
  const types = (typesAt(document, path) ?? []).filter((type) => type !== "null");
  if (types.length === 0) return "text";
  if (types.every((type) => type === "number" || type === "integer")) return "number";
  if (types.length > 1 || types[0] !== "string") return undefined;
  return /^date(-time)?$/.test(textAt(document, path, "format") ?? "") ? "date" : "text";
}
