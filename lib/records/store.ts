import type { Head, Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { singleton } from "@/lib/db/singleton";
import type { Filter, FieldType } from "@/lib/contract/filters";
import type { SensitivePath } from "@/lib/schema/mask";
import {
  dataSql,
  erasedEndSql,
  failingSql,
  filterSql,
  searchSql,
  shownSql,
  sortSql,
  Values,
  type SlotNames,
} from "./condition";
import type { Marks } from "./hidden";
import { countOf, edgeOf, firstOf, sidesOf, type Past } from "./past/store";

export type WrittenRow = {
  ordinal: number;
  outcome: "created" | "updated" | "unchanged";
  revision: number;
  created_at: string;
  updated_at: string;
};

/** Writes records under the resource's lock: one statement however many. texts: JSON objects; ids: theirs, none twice. */
export async function writeRecords(
  tx: Tx,
  head: Head,
  rows: { ids: readonly string[]; texts: readonly string[]; each: boolean },
): Promise<WrittenRow[]> {
  return tx.query<WrittenRow>(
    "select * from write_records($1, $2, $3::jsonb, $4::text[], $5, $6, $7::timestamptz, $8)",
    [
      head.accountId,
      head.resourceId,
      `[${rows.texts.join(",")}]`,
      rows.ids,
      head.revision,
      rows.each,
      head.stamp,
      head.schemaVersion,
    ],
    "write_records",
  );
}

/** The stored text of some records: for those whose numbers are written out otherwise than they were sent. */
export async function readTexts(tx: Tx, head: Head, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; data: string }>(
    "select id, data from data_record where account_id = $1 and resource_id = $2 and id = any($3::text[])",
    [head.accountId, head.resourceId, ids],
    "read_texts",
  );
  return new Map(rows.map(({ id, data }) => [id, data]));
}

export type RecordRow = {
  id: string;
  data: string;
  revision: number;
  schema_version: number;
  created_at: string;
  updated_at: string;
  /** What is kept of an erased version, whose data are null, as JSON text. */
  erased?: string | null;
};

const restOfRecord = "r.revision, r.schema_version, r.created_at, r.updated_at";
const recordColumns = `r.id, r.data, ${restOfRecord}`;

export type Place = { accountId: number; resourceId: number };

/** One record as it is, or as it was at a revision. */
export async function findRecord(
  from: Reader,
  place: Place,
  id: string,
  asOf?: number,
): Promise<RecordRow | undefined> {
  const here = "r.account_id = $1 and r.resource_id = $2 and r.id = $3";
  const live = `select ${recordColumns} from data_record r where ${here}`;
  const then = `select r.id, ${shownSql(null, new Values())}, ${restOfRecord} from (
    ${live} and r.revision <= $4 union all
    select ${recordColumns} from record_version r where ${here} and r.revision <= $4 and r.superseded_by > $4) r`;
  const values = [place.accountId, place.resourceId, id];
  const [row] = await (asOf === undefined
    ? from.query<RecordRow>(live, values, "find_record")
    : from.query<RecordRow>(then, [...values, asOf], "find_record_as_of"));
  return row;
}

/** Records' texts as somebody may read them, in their order. */
export async function maskTexts(from: Reader, texts: readonly string[], marks: string): Promise<string[]> {
  const rows = await from.query<{ data: string }>(
    "select mask_record(t.data::jsonb, $2::jsonb) as data from unnest($1::text[]) with ordinality as t(data, n) order by t.n",
    [texts, marks],
    "mask_texts",
  );
  return rows.map(({ data }) => data);
}

/** One record as somebody may read it. */
export async function maskRecord<Row extends { data: string }>(from: Reader, row: Row, marks: Marks): Promise<Row> {
  if (marks === null) return row;
  const [data = ""] = await maskTexts(from, [row.data], marks);
  return { ...row, data };
}

/** Whether a record that is not there was there once. */
export async function everExisted(from: Reader, place: Place, id: string): Promise<boolean> {
  const rows = await from.query(
    "select 1 from record_version where account_id = $1 and resource_id = $2 and id = $3 limit 1",
    [place.accountId, place.resourceId, id],
  );
  return rows.length > 0;
}

/**
 * What a record would be after a change, and what it is: the merge happens where the digits are kept. hidden: where the
 * mask stands for the stored value; merged is null where it has none.
 */
export async function mergeRecord(
  tx: Tx,
  place: Place,
  id: string,
  change: { text: string; keep: string | null; replace: boolean; hidden: readonly SensitivePath[] },
): Promise<(RecordRow & { merged: string | null }) | undefined> {
  const [row] = await tx.query<RecordRow & { merged: string | null }>(
    `select ${recordColumns}, keep_hidden(
       case when not $6::boolean then r.data || $4::jsonb
            when $5::text is null then $4::jsonb
            else $4::jsonb || jsonb_build_object($5::text, r.data -> $5::text) end, r.data, $7::jsonb) as merged
     from data_record r where r.account_id = $1 and r.resource_id = $2 and r.id = $3`,
    [place.accountId, place.resourceId, id, change.text, change.keep, change.replace, JSON.stringify(change.hidden)],
    "merge_record",
  );
  return row;
}

export type KeptRow = { id: string; revision: number | null; data: string | null };

/** Sent records with the stored values where they carry the mask, and the revision that has them; null: has none. */
export async function keepHidden(
  from: Reader,
  place: Place,
  rows: { ids: readonly string[]; texts: readonly string[] },
  hidden: readonly SensitivePath[],
): Promise<KeptRow[]> {
  return from.query<KeptRow>(
    `select i.id, r.revision, keep_hidden(i.data::jsonb, r.data, $5::jsonb) as data
     from unnest($3::text[], $4::text[]) with ordinality as i(id, data, n)
     left join data_record r on r.account_id = $1 and r.resource_id = $2 and r.id = i.id order by i.n`,
    [place.accountId, place.resourceId, rows.ids, rows.texts, JSON.stringify(hidden)],
  );
}

/** The revisions of some live records. */
export async function revisionsNow(tx: Tx, place: Place, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.query<{ id: string; revision: number }>(
    "select id, revision from data_record where account_id = $1 and resource_id = $2 and id = any($3::text[])",
    [place.accountId, place.resourceId, ids],
  );
  return new Map(rows.map(({ id, revision }) => [id, revision]));
}

/** Deletes one record; its version goes to history. */
export async function deleteRecord(tx: Tx, place: Place, id: string): Promise<void> {
  await tx.query(
    "delete from data_record where account_id = $1 and resource_id = $2 and id = $3",
    [place.accountId, place.resourceId, id],
    "delete_record",
  );
}

export type Order =
  | { by: "id" | "created_at" | "updated_at"; descending: boolean }
  | { by: "field"; pointer: string; type: FieldType; descending: boolean };

/** Which records are meant: those a filter leaves, a search finds, and that fail the present schema or do not. */
export type Match = { filter?: Filter; q?: string; failing?: boolean };

/** Where records are looked for: now or in the past. schemaVersion: the present one; marks: what is hidden. */
export type Source = Place & Match & { past?: Past; slots: SlotNames; schemaVersion: number; marks: Marks };

export type Page = Source & {
  order: Order;
  after?: { key: string | number | null; id: string };
  size: number;
};

/**
 * key: what it was sorted by; newest: the resource's revision in the same moment as the row; session_id: the upload
 * session that the live records are in.
 */
export type ListedRow = RecordRow & {
  key: string | null;
  newest: number;
  failing: boolean;
  session_id: string | null;
};

/** A page of records and one more. Records without the sort field come last, whatever the direction. */
export async function listRecords(from: Reader, page: Page): Promise<ListedRow[]> {
  const withKey = page.after?.key === null ? [] : await listPart(from, page, "with");
  if (page.order.by !== "field" || withKey.length > page.size) return withKey;
  const after = page.after?.key === null ? page.after : undefined;
  return [...withKey, ...(await listPart(from, { ...page, after, size: page.size - withKey.length }, "without"))];
}

async function listPart(from: Reader, page: Page, part: "with" | "without"): Promise<ListedRow[]> {
  const { values, sides, where } = source(page);
  const { order, after, size } = page;
  const key =
    order.by === "field"
      ? sortSql(order.pointer, order.type, values, page.slots)
      : { sql: `r.${order.by}`, cast: order.by === "id" ? "text" : "timestamptz" };
  const [beyond, within, direction] = order.descending ? ["<", ">=", "desc"] : [">", "<=", "asc"];
  const onlyId = part === "without" || order.by === "id";
  if (order.by === "field") where.push(`${key.sql} is ${part === "with" ? "not " : ""}null`);
  if (after && onlyId) where.push(`r.id ${beyond} ${values.add(after.id, "text")}`);
  if (after && !onlyId) {
    where.push(`(${key.sql}, r.id) ${beyond} (${values.add(after.key, key.cast)}, ${values.add(after.id, "text")})`);
  }
  const sorted = onlyId ? `r.id ${direction}` : `${key.sql} ${direction}, r.id ${direction}`;
  const again = onlyId ? `r.id ${direction}` : `r.sorted ${direction}, r.id ${direction}`;
  const edge = await edgeOf(from, page, { values, where, order: sorted, key: onlyId ? "null" : key.sql });
  if (edge && onlyId) where.push(`r.id ${within} ${values.add(edge.id, "text")}`);
  if (edge && !onlyId) {
    where.push(`(${key.sql}, r.id) ${within} (${values.add(edge.key, key.cast)}, ${values.add(edge.id, "text")})`);
  }
  const select = `${recordColumns}, ${key.sql} as sorted`;
  const first = firstOf(sides, { select, where, order: sorted, again, limit: values.add(size + 1, "bigint") });
  // What is told of each record beside the list is added to the page alone: within it, no plan would run in parallel.
  const text = `select r.id, ${shownSql(page.marks, values)}, ${restOfRecord}, ${part === "with" ? "r.sorted" : "null"}::text as key,
      ${failingSql(page.schemaVersion, values)} as failing,
      (select revision from resource where account_id = $1 and id = $2) as newest,
      (select session_id from upload_session
       where account_id = $1 and resource_id = $2 and status = 'ACTIVE') as session_id
    from (${first}) r order by ${again}`;
  return from.query<ListedRow>(text, values.list, nameOf(text, page));
}

const NAMED_MAX = 200;

/**
 * A name under which a connection keeps the plan of a list it is asked for again; only so many are kept. What is read of
 * the past is planned each time, as the best plan depends on the revision.
 */
function nameOf(text: string, { past }: Source): string | undefined {
  if (past) return undefined;
  const names = singleton("list-statements", () => new Map<string, string>());
  if (!names.has(text) && names.size < NAMED_MAX) names.set(text, `list_${names.size + 1}`);
  return names.get(text);
}

function source(page: Source) {
  const values = new Values();
  values.list.push(page.accountId, page.resourceId);
  if (page.past) values.list.push(page.past.revision);
  const where: string[] = [];
  if (page.filter) where.push(filterSql(page.filter, values, page.slots));
  if (page.q !== undefined) where.push(searchSql(page.q, values, page.marks));
  if (page.failing !== undefined) {
    where.push(`${page.failing ? "" : "not "}${failingSql(page.schemaVersion, values)}`);
  }
  return { values, sides: sidesOf(page.past), where };
}

/** How many records there are of what is meant: counted, so only when asked for. atMost: no further than one more. */
export async function countRecords(from: Reader, page: Source, atMost?: number): Promise<number> {
  const { values, sides, where } = source(page);
  const limit = atMost === undefined ? undefined : values.add(atMost + 1, "bigint");
  const [row] = await from.query<{ count: number }>(countOf(sides, where, limit), values.list);
  return row?.count ?? 0;
}

/** One page of an export: its lines as bytes, in the order of the ids' bytes, and the last id. Made where the text is. */
export async function exportLines(
  from: Reader,
  page: Source & { afterId: string | null; size: number },
): Promise<{ lines: Buffer; last: string } | undefined> {
  const { values, sides, where } = source(page);
  if (page.afterId !== null) where.push(`r.id > ${values.add(page.afterId, "text")}`);
  const order = "r.id";
  const edge = await edgeOf(from, page, { values, where, order, key: "null" });
  if (edge) where.push(`r.id <= ${values.add(edge.id, "text")}`);
  const text = `select convert_to(string_agg('{"id":' || to_json(p.id) || ',"attributes":'
      || coalesce(${dataSql(page.marks, values, "p.data")}, 'null') || ',"revision":' || p.revision
      || ',"createdAt":"' || to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      || '","updatedAt":"' || to_char(p.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"' || ${erasedEndSql} || E'}\n', ''),
      'UTF8') as lines, max(p.id) as last
    from (${firstOf(sides, { select: recordColumns, where, order, again: order, limit: values.add(page.size, "bigint") })}) p`;
  const [row] = await from.query<{ lines: Buffer | null; last: string }>(text, values.list, nameOf(text, page));
  return row?.lines ? { lines: row.lines, last: row.last } : undefined;
}

/** The newest revision stamped at or before a time; 0 before the first. */
export async function revisionAt(from: Reader, place: Place, time: string): Promise<number> {
  const [row] = await from.query<{ revision: number | null }>(
    "select max(revision) as revision from change where account_id = $1 and resource_id = $2 and at <= $3::timestamptz",
    [place.accountId, place.resourceId, time],
  );
  return row?.revision ?? 0;
}

/** The newest revision of a resource and whether it was live at a revision: a deleted one had no records. */
export async function stateAt(place: Place, revision: number): Promise<{ newest: number; live: boolean }> {
  const [row] = await reader.query<{ newest: number; live: boolean }>(
    `select r.revision as newest, coalesce((
       select c.kind <> 'resource.delete' from change c
       where c.account_id = $1 and c.resource_id = $2 and c.kind in ('resource.delete', 'resource.restore')
         and c.revision <= $3 order by c.revision desc limit 1), true) as live
     from resource r where r.account_id = $1 and r.id = $2`,
    [place.accountId, place.resourceId, revision],
  );
  return row ?? { newest: 0, live: false };
}

/** From which revision on a resource's history is kept, and when that was; 0: all of it. */
export async function historyStart(from: Reader, place: Place): Promise<{ revision: number; at: string | null }> {
  const [row] = await from.query<{ revision: number; at: string | null }>(
    `select r.history_from as revision, c.at from resource r left join change c
       on c.account_id = r.account_id and c.resource_id = r.id and c.revision = r.history_from
     where r.account_id = $1 and r.id = $2`,
    [place.accountId, place.resourceId],
    "history_start",
  );
  return row ?? { revision: 0, at: null };
}

/** The revision of a resource and how many records it has, now. */
export async function stateNow(place: Place): Promise<{ revision: number; record_count: number }> {
  const [row] = await reader.query<{ revision: number; record_count: number }>(
    "select revision, record_count from resource where account_id = $1 and id = $2",
    [place.accountId, place.resourceId],
    "state_now",
  );
  return row ?? { revision: 0, record_count: 0 };
}

/** How many records there are, or were at a revision: what the Changes since then added and took away is known. */
export async function recordCount(from: Reader, place: Place, revision?: number): Promise<number> {
  const [row] = await from.query<{ count: number }>(
    `select record_count - coalesce((
       select sum(created - deleted) from change c
       where c.account_id = $1 and c.resource_id = $2 and c.revision > $3), 0)::bigint as count
     from resource r where r.account_id = $1 and r.id = $2`,
    [place.accountId, place.resourceId, revision ?? null],
    "record_count",
  );
  return row?.count ?? 0;
}
