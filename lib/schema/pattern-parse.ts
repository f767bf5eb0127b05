import { complement, DIGIT, LINE_ENDS, merge, SPACE, WORD, type CharacterSet, type Ranges } from "./character-set";

/** One piece of an ECMA-262 pattern. */
export type Piece =
  | { kind: "set"; set: CharacterSet }
  | { kind: "start" | "end" | "boundary" | "no-boundary" }
  | { kind: "group"; choices: Piece[][] }
  | { kind: "repeat"; piece: Piece; min: number; max: number };

/** A pattern that cannot be served; the message is a sentence for the schema's author. */
export class PatternError extends Error {
  readonly code = "pattern";
}

const GROUP_LEVELS_MAX = 50;

const CONTROLS: { [letter: string]: number } = { t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Parses a pattern as ECMA-262 means it, in code points, and refuses what no linear-time engine can match. */
export function parsePattern(source: string): Piece[][] {
  proveSyntax(source);
  const reader: Reader = { points: Array.from(source), at: 0, level: 0 };
  return choices(reader);
}

interface Reader {
  points: string[];
  at: number;
  level: number;
}

// With the u flag as JSON Schema asks; without it as a courtesy to the many patterns that escape needlessly (\-, \_).
function proveSyntax(source: string): void {
  try {
    new RegExp(source, "u");
  } catch (strict) {
    try {
      new RegExp(source);
    } catch {
      throw new PatternError(
        `It is not a regular expression: ${strict instanceof Error ? strict.message : "unknown"}.`,
      );
    }
  }
}

function choices(reader: Reader): Piece[][] {
  const found: Piece[][] = [];
  let pieces: Piece[] = [];
  while (reader.at < reader.points.length && peek(reader) !== ")") {
    if (take(reader, "|")) {
      found.push(pieces);
      pieces = [];
    } else pieces.push(quantified(reader, atom(reader)));
  }
  found.push(pieces);
  return found;
}

function atom(reader: Reader): Piece {
  const point = next(reader);
  if (point === "^") return { kind: "start" };
  if (point === "$") return { kind: "end" };
  if (point === ".") return ranged(complement(LINE_ENDS));
  if (point === "(") return group(reader);
  if (point === "[") return { kind: "set", set: characterClass(reader) };
  if (point !== "\\") return literal(point);
  if (take(reader, "b")) return { kind: "boundary" };
  if (take(reader, "B")) return { kind: "no-boundary" };
  if (/[1-9k]/.test(peek(reader)))
    throw new PatternError("It refers back to a group (\\1, \\k<name>), which cannot be matched in linear time.");
  const escaped = escape(reader);
  return typeof escaped === "number" ? ranged([[escaped, escaped]]) : { kind: "set", set: escaped };
}

function group(reader: Reader): Piece {
  if (take(reader, "?")) {
    const kind = next(reader);
    const named = kind === "<" && peek(reader) !== "=" && peek(reader) !== "!";
    if (named) while (next(reader) !== ">");
    else if (kind !== ":")
      throw new PatternError(
        "It looks ahead or behind ((?=…), (?!…), (?<=…), (?<!…)), which cannot be matched in linear time.",
      );
  }
  if (++reader.level > GROUP_LEVELS_MAX)
    throw new PatternError(`Its groups are nested deeper than ${GROUP_LEVELS_MAX} levels.`);
  const inner = choices(reader);
  reader.level--;
  reader.at++;
  return { kind: "group", choices: inner };
}

function quantified(reader: Reader, piece: Piece): Piece {
  let min = 0;
  let max = Infinity;
  const braces =
    peek(reader) === "{" ? /^\{(\d+)(,(\d*))?\}/.exec(reader.points.slice(reader.at, reader.at + 24).join("")) : null;
  if (braces !== null) {
    reader.at += braces[0].length;
    min = Number(braces[1]);
    max = braces[2] === undefined ? min : braces[3] === "" ? Infinity : Number(braces[3]);
  } else if (take(reader, "+")) min = 1;
  else if (take(reader, "?")) max = 1;
  else if (!take(reader, "*")) return piece;
  // Lazy or greedy, the same strings match; only whether matters here.
  take(reader, "?");
  return { kind: "repeat", piece, min, max };
}

function characterClass(reader: Reader): CharacterSet {
  const set: CharacterSet = { ranges: [], properties: [], negated: take(reader, "^") };
  while (!take(reader, "]")) {
    const low = classAtom(reader);
    if (peek(reader) === "-" && reader.points[reader.at + 1] !== "]") {
      reader.at++;
      const high = classAtom(reader);
      if (typeof low === "number" && typeof high === "number") {
        set.ranges.push([low, high]);
        continue;
      }
      // [\w-.] is three members outside the u flag.
      include(set, 45);
      include(set, high);
    }
    include(set, low);
  }
  if (set.properties.length > 0) return { ...set, ranges: merge(set.ranges) };
  return { ranges: set.negated ? complement(set.ranges) : merge(set.ranges), properties: [], negated: false };
}

function classAtom(reader: Reader): number | CharacterSet {
  const point = next(reader);
  if (point !== "\\") return codeOf(point);
  if (take(reader, "b")) return 8;
  return escape(reader);
}

function include(set: CharacterSet, member: number | CharacterSet): void {
  if (typeof member === "number") set.ranges.push([member, member]);
  else {
    set.ranges.push(...member.ranges);
    set.properties.push(...member.properties);
  }
}

/** What follows a backslash, inside and outside a class alike. */
function escape(reader: Reader): number | CharacterSet {
  const letter = next(reader);
  if (letter === "d" || letter === "D") return plainSet(DIGIT, letter === "D");
  if (letter === "w" || letter === "W") return plainSet(WORD, letter === "W");
  if (letter === "s" || letter === "S") return plainSet(SPACE, letter === "S");
  if (letter === "p" || letter === "P") return property(reader, letter === "P");
  if (letter === "c") {
    const control = codeOf(next(reader));
    return control % 32;
  }
  if (letter === "0") return 0;
  if (letter === "x") return hex(reader, 2) ?? codeOf("x");
  if (letter === "u") return unicode(reader);
  return CONTROLS[letter] ?? codeOf(letter);
}

function unicode(reader: Reader): number {
  if (peek(reader) === "{") {
    const close = reader.points.indexOf("}", reader.at);
    const code = Number.parseInt(reader.points.slice(reader.at + 1, close).join(""), 16);
    reader.at = close + 1;
    return code;
  }
  const unit = hex(reader, 4);
  if (unit === undefined) return codeOf("u");
  if (unit < 0xd800 || unit > 0xdbff || reader.points[reader.at] !== "\\" || reader.points[reader.at + 1] !== "u")
    return unit;
  const back = reader.at;
  reader.at += 2;
  const low = hex(reader, 4) ?? 0;
  if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  reader.at = back;
  return unit;
}

function property(reader: Reader, negated: boolean): CharacterSet {
  const close = peek(reader) === "{" ? reader.points.indexOf("}", reader.at) : -1;
  if (close === -1) throw new PatternError("It uses \\p without a property in braces, such as \\p{L}.");
  const name = reader.points.slice(reader.at + 1, close).join("");
  reader.at = close + 1;
  return { ranges: [], properties: [{ name, negated }], negated: false };
}

function hex(reader: Reader, digits: number): number | undefined {
  const text = reader.points.slice(reader.at, reader.at + digits).join("");
  if (text.length !== digits || !/^[0-9a-fA-F]+$/.test(text)) return undefined;
  reader.at += digits;
  return Number.parseInt(text, 16);
}

function plainSet(ranges: Ranges, negated: boolean): CharacterSet {
  return { ranges: negated ? complement(ranges) : ranges, properties: [], negated: false };
}

function ranged(ranges: Ranges): Piece {
  return { kind: "set", set: { ranges, properties: [], negated: false } };
}

function literal(point: string): Piece {
  return ranged([[codeOf(point), codeOf(point)]]);
}

function codeOf(point: string): number {
  return point.codePointAt(0) ?? 0;
}

function peek(reader: Reader): string {
  return reader.points[reader.at] ?? "";
}

function next(reader: Reader): string {
  const point = reader.points[reader.at++];
  if (point === undefined) throw new PatternError("It ends too early.");
  return point;
}

function take(reader: Reader, point: string): boolean {
  if (reader.points[reader.at] !== point) return false;
  reader.at++;
  return true;
}
