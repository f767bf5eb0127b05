import type { JobStatus } from "@/lib/contract/jobs";
import type { Tx } from "@/lib/changes/tx";
import type { BytesReader, Reader } from "@/lib/db/client";
import type { Room } from "@/lib/db/copied";
import { fitting } from "@/lib/db/fitting";

const PAGE_BYTES = 4 * 1024 * 1024;

export type Place = { accountId: number; resourceId: number };

/**
 * Records to judge, in the order of their ids: texts as jsonb prints them, each behind jsonb's mark, ids (a line each: none
 * holds a control character) and revisions. changed: a 1 for each that the steps change; now: the resource's revision then;
 * logged: bytes the database ever wrote to its log until then; begun: the number that the next write will get; writing:
 * whether one is at work.
 */
export type JudgedPage = {
  texts: Buffer;
  ids: string;
  revisions: number[];
  changed: string;
  now: number;
  logged: number;
  begun: number;
  writing: boolean;
};

/** The next records as they would be after some steps (JSON text; null: as they are), as many as fit into memory. */
export async function readJudged(
  from: BytesReader,
  page: Place & { afterId: string | null; size: number; steps: string | null },
  into: Room,
): Promise<JudgedPage | undefined> {
  const after = page.steps === null ? "q.data" : "migrate_record(q.data, $6::jsonb)";
  // One row for all of them: a row for each costs as much again as judging it.
  const row = await from.copy(
    `select string_agg(jsonb_send(p.after), ''), json_build_object(
       'ids', string_agg(p.id, E'\\n'),
       'revisions', array_agg(p.revision),
       'changed', ${page.steps === null ? "''" : "string_agg(case when record_image_eq(row(p.after), row(p.data)) then '0' else '1' end, '')"},
       'now', (select revision from resource where account_id = $1 and id = $2),
       'logged', pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0'),
       'begun', pg_snapshot_xmax(pg_current_snapshot())::text::numeric,
       'writing', pg_snapshot_xmin(pg_current_snapshot()) < pg_snapshot_xmax(pg_current_snapshot()))
     from (
       select q.id, q.revision, q.data, ${after} as after from ${fitting(
         `select r.id, r.revision, r.data from data_record r
          where r.account_id = $1 and r.resource_id = $2 and r.id > coalesce($3, '') order by r.id limit $4`,
         { order: "id", most: "$5" },
       )} q order by q.id
     ) p`,
    [
      page.accountId,
      page.resourceId,
      page.afterId,
      page.size,
      PAGE_BYTES,
      ...(page.steps === null ? [] : [page.steps]),
    ],
    into,
  );
  const [texts, facts] = row ?? [];
  return texts && facts ? { texts, ...(JSON.parse(facts.toString()) as Omit<JudgedPage, "texts">) } : undefined;
}

/** Why records would fail: a keyword at a place, how many, and the first of them. */
export type Cause = { pointer: string; keyword: string; message: string; count: number; examples: string[] };

export type ImpactRow = {
  job_id: number;
  status: JobStatus | null;
  edit: number;
  base_version: number;
  from_revision: number;
  to_revision: number;
  checked: number;
  failing: number;
  migrated: number;
  /** JSON text of the causes. */
  causes: string;
  keyless: number;
  duplicate_keys: number;
  updated_at: string;
};

/** What a draft would do, as far as it is reckoned. */
export async function findImpact(from: Reader, { accountId, resourceId }: Place): Promise<ImpactRow | undefined> {
  const [row] = await from.query<ImpactRow>(
    `select job_id, (select j.status from job j where j.account_id = $1 and j.id = i.job_id) as status, edit, base_version, from_revision, to_revision, checked, failing, migrated, causes, keyless,
       duplicate_keys, updated_at
     from schema_impact i where account_id = $1 and resource_id = $2`,
    [accountId, resourceId],
  );
  return row;
}

/** Begins to reckon anew, for another edit of the draft. */
export async function beginImpact(
  tx: Tx,
  { accountId, resourceId }: Place,
  of: { jobId: number; edit: number; baseVersion: number },
): Promise<void> {
  await tx.query("delete from impact_record where account_id = $1 and resource_id = $2", [accountId, resourceId]);
  await tx.query("delete from schema_impact where account_id = $1 and resource_id = $2", [accountId, resourceId]);
  await tx.query(
    `insert into schema_impact (account_id, resource_id, job_id, edit, base_version, from_revision, to_revision)
     select $1, $2, $3, $4, $5, revision, revision from resource where account_id = $1 and id = $2`,
    [accountId, resourceId, of.jobId, of.edit, of.baseVersion],
  );
}

/** A record that would fail, and how. */
export type Failing = { id: string; revision: number; problems: readonly object[] };

/** Adds what a part of the records came to. causes: all of them so far; failing: those of this part that are kept. */
export async function addImpact(
  tx: Tx,
  { accountId, resourceId }: Place,
  part: {
    checked: number;
    failed: number;
    migrated: number;
    toRevision: number;
    causes: readonly Cause[];
    failing: readonly Failing[];
  },
): Promise<void> {
  await tx.query(
    `update schema_impact set checked = checked + $3, failing = failing + $4, migrated = migrated + $5, to_revision = $6,
       causes = $7::jsonb, updated_at = clock_timestamp()
     where account_id = $1 and resource_id = $2`,
    [accountId, resourceId, part.checked, part.failed, part.migrated, part.toRevision, JSON.stringify(part.causes)],
  );
  if (part.failing.length === 0) return;
  await tx.query(
    `insert into impact_record (account_id, resource_id, id, revision, problems)
     select $1, $2, f.id, f.revision, f.problems
     from jsonb_to_recordset($3::jsonb) as f(id text, revision bigint, problems jsonb)
     on conflict (account_id, resource_id, id) do update set revision = excluded.revision, problems = excluded.problems`,
    [accountId, resourceId, JSON.stringify(part.failing)],
  );
}

/** Counts records that another identifier key could not tell apart, as they would be after the steps. */
export async function noteKeys(tx: Tx, { accountId, resourceId }: Place, key: string, steps: string): Promise<void> {
  await tx.query(
    `with keyed as materialized (
       select record_key(migrate_record(data, $4::jsonb), $3) as key from data_record
       where account_id = $1 and resource_id = $2
     )
     update schema_impact set
       keyless = (select count(*) from keyed where key is null),
       duplicate_keys = (select count(key) - count(distinct key) from keyed)
     where account_id = $1 and resource_id = $2`,
    [accountId, resourceId, key, steps],
  );
}

export type ImpactRecordRow = {
  id: string;
  revision: number;
  problems: string;
  /** What is current now; null when it was deleted since. */
  now_revision: number | null;
  data: string | null;
  after: string | null;
};

/** The records that would fail, in the order of their ids, as they are now and as the steps would leave them. */
export async function listImpactRecords(
  from: Reader,
  page: Place & { afterId: string; size: number; steps: string; moved?: boolean },
): Promise<ImpactRecordRow[]> {
  return from.query<ImpactRecordRow>(
    `select i.id, i.revision, i.problems, r.revision as now_revision, r.data, migrate_record(r.data, $5::jsonb) as after
     from impact_record i
     left join data_record r on r.account_id = i.account_id and r.resource_id = i.resource_id and r.id = i.id
     where i.account_id = $1 and i.resource_id = $2 and i.id > $3 ${page.moved ? "and r.revision is distinct from i.revision" : ""}
     order by i.id limit $4`,
    [page.accountId, page.resourceId, page.afterId, page.size, page.steps],
  );
}

export type PreviewRow = { id: string; before: string; after: string };

/** The first records that steps would change, out of the first so many. */
export async function previewSteps(
  from: Reader,
  { accountId, resourceId }: Place,
  { steps, among, size }: { steps: string; among: number; size: number },
): Promise<PreviewRow[]> {
  return from.query<PreviewRow>(
    `select p.id, p.data as before, p.after from (
       select r.id, r.data, migrate_record(r.data, $3::jsonb) as after from (
         select id, data from data_record where account_id = $1 and resource_id = $2 order by id limit $4) r
     ) p where not record_image_eq(row(p.after), row(p.data)) order by p.id limit $5`,
    [accountId, resourceId, steps, among, size],
  );
}
