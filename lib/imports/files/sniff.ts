import { CsvSplitter, type Dialect, type TextRow } from "./csv-splitter";
import { type Encoding, fromWindows1252 } from "./decode";
import { FileError, isFileError } from "./file-error";

export const fileFormats = ["csv", "ndjson", "json", "xlsx"] as const;
export type FileFormat = (typeof fileFormats)[number];

/** How a file is most likely to be read. A person may choose otherwise. */
export type FileFacts = { format: FileFormat; encoding: Encoding; delimiter: string | null; quote: string | null };

/** As many bytes of a file's beginning as `sniff` looks at. */
export const SNIFFED_BYTES = 256 * 1024;

const DELIMITERS = [",", ";", "\t", "|"];
const QUOTES = ['"', "'"];
// Many programs name a page with a table .xls, which spreadsheets then open.
const MARKUP = /^\s*<(\?xml\b|!doctype html|html\b|table\b)/i;
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/** Tells from a file's beginning and its name how to read it. Throws a FileError for a kind of file that is not read. */
export function sniff(firstBytes: Uint8Array, fileName: string): FileFacts {
  const bytes = firstBytes.subarray(0, SNIFFED_BYTES);
  if (startsWith(bytes, [0x50, 0x4b])) return { format: "xlsx", encoding: "utf-8", delimiter: null, quote: null };
  refuseOthers(bytes);
  const encoding = encodingOf(bytes);
  const text = decodeBeginning(bytes, encoding);
  if (MARKUP.test(text))
    throw new FileError("format", "This is a web page or XML, whatever its name. Save it as .xlsx or CSV.");
  const ending = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const json = jsonFormat(text, ending);
  if (json) return { format: json, encoding, delimiter: null, quote: null };
  const { delimiter, quote } = dialectOf(text, ending, firstBytes.length > bytes.length);
  return { format: "csv", encoding, delimiter, quote };
}

const others: readonly [bytes: number[], sentence: string][] = [
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    "This is a workbook of before 2007, or one with a password. Save it as .xlsx without one.",
  ],
  [[0x25, 0x50, 0x44, 0x46], "This is a PDF. Import a CSV, JSON, NDJSON or XLSX file."],
  [[0x1f, 0x8b], "This file is compressed. Unpack it first."],
];

function refuseOthers(bytes: Uint8Array): void {
  for (const [beginning, sentence] of others) if (startsWith(bytes, beginning)) throw new FileError("format", sentence);
  if (bytes.length === 0) throw new FileError("format", "This file is empty.");
}

const startsWith = (bytes: Uint8Array, beginning: number[]) => beginning.every((byte, at) => bytes[at] === byte);

function encodingOf(bytes: Uint8Array): Encoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (startsWith(bytes, [0xff, 0xfe])) return "utf-16le";
  if (startsWith(bytes, [0xfe, 0xff])) return "utf-16be";
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 2_000);
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > looked / 5 && even < odd / 4) return "utf-16le";
  if (even > looked / 5 && odd < even / 4) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function decodeBeginning(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === "windows-1252") return fromWindows1252(bytes);
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}

function jsonFormat(text: string, ending: string): "json" | "ndjson" | undefined {
  const filled = text.trimStart();
  if (ending === "csv" || ending === "tsv") return undefined;
  if (ending === "ndjson" || ending === "jsonl") return "ndjson";
  if (filled.startsWith("[")) return "json";
  if (!filled.startsWith("{")) return ending === "json" ? "json" : undefined;
  const [first = ""] = filled.split("\n", 1);
  const value = parsed(first);
  if (value === undefined) return "json";
  const wrapped = Array.isArray(value.data) && filled.slice(first.length).trim() === "";
  return wrapped ? "json" : "ndjson";
}

function parsed(line: string): { [key: string]: unknown } | undefined {
  try {
    return JSON.parse(line) as { [key: string]: unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The dialect that cuts the beginning into the most even rows. */
function dialectOf(text: string, ending: string, cut: boolean): Dialect {
  const told = SEPARATOR_LINE.exec(text)?.[1];
  const usual = ending === "tsv" ? "\t" : ",";
  const delimiters = told ? [told] : [usual, ...DELIMITERS.filter((one) => one !== usual)];
  const sample = told ? text.slice(text.indexOf("\n") + 1) : text;
  let best = { dialect: { delimiter: told ?? usual, quote: '"' }, score: 0 };
  for (const quote of QUOTES)
    for (const delimiter of delimiters) {
      const score = evenness(sample, { delimiter, quote }, cut);
      if (score > best.score) best = { dialect: { delimiter, quote }, score };
    }
  return best.dialect;
}

function evenness(text: string, dialect: Dialect, cut: boolean): number {
  const rows = rowsOf(text, dialect, cut);
  const widths = new Map<number, number>();
  for (const { cells } of rows) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1);
  const [width = 1, times = 0] = [...widths].sort(([, one], [, other]) => other - one)[0] ?? [];
  if (width < 2) return 0;
  // The usual quote is believed unless the other one is really used around cells.
  const used = dialect.quote === '"' || quotedCells(text, dialect) >= times;
  return used ? (times / rows.length) ** 2 * Math.log2(width + 1) : 0;
}

function quotedCells(text: string, { delimiter, quote }: Dialect): number {
  return text.split(`${quote}${delimiter}${quote}`).length - 1;
}

function rowsOf(text: string, dialect: Dialect, cut: boolean): TextRow[] {
  const splitter = new CsvSplitter(dialect);
  try {
    const rows = splitter.push(text);
    return cut && rows.length > 0 ? rows : [...rows, ...splitter.end()];
  } catch (error) {
    if (isFileError(error)) return [];
    throw error;
  }
}
