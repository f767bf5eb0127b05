"use client";

import { useState } from "react";
import { sameContent, type DraftContent } from "@/lib/schema/builder/draft-content";
import { withDocument, type DraftEdit } from "@/lib/schema/builder/draft-edits";
import { redone, startHistory, undone, withEdit, type EditHistory } from "@/lib/schema/builder/edit-history";
import { EditRefusal } from "@/lib/schema/builder/field-edits";
import type { JsonDocument, Path } from "@/lib/schema/builder/json-tree";
import { pointerOfPath } from "@/lib/schema/builder/rows";
import { keepDocument, readText } from "./read-text";

/** What an edit made of a content and its document; nothing where there was nothing to do. */
export type Edit = (content: DraftContent, document: JsonDocument) => DraftEdit | JsonDocument | undefined;

export type Author = {
  content: DraftContent;
  /** The last state of the text that could be read. */
  document: JsonDocument;
  /** Why the text cannot be read at present. */
  broken: string | undefined;
  readOnly: boolean;
  /** Makes an edit of the builder; answers where the field stands now, or nothing when it was refused. */
  edit: (edit: Edit, what: string, about?: { group?: string; from?: Path }) => Path | undefined;
  setContent: (content: DraftContent, what: string, group?: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  /** What the last edit has to say. */
  notes: readonly string[];
  refusal: string | undefined;
  dismiss: () => void;
  /** Read out to those who do not see what has moved. */
  said: string;
  say: (what: string) => void;
  selected: string;
  /** Another number for each selection; a field that is renamed or moved stays the same one. */
  selection: number;
  select: (id: string) => void;
  open: ReadonlySet<string>;
  setOpen: (id: string, open: boolean) => void;
};

type Props = { value: DraftContent; onChange: (content: DraftContent) => void; readOnly: boolean };

/** The state of an author at work: one history for both panes, the last text that could be read, and what is open. */
export function useAuthor({ value, onChange, readOnly }: Props): Author {
  const [history, setHistory] = useState<EditHistory>(() => startHistory(value));
  const [seen, setSeen] = useState(value);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<string>();
  const [said, say] = useState("");
  const [{ selected, selection }, setSelected] = useState({ selected: "", selection: 0 });
  const [open, setOpenIds] = useState<ReadonlySet<string>>(new Set());

  // Only what the page hands in anew is taken over: an answer that comes late may not undo what was typed since.
  if (!sameContent(value, seen)) {
    setSeen(value);
    if (!sameContent(value, history.present.content)) {
      setHistory(withEdit(history, value, { what: "Changed elsewhere", at: 0 }));
    }
  }

  const { content } = history.present;
  const read = readText(content.schemaText);
  const [good, setGood] = useState<JsonDocument>(() => (read.ok ? read.document : emptyDocument()));
  const document = read.ok ? read.document : good;
  if (document !== good) setGood(document);

  const take = (next: EditHistory) => {
    if (next === history) return;
    setHistory(next);
    setSeen(next.present.content);
    onChange(next.present.content);
  };
  const setContent = (next: DraftContent, what: string, group?: string) =>
    take(withEdit(history, next, { what, group, at: Date.now() }));

  const carry = (from: Path, to: Path) => {
    const [before, after] = [pointerOfPath(from), pointerOfPath(to)];
    if (before === after) return;
    const carried = (id: string) =>
      id === before || id.startsWith(`${before}/`) ? after + id.slice(before.length) : id;
    setOpenIds(new Set([...open, ...ancestorsOf(to)].map(carried)));
    setSelected({ selected: carried(selected), selection });
  };

  const edit: Author["edit"] = (run, what, { group, from } = {}) => {
    if (readOnly || !read.ok) return undefined;
    let made: ReturnType<Edit>;
    try {
      made = run(content, document);
    } catch (error) {
      if (!(error instanceof EditRefusal)) throw error;
      setRefusal(error.message);
      say(error.message);
      return undefined;
    }
    if (!made) return undefined;
    const edited: DraftEdit =
      "content" in made ? made : { content: withDocument(content, made), document: made, path: [], notes: [] };
    keepDocument(edited.document);
    setContent(edited.content, what, group);
    if (from) carry(from, edited.path);
    setNotes(edited.notes);
    setRefusal(undefined);
    say([what, ...edited.notes].join(". "));
    return edited.path;
  };

  const step = (next: EditHistory, word: string) => {
    if (next === history) return;
    take(next);
    setNotes([]);
    setRefusal(undefined);
    say(word);
  };

  return {
    content,
    document,
    broken: read.ok ? undefined : read.message,
    readOnly,
    edit,
    setContent,
    undo: () => step(undone(history), "Undone"),
    redo: () => step(redone(history), "Done again"),
    canUndo: history.past.length > 0 && !readOnly,
    canRedo: history.future.length > 0 && !readOnly,
    notes,
    refusal,
    dismiss: () => {
      setNotes([]);
      setRefusal(undefined);
    },
    said,
    say,
    selected,
    selection,
    select: (id) => {
      if (id !== selected) setSelected({ selected: id, selection: selection + 1 });
    },
    open,
    setOpen: (id, on) => {
      const next = new Set(open);
      if (on) next.add(id);
      else next.delete(id);
      setOpenIds(next);
    },
  };
}

const emptyDocument = (): JsonDocument => ({ text: "{}", root: { kind: "object", from: 0, to: 2, members: [] } });

/** The lines around one, which must be open for it to be seen. */
function ancestorsOf(path: Path): string[] {
  return path.flatMap((_step, at) => (at > 0 ? [pointerOfPath(path.slice(0, at))] : []));
}
