import { FileError } from "./file-error";
import { cellText, type SourceRow, type TableRow, isTableRow } from "./source-row";

/** Columns that we add to a file begin with this, so that they are told apart when it comes back. */
export const OWN_COLUMNS = "attestry:";

const ROWS_LOOKED_AT = 20;
export const FORBIDDEN_NAME = "__proto__";
export const NAME_MAX = 200;

/**
 * The row that most likely names the columns: the first as wide as most rows, if it is all words, or words above what are
 * none; 0 when there is none.
 */
export function suggestHeader(rows: readonly SourceRow[]): number {
  const tables = rows.filter(isTableRow).slice(0, ROWS_LOOKED_AT);
  const widest = Math.max(0, ...tables.map(filled));
  const found = tables.find((row) => filled(row) >= Math.max(1, widest * 0.6));
  if (found === undefined) return 0;
  const below = tables.filter(({ line }) => line > found.line);
  return found.cells.every(isName) || standsAbove(found, below) ? found.line : 0;
}

/** A header may name years, but then some of its words stand above numbers or dates, as no row of data does. */
function standsAbove({ cells }: TableRow, below: readonly TableRow[]): boolean {
  const names = cells.filter((cell) => isName(cell) && cell !== "").length;
  const told = cells.some((cell, column) => {
    const under = below.flatMap(({ cells: row }) => (cellText(row[column]).trim() === "" ? [] : [row[column] ?? ""]));
    return isName(cell) && cell !== "" && under.length > 0 && !under.some(isName);
  });
  return told && names * 2 >= cells.length;
}

const filled = ({ cells }: TableRow) => cells.filter((cell) => cellText(cell).trim() !== "").length;

function isName(cell: TableRow["cells"][number]): boolean {
  return typeof cell === "string" && !/^[-+]?[\d.,:\s/-]*\d[\d.,:\s/%-]*$/.test(cell.slice(0, NAME_MAX));
}

/**
 * The names of the columns: those of the header row, else numbers, each name once. Throws a FileError for a name that
 * no field can have.
 */
export function columnsOf(rows: readonly SourceRow[], headerRow: number): string[] {
  const tables = rows.filter(isTableRow);
  const header = headerRow === 0 ? undefined : tables.find(({ line }) => line === headerRow);
  const width = Math.max(
    header?.cells.length ?? 0,
    ...(headerRow === 0 ? tables.map(({ cells }) => cells.length) : []),
  );
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, column) => {
    const own = cellText(header?.cells[column]).replace(/\s+/g, " ").trim().slice(0, NAME_MAX);
    if (own === FORBIDDEN_NAME)
      throw new FileError(
        "hostile",
        `Column ${column + 1} is named "${own}", which no field can be. Rename it.`,
        headerRow,
      );
    const name = own === "" ? `Column ${column + 1}` : own;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
