import { RE2JS } from "re2js";
import { patternTicks, programSize } from "./pattern-cost";
import { LAST_CODE_POINT, type CharacterSet } from "./character-set";
import { parsePattern, PatternError, type Piece } from "./pattern-parse";

const SOURCE_CHARACTERS_MAX = 8_192;
// RE2 counts to 1,000 in one repeat; longer ones are written as several, up to this.
const RE2_REPEAT_MAX = 1_000;
const PROGRAM_SIZE_MAX = 10_000;
const CACHE_BYTES = 1 << 20;

const CATEGORIES = new Map(
  (
    "Letter L,Uppercase_Letter Lu,Lowercase_Letter Ll,Titlecase_Letter Lt,Modifier_Letter Lm,Other_Letter Lo,Mark M," +
    "Combining_Mark M,Nonspacing_Mark Mn,Spacing_Mark Mc,Enclosing_Mark Me,Number N,Decimal_Number Nd,digit Nd," +
    "Letter_Number Nl,Other_Number No,Punctuation P,punct P,Connector_Punctuation Pc,Dash_Punctuation Pd," +
    "Open_Punctuation Ps,Close_Punctuation Pe,Initial_Punctuation Pi,Final_Punctuation Pf,Other_Punctuation Po," +
    "Symbol S,Math_Symbol Sm,Currency_Symbol Sc,Modifier_Symbol Sk,Other_Symbol So,Separator Z,Space_Separator Zs," +
    "Line_Separator Zl,Paragraph_Separator Zp,Other C,Control Cc,cntrl Cc,Format Cf,Private_Use Co"
  )
    .split(",")
    .map((pair) => pair.split(" ") as [string, string]),
);

/** A compiled pattern: whether it is found anywhere in the text, in time that grows only with the text's length. */
export interface Pattern {
  test(text: string): boolean;
  /** What testing a text of this many characters costs on the meter; the same on every machine. */
  ticks(characters: number): number;
  /** Instructions of its program: what compiling and keeping it costs. */
  size: number;
}

/** Compiles a schema's pattern, or throws a PatternError whose message says what is wrong with it. */
export function compilePattern(source: string): Pattern {
  if (source.length > SOURCE_CHARACTERS_MAX)
    throw new PatternError(`It is longer than ${SOURCE_CHARACTERS_MAX} characters.`);
  const choices = parsePattern(source);
  if (choices.length === 1 && isLinear(choices[0] ?? [])) return nativePattern(choices);
  if (programSize(choices) > PROGRAM_SIZE_MAX)
    throw new PatternError(
      "Its repeats make it too large to match in bounded time; use minLength and maxLength for long texts.",
    );
  const translated = write(choices, RE2);
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(translated);
  } catch (error) {
    throw new PatternError(
      `RE2, which matches in linear time, cannot do it: ${error instanceof Error ? error.message : "unknown"}.`,
    );
  }
  compiled.re2Input.dfa.stateBudget = CACHE_BYTES;
  compiled.re2Input.dfa.memBudget = CACHE_BYTES;
  return {
    test: (text) => compiled.test(text),
    ticks: patternTicks(compiled),
    size: Number(compiled.re2Input.numberOfInstructions()),
  };
}

/**
 * True when backtracking cannot hurt: anchored at the start, one character set after another, and no repeat can
 * take what may follow it. The built-in engine then walks the text once, twenty times as fast as RE2 here.
 */
function isLinear(pieces: Piece[]): boolean {
  if (pieces[0]?.kind !== "start") return false;
  const rest = pieces.slice(1);
  return rest.every((piece, index) => {
    if (piece.kind === "end") return index === rest.length - 1;
    const repeat = asRepeat(piece);
    if (repeat === undefined) return false;
    return repeat.min === repeat.max || nothingFollowsIn(repeat.set, rest.slice(index + 1));
  });
}

function nothingFollowsIn(set: CharacterSet, rest: Piece[]): boolean {
  for (const piece of rest) {
    if (piece.kind === "end") return true;
    const repeat = asRepeat(piece);
    if (repeat === undefined || overlap(set, repeat.set)) return false;
    if (repeat.min > 0) return true;
  }
  return true;
}

function asRepeat(piece: Piece): { set: CharacterSet; min: number; max: number } | undefined {
  if (piece.kind === "set") return { set: piece.set, min: 1, max: 1 };
  if (piece.kind === "repeat" && piece.piece.kind === "set")
    return { set: piece.piece.set, min: piece.min, max: piece.max };
  return undefined;
}

function overlap(left: CharacterSet, right: CharacterSet): boolean {
  if (left.properties.length > 0 || right.properties.length > 0) return true;
  return left.ranges.some(([low, high]) => right.ranges.some(([from, to]) => low <= to && from <= high));
}

function nativePattern(choices: Piece[][]): Pattern {
  const native = new RegExp(write(choices, ECMA), "u");
  return {
    test: (text) => native.test(text),
    ticks: (characters) => 1 + (characters >> 6),
    size: native.source.length,
  };
}

interface Syntax {
  point(code: number): string;
  property(name: string, negated: boolean): string;
  repeat(piece: string, min: number, max: number): string;
}

const ECMA: Syntax = {
  point: (code) => `\\u{${code.toString(16)}}`,
  property: (name, negated) => `\\${negated ? "P" : "p"}{${name}}`,
  repeat: (piece, min, max) => piece + braces(min, max),
};

const RE2: Syntax = {
  point: (code) => `\\x{${code.toString(16)}}`,
  property: (name, negated) => `\\${negated ? "P" : "p"}{${re2Property(name)}}`,
  repeat: (piece, min, max) => {
    let text = "";
    let least = min;
    let more = max === Infinity ? 0 : max - min;
    for (; least > RE2_REPEAT_MAX; least -= RE2_REPEAT_MAX) text += piece + braces(RE2_REPEAT_MAX, RE2_REPEAT_MAX);
    for (; more > RE2_REPEAT_MAX - least; more -= RE2_REPEAT_MAX - 1) text += piece + braces(0, RE2_REPEAT_MAX - 1);
    if (max === Infinity) return text + piece + braces(least, Infinity);
    return text + piece + braces(least, least + Math.max(0, more));
  },
};

function write(choices: Piece[][], syntax: Syntax): string {
  return choices.map((pieces) => pieces.map((piece) => writePiece(piece, syntax)).join("")).join("|");
}

function writePiece(piece: Piece, syntax: Syntax): string {
  switch (piece.kind) {
    case "start":
      return "^";
    case "end":
      return "$";
    case "boundary":
      return "\\b";
    case "no-boundary":
      return "\\B";
    case "group":
      return `(?:${write(piece.choices, syntax)})`;
    case "repeat":
      return syntax.repeat(`(?:${writePiece(piece.piece, syntax)})`, piece.min, piece.max);
    case "set":
      return writeSet(piece.set, syntax);
  }
}

function writeSet(set: CharacterSet, syntax: Syntax): string {
  if (set.ranges.length === 0 && set.properties.length === 0)
    return `[^${syntax.point(0)}-${syntax.point(LAST_CODE_POINT)}]`;
  const first = set.ranges[0];
  const single = set.properties.length === 0 && set.ranges.length === 1 && first !== undefined && first[0] === first[1];
  if (single) return syntax.point(first[0]);
  const ranges = set.ranges.map(([low, high]) =>
    low === high ? syntax.point(low) : `${syntax.point(low)}-${syntax.point(high)}`,
  );
  const properties = set.properties.map(({ name, negated }) => syntax.property(name, negated));
  return `[${set.negated ? "^" : ""}${ranges.join("")}${properties.join("")}]`;
}

function braces(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === 0 && max === 1 ? "?" : `{${min},${max}}`;
}

function re2Property(name: string): string {
  const [key, value] = name.split("=");
  if (value !== undefined && /^(Script|sc)$/.test(key ?? "")) return value;
  const category = value === undefined ? name : value;
  if (value !== undefined && !/^(General_Category|gc)$/.test(key ?? "")) throw unsupported(name);
  if (/^[A-Z][a-z]?$/.test(category)) return category;
  const short = CATEGORIES.get(category);
  if (short === undefined) throw unsupported(name);
  return short;
}

function unsupported(name: string): PatternError {
  return new PatternError(
    `The property \\p{${name}} is not served here; general categories such as \\p{L} and \\p{Script=Greek} are.`,
  );
}
