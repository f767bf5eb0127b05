/*
 * OSCAL has two kinds of text. Names and values are plain strings. Titles, descriptions and remarks are markup: CommonMark,
 * with `^`, `~`, `"` and `{{ insert }}` as signs too. What people typed is escaped there, so that it reads as it was typed.
 */

/** What a line cannot hold: ends of lines, control characters, which some engines take for blanks, and what XML has not. */
const NOT_IN_LINE = /[\p{Cc}\u2028\u2029\ufffe\uffff]/gu;
const ENDS_OF_LINES = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/u;
/** Signs of markup wherever they stand: `&` before the rest of an entity, `_` at the end of a word, `{` beside another. */
const SIGNS = /[\\`*[<~^"]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\{(?=\{)|(?<=\{)\{/gu;
/** Where a line begins as a heading, a quote, a list, a row of a table, or what underlines a heading. */
const START = /^(?=[#>+\-=|]|:-)|^(\d{1,9})(?=[.)](?:\s|$))/u;
const NO_BREAK = "\u00a0";

/** Text as a string of OSCAL: one line, with nothing blank at either end, and never empty. */
export const plainLine = (text: string): string => inLine(text).trim() || "–";

/** A value as JSON in such a string: what a line cannot hold is escaped, so that it reads back as it was. */
export function jsonLine(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(NOT_IN_LINE, escaped);
}

/** Text as one line of OSCAL's markup. */
export const markupLine = (text: string): string => escaped(plainLine(text));

/** Text as lines of OSCAL's markup: two blanks before its end break a line where one was broken. */
export const markupLines = (text: string): string => text.trim().split(ENDS_OF_LINES).map(indented).join("  \n");

/** A line of markup; blanks before it, which would make it code, are such as do not. */
function indented(line: string): string {
  const blanks = /^[ \t]*/.exec(line)?.[0] ?? "";
  const words = inLine(line.slice(blanks.length)).trim();
  return words && blanks.replaceAll("\t", "    ").replaceAll(" ", NO_BREAK) + escaped(words);
}

const inLine = (text: string) => text.replace(NOT_IN_LINE, " ");
const escaped = (line: string) => line.replace(SIGNS, "\\$&").replace(START, "$1\\");
