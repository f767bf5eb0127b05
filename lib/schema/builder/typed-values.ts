import { isJsonTextError } from "../json-error";
import { readDocument } from "./json-tree";
import type { TypeName } from "./keyword-edits";

/** A value that a person typed, as JSON text; or why it is none. */
export type TypedRead = { ok: true; source: string } | { ok: false; message: string };

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/**
 * Reads what was typed where a value of these kinds is meant. Where only text is, everything is text; elsewhere JSON is
 * JSON, and what is none is a text if texts are allowed.
 */
export function sourceOfTyped(typed: string, types: readonly TypeName[]): TypedRead {
  const text = typed.trim();
  const takesText = types.length === 0 || types.includes("string");
  const others = types.filter((type) => type !== "string");
  if (text.startsWith('"') || !takesText || others.length > 0 || types.length === 0) {
    if (text.startsWith('"') || /^[[{]/.test(text) || LITERAL.test(text) || !takesText) {
      const read = asJson(text);
      if (read.ok || !takesText) return read;
    }
  }
  return { ok: true, source: JSON.stringify(typed) };
}

/** A JSON text as it is shown where it may be typed: texts without quotes as long as they read back the same. */
export function displayedChoice(source: string, types: readonly TypeName[]): string {
  if (!source.startsWith('"')) return source;
  const text = JSON.parse(source) as string;
  const read = sourceOfTyped(text, types);
  return read.ok && JSON.parse(read.source) === text && text !== "" ? text : source;
}

function asJson(text: string): TypedRead {
  try {
    return { ok: true, source: readDocument(text).text };
  } catch (error) {
    if (isJsonTextError(error)) return { ok: false, message: error.message };
    throw error;
  }
}
