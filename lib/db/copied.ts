import { buffer } from "node:stream/consumers";
import { to as copyTo } from "pg-copy-streams";
import { pool } from "./client";

const HEADER_BYTES = 19;
const COLUMNS_BYTES = 2;
const LENGTH_BYTES = 4;
const NO_MORE_ROWS = -1;

/**
 * The bytea that a select of one column gives at most once, as it is stored; undefined: no row. In a row of a query it
 * would come as hexadecimal digits, at four times the cost (PostgreSQL's COPY, binary format).
 */
export async function copiedBytes(select: string): Promise<Buffer | undefined> {
  const client = await pool().connect();
  let failed = true;
  try {
    const copied = await buffer(client.query(copyTo(`copy (${select}) to stdout (format binary)`)));
    failed = false;
    if (copied.readInt16BE(HEADER_BYTES) === NO_MORE_ROWS) return undefined;
    const lengthAt = HEADER_BYTES + COLUMNS_BYTES;
    const from = lengthAt + LENGTH_BYTES;
    return copied.subarray(from, from + copied.readInt32BE(lengthAt));
  } finally {
    client.release(failed);
  }
}
