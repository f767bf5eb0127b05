import { JsonTextError, placeInText, pointerStep, type JsonTextKind } from "./json-error";
import { NUMBER_DIGITS_MAX, numberForm } from "./json-number";

// Deeper than this no record is accepted, so keys and paths are no longer remembered: memory stays one byte a level.
const REMEMBERED_LEVELS = 300;
const NUMBER_TOKEN = /[-+.0-9eE]+/y;
const STRING_PLAIN = /[^"\\\u0000-\u001f]*/y;
const BLANK = /[ \t\n\r]*/y;
const HEX4 = /^[0-9a-fA-F]{4}$/;

const OBJECT = 1;
const ARRAY = 2;

/** Proves that the whole text is one JSON document, or throws what is wrong with it first. */
export function proveDocument(text: string): void {
  BLANK.lastIndex = walkJson(text, 0);
  BLANK.test(text);
  const end = BLANK.lastIndex;
  if (end === text.length) return;
  const what = `Unexpected ${describe(text, end)} after the end of the JSON`;
  throw new JsonTextError("syntax", what, "Send one JSON document.", placeInText(text, end, ""));
}

/**
 * Proves one JSON value in `text` from `from` on, character by character, without recursion, and returns where
 * it ends. Throws the first thing that is wrong. The fast scan calls it only to name what it suspects.
 */
export function walkJson(text: string, from: number, root = ""): number {
  const path: (string | number | undefined)[] = [];
  const keys: (Set<string> | undefined)[] = [];
  let kinds = new Uint8Array(64);
  let depth = 0;
  let at = from;

  const pointer = () => root + path.map((step) => (step === undefined ? "" : pointerStep(step))).join("");
  const fail = (kind: JsonTextKind, index: number, what: string, mend: string): never => {
    throw new JsonTextError(kind, what, mend, placeInText(text, index, pointer()));
  };
  const blanks = () => {
    BLANK.lastIndex = at;
    BLANK.test(text);
    at = BLANK.lastIndex;
  };
  const unexpected = (wanted: string): never => {
    const found = at >= text.length ? "The JSON ends too early" : `Unexpected ${describe(text, at)}`;
    return fail("syntax", at, found, `Expected ${wanted}.`);
  };

  const string = (): string => {
    const start = at++;
    let escaped = false;
    for (;;) {
      STRING_PLAIN.lastIndex = at;
      STRING_PLAIN.test(text);
      at = STRING_PLAIN.lastIndex;
      const code = text.charCodeAt(at);
      if (code === 34) break;
      if (code !== 92) {
        if (at >= text.length) fail("syntax", start, "A string never ends", "Close it with a double quote.");
        if (code === 0) fail("nul", at, "The character U+0000", "Remove it: it cannot be stored.");
        fail(
          "syntax",
          at,
          "A raw control character in a string",
          `Write it as \\u${code.toString(16).padStart(4, "0")}.`,
        );
      }
      escaped = true;
      at = escape(text, at, fail);
    }
    at++;
    const inner = text.slice(start + 1, at - 1);
    return escaped ? (JSON.parse(`"${inner}"`) as string) : inner;
  };

  const enter = (kind: number) => {
    if (depth === kinds.length) {
      const wider = new Uint8Array(kinds.length * 2);
      wider.set(kinds);
      kinds = wider;
    }
    kinds[depth++] = kind;
    at++;
    if (depth <= REMEMBERED_LEVELS) {
      path.push(kind === OBJECT ? undefined : 0);
      keys.push(kind === OBJECT ? new Set() : undefined);
    }
  };
  const leave = () => {
    if (depth <= REMEMBERED_LEVELS) {
      path.pop();
      keys.pop();
    }
    depth--;
    at++;
  };

  const key = () => {
    blanks();
    if (text.charCodeAt(at) !== 34) unexpected("a key in double quotes");
    const start = at;
    const name = string();
    if (depth <= REMEMBERED_LEVELS) {
      const seen = keys[depth - 1];
      path[depth - 1] = name;
      if (seen?.has(name))
        fail(
          "duplicate",
          start,
          `The key ${JSON.stringify(clip(name))} stands twice in one object`,
          "Keep one of them.",
        );
      seen?.add(name);
    }
    blanks();
    if (text.charCodeAt(at) !== 58) unexpected("a colon after the key");
    at++;
  };

  /** Reads one value; true when it opened a container whose first value must follow. */
  const value = (): boolean => {
    blanks();
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) {
      enter(code === 123 ? OBJECT : ARRAY);
      blanks();
      const first = text.charCodeAt(at);
      if (first === (code === 123 ? 125 : 93)) {
        leave();
        return false;
      }
      if (code === 123) key();
      return true;
    }
    if (code === 34) string();
    else if (code === 45 || (code >= 48 && code <= 57)) number();
    else if (text.startsWith("true", at) || text.startsWith("null", at)) at += 4;
    else if (text.startsWith("false", at)) at += 5;
    else unexpected("a value: an object, array, string, number, true, false or null");
    return false;
  };

  const number = () => {
    NUMBER_TOKEN.lastIndex = at;
    NUMBER_TOKEN.test(text);
    const token = text.slice(at, NUMBER_TOKEN.lastIndex);
    const form = numberForm(token);
    if (form === undefined) {
      fail(
        "syntax",
        at,
        `${JSON.stringify(clip(token))} is not a JSON number`,
        "Write it like -12.5 or 1e3, or quote it as a string.",
      );
    } else if (form.digits > NUMBER_DIGITS_MAX) {
      const what = `The number ${clip(token)} takes more than ${NUMBER_DIGITS_MAX} digits when written out`;
      fail("number", at, what, "Send it as a string, or with fewer digits.");
    }
    at = NUMBER_TOKEN.lastIndex;
  };

  let open = value();
  while (depth > 0) {
    if (open) {
      open = value();
      continue;
    }
    blanks();
    const kind = kinds[depth - 1];
    const code = text.charCodeAt(at);
    if (code === (kind === OBJECT ? 125 : 93)) leave();
    else if (code === 44) {
      at++;
      if (kind === OBJECT) key();
      else if (depth <= REMEMBERED_LEVELS) path[depth - 1] = Number(path[depth - 1]) + 1;
      open = value();
    } else
      unexpected(kind === OBJECT ? "a comma or the closing } of the object" : "a comma or the closing ] of the array");
  }
  return at;
}

type Fail = (kind: JsonTextKind, index: number, what: string, mend: string) => never;

/** Steps over one escape sequence and refuses those that no stored text can hold. */
function escape(text: string, at: number, fail: Fail): number {
  const letter = text.charAt(at + 1);
  if (letter !== "u") {
    if (letter === "" || !'"\\/bfnrt'.includes(letter)) {
      fail(
        "syntax",
        at,
        "An escape that JSON does not have",
        'Use one of \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hex digits.',
      );
    }
    return at + 2;
  }
  const unit = hexUnit(text, at);
  if (unit < 0) fail("syntax", at, "\\u without four hex digits", "Write exactly four, like \\u00e9.");
  if (unit === 0) fail("nul", at, "The character \\u0000", "Remove it: it cannot be stored.");
  if (unit >= 0xdc00 && unit <= 0xdfff)
    fail("surrogate", at, "A low surrogate without its high half", "Send the whole character.");
  if (unit < 0xd800 || unit > 0xdbff) return at + 6;
  const low = hexUnit(text, at + 6);
  if (low < 0xdc00 || low > 0xdfff)
    fail("surrogate", at, "A high surrogate without its low half", "Send the whole character.");
  return at + 12;
}

/** The code unit of the \uXXXX escape at `at`, or -1. */
function hexUnit(text: string, at: number): number {
  if (text.charAt(at) !== "\\" || text.charAt(at + 1) !== "u") return -1;
  const hex = text.slice(at + 2, at + 6);
  return HEX4.test(hex) ? Number.parseInt(hex, 16) : -1;
}

function describe(text: string, at: number): string {
  const point = text.codePointAt(at) ?? 0;
  return point < 32 || point === 127
    ? `control character U+${point.toString(16).padStart(4, "0")}`
    : JSON.stringify(String.fromCodePoint(point));
}

function clip(text: string): string {
  return text.length > 60 ? text.slice(0, 57) + "…" : text;
}
