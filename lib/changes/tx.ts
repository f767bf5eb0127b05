import type { PoolClient, QueryResultRow } from "pg";
import { Refusal } from "@/lib/contract/errors";
import type { Reader } from "@/lib/db/client";
import { putRows, type RowToPut } from "@/lib/db/copied";

/** One resource as it stood when its lock was granted. stamp is the time of the Change, never before the last one's. */
export type Head = {
  accountId: number;
  resourceId: number;
  connectionId: number;
  revision: number;
  schemaVersion: number;
  recordCount: number;
  deletedAt: string | null;
  accessEpoch: number;
  stamp: string;
};

/** A transaction that only write() opens. */
export class Tx implements Reader {
  constructor(private readonly client: PoolClient) {}

  /** Runs one statement; name it where it runs often, so that it is prepared once per connection. */
  async query<Row extends QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    const result = await this.client.query<Row>(name ? { name, text, values } : { text, values });
    return result.rows;
  }

  /** Puts in rows that hold long bytes. into: the table, and its columns in the order that rows have them in. */
  put(into: string, rows: Iterable<RowToPut>): Promise<void> {
    return putRows(this.client, into, rows);
  }

  /** Waits for the resource's turn; undefined when there is none. Take several in ascending order of their ids. */
  async lock(accountId: number, resourceId: number): Promise<Head | undefined> {
    const [row] = await this.query<{
      connection_id: number;
      revision: number;
      schema_version: number;
      record_count: number;
      deleted_at: string | null;
      access_epoch: number;
      stamp: string;
    }>("select * from open_change($1, $2)", [accountId, resourceId], "open_change");
    if (!row) return undefined;
    return {
      accountId,
      resourceId,
      connectionId: row.connection_id,
      revision: row.revision,
      schemaVersion: row.schema_version,
      recordCount: row.record_count,
      deletedAt: row.deleted_at,
      accessEpoch: row.access_epoch,
      stamp: row.stamp,
    };
  }

  /** The same for a resource that must be there and live. Throws notFound. */
  async lockLive(accountId: number, resourceId: number): Promise<Head> {
    const head = await this.lock(accountId, resourceId);
    if (!head || head.deletedAt) throw new Refusal("notFound");
    return head;
  }
}
