import type { Head, Tx } from "@/lib/changes/tx";
import type { Reader } from "@/lib/db/client";
import { fitting } from "@/lib/db/fitting";
import type { Filter } from "@/lib/contract/filters";
import { dataSql, erasedEndSql, failingSql, filterSql, searchSql, Values, type SlotNames } from "../condition";
import type { Marks } from "../hidden";
import { countOf, edgeOf, firstOf, sidesOf, type Past } from "../past/store";

const BATCH_BYTES = 4 * 1024 * 1024;

type Place = { accountId: number; resourceId: number };

/** Records that a job is about: named ones, or all that match; except: those left out. */
export type Picked = {
  ids?: readonly string[];
  filter?: Filter;
  except?: readonly string[];
  q?: string;
  failing?: boolean;
};

type Pick = Place & {
  picked: Picked;
  slots: SlotNames;
  schemaVersion: number;
  marks: Marks;
  afterId: string | null;
  size: number;
};

function sourceOf(pick: Omit<Pick, "afterId" | "size">, past?: Past) {
  const { accountId, resourceId, picked, slots, schemaVersion, marks } = pick;
  const values = new Values();
  values.list.push(accountId, resourceId);
  if (past) values.list.push(past.revision);
  const where: string[] = [];
  if (picked.ids) where.push(`r.id = any(${values.add(picked.ids, "text[]")})`);
  if (picked.except?.length) where.push(`not (r.id = any(${values.add(picked.except, "text[]")}))`);
  if (picked.filter) where.push(filterSql(picked.filter, values, slots));
  if (picked.q !== undefined) where.push(searchSql(picked.q, values, marks));
  if (picked.failing !== undefined) {
    where.push(`${picked.failing ? "" : "not "}${failingSql(schemaVersion, values)}`);
  }
  return { values, where, sides: sidesOf(past) };
}

/** The SQL of the next so many of what is picked, by id, and its values. */
async function nextOf(from: Reader, page: Pick & { past?: Past }, select: string) {
  const { values, where, sides } = sourceOf(page, page.past);
  const order = "r.id";
  if (page.afterId !== null) where.push(`r.id > ${values.add(page.afterId, "text")}`);
  const edge = await edgeOf(from, page, { values, where, order, key: "null" });
  if (edge) where.push(`r.id <= ${values.add(edge.id, "text")}`);
  const limit = values.add(page.size, "bigint");
  return { values, next: firstOf(sides, { select, where, order, again: order, limit }) };
}

/** How many records are picked, counted up to a bound. */
export async function countPicked(from: Reader, pick: Omit<Pick, "afterId" | "size">, most: number): Promise<number> {
  const { values, where, sides } = sourceOf(pick);
  const text = countOf(sides, where, values.add(most, "bigint"));
  const [row] = await from.query<{ count: number }>(text, values.list);
  return row?.count ?? 0;
}

/** The next ids of the picked records, in the order of their bytes, with their revisions. */
export async function pickIds(tx: Tx, pick: Pick): Promise<{ id: string; revision: number }[]> {
  const { values, next } = await nextOf(tx, pick, "r.id, r.revision");
  return tx.query<{ id: string; revision: number }>(next, values.list);
}

export type EditedRow = { id: string; revision: number; before: string; after: string | null };

/**
 * The next of the picked records as they are and as the edit of a job's input would make them; after is null where a
 * pointer leads nowhere. As many as fit into memory: fewer than asked for does not mean that there are no more.
 */
export async function pickEdited(from: Reader, pick: Pick, input: string): Promise<EditedRow[]> {
  const { values, next } = await nextOf(from, pick, "r.id, r.revision, r.data");
  return from.query<EditedRow>(
    `select q.id, q.revision, q.data as before, edit_record(q.data, ${values.add(input, "jsonb")} -> 'edit') as after
     from ${fitting(next, { order: "id", most: values.add(BATCH_BYTES, "bigint") })} q order by q.id`,
    values.list,
  );
}

/** Deletes records under the resource's lock; their versions go to history. Answers how many there were. */
export async function deleteIds(tx: Tx, head: Head, ids: readonly string[]): Promise<number> {
  const [row] = await tx.query<{ gone: number }>(
    "select delete_records($1, $2, $3::text[]) as gone",
    [head.accountId, head.resourceId, ids],
    "delete_records",
  );
  return row?.gone ?? 0;
}

// Export ----------------------------------------------------------------------------------------------------------

/** The revision of a resource and its number of records, of this transaction's moment. */
export async function momentOfResource(tx: Tx, place: Place): Promise<{ revision: number; record_count: number }> {
  const [row] = await tx.query<{ revision: number; record_count: number }>(
    "select revision, record_count from resource where account_id = $1 and id = $2",
    [place.accountId, place.resourceId],
  );
  return row ?? { revision: 0, record_count: 0 };
}

type ExportPage = Pick & { past: Past | undefined };

async function exportSource(from: Reader, page: ExportPage) {
  const { values, next } = await nextOf(from, page, "r.id, r.data, r.revision, r.created_at, r.updated_at");
  // Masked once per record, however many of its places are read: the offset keeps the mask where it stands.
  const rows = `(
    select q.id, ${dataSql(page.marks, values, "q.data")} as data, q.revision, q.created_at, q.updated_at
    from ${fitting(next, { order: "id", most: BATCH_BYTES })} q offset 0)`;
  return { values, rows };
}

/** How many records an export will hold. */
export async function countExported(tx: Tx, page: ExportPage): Promise<number> {
  const { values, where, sides } = sourceOf(page, page.past);
  const [row] = await tx.query<{ count: number }>(countOf(sides, where), values.list);
  return row?.count ?? 0;
}

const isoSql = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The next lines of an export as the list of records shows them: a JSON object each. */
export async function exportedLines(tx: Tx, page: ExportPage) {
  const { values, rows } = await exportSource(tx, page);
  const [row] = await tx.query<{ lines: Buffer | null; last: string | null; count: number }>(
    `select convert_to(string_agg('{"id":' || to_json(p.id) || ',"attributes":' || coalesce(p.data, 'null') || ',"revision":' || p.revision
         || ',"createdAt":"' || ${isoSql("p.created_at")} || '","updatedAt":"' || ${isoSql("p.updated_at")} || '"' || ${erasedEndSql} || E'}\\n', ''
         order by p.id), 'UTF8') as lines,
       max(p.id) as last, count(*) as count from ${rows} p`,
    values.list,
  );
  return { lines: row?.lines ?? Buffer.alloc(0), last: row?.last ?? null, count: row?.count ?? 0 };
}

/** The next records of an export as the JSON texts of some places in them; null where there is nothing. */
export async function exportedCells(tx: Tx, page: ExportPage, paths: readonly (readonly string[])[]) {
  const { values, rows } = await exportSource(tx, page);
  const cells = paths.map((path) => `(p.data #> ${values.add(path, "text[]")})::text`);
  return tx.query<{ id: string; cells: (string | null)[]; revision: number; created: string; updated: string }>(
    `select p.id, array[${cells.join(", ")}]::text[] as cells, p.revision, ${isoSql("p.created_at")} as created,
       ${isoSql("p.updated_at")} as updated
     from ${rows} p order by p.id`,
    values.list,
  );
}

// Undo ------------------------------------------------------------------------------------------------------------

/** Which revisions are undone: those of one job, or one. created, ended: whether they made and ended versions at all. */
export type Undone = { revisions: readonly number[]; created: boolean; ended: boolean; few: boolean };

/** The revisions of a job's Changes on a resource, and what they did altogether. */
export async function revisionsOf(from: Reader, place: Place, which: { jobId: number } | { revision: number }) {
  const byJob = "jobId" in which;
  const [row] = await from.query<{
    revisions: number[] | null;
    created: number;
    ended: number;
    kinds: string[] | null;
  }>(
    `select array_agg(revision order by revision) as revisions, coalesce(sum(created), 0) as created,
       coalesce(sum(updated + deleted), 0) as ended, array_agg(distinct kind) as kinds
     from change where account_id = $1 and resource_id = $2 and ${byJob ? "job_id" : "revision"} = $3`,
    [place.accountId, place.resourceId, byJob ? which.jobId : which.revision],
  );
  return {
    revisions: row?.revisions ?? [],
    created: row?.created ?? 0,
    ended: row?.ended ?? 0,
    kinds: row?.kinds ?? [],
  };
}

export type TouchedRow = {
  id: string;
  made: number;
  old_revision: number | null;
  live_revision: number | null;
  /** Whether the version that was replaced or ended was erased since. */
  erased: boolean;
  later: number | null;
};

/**
 * The next records that some revisions touched. old_revision: the version that was replaced or ended, null for a record
 * that was created; live_revision: what is current; later: the newest revision of the record from `made` on that ended.
 */
export async function pickTouched(
  tx: Tx,
  page: Place & Undone & { afterId: string | null; size: number },
): Promise<TouchedRow[]> {
  const values = [page.accountId, page.resourceId, page.revisions, page.afterId ?? "", page.size];
  const here = (alias: string) => `${alias}.account_id = $1 and ${alias}.resource_id = $2 and ${alias}.id > $4`;
  // Gathered by their revision where they are few: in the order of ids, all of a resource would be passed over.
  const fenced = (table: string, column: string) =>
    page.few
      ? `(select * from ${table} f where f.account_id = $1 and f.resource_id = $2 and f.revision > 0
           and f.${column} = any($3::bigint[]) offset 0)`
      : table;
  const within = (column: string) => `${column} = any($3::bigint[])`;
  // Values, and no "exists": right after a large Change, whose rows no statistics know yet, that would become a join which
  // compares each row with each other one, or looks through all versions for each page. None "is null" either: that is
  // thought to be so of few rows, for which all would be gathered and sorted instead of read in their order.
  const created = (
    table: string,
  ) => `(select c.id, c.revision as made, null::bigint as old_revision from ${fenced(table, "revision")} c
    where ${here("c")} and ${within("c.revision")} and coalesce((
      select false from record_version p where p.account_id = $1 and p.resource_id = $2 and p.id = c.id
        and p.superseded_by = c.revision limit 1), true)
    order by c.id limit $5)`;
  const parts = [
    ...(page.ended
      ? [
          `(select v.id, v.superseded_by as made, v.revision as old_revision from ${fenced("record_version", "superseded_by")} v
            where ${here("v")} and ${within("v.superseded_by")} order by v.id limit $5)`,
        ]
      : []),
    ...(page.created ? [created("data_record"), created("record_version")] : []),
  ];
  if (parts.length === 0) return [];
  return tx.query<TouchedRow>(
    `select t.id, t.made, t.old_revision, d.revision as live_revision, coalesce((
       select e.data is null from record_version e where e.account_id = $1 and e.resource_id = $2 and e.id = t.id
         and e.revision = t.old_revision limit 1), false) as erased, (
       select max(l.superseded_by) from record_version l
       where l.account_id = $1 and l.resource_id = $2 and l.id = t.id and l.revision >= t.made) as later
     from (${parts.join(" union all ")}) t
     left join data_record d on d.account_id = $1 and d.resource_id = $2 and d.id = t.id
     order by t.id limit $5`,
    values,
  );
}

/** Some Changes by their revisions: what they were, when, by whom and through what. */
export async function marksOf(from: Reader, place: Place, revisions: readonly number[]) {
  const rows = await from.query<{ revision: number; mark: string }>(
    `select revision, jsonb_build_object('revision', revision, 'kind', kind,
       'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'channel', channel,
       'actor', jsonb_build_object('kind', actor_kind, 'id', actor_id, 'label', actor_label)) as mark
     from change where account_id = $1 and resource_id = $2 and revision = any($3::bigint[])`,
    [place.accountId, place.resourceId, revisions],
  );
  return new Map(rows.map(({ revision, mark }) => [revision, JSON.parse(mark) as object]));
}

/** Makes versions current again, as they were, under the resource's lock. */
export async function restoreVersions(tx: Tx, head: Head, versions: readonly { id: string; revision: number }[]) {
  await tx.query(
    "select restore_versions($1, $2, $3::text[], $4::bigint[], $5, $6::timestamptz)",
    [
      head.accountId,
      head.resourceId,
      versions.map(({ id }) => id),
      versions.map(({ revision }) => revision),
      head.revision,
      head.stamp,
    ],
    "restore_versions",
  );
}

// The check by the present schema -----------------------------------------------------------------------------------

export type UnjudgedRow = { id: string; revision: number; data: string };

/** The next records that an older version judged, as many as fit into memory. */
export async function pickUnjudged(
  tx: Tx,
  page: Place & { version: number; afterId: string | null; size: number; onlyIds?: readonly string[] },
): Promise<UnjudgedRow[]> {
  return tx.query<UnjudgedRow>(
    `select q.id, q.revision, q.data from ${fitting(
      `select r.id, r.revision, r.data from data_record r
       where r.account_id = $1 and r.resource_id = $2 and r.schema_version < $3 and ($4::text is null or r.id > $4)
         and ($5::text[] is null or r.id = any($5))
       order by r.id limit $6`,
      { order: "id", most: "$7" },
    )} q order by q.id`,
    [page.accountId, page.resourceId, page.version, page.afterId, page.onlyIds ?? null, page.size, BATCH_BYTES],
  );
}

/** How many records an older version judged. */
export async function countUnjudged(tx: Tx, place: Place, version: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    "select count(*) as count from data_record where account_id = $1 and resource_id = $2 and schema_version < $3",
    [place.accountId, place.resourceId, version],
  );
  return row?.count ?? 0;
}

/** So many problems are kept of a record. */
export const PROBLEMS_KEPT = 20;

/** A record that fails a version of the schema, and how. */
export type Failing = { id: string; revision: number; problems: readonly object[] };

/** Notes which of some records fail a version; the others no longer do. */
export async function noteFailing(
  tx: Tx,
  place: Place,
  version: number,
  judged: { ids: readonly string[]; failing: readonly Failing[] },
): Promise<void> {
  const values = [place.accountId, place.resourceId];
  await tx.query("delete from failing_record where account_id = $1 and resource_id = $2 and id = any($3::text[])", [
    ...values,
    judged.ids,
  ]);
  await tx.query(
    `insert into failing_record (account_id, resource_id, id, revision, schema_version, problems)
     select $1, $2, f.id, f.revision, $3, f.problems
     from jsonb_to_recordset($4::jsonb) as f(id text, revision bigint, problems jsonb)
     on conflict (account_id, resource_id, id) do update
       set revision = excluded.revision, schema_version = excluded.schema_version, problems = excluded.problems`,
    [...values, version, JSON.stringify(judged.failing)],
  );
}

/** Removes what was noted by versions before one. */
export async function forgetFailing(tx: Tx, place: Place, before: number): Promise<void> {
  await tx.query("delete from failing_record where account_id = $1 and resource_id = $2 and schema_version < $3", [
    place.accountId,
    place.resourceId,
    before,
  ]);
}
