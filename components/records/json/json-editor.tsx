"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { Search, WandSparkles } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { printExact, readExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import { pageJudge, type PageJudge } from "@/lib/schema/page-judge";
import { Button } from "../../ui/button";
import { pageNonce } from "../../ui/nonce";
import { editorLook, jsonColours } from "./editor-look";
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
        EditorView.cspNonce.of(pageNonce() ?? ""),
        typedOver,
        lineNumbers(),
        foldGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        json(),
        syntaxHighlighting(jsonColours),
        editorLook,
        lintGutter(),
        linter((editor) => complaints(editor, judge), { delay: 250 }),
        search({ top: false }),
        ...(readOnly ? [] : [autocompletion({ override: [completionFrom(start.schema)] })]),
        EditorState.readOnly.of(readOnly),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, ...(readOnly && { "aria-readonly": "true" }) }),
        keymap.of([
          ...closeBracketsKeymap,
          ...defaultKeymap,
          ...searchKeymap,
          ...historyKeymap,
          ...foldKeymap,
          ...completionKeymap,
          ...lintKeymap,
        ]),
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
      <div className="flex items-center gap-1 border-b border-hairline px-2 py-1">
        <Button
          size="small"
          variant="quiet"
          icon={<Search aria-hidden="true" />}
          onClick={() => view.current && openSearchPanel(view.current)}
        >
          Find
        </Button>
        {!readOnly && (
          <Button size="small" variant="quiet" icon={<WandSparkles aria-hidden="true" />} onClick={format}>
            Format
          </Button>
        )}
        <span className="ml-auto pr-2 text-meta text-ink-faint max-sm:hidden">
          {readOnly ? "Read only" : "Ctrl+Space shows what the schema knows"}
        </span>
      </div>
      <div ref={host} dir="ltr" className="min-h-0 flex-1 overflow-hidden" />
    </div>
  );
}

/**
 * Typing over a selection. Left to the browser, it would keep the look of the first letter in a style attribute, which
 * the page's policy forbids.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType } = event;
    const { from, to } = view.state.selection.main;
    if (inputType !== "insertText" || !data || from === to || view.composing || view.state.readOnly) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/** The text laid out anew, digits kept; undefined when it is not JSON yet. */
function formatted(text: string): string | undefined {
  try {
    return printExact(readExact(text), 2);
  } catch (error) {
    if (isJsonTextError(error)) return undefined;
    throw error;
  }
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
    const line = state.doc.line(Math.min(error.line, state.doc.lines));
    // Columns count characters, positions count UTF-16 units.
    const at = line.from + [...line.text].slice(0, error.column - 1).join("").length;
    const from = Math.min(at, Math.max(line.from, line.to - 1));
    return [{ from, to: Math.min(from + 1, line.to), severity: "error", message: error.message }];
  }
}
