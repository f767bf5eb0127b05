import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import type { Place } from "../store";

/** One piece of a job's file. */
export async function insertChunk(tx: Tx, { accountId, id }: Place, ordinal: number, bytes: Buffer): Promise<void> {
  await tx.query(
    "insert into job_chunk (account_id, job_id, ordinal, bytes) values ($1, $2, $3, $4)",
    [accountId, id, ordinal, bytes],
    "insert_job_chunk",
  );
}

/** The pieces of a file in order, one at a time. */
export async function* chunks({ accountId, id }: Place, from: Reader = reader): AsyncGenerator<Uint8Array> {
  for (let ordinal = 0; ; ordinal += 1) {
    const [row] = await from.query<{ bytes: Buffer }>(
      "select bytes from job_chunk where account_id = $1 and job_id = $2 and ordinal = $3",
      [accountId, id, ordinal],
      "read_job_chunk",
    );
    if (!row) return;
    yield row.bytes;
  }
}

/** Whether a job's file holds in clear what is sensitive now. */
export async function holdsSensitive({ accountId, id }: Place): Promise<boolean> {
  const [row] = await reader.query<{ clear: boolean }>(
    `select exists (select from jsonb_array_elements(r.sensitive) path
       where path not in (select jsonb_array_elements(j.masked))) as clear
     from job j join resource r on r.account_id = j.account_id and r.id = j.resource_id
     where j.account_id = $1 and j.id = $2`,
    [accountId, id],
  );
  return row?.clear ?? false;
}

/** Removes the files of jobs that ended before so many days; the jobs stay. Answers how many files went. */
export async function sweepFiles(tx: Tx, days: number): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `with old as (
       update job set file_name = null, media_type = null, byte_count = null
       where file_name is not null and finished_at < now() - make_interval(days => $1) returning account_id, id
     ), gone as (
       delete from job_chunk c using old where c.account_id = old.account_id and c.job_id = old.id
     )
     select id from old`,
    [days],
  );
  return rows.length;
}
