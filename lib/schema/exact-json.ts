import { proveDocument } from "./json-walk";

// No record can hold U+0000 (the API refuses it), so no text of anybody's ever looks like a marked number.
const MARK = "\u0000";
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Parses JSON that came from the API. A number that JavaScript would change (beyond 2^53, 1.10) becomes a marked text
 * that `numberText` shows and `printExact` writes as bare digits again; everything else is what JSON.parse makes.
 */
export function parseExact(text: string): unknown {
  return JSON.parse(
    text.replace(TOKENS, (token) => (token.startsWith('"') || survives(token) ? token : quoted(token))),
  );
}

/** The same for a text that a person typed; throws a JsonTextError that says what is wrong, where, and how to mend it. */
export function readExact(text: string): unknown {
  proveDocument(text);
  return parseExact(text);
}

/** Writes a value of `parseExact` as JSON: every number with the digits it came with. `indent` spaces a level. */
export function printExact(value: unknown, indent = 0): string {
  return print(value, indent, "\n");
}

/** True for a number that is carried as marked text. */
export function isExactNumber(value: unknown): value is string {
  return typeof value === "string" && value.startsWith(MARK);
}

/** The digits of a number, marked or not; undefined for anything else. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return isExactNumber(value) ? value.slice(MARK.length) : undefined;
}

/** The number that a person typed, marked when JavaScript would change it; undefined when it is none. */
export function exactNumber(typed: string): number | string | undefined {
  const token = typed.trim();
  if (!NUMBER.test(token)) return undefined;
  return survives(token) ? Number(token) : MARK + token;
}

/** The same value with plain finite numbers, for whatever only compares and counts. It loses digits: never store it. */
export function plainNumbers(value: unknown): unknown {
  if (isExactNumber(value)) {
    const number = Number(numberText(value));
    return Number.isFinite(number) ? number : Math.sign(number) * Number.MAX_VALUE;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => (item === undefined ? null : plainNumbers(item)));
  if (typeof value !== "object" || value === null) return value;
  const said = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(said.map(([key, member]) => [key, plainNumbers(member)]));
}

/** Whether two values are the same, digit by digit; the order of an object's members does not count. */
export function sameExact(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => sameExact(item, right[index]));
  }
  const [here, there] = [new Map(Object.entries(left)), new Map(Object.entries(right))];
  const said = (members: Map<string, unknown>) => [...members].filter(([, member]) => member !== undefined);
  if (said(here).length !== said(there).length) return false;
  return said(here).every(([key, member]) => there.has(key) && sameExact(member, there.get(key)));
}

const survives = (token: string) => String(Number(token)) === token;
const quoted = (token: string) => `"\\u0000${token}"`;

function print(value: unknown, indent: number, lineStart: string): string {
  if (isExactNumber(value)) return value.slice(MARK.length);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = indent === 0 ? "" : lineStart + " ".repeat(indent);
  const close = indent === 0 ? "" : lineStart;
  const deeper = lineStart + " ".repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return "[" + value.map((item) => inner + print(item, indent, deeper)).join(",") + close + "]";
  }
  const colon = indent === 0 ? ":" : ": ";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (members.length === 0) return "{}";
  const lines = members.map(([key, member]) => inner + JSON.stringify(key) + colon + print(member, indent, deeper));
  return "{" + lines.join(",") + close + "}";
}
