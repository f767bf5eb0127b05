import type { Resource } from "@/lib/connections/resource";
import { columnsOfSchema } from "@/lib/schema/columns";
import { isJsonTextError } from "@/lib/schema/json-error";
import { isFileError } from "./files/file-error";
import { columnsOf, suggestHeader } from "./files/header";
import { jsonColumnsOf, membersOf, memberText } from "./files/json-columns";
import { readFirstRows } from "./files/read-rows";
import { sniff, SNIFFED_BYTES } from "./files/sniff";
import { cellText, isTableRow, type SourceRow, type TableRow } from "./files/source-row";
import { listSheets } from "./files/workbook/read-workbook";
import { isJson, type FoundColumn, type ReadFacts } from "./kept";
import { asTheyAre, type Mapping } from "./mapping/mapping";
import { suggestMapping } from "./mapping/suggest-mapping";

const FIRST_ROWS = 60;
const SAMPLES_MAX = 3;
const SAMPLE_CHARACTERS_MAX = 200;

type Source = () => AsyncIterable<Uint8Array>;

/** What somebody chose about how a file is read; undefined: as it is found. */
export type ReadChoice = Partial<Omit<ReadFacts, "sheets">>;

/** How a file is read, and the columns that this finds. */
export type Looked = { read: ReadFacts; columns: FoundColumn[]; first: SourceRow[] };

/** Looks at the beginning of a file. Throws a FileError that says why it cannot be read. */
export async function lookAt(source: Source, fileName: string, choice: ReadChoice): Promise<Looked> {
  const found = sniff(await beginning(source()), fileName);
  const read: ReadFacts = { ...found, headerRow: null, sheet: null, sheets: [], ...chosen(choice) };
  if (read.format === "xlsx") {
    read.sheets = await listSheets(source());
    read.sheet ??= read.sheets[0] ?? null;
  }
  const options = { ...read, encoding: read.encoding ?? undefined, headerRow: 0 };
  const first = await readFirstRows(source(), options, FIRST_ROWS);
  const tables = first.filter(isTableRow);
  if (tables.length === 0) return { read: { ...read, headerRow: null }, columns: membersIn(first), first };
  read.headerRow ??= suggestHeader(first);
  const names = columnsOf(first, read.headerRow);
  const rows = tables.filter(({ line }) => line > (read.headerRow ?? 0));
  return { read, columns: names.map((name, column) => ({ column, name, samples: samplesOf(rows, column) })), first };
}

const chosen = (choice: ReadChoice) =>
  Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)) as ReadChoice;

async function beginning(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of source) {
    parts.push(bytes);
    size += bytes.length;
    if (size > SNIFFED_BYTES) break;
  }
  return Buffer.concat(parts);
}

/** The members of rows of JSON as columns. */
function membersIn(first: readonly SourceRow[]): FoundColumn[] {
  const rows = first.flatMap((row) => (isTableRow(row) ? [] : (membersOf(row) ?? [])));
  return jsonColumnsOf(rows).map((name, column) => {
    const texts = rows.map((members) => memberText(members.get(name)).slice(0, SAMPLE_CHARACTERS_MAX));
    return { column, name, samples: someOf(texts) };
  });
}

const samplesOf = (rows: readonly TableRow[], column: number) =>
  someOf(rows.map(({ cells }) => cellText(cells[column]).trim()));

function someOf(texts: readonly string[]): string[] {
  const filled = new Set(texts.filter((text) => text !== ""));
  return [...filled].slice(0, SAMPLES_MAX).map((text) => text.slice(0, SAMPLE_CHARACTERS_MAX));
}

/** Where the columns most likely go, by their names and by what their first rows hold; members of JSON stay in place. */
export function suggested(resource: Resource, { columns, first, read }: Looked): Mapping {
  const fields = columnsOfSchema(JSON.parse(resource.schema_text));
  const rows = first.filter(isTableRow).filter(({ line }) => line > (read.headerRow ?? 0));
  const names = columns.map(({ name }) => name);
  if (isJson(read)) return asTheyAre(names);
  return suggestMapping(names, rows, fields, resource.identifier_key);
}

/** The sentence of a file that cannot be read; anything else is thrown on. */
export function sentenceOfFile(error: unknown): string {
  if (isFileError(error)) {
    const where = error.line === null || /\b(line|row) \d/i.test(error.message) ? "" : ` (line ${error.line})`;
    return `${error.message}${where}`;
  }
  if (isJsonTextError(error)) return error.message;
  throw error;
}
