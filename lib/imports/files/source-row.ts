import type { RawItem } from "@/lib/schema/json-text";

/**
 * One cell of a table: text as it stands, or what a workbook says it is. Numbers keep the digits that were stored; full is
 * a text that takes all that a cell of a workbook has room for.
 */
export type Cell =
  string | { number: string } | { boolean: boolean } | { date: string } | { error: string } | { full: string };

/** The error of a cell whose formula no spreadsheet has worked out yet. */
export const NOT_WORKED_OUT = "#FORMULA";

/** A row of a table, or one JSON value with its own text. `line`: where it begins, a line or the row of a sheet; or which of a list. */
export type SourceRow = TableRow | JsonRow;
export type TableRow = {
  line: number;
  cells: Cell[];
  /** Blank cells at its end stand in the file, too, as in a table of text; sheets leave them out. */
  complete?: boolean;
  /** A quote stands inside a cell that is not quoted: nobody can tell what was meant. */
  strayQuote?: boolean;
};
export type JsonRow = { line: number } & RawItem;

/** A longer row is refused, so that no file decides how much memory is taken. */
export const ROW_BYTES_MAX = 8 * 1024 * 1024;
export const CELLS_MAX = 2_000;

export const isTableRow = (row: SourceRow): row is TableRow => "cells" in row;

/** A cell as a person would type it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return cell;
  if ("number" in cell) return cell.number;
  if ("boolean" in cell) return String(cell.boolean);
  if ("full" in cell) return cell.full;
  return "date" in cell ? cell.date : cell.error;
}

/** True for a row whose cells are all empty: spreadsheets leave many behind. */
export function isBlankRow(cells: readonly Cell[]): boolean {
  return cells.every((cell) => typeof cell === "string" && cell.trim() === "");
}
