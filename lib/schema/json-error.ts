/** Why a body was refused, told apart by a field so that several copies of this module agree. */
export type JsonTextKind = "utf8" | "bom" | "syntax" | "nul" | "surrogate" | "duplicate" | "number" | "depth" | "shape";

/** Where in a body something is: a JSON pointer, a byte offset, and a line and column for people. */
export interface JsonPlace {
  pointer: string;
  offset: number;
  line: number;
  column: number;
}

/** A text that is not the JSON we accept; the message says what, where and how to mend it. */
export class JsonTextError extends Error {
  readonly code = "json-text";
  readonly kind: JsonTextKind;
  readonly pointer: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(kind: JsonTextKind, what: string, mend: string, place: JsonPlace) {
    const inside = place.pointer === "" ? "" : ` (at ${place.pointer})`;
    super(`${what} at line ${place.line}, column ${place.column}${inside}. ${mend}`);
    this.name = "JsonTextError";
    this.kind = kind;
    this.pointer = place.pointer;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }
}

/** True for our refusal of a text, whichever copy of the module made it. */
export function isJsonTextError(error: unknown): error is JsonTextError {
  return error instanceof Error && "code" in error && error.code === "json-text";
}

/** Turns an index into a text to the byte offset, line and column that a person can look up. */
export function placeInText(text: string, index: number, pointer: string): JsonPlace {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line++;
  let column = 1;
  for (const _ of before.slice(lineStart)) column++;
  return { pointer, offset: new TextEncoder().encode(before).length, line, column };
}

/** One step of a JSON pointer, escaped. */
export function pointerStep(key: string | number): string {
  return "/" + String(key).replaceAll("~", "~0").replaceAll("/", "~1");
}
