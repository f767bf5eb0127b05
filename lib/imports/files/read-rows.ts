import { CsvSplitter, type Dialect } from "./csv-splitter";
import { asUtf8, decoded, type Encoding } from "./decode";
import { jsonItems } from "./json-items";
import { jsonLines } from "./json-lines";
import type { FileFormat } from "./sniff";
import { isBlankRow, isTableRow, type SourceRow } from "./source-row";
import { readWorkbook } from "./workbook/read-workbook";

export type ReadOptions = {
  format: FileFormat;
  encoding?: Encoding;
  delimiter?: string | null;
  /** null: nothing is quoted. */
  quote?: string | null;
  /** A workbook's sheet by its name; the first where none is named. */
  sheet?: string | null;
  /** Line of the file, or row of the sheet, that names the columns; 0 where none does. Rows up to it are not data. */
  headerRow?: number;
  /** How many rows of data are passed over: a reader that was killed goes on there. */
  skip?: number;
  batchRows?: number;
};

const BATCH_ROWS = 1_000;
const BATCH_CELLS = 50_000;
const PIECE_BYTES = 256 * 1024;

/**
 * The rows of a file in its order, in batches, whatever its size. Rows that are wholly blank are passed over. Throws a
 * FileError that names the line; nothing after it is read.
 */
export async function* readRows(source: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncGenerator<SourceRow[]> {
  const { headerRow = 0, skip = 0, batchRows = BATCH_ROWS } = options;
  let toSkip = skip;
  let batch: SourceRow[] = [];
  let cells = 0;
  for await (const rows of everyRow(source, options)) {
    for (const row of rows) {
      if (isTableRow(row) && (row.line <= headerRow || isBlankRow(row.cells))) continue;
      if (toSkip > 0) {
        toSkip--;
        continue;
      }
      batch.push(row);
      cells += isTableRow(row) ? row.cells.length : 1;
      if (batch.length < batchRows && cells < BATCH_CELLS) continue;
      yield batch;
      batch = [];
      cells = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** The first rows of a file, its header among them, for a person to look at. Throws a FileError. */
export async function readFirstRows(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  count: number,
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of readRows(source, { ...options, headerRow: 0, skip: 0, batchRows: count })) {
    rows.push(...batch);
    if (rows.length >= count) break;
  }
  return rows.slice(0, count);
}

function everyRow(source: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<SourceRow[]> {
  const { format, encoding = "utf-8" } = options;
  const pieces = inPieces(source);
  switch (format) {
    case "csv":
      return csvRows(pieces, encoding, {
        delimiter: options.delimiter ?? ",",
        quote: options.quote === undefined ? '"' : (options.quote ?? ""),
      });
    case "ndjson":
      return jsonLines(asUtf8(pieces, encoding));
    case "json":
      return jsonItems(asUtf8(pieces, encoding));
    case "xlsx":
      return readWorkbook(source, options.sheet ?? undefined);
  }
}

async function* csvRows(source: AsyncIterable<Uint8Array>, encoding: Encoding, dialect: Dialect) {
  const splitter = new CsvSplitter(dialect);
  for await (const text of decoded(source, encoding)) {
    const rows = splitter.push(text);
    // Spreadsheets write "sep=;" above the header to tell each other the delimiter.
    yield rows[0]?.line === 1 && /^sep=.?$/i.test(rows[0].cells.join("")) ? rows.slice(1) : rows;
  }
  yield splitter.end();
}

/** Whoever hands in a file may hand in large parts; what is worked on at once stays small. */
async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of source)
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}
