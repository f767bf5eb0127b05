import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { printExact, readExact } from "@/lib/schema/exact-json";
import { isJsonTextError, type JsonTextError } from "@/lib/schema/json-error";
import { pageNonce } from "../../ui/nonce";
import { editorLook, jsonColours } from "./editor-look";

/** What every editor of JSON here has: its look, its keys, folding, search and matching brackets. */
export function editorBase({ label, readOnly }: { label: string; readOnly: boolean }): Extension[] {
  return [
    EditorView.cspNonce.of(pageNonce() ?? ""),
    typedOver,
    lineNumbers(),
    // Letters, as a glyph's contrast cannot be told.
    foldGutter({ openText: "v", closedText: ">" }),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    json(),
    syntaxHighlighting(jsonColours),
    editorLook,
    lintGutter(),
    search({ top: false }),
    EditorState.readOnly.of(readOnly),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      ...(readOnly && { "aria-readonly": "true" }),
    }),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
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
export function formatted(text: string): string | undefined {
  try {
    return printExact(readExact(text), 2);
  } catch (error) {
    if (isJsonTextError(error)) return undefined;
    throw error;
  }
}

/** The characters of a text that a refusal of it is about. */
export function rangeOfError({ doc }: EditorState, error: JsonTextError): { from: number; to: number } {
  const line = doc.line(Math.min(error.line, doc.lines));
  // Columns count characters, positions count UTF-16 units.
  const at = line.from + [...line.text].slice(0, error.column - 1).join("").length;
  const from = Math.min(at, Math.max(line.from, line.to - 1));
  return { from, to: Math.min(from + 1, line.to) };
}
