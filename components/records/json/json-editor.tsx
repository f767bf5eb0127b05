"use client";

import { autocompletion } from "@codemirror/autocomplete";
import { history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, linter } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef, useState } from "react";
import { readExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import { pageJudge, type PageJudge } from "@/lib/schema/page-judge";
import { JsonToolbar } from "../../ui/json-toolbar";
import { editorBase, formatted, rangeOfError } from "./editor-base";
import { completionFrom } from "./json-completion";
import { rangeOf } from "./json-places";

type JsonEditorProps = {
  /** Read once; a new key makes a new editor. */
  initial: string;
  schema: unknown;
  label: string;
  readOnly?: boolean;
  onChange?: (text: string) => void;
};

/** JSON text with the schema's names and choices at hand and its complaints at their places. */
export default function JsonEditor({ initial, schema, label, readOnly = false, onChange }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changed = useRef(onChange);
  // The editor owns its text after it was made; another text or schema comes with another key.
  const [start] = useState({ initial, schema });
  useEffect(() => {
    changed.current = onChange;
  });

  useEffect(() => {
    if (!host.current) return;
    const judge = pageJudge(start.schema);
    const made = new EditorView({
      parent: host.current,
      doc: start.initial,
      extensions: [
        editorBase({ label, readOnly }),
        history(),
        linter((editor) => complaints(editor, judge), { delay: 250 }),
        ...(readOnly ? [] : [autocompletion({ override: [completionFrom(start.schema)] })]),
        keymap.of(historyKeymap),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed.current?.(update.state.doc.toString());
        }),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [start, readOnly, label]);

  const format = () => {
    const editor = view.current;
    if (!editor) return;
    const text = formatted(editor.state.doc.toString());
    if (text !== undefined) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
    editor.focus();
  };

  return (
    <div className="flex h-full min-h-80 flex-col">
      <JsonToolbar
        onFind={() => view.current && openSearchPanel(view.current)}
        onFormat={format}
        readOnly={readOnly}
        completes="what the schema knows"
      />
      <div ref={host} dir="ltr" className="min-h-0 flex-1 overflow-hidden" />
    </div>
  );
}

function complaints({ state }: EditorView, judge: PageJudge): Diagnostic[] {
  const text = state.doc.toString();
  try {
    return judge.problems(readExact(text)).map(({ pointer, message }) => ({
      ...rangeOf(state, pointer),
      severity: "error",
      message,
    }));
  } catch (error) {
    if (!isJsonTextError(error)) throw error;
    return [{ ...rangeOfError(state, error), severity: "error", message: error.message }];
  }
}
