import { SHEET_CELL_CHARACTERS } from "@/lib/records/workbook/sheet-limits";
import { FileError } from "../file-error";
import { CELLS_MAX, type Cell, NOT_WORKED_OUT, ROW_BYTES_MAX, type TableRow } from "../source-row";
import { type NumberKind, numberCell } from "./number-formats";
import { plainText } from "./parts";
import { scanXml } from "./read-xml";
import type { TextStore } from "./text-store";
import { attributeOf, type XmlReader } from "./xml-scanner";

/** What the cells of a sheet point to. */
export type SheetContext = { texts: TextStore; kinds: readonly NumberKind[]; since1904: boolean };

const ROWS_MAX = 1_048_576;
const CELL_CHARACTERS_MAX = 1024 * 1024;

/** The rows of a sheet that hold something, as they are read. Throws a FileError that names the row. */
export async function* sheetRows(source: AsyncIterable<Uint8Array>, context: SheetContext): AsyncGenerator<TableRow[]> {
  const reader = new SheetReader(context);
  for await (const _ of scanXml(source, reader)) {
    const rows = reader.taken();
    if (rows.length > 0) yield rows;
  }
  const rest = reader.taken();
  if (rest.length > 0) yield rest;
}

class SheetReader implements XmlReader {
  private rows: TableRow[] = [];
  private cells: Cell[] = [];
  private size = 0;
  private line = 0;
  private column = -1;
  private type = "";
  private style = 0;
  private value = "";
  private hasFormula = false;
  private taking = false;
  private spoken = 0;

  constructor(private readonly context: SheetContext) {}

  taken(): TableRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: string): void {
    switch (name) {
      case "row":
        return this.openRow(attributes);
      case "c":
        return this.openCell(attributes);
      case "f":
        this.hasFormula = true;
        return;
      case "rPh":
        this.spoken++;
        return;
      case "v":
      case "t":
        this.taking = this.spoken === 0;
        return;
    }
  }

  text(piece: string): void {
    if (!this.taking) return;
    this.value += piece;
    if (this.value.length > CELL_CHARACTERS_MAX)
      throw new FileError("hostile", `Row ${this.line} holds a text larger than any cell can be.`, this.line);
  }

  close(name: string): void {
    this.taking = false;
    if (name === "c") this.closeCell();
    else if (name === "rPh") this.spoken--;
    else if (name === "row" && this.cells.length > 0) this.rows.push({ line: this.line, cells: this.cells });
  }

  private openRow(attributes: string): void {
    const told = attributeOf(attributes, "r");
    const line = told === undefined ? this.line + 1 : Number(told);
    if (!Number.isInteger(line) || line <= this.line || line > ROWS_MAX)
      throw new FileError(
        "workbook",
        `Row ${this.line} of the sheet is followed by "${told?.slice(0, 20)}".`,
        this.line,
      );
    this.line = line;
    this.cells = [];
    this.size = 0;
    this.column = -1;
  }

  private openCell(attributes: string): void {
    const place = attributeOf(attributes, "r");
    this.column = place === undefined ? this.column + 1 : columnOf(place);
    this.type = attributeOf(attributes, "t") ?? "n";
    this.style = Number(attributeOf(attributes, "s") ?? 0);
    this.value = "";
    this.hasFormula = false;
  }

  private closeCell(): void {
    const cell = this.cell();
    if (cell === "") return;
    if (this.column < 0 || this.column >= CELLS_MAX)
      throw new FileError("limit", `Row ${this.line} has a cell beyond column ${CELLS_MAX}.`, this.line);
    this.size += this.value.length;
    if (this.size > ROW_BYTES_MAX)
      throw new FileError("limit", `Row ${this.line} of the sheet is larger than 8 MB.`, this.line);
    while (this.cells.length < this.column) this.cells.push("");
    this.cells[this.column] = cell;
  }

  private cell(): Cell {
    const { value } = this;
    if (value === "" && this.type !== "inlineStr")
      return this.hasFormula && this.type !== "str" ? { error: NOT_WORKED_OUT } : "";
    switch (this.type) {
      case "s":
        return textCell(this.shared(value));
      case "inlineStr":
      case "str":
        return textCell(plainText(value));
      case "b":
        return { boolean: value.trim() === "1" || value.trim() === "true" };
      case "e":
        return { error: value };
      case "d":
        return { date: value };
      default:
        return numberCell(value, this.context.kinds[this.style] ?? "number", this.context.since1904);
    }
  }

  private shared(index: string): string {
    const text = this.context.texts.at(Number(index));
    if (text === undefined)
      throw new FileError("workbook", `Row ${this.line} names a text that the workbook does not have.`, this.line);
    return text;
  }
}

const textCell = (text: string): Cell => (text.length === SHEET_CELL_CHARACTERS ? { full: text } : text);

/** The column of a place such as AB12, from 0; -1 for what is none. */
function columnOf(place: string): number {
  let column = 0;
  let at = 0;
  for (; at < place.length && at < 4; at++) {
    const letter = place.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
