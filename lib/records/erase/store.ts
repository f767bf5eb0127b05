import type { Tx } from "@/lib/changes/tx";
import { fitting } from "@/lib/db/fitting";
import type { Place } from "../store";

const PAGE_VERSIONS = 200;
const PAGE_BYTES = 4 * 1024 * 1024;

export type WholeRow = { revision: number; data: string };

/** The next versions of a record that were not erased, as many as fit into memory. */
export async function pickWhole(tx: Tx, place: Place, id: string): Promise<WholeRow[]> {
  return tx.query<WholeRow>(
    `select q.revision, q.data from ${fitting(
      `select revision, data from record_version
       where account_id = $1 and resource_id = $2 and id = $3 and data is not null order by revision limit $4`,
      { order: "revision", most: "$5" },
    )} q order by q.revision`,
    [place.accountId, place.resourceId, id, PAGE_VERSIONS, PAGE_BYTES],
  );
}

/** Takes the values of some versions away, leaving their hashes, the time and the erasing revision. */
export async function eraseVersions(
  tx: Tx,
  place: Place,
  id: string,
  { hashes, at, by }: { hashes: ReadonlyMap<number, Buffer>; at: string; by: number },
): Promise<void> {
  await tx.query(
    `update record_version v set data = null, sha256 = h.sha256, erased_at = $6, erased_by = $7
     from unnest($4::bigint[], $5::bytea[]) as h(revision, sha256)
     where v.account_id = $1 and v.resource_id = $2 and v.id = $3 and v.revision = h.revision`,
    [place.accountId, place.resourceId, id, [...hashes.keys()], [...hashes.values()], at, by],
  );
}

/** Removes what beside its versions holds a record's values, or tells of them. */
export async function forgetRecord(tx: Tx, place: Place, id: string): Promise<void> {
  for (const table of ["deleted_record", "failing_record", "impact_record", "staged_record"]) {
    await tx.query(`delete from ${table} where account_id = $1 and resource_id = $2 and id = $3`, [
      place.accountId,
      place.resourceId,
      id,
    ]);
  }
  await tx.query("select 1 from staged_set where account_id = $1 and resource_id = $2 order by id for update", [
    place.accountId,
    place.resourceId,
  ]);
  await tx.query(
    `with gone as (
       delete from staged_item s using staged_set t
       where t.account_id = $1 and t.resource_id = $2 and s.account_id = $1 and s.set_id = t.id and s.id = $3
       returning s.set_id
     ), counted as (
       update staged_set t set counts = null from gone where t.account_id = $1 and t.id = gone.set_id
     )
     update upload_session u set records = u.records - 1 from gone where u.account_id = $1 and u.set_id = gone.set_id`,
    [place.accountId, place.resourceId, id],
  );
}

/**
 * Cancels imports of a resource that are not over, with what was staged of them, as nobody knows what their files hold;
 * of the others, what is kept of rows of that id or of none, and samples of every file. Answers how many were canceled.
 */
export async function dropImports(tx: Tx, { accountId, resourceId }: Place, id: string, why: string): Promise<number> {
  const here = "account_id = $1 and resource_id = $2";
  const open = await tx.query<{ id: number; set_id: number | null }>(
    `select id, set_id from file_import where ${here} and status not in ('committed', 'canceled') order by id for update`,
    [accountId, resourceId],
  );
  const [ids, sets] = [open.map((each) => each.id), open.map((each) => each.set_id)];
  await tx.query("delete from staged_item where account_id = $1 and set_id = any($2::bigint[])", [accountId, sets]);
  await tx.query("delete from staged_set where account_id = $1 and id = any($2::bigint[])", [accountId, sets]);
  await tx.query(
    `delete from file_import_chunk c using file_import i
     where i.account_id = $1 and i.resource_id = $2 and c.account_id = $1 and c.import_id = i.id`,
    [accountId, resourceId],
  );
  await tx.query(
    `with gone as (
       delete from file_import_row r using file_import i
       where i.account_id = $1 and i.resource_id = $2 and r.account_id = $1 and r.import_id = i.id
         and (r.import_id = any($3::bigint[]) or r.id is null or r.id = $4)
       returning r.import_id
     )
     update file_import set causes = '[]'
     where account_id = $1 and id in (select import_id from gone)`,
    [accountId, resourceId, ids, id],
  );
  await tx.query(
    `update file_import set columns = (
       select coalesce(jsonb_agg(c || '{"samples": []}' order by n), '[]')
       from jsonb_array_elements(columns) with ordinality as each(c, n))
     where ${here}`,
    [accountId, resourceId],
  );
  await tx.query(
    `update file_import set status = 'canceled', error = $3, set_id = null, touched_at = clock_timestamp()
     where account_id = $1 and id = any($2::bigint[])`,
    [accountId, ids, why],
  );
  return ids.length;
}

/**
 * Removes the files that jobs made of a resource, as they may hold the record; a job that is at it begins anew. Answers
 * how many files there were.
 */
export async function removeFiles(tx: Tx, place: Place): Promise<number> {
  const rows = await tx.query(
    `with gone as (
       update job set file_name = null, media_type = null, byte_count = null, masked = '[]',
         position = case when finished_at is null then '{}' else position end,
         counts = case when finished_at is null then '{}' else counts end,
         done = case when finished_at is null then 0 else done end
       where account_id = $1 and resource_id = $2 and file_name is not null returning account_id, id
     ), pieces as (
       delete from job_chunk c using gone where c.account_id = gone.account_id and c.job_id = gone.id
     )
     select id from gone`,
    [place.accountId, place.resourceId],
  );
  return rows.length;
}

/** Removes the answers that are kept for Idempotency-Keys; nobody knows what they hold. Answers how many there were. */
export async function removeAnswers(tx: Tx, accountId: number): Promise<number> {
  const rows = await tx.query("delete from kept_answer where account_id = $1 returning 1", [accountId]);
  return rows.length;
}

/** How many evidence files of a resource were made while a record existed. */
export async function countEvidence(tx: Tx, place: Place, id: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*) as count from evidence e where e.account_id = $1 and e.resource_id = $2 and exists (
       select from record_version v where v.account_id = $1 and v.resource_id = $2 and v.id = $3
         and v.revision <= e.revision and v.superseded_by > e.revision)`,
    [place.accountId, place.resourceId, id],
  );
  return row?.count ?? 0;
}
