import { isJsonTextError } from "@/lib/schema/json-error";
import { readDocument, type JsonDocument } from "@/lib/schema/builder/json-tree";

/** A schema's text as the builder reads it: its document, or why it has none at present. */
export type TextRead = { ok: true; document: JsonDocument } | { ok: false; message: string };

const kept = new Map<string, TextRead>();
const KEPT_MAX = 4;

/** Reads a text once, however often the page draws it. */
export function readText(text: string): TextRead {
  const found = kept.get(text);
  if (found) return found;
  const read = attempt(text);
  keep(text, read);
  return read;
}

/** Remembers a document that an edit has made, so that its text is not read again. */
export function keepDocument(document: JsonDocument): void {
  keep(document.text, { ok: true, document });
}

function keep(text: string, read: TextRead): void {
  kept.set(text, read);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}

function attempt(text: string): TextRead {
  try {
    const document = readDocument(text);
    if (document.root.kind === "object") return { ok: true, document };
    return { ok: false, message: "A schema is a JSON object: begin with { and end with }." };
  } catch (error) {
    if (isJsonTextError(error)) return { ok: false, message: error.message };
    throw error;
  }
}
