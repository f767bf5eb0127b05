import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { escapeLiteral, type ClientBase } from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

const HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const NO_MORE_ROWS = -1;
const ROOM_BYTES = 64 * 1024;

/** What jsonb_send puts before each text, as its version. No text holds it: control characters stand escaped in JSON. */
export const JSONB_MARK = 1;

/** The columns of a row as PostgreSQL sends them in its binary form: of text and json their UTF-8, of bytea its bytes. */
export type CopiedRow = readonly (Buffer | null)[];

/**
 * Room for bytes that come in parts, used again and again. Memory that is asked for anew each time has garbage collected
 * once in some thirty megabytes, and with it the whole heap is looked through.
 */
export class Room {
  #bytes = Buffer.alloc(0);
  #end = 0;

  /** How many bytes were put in since they were taken. */
  get length(): number {
    return this.#end;
  }

  put(part: Uint8Array): void {
    const wanted = this.#end + part.length;
    if (wanted > this.#bytes.length) this.#grow(wanted);
    this.#bytes.set(part, this.#end);
    this.#end = wanted;
  }

  /** All that was put in; what is put in from now on overwrites it. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    return taken;
  }

  #grow(wanted: number): void {
    const larger = Buffer.allocUnsafe(Math.max(ROOM_BYTES, wanted + (wanted >> 2)));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/**
 * The row that a select gives at most once, as bytes; undefined: none. In a row of a query, bytea would come as
 * hexadecimal digits and text be decoded whole, both at several times the cost (PostgreSQL's COPY, binary format).
 * values: what $1 and the others stand for: texts, numbers, booleans, null, or lists of those with a cast behind.
 */
export async function copiedRow(
  client: ClientBase,
  select: string,
  values: unknown[],
  room: Room,
): Promise<CopiedRow | undefined> {
  room.take(); // what a read that failed has left
  for await (const part of copyOut(client, select, values)) room.put(part);
  const copied = room.take();
  const count = copied.readInt16BE(HEADER.length);
  if (count === NO_MORE_ROWS) return undefined;
  let at = HEADER.length + COUNT_BYTES;
  return Array.from({ length: count }, () => {
    const length = copied.readInt32BE(at);
    const from = at + LENGTH_BYTES;
    at = from + Math.max(length, 0);
    return length === NULL_LENGTH ? null : copied.subarray(from, at);
  });
}

/** The same of a row of one value that is never null, as the pieces that it came in: nobody needs its bytes together. */
export async function copiedPieces(client: ClientBase, select: string, values: unknown[]): Promise<Buffer[]> {
  const parts: Buffer[] = [];
  for await (const part of copyOut(client, select, values)) parts.push(part);
  const from = HEADER.length + COUNT_BYTES + LENGTH_BYTES;
  const head = Buffer.concat(within(parts, 0, from));
  // Without a row there is the end alone, and no length.
  return head.length < from ? [] : within(parts, from, from + head.readInt32BE(from - LENGTH_BYTES));
}

/** What stands from one place to another in bytes that are in pieces. */
function within(parts: readonly Buffer[], from: number, to: number): Buffer[] {
  let begins = 0;
  return parts
    .map((part) => {
      const at = begins;
      begins += part.length;
      return part.subarray(Math.max(0, from - at), Math.max(0, to - at));
    })
    .filter(({ length }) => length > 0);
}

const copyOut = (client: ClientBase, select: string, values: unknown[]): AsyncIterable<Buffer> =>
  client.query(copyTo(`copy (${writtenIn(select, values)}) to stdout (format binary)`));

/** COPY takes no values beside its text, so each is written into it. */
const writtenIn = (sql: string, values: readonly unknown[]): string =>
  sql.replace(/\$(\d+)/g, (_, number: string) => literal(values[Number(number) - 1]));

/** Quoted also where it is a number: like a value beside a text, it has no type of its own. */
function literal(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `array[${value.map(literal).join(",")}]`;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return escapeLiteral(String(value));
  throw new TypeError(`Cannot be written into SQL: a value of type ${typeof value}`);
}

/** A column of a row to be put in, in PostgreSQL's binary form. */
export const binary = {
  int4: (value: number) => filled(4, (bytes) => bytes.writeInt32BE(value)),
  int8: (value: number) => filled(8, (bytes) => bytes.writeBigInt64BE(BigInt(value))),
  text: (value: string) => Buffer.from(value),
};

/** Columns in the order of the table's list; the last one holds long bytes. */
export type RowToPut = { columns: readonly Buffer[]; bytes: Uint8Array };

/**
 * Puts in rows that hold long bytes: as values of a statement they would be copied twice before they are sent.
 * into: the table, and its columns in the order that rows have them in.
 */
export async function putRows(client: ClientBase, into: string, rows: Iterable<RowToPut>): Promise<void> {
  const taking = client.query(copyFrom(`copy ${into} from stdin (format binary)`));
  await pipeline(Readable.from(copyOf(rows)), taking);
}

function* copyOf(rows: Iterable<RowToPut>): Generator<Uint8Array> {
  yield HEADER;
  for (const { columns, bytes } of rows) {
    const count = filled(COUNT_BYTES, (head) => head.writeInt16BE(columns.length + 1));
    yield Buffer.concat([
      count,
      ...columns.flatMap((each) => [binary.int4(each.length), each]),
      binary.int4(bytes.length),
    ]);
    yield bytes;
  }
  yield filled(COUNT_BYTES, (end) => end.writeInt16BE(NO_MORE_ROWS));
}

function filled(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(length);
  write(bytes);
  return bytes;
}
