import { FileError } from "./file-error";
import { CELLS_MAX, ROW_BYTES_MAX } from "./source-row";

/** How a table of text is written. An empty `quote` means that none of its characters has that meaning. */
export type Dialect = { delimiter: string; quote: string };
export type TextRow = { line: number; cells: string[]; complete: true; strayQuote?: true };

const CR = 13;
const LF = 10;

/**
 * Splits text that arrives in pieces into rows of cells. A quote inside an unquoted cell is kept, and its row is marked;
 * a line without a character is no row. Throws a FileError that names the line.
 */
export class CsvSplitter {
  private readonly delimiter: number;
  private readonly quote: number;
  private mode: "start" | "plain" | "quoted" | "closed" | "trailing" = "start";
  private cell = "";
  private cells: string[] = [];
  private stray = false;
  private size = 0;
  private line = 1;
  private rowLine = 1;
  private quoteLine = 1;
  private afterReturn = false;
  private rows: TextRow[] = [];

  constructor({ delimiter, quote }: Dialect) {
    this.delimiter = delimiter.charCodeAt(0);
    this.quote = quote === "" ? -1 : quote.charCodeAt(0);
  }

  /** The rows that end in this piece. */
  push(text: string): TextRow[] {
    let at = 0;
    if (this.afterReturn && text.length > 0) {
      if (text.charCodeAt(0) === LF) at = 1;
      this.afterReturn = false;
    }
    while (at < text.length) {
      if (this.mode === "quoted") at = this.inQuotes(text, at);
      else if (this.mode === "closed" || this.mode === "trailing") at = this.afterQuotes(text, at);
      else at = this.outside(text, at);
    }
    return this.taken();
  }

  /** The row that the end of the file ends. */
  end(): TextRow[] {
    if (this.mode === "quoted")
      throw this.wrong(`A quote that opens on line ${this.quoteLine} is never closed. Close it, or double it.`);
    if (this.mode !== "start" || this.cells.length > 0) this.endRow();
    return this.taken();
  }

  private taken(): TextRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private outside(text: string, from: number): number {
    if (this.mode === "start" && text.charCodeAt(from) === this.quote) {
      this.mode = "quoted";
      this.quoteLine = this.line;
      return from + 1;
    }
    let at = from;
    let code = 0;
    for (; at < text.length; at++) {
      code = text.charCodeAt(at);
      if (code === this.quote) this.stray = true;
      if (code === this.delimiter || code === LF || code === CR) break;
    }
    if (at > from) this.add(text, from, at);
    if (at === text.length) return at;
    return this.ended(text, at, code);
  }

  private inQuotes(text: string, from: number): number {
    const close = text.indexOf(String.fromCharCode(this.quote), from);
    const end = close === -1 ? text.length : close;
    if (end > from) this.add(text, from, end);
    for (let at = text.indexOf("\n", from); at !== -1 && at < end; at = text.indexOf("\n", at + 1)) this.line++;
    this.mode = close === -1 ? "quoted" : "closed";
    return close === -1 ? end : close + 1;
  }

  private afterQuotes(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === this.quote && this.mode === "closed") {
      this.cell += text.charAt(at);
      this.mode = "quoted";
      return at + 1;
    }
    if (code === this.delimiter || code === LF || code === CR) return this.ended(text, at, code);
    if (code !== 32 && code !== 9)
      throw this.wrong(
        `On line ${this.line} a cell goes on after its closing quote. Double each quote that stands inside a quoted cell.`,
      );
    this.mode = "trailing";
    return at + 1;
  }

  /** A cell ends at a delimiter, or with its row. */
  private ended(text: string, at: number, code: number): number {
    if (code === this.delimiter) {
      this.endCell();
      return at + 1;
    }
    if (this.mode !== "start" || this.cells.length > 0) this.endRow();
    this.line++;
    this.rowLine = this.line;
    if (code === LF) return at + 1;
    if (at + 1 === text.length) this.afterReturn = true;
    return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }

  private add(text: string, from: number, to: number): void {
    const piece = text.slice(from, to);
    this.cell = this.cell === "" ? piece : this.cell + piece;
    if (this.mode === "start") this.mode = "plain";
    this.size += to - from;
    if (this.size <= ROW_BYTES_MAX) return;
    const why = this.mode === "quoted" ? `; a quote opens on line ${this.quoteLine} and may never be closed` : "";
    throw new FileError("limit", `The row on line ${this.rowLine} is larger than 8 MB${why}.`, this.rowLine);
  }

  private endCell(): void {
    this.cells.push(this.cell);
    this.cell = "";
    this.mode = "start";
    if (this.cells.length > CELLS_MAX)
      throw new FileError("limit", `The row on line ${this.rowLine} has more than ${CELLS_MAX} cells.`, this.rowLine);
  }

  private endRow(): void {
    this.endCell();
    const row: TextRow = { line: this.rowLine, cells: this.cells, complete: true };
    if (this.stray) row.strayQuote = true;
    this.rows.push(row);
    this.stray = false;
    this.cells = [];
    this.size = 0;
  }

  private wrong(message: string): FileError {
    return new FileError("csv", message, this.mode === "quoted" ? this.quoteLine : this.line);
  }
}
