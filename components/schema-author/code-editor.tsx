"use client";

import { autocompletion, type CompletionSource } from "@codemirror/autocomplete";
import { type Diagnostic, forceLinting, linter } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import { Annotation, Compartment, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { editorBase } from "../records/json/editor-base";

/** What a page may ask of the editor while it is there. */
export type CodeHandle = {
  /** Puts the cursor to a part of the text and shows it. */
  goTo: (from: number, to: number) => void;
  find: () => void;
};

type CodeEditorProps = {
  text: string;
  label: string;
  readOnly: boolean;
  lint: (text: string) => Diagnostic[];
  complete?: CompletionSource;
  onText: (text: string) => void;
  onUndo: () => void;
  onRedo: () => void;
  /** Told the editor when it is made, and nothing when it is gone. */
  onReady?: (handle: CodeHandle | undefined) => void;
};

const fromOutside = Annotation.define<boolean>();

/** A schema's text. What changes it from outside replaces only the letters that differ, so the cursor stays. */
export default function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  const access = useRef(new Compartment());
  useEffect(() => {
    latest.current = props;
  });
  const { text, label, readOnly, lint } = props;

  useEffect(() => {
    if (!host.current) return;
    const { current } = latest;
    const made = new EditorView({
      parent: host.current,
      doc: current.text,
      extensions: [
        // The author has one history for both panes; the editor's own would know only half of it.
        Prec.high(
          keymap.of([
            { key: "Mod-z", run: () => (latest.current.onUndo(), true), preventDefault: true },
            { key: "Mod-y", run: () => (latest.current.onRedo(), true), preventDefault: true },
            { key: "Mod-Shift-z", run: () => (latest.current.onRedo(), true), preventDefault: true },
          ]),
        ),
        access.current.of(editorBase({ label: current.label, readOnly: current.readOnly })),
        linter(({ state }) => latest.current.lint(state.doc.toString()), { delay: 250 }),
        autocompletion({ override: [(context) => latest.current.complete?.(context) ?? null] }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.every((one) => one.annotation(fromOutside))) return;
          latest.current.onText(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    current.onReady?.({
      goTo: (from, to) => {
        const end = made.state.doc.length;
        made.dispatch({
          selection: { anchor: Math.min(from, end), head: Math.min(to, end) },
          effects: EditorView.scrollIntoView(Math.min(from, end), { y: "center" }),
        });
        made.focus();
      },
      find: () => openSearchPanel(made),
    });
    return () => {
      current.onReady?.(undefined);
      made.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(editorBase({ label, readOnly })) });
  }, [label, readOnly]);

  useEffect(() => {
    const editor = view.current;
    const now = editor?.state.doc.toString();
    if (!editor || now === undefined || now === text) return;
    editor.dispatch({ changes: differing(now, text), annotations: fromOutside.of(true) });
  }, [text]);

  useEffect(() => {
    if (view.current) forceLinting(view.current);
  }, [lint]);

  return <div ref={host} dir="ltr" className="min-h-0 flex-1 overflow-hidden" />;
}

/** The one stretch in which two texts differ. */
function differing(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < shorter - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}
