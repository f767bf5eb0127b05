import { NUMBER_DIGITS_MAX, numberForm } from "./json-number";

// What a byte can begin outside strings; 0 for letters and all else.
const BLANK = 1;
const QUOTE = 2;
const OPEN = 3;
const CLOSE = 4;
const COLON = 5;
const COMMA = 6;
const NUMBER = 7;

const CLASS = new Uint8Array(256);
for (const byte of [32, 9, 10, 13]) CLASS[byte] = BLANK;
for (const byte of [123, 91]) CLASS[byte] = OPEN;
for (const byte of [125, 93]) CLASS[byte] = CLOSE;
for (let byte = 48; byte < 58; byte++) CLASS[byte] = NUMBER;
CLASS[45] = NUMBER;
CLASS[34] = QUOTE;
CLASS[58] = COLON;
CLASS[44] = COMMA;

// Inside strings: what needs a look. Continuation bytes and four-byte leads shift bytes against UTF-16 units.
const IN_STRING = new Uint8Array(256);
for (let byte = 128; byte < 256; byte++) IN_STRING[byte] = 1;
IN_STRING[34] = 2;
IN_STRING[92] = 3;

// Two escapes of six bytes become one character of four; no single escape saves as much.
const PAIR_SAVED = 8;
const LATIN1 = new TextDecoder("latin1");

/** What one pass over a value found. `text` positions come from byte positions minus `shift`. */
export interface Scan {
  readonly bytes: Uint8Array;
  /** Next byte to look at. */
  at: number;
  /** Bytes so far minus UTF-16 units so far. */
  shift: number;
  /** Something only the slow walk can judge: a number's length, an escape, an end that never came. */
  suspect: boolean;
  depth: number;
  objects: number;
  colons: number;
  plain: boolean;
  /** Bytes of the value as jsonb prints it, duplicates aside. */
  storedBytes: number;
}

/** Starts a scan at the first byte. */
export function startScan(bytes: Uint8Array): Scan {
  return { bytes, at: 0, shift: 0, suspect: false, depth: 0, objects: 0, colons: 0, plain: true, storedBytes: 0 };
}

/** Steps over blanks and answers the byte found there, or -1 at the end. */
export function skipBlanks(scan: Scan): number {
  const { bytes } = scan;
  let at = scan.at;
  while (at < bytes.length && CLASS[bytes[at]!] === BLANK) at++;
  scan.at = at;
  return at < bytes.length ? bytes[at]! : -1;
}

/**
 * Passes over the value at `scan.at` once, counting what decides its fate. It trusts the text to be well-formed:
 * whatever it delimits is given to JSON.parse or to the walk, so a wrong guess is found there.
 */
export function scanValue(scan: Scan): void {
  const { bytes } = scan;
  const length = bytes.length;
  const from = scan.at;
  let at = from;
  let shift = scan.shift;
  let level = 0;
  let depth = 0;
  let objects = 0;
  let colons = 0;
  let spared = 0;
  let plain = true;
  while (at < length) {
    const byte = bytes[at]!;
    const kind = CLASS[byte]!;
    if (kind === QUOTE) {
      at++;
      for (;;) {
        let look = 0;
        while (at < length && (look = IN_STRING[bytes[at]!]!) === 0) at++;
        if (at >= length) break;
        if (look === 2) break;
        if (look === 1) {
          const part = bytes[at++]!;
          if (part < 0xc0) shift++;
          else if (part >= 0xf0) shift--;
        } else if (bytes[at + 1] === 117) {
          const saved = unicodeEscape(scan, at);
          spared += saved;
          at += saved === PAIR_SAVED ? 12 : 6;
        } else {
          if (bytes[at + 1] === 47) spared++;
          at += 2;
        }
      }
      at++;
      if (level === 0) break;
    } else if (kind === NUMBER) {
      const start = at++;
      while (at < length && (CLASS[bytes[at]!] === NUMBER || bytes[at] === 46)) at++;
      const next = at < length ? bytes[at]! | 32 : 0;
      if (next === 101 || at - start > NUMBER_DIGITS_MAX || (byte === 45 && bytes[start + 1] === 48)) {
        while (at < length && isNumberPart(bytes[at]!)) at++;
        const form = numberForm(asciiSlice(bytes, start, at));
        if (form === undefined || form.digits > NUMBER_DIGITS_MAX) scan.suspect = true;
        else if (!form.plain) {
          plain = false;
          spared += at - start - form.length;
        }
      }
      if (level === 0) break;
    } else if (kind === COLON) {
      colons++;
      at++;
    } else if (kind === COMMA) {
      if (level === 0) break;
      spared--;
      at++;
    } else if (kind === OPEN) {
      if (byte === 123) objects++;
      if (++level > depth) depth = level;
      at++;
    } else if (kind === CLOSE) {
      if (level === 0) break;
      at++;
      if (--level === 0) break;
    } else if (kind === BLANK) {
      if (level === 0) break;
      spared++;
      at++;
    } else at++;
  }
  if (at > length || level > 0) {
    at = length;
    scan.suspect = true;
  }
  scan.at = at;
  scan.shift = shift;
  scan.depth = depth;
  scan.objects = objects;
  scan.colons = colons;
  scan.plain = plain;
  scan.storedBytes = at - from + colons - spared;
}

/** Judges the \u escape at `at`: marks what cannot be stored and answers how many bytes jsonb saves by unescaping it. */
function unicodeEscape(scan: Scan, at: number): number {
  const { bytes } = scan;
  const unit = Number.parseInt(asciiSlice(bytes, at + 2, at + 6), 16);
  if (Number.isNaN(unit) || unit === 0) {
    scan.suspect = true;
    return 0;
  }
  if (unit >= 0xd800 && unit <= 0xdfff) {
    const paired = unit < 0xdc00 && bytes[at + 6] === 92 && bytes[at + 7] === 117;
    const low = paired ? Number.parseInt(asciiSlice(bytes, at + 8, at + 12), 16) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) return PAIR_SAVED;
    scan.suspect = true;
    return 0;
  }
  if (unit < 32) return "\b\f\n\r\t".includes(String.fromCharCode(unit)) ? 4 : 0;
  if (unit === 34 || unit === 92) return 4;
  return unit < 0x80 ? 5 : unit < 0x800 ? 4 : 3;
}

function isNumberPart(byte: number): boolean {
  return CLASS[byte] === NUMBER || byte === 46 || byte === 43 || byte === 101 || byte === 69;
}

function asciiSlice(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > 64) return LATIN1.decode(bytes.subarray(from, to));
  let text = "";
  for (let at = from; at < to && at < bytes.length; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
