import { isJsonTextError } from "@/lib/schema/json-error";
import { splitLines } from "@/lib/schema/json-text";
import { FileError } from "./file-error";
import { type JsonRow, ROW_BYTES_MAX } from "./source-row";

const LF = 10;

/** The values of newline-delimited JSON, UTF-8, as many at a time as a piece holds. Throws a FileError naming the line. */
export async function* jsonLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<JsonRow[]> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let line = 1;
  for await (const bytes of source) {
    const end = bytes.lastIndexOf(LF) + 1;
    const block = end === 0 ? undefined : Buffer.concat([...parts, bytes.subarray(0, end)]);
    if (block !== undefined) {
      yield rowsOf(block, line);
      line += newlines(block);
      parts = [];
      size = 0;
    }
    parts.push(bytes.subarray(end));
    size += bytes.length - end;
    if (size > ROW_BYTES_MAX) throw new FileError("limit", `Line ${line} is larger than 8 MB.`, line);
  }
  if (size > 0) yield rowsOf(Buffer.concat(parts), line);
}

function rowsOf(block: Buffer, firstLine: number): JsonRow[] {
  const { items } = inFile(firstLine, () => splitLines(block));
  const lines = filledLines(block, firstLine);
  return items.map((item, at) => ({ line: lines[at] ?? firstLine, ...item }));
}

/** Runs `read` on a part of a file, and names the line of the file, and the record of a list, in what it throws. */
export function inFile<T>(firstLine: number, read: () => T, record?: number): T {
  try {
    return read();
  } catch (error) {
    if (!isJsonTextError(error)) throw error;
    const line = firstLine + error.line - 1;
    const column = record === undefined ? `column ${error.column}` : `in record ${record}`;
    const where = ` at line ${error.line}, column ${error.column}`;
    throw new FileError("json", error.message.replace(where, ` at line ${line}, ${column}`), line);
  }
}

function filledLines(block: Buffer, firstLine: number): number[] {
  const lines: number[] = [];
  let line = firstLine;
  for (let at = 0; at < block.length; line++) {
    const newline = block.indexOf(LF, at);
    const end = newline === -1 ? block.length : newline;
    while (at < end && isBlank(block[at])) at++;
    if (at < end) lines.push(line);
    at = end + 1;
  }
  return lines;
}

const isBlank = (byte: number | undefined) => byte === 32 || byte === 9 || byte === 13;

/** How many lines a part of a file ends. */
export function newlines(bytes: Uint8Array): number {
  let found = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) found++;
  return found;
}
