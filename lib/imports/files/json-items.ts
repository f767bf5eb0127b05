import { isJsonTextError } from "@/lib/schema/json-error";
import { readValue, splitMembers } from "@/lib/schema/json-text";
import { FileError } from "./file-error";
import { inFile, newlines } from "./json-lines";
import { type JsonRow, ROW_BYTES_MAX } from "./source-row";

const [QUOTE, COMMA, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE, LF] = [34, 44, 92, 91, 93, 123, 125, 10];
const SHAPE = 'Send a list of records, {"data": [ … ]}, or one record a line.';

/**
 * The items of a JSON list, or of the list in {"data": […]}, UTF-8, as many at a time as a piece holds. What stands
 * around the list has to be JSON, too. Throws a FileError that names the line.
 */
export async function* jsonItems(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonRow[]> {
  const splitter = new ItemSplitter();
  for await (const bytes of source) {
    const rows = splitter.push(bytes);
    if (rows.length > 0) yield rows;
  }
  const rest = splitter.end();
  if (rest.length > 0) yield rest;
}

/** Follows brackets and quotes only: each item, and what is left around them, is proved by the reader of JSON. */
class ItemSplitter {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Depth at which items stand; 0 before the list is found, -1 after it has ended. */
  private list = 0;
  private line = 1;
  private itemLine = 1;
  private record = 0;
  private begun = false;
  private afterComma = false;
  private parts: Uint8Array[] = [];
  private size = 0;
  /** What stands around the items, and how many lines they took. */
  private around: Uint8Array[] = [];
  private aroundSize = 0;
  private skippedLines = 0;
  private listLine = 1;
  private text = "";
  private key = "";
  private rows: JsonRow[] = [];

  push(bytes: Uint8Array): JsonRow[] {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === LF) this.line++;
      if (this.list > 0 && this.depth === this.list && !this.inString && ends(byte)) {
        this.keep(bytes.subarray(from, at));
        this.endItem(byte);
        from = byte === COMMA ? at + 1 : at;
      } else if (this.step(bytes, at, byte)) {
        this.keepAround(bytes.subarray(from, at + 1));
        from = at + 1;
      }
    }
    const rest = bytes.subarray(from);
    if (this.list > 0) this.keep(rest);
    else this.keepAround(rest);
    return this.taken();
  }

  end(): JsonRow[] {
    const text = Buffer.concat(this.around);
    if (this.list > 0)
      throw new FileError(
        "json",
        `The list of line ${this.listLine} never ends: the file stops on line ${this.line}.`,
        this.line,
      );
    this.prove(text);
    return this.taken();
  }

  private taken(): JsonRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  /** Passes one byte that ends no item; true when it opens the list. */
  private step(bytes: Uint8Array, at: number, byte: number): boolean {
    if (this.list > 0 && !this.begun && !isBlank(byte)) {
      this.begun = true;
      this.itemLine = this.line;
    }
    if (this.inString) {
      this.inText(byte);
      return false;
    }
    if (byte === QUOTE) {
      this.inString = true;
      this.text = "";
    } else if (byte === OPEN || byte === OPEN_LIST) {
      const opens =
        byte === OPEN_LIST && this.list === 0 && (this.depth === 0 || (this.depth === 1 && this.key === "data"));
      this.depth++;
      if (opens) {
        this.list = this.depth;
        this.listLine = this.line;
        return true;
      }
    } else if (byte === CLOSE || byte === CLOSE_LIST) this.depth--;
    else if (byte === COMMA && this.depth === 1) this.key = "";
    else if (byte === 58 && this.depth === 1) this.key = this.text;
    return false;
  }

  private inText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) {
      this.inString = false;
      return;
    }
    // Only a member's name is looked at, and only while the list is looked for.
    if (this.list === 0 && this.depth === 1 && this.text.length < 8) this.text += String.fromCharCode(byte);
  }

  private endItem(byte: number): void {
    if (byte === CLOSE)
      throw new FileError("json", `On line ${this.line} a "}" stands where none was opened.`, this.line);
    if (byte === CLOSE_LIST) this.depth--;
    if (this.begun) this.takeItem();
    else if (byte === COMMA || this.afterComma) throw this.empty();
    this.afterComma = byte === COMMA;
    this.parts = [];
    this.size = 0;
    this.begun = false;
    if (byte !== CLOSE_LIST) return;
    this.list = -1;
    this.skippedLines = this.line - this.listLine;
  }

  private takeItem(): void {
    const bytes = Buffer.concat(this.parts);
    const before = newlines(bytes.subarray(0, firstFilled(bytes)));
    // Many lists stand on one line: what counts there is which record of the list is meant.
    const record = ++this.record;
    const item = inFile(this.itemLine - before, () => readValue(bytes), record);
    this.rows.push({ line: record, ...item });
  }

  private empty(): FileError {
    return new FileError("json", `On line ${this.line} a comma stands where a value is expected.`, this.line);
  }

  private keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.parts.push(part);
    this.size += part.length;
    if (this.size > ROW_BYTES_MAX)
      throw new FileError("limit", `The value on line ${this.itemLine} is larger than 8 MB.`, this.itemLine);
  }

  private keepAround(part: Uint8Array): void {
    this.around.push(part);
    this.aroundSize += part.length;
    if (this.aroundSize > ROW_BYTES_MAX)
      throw new FileError("limit", `More than 8 MB stand outside the list of records. ${SHAPE}`, this.line);
  }

  private prove(text: Buffer): void {
    try {
      if (this.list < 0) return void readValue(text);
      const data = splitMembers(text).members.get("data");
      if (data?.text.startsWith("{")) return void this.rows.push({ line: 1, ...data });
    } catch (error) {
      if (!isJsonTextError(error)) throw error;
      const after = this.list < 0 && error.line >= this.listLine ? this.skippedLines : 0;
      inFile(1 + after, () => {
        throw error;
      });
    }
    throw new FileError("json", `There is no list of records in this file. ${SHAPE}`, 1);
  }
}

const ends = (byte: number) => byte === COMMA || byte === CLOSE_LIST || byte === CLOSE;
const isBlank = (byte: number) => byte === 32 || byte === 9 || byte === 13 || byte === LF;

function firstFilled(bytes: Uint8Array): number {
  const at = bytes.findIndex((byte) => !isBlank(byte));
  return at === -1 ? bytes.length : at;
}
