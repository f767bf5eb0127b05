import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { recordText } from "./bench-records";

export type BenchFile = { name: string; path: string; rows: number; bytes: number };

const AT_ONCE = 1_000;
const TEXT_PLACES = [0, 1, 2, 3, 4, 5, 8, 9];
const COLUMNS =
  "id,name,category,vendor,licence,purpose,size,score,installed,owner.team,owner.floor,owner.onCall".split(",");

type Cells = (string | number | boolean)[];
/** Which version of a row stands in a file: see recordText. */
type VersionOf = (row: number) => number;

function cellsOf(number: number, version: number): Cells {
  const { owner, ...own } = JSON.parse(recordText(number, version)) as Record<string, Cells[number]> & {
    owner: Record<string, Cells[number]>;
  };
  return [...Object.values(own), ...Object.values(owner)];
}

/** Writes the bench's records as CSV with a column for each of their twelve values. */
export async function writeCsv(path: string, rows: number, versionOf: VersionOf): Promise<BenchFile> {
  const lines = (from: number, to: number) => {
    let text = "";
    for (let at = from; at < to; at += 1) text += `${cellsOf(at, versionOf(at)).join(",")}\n`;
    return text;
  };
  return write("records.csv", path, rows, `${COLUMNS.join(",")}\n`, lines);
}

/** Writes the bench's records as NDJSON, each with a text that makes it so many bytes long. */
export async function writeLines(path: string, rows: number, bytesOfOne: number): Promise<BenchFile> {
  const line = (at: number) => {
    const text = recordText(at, 0);
    const missing = bytesOfOne - Buffer.byteLength(text) - 1;
    const more = "Kept for the review of next year. ".repeat(Math.ceil(missing / 34)).slice(0, Math.max(0, missing));
    return `${text.replace('"purpose":"', `"purpose":"${more}`)}\n`;
  };
  const lines = (from: number, to: number) => {
    let text = "";
    for (let at = from; at < to; at += 1) text += line(at);
    return text;
  };
  return write("records.ndjson", path, rows, "", lines);
}

async function write(
  name: string,
  path: string,
  rows: number,
  head: string,
  lines: (from: number, to: number) => string,
): Promise<BenchFile> {
  function* parts() {
    yield head;
    for (let at = 0; at < rows; at += AT_ONCE) yield lines(at, Math.min(rows, at + AT_ONCE));
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
  return { name, path, rows, bytes: (await stat(path)).size };
}

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const link = (id: number, kind: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;

/** Writes the bench's records as a workbook, its texts shared as spreadsheets share them. */
export async function writeSheet(path: string, rows: number): Promise<BenchFile> {
  const texts = new Map<string, number>();
  const placeOf = (text: string) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  };
  const cell = (value: Cells[number], column: number, line: number) => {
    const at = `${String.fromCharCode(65 + column)}${line}`;
    if (typeof value === "boolean") return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
    if (line > 1 && !TEXT_PLACES.includes(column)) return `<c r="${at}"><v>${value}</v></c>`;
    return `<c r="${at}" t="s"><v>${placeOf(String(value))}</v></c>`;
  };
  const rowOf = (cells: Cells, line: number) =>
    `<row r="${line}">${cells.map((value, column) => cell(value, column, line)).join("")}</row>`;
  function* sheet() {
    yield `<worksheet><sheetData>${rowOf(COLUMNS, 1)}`;
    for (let from = 0; from < rows; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, rows - from) }, (_, at) =>
        rowOf(cellsOf(from + at, 0), from + at + 2),
      );
      yield some.join("");
    }
    yield "</sheetData></worksheet>";
  }
  function* shared() {
    yield "<sst>";
    for (const text of texts.keys()) yield `<si><t>${text.replaceAll("&", "&amp;")}</t></si>`;
    yield "</sst>";
  }
  const zip = new ZipFile();
  const add = (name: string, xml: string) => zip.addBuffer(Buffer.from(xml), name);
  add("_rels/.rels", `<Relationships>${link(1, "officeDocument", "xl/workbook.xml")}</Relationships>`);
  add(
    "xl/workbook.xml",
    `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="Records" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  );
  const links = link(1, "worksheet", "worksheets/sheet1.xml") + link(2, "sharedStrings", "sharedStrings.xml");
  add("xl/_rels/workbook.xml.rels", `<Relationships>${links}</Relationships>`);
  zip.addReadStream(Readable.from(sheet()), "xl/worksheets/sheet1.xml");
  // Read when the sheet has been written, which is when its texts are known.
  zip.addReadStream(Readable.from(shared()), "xl/sharedStrings.xml");
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return { name: "records.xlsx", path, rows, bytes: (await stat(path)).size };
}
