import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { SHEET_CELL_CHARACTERS, SHEET_ROWS } from "./sheet-limits";

/** A column of a sheet that is written: text keeps what is typed as it is, a day is shown as one. */
export type SheetColumn = {
  title: string;
  format: "text" | "number" | "date";
  /** In characters; by its title where it is not given. */
  width?: number;
  choices?: readonly string[];
};
/** Text as it stands, never a formula; or digits and a truth that the spreadsheet knows as such. */
export type SheetCell = string | { number: string } | { boolean: boolean };
type Rows = Iterable<readonly SheetCell[]> | AsyncIterable<readonly SheetCell[]>;
/** filtered: its header offers to filter by each column. */
export type Sheet = { name: string; columns: readonly SheetColumn[]; rows: Rows; filtered?: true };

const NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const LAST_ROW = SHEET_ROWS + 1;
const WRITTEN_AT_ONCE = 64 * 1024;
const CHOICES = "Choices";
/** The same workbook has the same bytes whenever it is made. */
const STAMP = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };

const STYLES = `<styleSheet xmlns="${NS}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
const STYLE_OF = { number: 0, text: 1, date: 2 } as const;
const STYLE_OF_TITLE = 3;

/** A workbook of sheets with a header, as it is made. Its choices stand on a sheet that is hidden. */
export function writeWorkbook(sheets: readonly Sheet[]): Readable {
  const lists = sheets.flatMap(({ columns }) => columns.flatMap(({ choices }) => (choices?.length ? [choices] : [])));
  const names = [...sheets.map(({ name }) => name), ...(lists.length > 0 ? [CHOICES] : [])];
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on("error", (error: Error) => out.destroy(error));
  const add = (name: string, xml: string) => zip.addBuffer(Buffer.from(HEAD + xml), name, STAMP);
  add("[Content_Types].xml", contentTypes(names));
  add("_rels/.rels", relations([["officeDocument", "xl/workbook.xml"]]));
  add("xl/workbook.xml", workbookXml(names));
  const parts = names.map((_, at): [string, string] => ["worksheet", `worksheets/sheet${at + 1}.xml`]);
  add("xl/_rels/workbook.xml.rels", relations([...parts, ["styles", "styles.xml"]]));
  add("xl/styles.xml", STYLES);
  sheets.forEach((sheet, at) => {
    const rows = Readable.from(sheetXml(sheet, lists));
    rows.on("error", (error) => out.destroy(error));
    out.once("close", () => rows.destroy());
    zip.addReadStream(rows, `xl/worksheets/sheet${at + 1}.xml`, STAMP);
  });
  if (lists.length > 0) add(`xl/worksheets/sheet${names.length}.xml`, choicesXml(lists));
  zip.end();
  return out;
}

function contentTypes(names: readonly string[]): string {
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const sheets = names.map((_, at) => type(`worksheets/sheet${at + 1}.xml`, "worksheet"));
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `${type("workbook.xml", "sheet.main")}${type("styles.xml", "styles")}${sheets.join("")}</Types>`
  );
}

function relations(links: readonly [kind: string, target: string][]): string {
  const each = links.map(
    ([kind, target], at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join("")}</Relationships>`;
}

function workbookXml(names: readonly string[]): string {
  const sheets = names.map(
    (name, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${name === CHOICES ? ' state="hidden"' : ""} r:id="rId${at + 1}"/>`,
  );
  return `<workbook xmlns="${NS}" xmlns:r="${RELATIONS}"><sheets>${sheets.join("")}</sheets></workbook>`;
}

type Lists = readonly (readonly string[])[];

async function* sheetXml({ columns, rows, filtered }: Sheet, lists: Lists): AsyncGenerator<string> {
  const widths = columns.map(({ title, format, ...given }, at) => {
    const width = given.width ?? Math.min(40, Math.max(12, title.length + 2));
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1" style="${STYLE_OF[format]}"/>`;
  });
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  let text = `${HEAD}<worksheet xmlns="${NS}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews>`;
  text += `<cols>${widths.join("")}</cols><sheetData>${rowXml(
    1,
    columns.map(({ title }) => title),
    () => STYLE_OF_TITLE,
  )}`;
  let line = 1;
  for await (const cells of rows) {
    if (line === LAST_ROW) throw new RangeError(`A sheet has ${LAST_ROW} rows at most`);
    text += rowXml(++line, cells, (at) => STYLE_OF[columns[at]?.format ?? "text"]);
    if (text.length < WRITTEN_AT_ONCE) continue;
    yield text;
    text = "";
  }
  const filter = filtered ? `<autoFilter ref="A1:${letters(columns.length - 1)}${line}"/>` : "";
  yield `${text}</sheetData>${filter}${validations(columns, lists)}</worksheet>`;
}

function rowXml(line: number, cells: readonly SheetCell[], styleOf: (at: number) => number): string {
  const filled = cells.map((cell, at) => (cell === "" ? "" : cellXml(cell, `r="${letters(at)}${line}"`, styleOf(at))));
  return `<row r="${line}">${filled.join("")}</row>`;
}

function cellXml(cell: SheetCell, place: string, style: number): string {
  if (typeof cell === "string") {
    const text = escaped(cell.slice(0, SHEET_CELL_CHARACTERS));
    return `<c ${place} s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  }
  if ("boolean" in cell) return `<c ${place} t="b"><v>${cell.boolean ? 1 : 0}</v></c>`;
  return `<c ${place}><v>${cell.number}</v></c>`;
}

/** A list to choose from in each column that has choices; what is typed otherwise is let in, and refused by the import. */
function validations(columns: readonly SheetColumn[], lists: Lists): string {
  const each = columns.flatMap(({ choices }, at) => {
    const list = choices?.length ? lists.indexOf(choices) : -1;
    if (list === -1) return [];
    const column = letters(list);
    const range = `${CHOICES}!$${column}$1:$${column}$${choices?.length}`;
    return [
      `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="${letters(at)}2:${letters(at)}${LAST_ROW}"><formula1>${range}</formula1></dataValidation>`,
    ];
  });
  return each.length === 0 ? "" : `<dataValidations count="${each.length}">${each.join("")}</dataValidations>`;
}

function choicesXml(lists: Lists): string {
  const longest = Math.max(...lists.map((list) => list.length));
  const rows = Array.from({ length: longest }, (_, at) =>
    rowXml(
      at + 1,
      lists.map((list) => list[at] ?? ""),
      () => STYLE_OF.text,
    ),
  );
  return `<worksheet xmlns="${NS}"><sheetData>${rows.join("")}</sheetData></worksheet>`;
}

/** The name of a column: A, B, … Z, AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

const MARKS: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
]);

/** Text as XML; what XML has no place for is written as workbooks do, _x0007_. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replace(
      /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g,
      (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`,
    )
    .replace(/[&<>"]/g, (mark) => MARKS.get(mark) ?? "");
}
