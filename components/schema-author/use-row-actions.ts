"use client";

import { useRef, useState } from "react";
import { removeInDraft } from "@/lib/schema/builder/draft-edits";
import { addField, fieldAt, setRequired } from "@/lib/schema/builder/field-edits";
import { nodeAt, type Path } from "@/lib/schema/builder/json-tree";
import { kinds, setKind, sourceOfKind, type Kind } from "@/lib/schema/builder/kinds";
import { setKeyword } from "@/lib/schema/builder/keyword-edits";
import { groupOf, moveStep } from "@/lib/schema/builder/moves";
import { pointerOfPath, type BuilderRow } from "@/lib/schema/builder/rows";
import type { RowActions } from "./builder-row";
import type { Author } from "./use-author";

type Props = {
  author: Author;
  rows: readonly BuilderRow[];
  openDetails: () => void;
  showInCode: (path: Path) => void;
};

/** What can be done with a row, and where the next new field goes. */
export function useRowActions({ author, rows, openDetails, showInCode }: Props) {
  const [into, setInto] = useState<Path>([]);
  const nameInput = useRef<HTMLInputElement>(null);
  // Of a group that is gone meanwhile nothing can be made: the record is what is always there.
  const holder = into.length > 0 && groupOf(author.document, into) ? into : [];

  const focus = ({ id }: { id: string }) =>
    requestAnimationFrame(() =>
      [...document.querySelectorAll<HTMLElement>('[role="row"]')].find(({ dataset }) => dataset.row === id)?.focus(),
    );

  const actions: RowActions & { focus: typeof focus } = {
    focus,
    openDetails: (row) => {
      author.select(row.id);
      openDetails();
    },
    toggle: (row) => author.setOpen(row.id, !row.open),
    setKind: (row, kind) => {
      author.edit((_content, doc) => {
        // The items of a list have no schema until one says what they are.
        const isNew = row.kind === "item" && nodeAt(doc, row.path) === undefined;
        return isNew
          ? setKeyword(doc, row.path.slice(0, -1), "items", sourceOfKind(kind))
          : setKind(doc, row.path, kind);
      }, `${row.name} holds ${kinds[kind].label}`);
      if (kind === "object" || kind === "array") author.setOpen(row.id, true);
    },
    setRequired: (row, on) => {
      const field = fieldAt(row.path);
      if (!field) return;
      author.edit(
        (_content, doc) => setRequired(doc, field.holder, field.name, on),
        `${row.name} is ${on ? "" : "not "}required`,
      );
    },
    move: (row, direction) => {
      const words = { up: "up", down: "down", in: "into the group above", out: "out of its group" };
      const path = author.edit(
        (content, doc) => moveStep(content, doc, row.path, direction),
        `Moved ${row.name} ${words[direction]}`,
        { from: row.path },
      );
      if (!path) author.say(`${row.name} cannot be moved ${words[direction]}`);
    },
    remove: (row) => {
      const at = rows.findIndex(({ id }) => id === row.id);
      const next = rows.slice(at + 1).find(({ level }) => level <= row.level) ?? rows[at - 1];
      author.edit((content, doc) => removeInDraft(content, doc, row.path), `Removed ${row.name}`);
      if (next) {
        author.select(next.id);
        focus(next);
      }
    },
    addInside: (row) => {
      const target = groupOf(author.document, row.path) ?? fieldAt(row.path)?.holder;
      if (!target) return;
      if (row.holds && !row.open) author.setOpen(row.id, true);
      setInto(target);
      requestAnimationFrame(() => nameInput.current?.focus());
    },
    showInCode: (row) => showInCode(row.path),
  };

  return {
    actions,
    add: {
      into: holder.length > 0 ? wordsOf(holder) : undefined,
      nameInput,
      onRecord: () => {
        setInto([]);
        nameInput.current?.focus();
      },
      onLeave: () => {
        const row = rows.find(({ id }) => id === author.selected) ?? rows[0];
        if (row) focus(row);
      },
      onAdd: (name: string, kind: Kind): boolean => {
        const path = author.edit((content, doc) => {
          const { document: made, path: at } = addField(doc, holder, name, sourceOfKind(kind));
          return { content: { ...content, schemaText: made.text }, document: made, path: at, notes: [] };
        }, `Added ${name}`);
        if (path) author.select(pointerOfPath(path));
        return path !== undefined;
      },
    },
  };
}

/** A way as people read it: "vendors › each item". */
function wordsOf(path: Path): string {
  const words: string[] = [];
  for (let at = 0; at < path.length; at += path[at] === "items" ? 1 : 2) {
    words.push(path[at] === "items" ? "each item" : String(path[at + 1]));
  }
  return words.join(" › ");
}
