import { escapeLiteral, type ClientBase } from "pg";
import { to as copyTo } from "pg-copy-streams";

const HEADER_BYTES = 19;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
const NO_MORE_ROWS = -1;

/** What jsonb_send puts before each text, as its version. No text holds it: control characters stand escaped in JSON. */
export const JSONB_MARK = 1;

/** The columns of a row as PostgreSQL sends them in its binary form: of text and json their UTF-8, of bytea its bytes. */
export type CopiedRow = readonly (Buffer | null)[];

/**
 * The row that a select gives at most once, as bytes; undefined: none. In a row of a query, bytea would come as
 * hexadecimal digits and text be decoded whole, both at several times the cost (PostgreSQL's COPY, binary format).
 * values: what $1 and the others stand for: texts, numbers, booleans, null, or lists of those with a cast behind.
 */
export async function copiedRow(client: ClientBase, select: string, values: unknown[]): Promise<CopiedRow | undefined> {
  const written = writtenIn(select, values);
  const parts: Buffer[] = [];
  for await (const part of client.query(copyTo(`copy (${written}) to stdout (format binary)`)))
    parts.push(part as Buffer);
  const copied = Buffer.concat(parts);
  const count = copied.readInt16BE(HEADER_BYTES);
  if (count === NO_MORE_ROWS) return undefined;
  let at = HEADER_BYTES + COUNT_BYTES;
  return Array.from({ length: count }, () => {
    const length = copied.readInt32BE(at);
    const from = at + LENGTH_BYTES;
    at = from + Math.max(length, 0);
    return length === NULL_LENGTH ? null : copied.subarray(from, at);
  });
}

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
