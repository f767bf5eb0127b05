import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { fitting } from "@/lib/db/fitting";
import type { DifferentRow } from "../../compare/store";
import type { Marks } from "../../hidden";
import { forgetCounts } from "../../staged/store";
import type { Place } from "../../store";

type Set = { accountId: number; id: number };

const shown = (column: string, marks: string) =>
  `case when ${marks}::jsonb is null then ${column} else mask_record(${column}, ${marks}::jsonb) end`;

type StagedPage = {
  by: "created_at" | "updated_at";
  descending: boolean;
  after?: { time: string; id: string };
  size: number;
  marks: Marks;
};

/** A page of what an open session holds, as somebody may read it. */
export async function listStaged({ accountId, id }: Set, { by, descending, after, size, marks }: StagedPage) {
  const [beyond, direction] = descending ? ["<", "desc"] : [">", "asc"];
  return reader.query<{ id: string; data: string; created_at: string; updated_at: string }>(
    `select p.id, ${shown("p.data", "$6")} as data, p.created_at, p.updated_at from (
       select s.* from staged_item s
       where s.account_id = $1 and s.set_id = $2
         and ($3::timestamptz is null or (s.${by}, s.id) ${beyond} ($3, $4::text))
       order by s.${by} ${direction}, s.id ${direction} limit $5) p
     order by p.${by} ${direction}, p.id ${direction}`,
    [accountId, id, after?.time ?? null, after?.id ?? null, size, marks],
  );
}

type Part = { offset: number; size: number; marks: Marks };

/** Some of what an open session holds, in the order of creation. */
export async function stagedTexts({ accountId, id }: Set, { offset, size, marks }: Part): Promise<string[]> {
  const rows = await reader.query<{ data: string }>(
    `select ${shown("p.data", "$5")} as data from (
       select s.* from staged_item s where s.account_id = $1 and s.set_id = $2
       order by s.created_at, s.id offset $3 limit $4) p
     order by p.created_at, p.id`,
    [accountId, id, offset, size, marks],
  );
  return rows.map(({ data }) => data);
}

/** Some of a resource's records in the order of creation, as they are or stood at a revision; erased ones are left out. */
export async function textsAt(
  { accountId, resourceId }: Place,
  revision: number | undefined,
  { offset, size, marks }: Part,
): Promise<string[]> {
  const here = "account_id = $1 and resource_id = $2 and revision > 0";
  const columns = "id, data, created_at";
  const live = `select ${columns} from data_record where ${here} and ($3::bigint is null or revision <= $3)`;
  const kept = `select ${columns} from record_version
    where ${here} and revision <= $3 and superseded_by > $3 and data is not null`;
  const rows = await reader.query<{ data: string }>(
    `select ${shown("p.data", "$6")} as data from (
       select * from (${revision === undefined ? live : `${live} union all ${kept}`}) r
       order by r.created_at, r.id offset $4 limit $5) p
     order by p.created_at, p.id`,
    [accountId, resourceId, revision ?? null, offset, size, marks],
  );
  return rows.map(({ data }) => data);
}

/** The next staged records beside the live ones, in the order of their ids; also those that would stay the same. */
export async function besideLive(
  from: Reader,
  set: Set & { resourceId: number },
  page: { afterId: string; size: number },
): Promise<DifferentRow[]> {
  return from.query<DifferentRow>(
    `with staged as (
       select s.id from staged_item s where s.account_id = $1 and s.set_id = $2 and s.id > $4 collate "C"
       order by s.id limit $5
     ), live as (
       select r.id from data_record r where r.account_id = $1 and r.resource_id = $3 and r.id > $4 collate "C"
       order by r.id limit $5
     ), both_sides as (
       select id from staged union select id from live order by id limit $5
     )
     select b.id, r.revision as before_revision, null::bigint as after_revision, r.data as before, s.data as after,
       case when r.id is null then 'created' when s.id is null then 'deleted'
         when not record_image_eq(row(r.data), row(s.data)) then 'changed' end as kind
     from both_sides b
     left join data_record r on r.account_id = $1 and r.resource_id = $3 and r.id = b.id
     left join staged_item s on s.account_id = $1 and s.set_id = $2 and s.id = b.id
     order by b.id`,
    [set.accountId, set.id, set.resourceId, page.afterId, page.size],
  );
}

/** The stored text of some staged records: for those whose numbers are written out otherwise than they were sent. */
export async function readStaged(from: Reader, { accountId, id }: Set, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await from.query<{ id: string; data: string }>(
    "select id, data from staged_item where account_id = $1 and set_id = $2 and id = any($3::text[])",
    [accountId, id, ids],
  );
  return new Map(rows.map((row) => [row.id, row.data]));
}

/** Some live records with their times. */
export async function readLive(from: Reader, { accountId, resourceId }: Place, ids: readonly string[]) {
  return from.query<{ id: string; data: string; created_at: string; updated_at: string }>(
    `select id, data, created_at, updated_at from data_record
     where account_id = $1 and resource_id = $2 and id = any($3::text[])`,
    [accountId, resourceId, ids],
  );
}

const PART_BYTES = 8 * 1024 * 1024;

export type OutdatedRow = { id: string; data: string; updated_at: string };

/** The next staged records that another version of the schema judged, as many as fit into memory. */
export async function pickOutdated(
  from: Reader,
  { accountId, id }: Set,
  page: { version: number; afterId: string | null; size: number },
): Promise<OutdatedRow[]> {
  return from.query<OutdatedRow>(
    `select q.id, q.data, q.updated_at from ${fitting(
      `select s.id, s.data, s.updated_at from staged_item s
       where s.account_id = $1 and s.set_id = $2 and s.schema_version <> $3 and s.data is not null
         and ($4::text is null or s.id > $4)
       order by s.id limit $5`,
      { order: "id", most: "$6" },
    )} q order by q.id`,
    [accountId, id, page.version, page.afterId, page.size, PART_BYTES],
  );
}

/** What a version of the schema says of a staged record; problems null: it fits. */
export type Noted = { id: string; updated_at: string; refused: boolean; problems: readonly object[] | null };

/**
 * Writes down what a version of the schema says of staged records, unless they were staged anew meanwhile: they fit, are
 * marked, or are refused and leave the set. Answers how many left.
 */
export async function noteJudged(
  tx: Tx,
  { accountId, id }: Set,
  version: number,
  judged: readonly Noted[],
): Promise<number> {
  await forgetCounts(tx, { accountId, id });
  const refused = judged.filter((each) => each.refused);
  const gone = await tx.query(
    `delete from staged_item s using unnest($3::text[], $4::timestamptz[]) as f(id, updated_at)
     where s.account_id = $1 and s.set_id = $2 and s.id = f.id and s.updated_at = f.updated_at returning 1`,
    [accountId, id, refused.map((each) => each.id), refused.map((each) => each.updated_at)],
  );
  await tx.query(
    `update staged_item s set schema_version = $3, problems = nullif(f.problems, 'null')
     from jsonb_to_recordset($4::jsonb) as f(id text, updated_at timestamptz, problems jsonb)
     where s.account_id = $1 and s.set_id = $2 and s.id = f.id and s.updated_at = f.updated_at`,
    [accountId, id, version, JSON.stringify(judged.filter((each) => !each.refused))],
  );
  return gone.length;
}
