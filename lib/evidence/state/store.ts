import type { Tx } from "@/lib/changes/tx";
import type { Filter } from "@/lib/contract/filters";
import type { BytesReader, Reader } from "@/lib/db/client";
import type { Room } from "@/lib/db/copied";
import { fitting } from "@/lib/db/fitting";
import { lastLine, readAhead } from "@/lib/db/read-ahead";
import { filterSql, Values, type SlotNames } from "@/lib/records/condition";
import { countOf, edgeOf, firstOf, sidesOf, type Past } from "@/lib/records/past/store";

type Place = { accountId: number; resourceId: number };

/** A resource at a revision: when that was, and the schema in force. lets_fail: a record that fails may have been let in. */
export type MomentRow = {
  revision_at: string;
  identifier_key: string;
  schema_version: number;
  schema_text: string;
  newest: number;
  lets_fail: boolean;
};

/** What was so at a revision. Without a schema by then there was no resource. */
export async function findMoment(from: Reader, place: Place, revision: number): Promise<MomentRow | undefined> {
  const [row] = await from.query<MomentRow>(
    `select to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as revision_at, s.identifier_key,
       s.version as schema_version, s.schema_text, r.revision as newest, r.lets_fail
     from resource r
       join change c on c.account_id = r.account_id and c.resource_id = r.id and c.revision = $3
       join lateral (
         select * from schema_version s where s.account_id = r.account_id and s.resource_id = r.id and s.revision <= $3
         order by s.version desc limit 1) s on true
     where r.account_id = $1 and r.id = $2`,
    [place.accountId, place.resourceId, revision],
  );
  return row;
}

/** The revision that a resource has come to. */
export async function newestRevision(from: Reader, place: Place): Promise<number> {
  const [row] = await from.query<{ revision: number }>(
    "select revision from resource where account_id = $1 and id = $2",
    [place.accountId, place.resourceId],
  );
  return row?.revision ?? 0;
}

/** Whether a time has come by the clock that stamps Changes. */
export async function hasCome(from: Reader, time: string): Promise<boolean> {
  const [row] = await from.query<{ come: boolean }>("select $1::timestamptz <= clock_timestamp() as come", [time]);
  return row?.come ?? false;
}

/**
 * Waits for whoever writes the resource, until commit, where they may have stamped what they write before a time: what is
 * stamped until then is there from now on. No write takes an hour.
 */
export async function awaitWriters(tx: Tx, { accountId, resourceId }: Place, until: string): Promise<void> {
  await tx.query(
    `select 1 from resource where account_id = $1 and id = $2 and $3::timestamptz > now() - interval '1 hour'
     for share`,
    [accountId, resourceId, until],
  );
}

/** Which records are meant. past: of which moment; undefined: as the snapshot has them. */
export type Source = Place & { past: Past | undefined; filter: Filter | null; slots: SlotNames };

function partsOf({ accountId, resourceId, past, filter, slots }: Source, filtered = true) {
  const values = new Values();
  values.list.push(accountId, resourceId);
  if (past) values.list.push(past.revision);
  const where = filter && filtered ? [filterSql(filter, values, slots)] : [];
  return { values, where, sides: sidesOf(past) };
}

/** How many records there were; filtered: of those that the filter means. */
export async function countState(from: Reader, source: Source, filtered: boolean): Promise<number> {
  const { values, where, sides } = partsOf(source, filtered);
  const [row] = await from.query<{ count: number }>(countOf(sides, where), values.list);
  return row?.count ?? 0;
}

/**
 * The next records in the order of their ids' bytes: texts as jsonb prints them, each behind jsonb's mark (nothing follows
 * that of an erased one), and ids, a line each. undefined: there are no more.
 */
export type StatePage = {
  texts: Buffer;
  count: number;
  ids: string;
  revisions: string;
  /** Ids of those that another version of the schema judged. */
  outdated: string | null;
  /** The hashes of those that were erased, by id. */
  erased: Record<string, string | null> | null;
};

/** So many records make a page, and so much of it is stored at most, however large they are. */
const PAGE_RECORDS = 4_000;
const PAGE_STORED_BYTES = 4 * 1024 * 1024;
/** A page of records that store no more than this fits, without its sizes being summed up row by row. */
const LIGHT_BYTES = PAGE_STORED_BYTES / PAGE_RECORDS;

type Asked = Source & {
  onlyIds: readonly string[] | null;
  /** The version of the schema that is in force. */
  version: number;
  /** Whether the revisions are asked for. */
  revisions: boolean;
};

/** The pages of the state: the next ones are read while the caller takes one, which is gone when they ask for another. */
export function statePages(from: BytesReader, asked: Asked): AsyncGenerator<StatePage> {
  let light = true;
  return readAhead<StatePage>(async (before, room) => {
    const afterId = before ? lastLine(before.ids) : null;
    const page = await readState(from, asked, { afterId, light, room });
    if (page !== "heavy") return page;
    light = false;
    const weighed = await readState(from, asked, { afterId, light, room });
    return weighed === "heavy" ? undefined : weighed;
  });
}

/** One page of the state. light: as if no record were a heavy one; "heavy": one is, so that the page was not read whole. */
async function readState(
  from: BytesReader,
  asked: Asked,
  { afterId, light, room }: { afterId: string | null; light: boolean; room: Room },
): Promise<StatePage | "heavy" | undefined> {
  const { values, where, sides } = partsOf(asked);
  if (asked.onlyIds) where.push(`r.id = any(${values.add(asked.onlyIds, "text[]")})`);
  if (afterId !== null) where.push(`r.id > ${values.add(afterId, "text")}`);
  const order = "r.id";
  const edge = await edgeOf(from, { ...asked, size: PAGE_RECORDS }, { values, where, order, key: "null" });
  if (edge) where.push(`r.id <= ${values.add(edge.id, "text")}`);
  const select = "r.id, r.data, r.revision, r.schema_version";
  const first = firstOf(sides, { select, where, order, again: order, limit: String(PAGE_RECORDS) });
  const heavy = light ? `pg_column_size(q.data) > ${LIGHT_BYTES}` : "false";
  const row = await from.copy(
    `select string_agg(case when ${heavy} then null else coalesce(jsonb_send(q.data), '\\x01') end, ''), json_build_object(
       'heavy', bool_or(${heavy}),
       'count', count(*),
       'ids', string_agg(q.id, E'\\n'),
       'revisions', ${asked.revisions ? "string_agg(q.revision::text, ',')" : "''"},
       'outdated', string_agg(q.id, E'\\n') filter (where q.schema_version <> ${values.add(asked.version, "bigint")}),
       'erased', jsonb_object_agg(q.id, (
         select encode(v.sha256, 'hex') from record_version v
         where v.account_id = $1 and v.resource_id = $2 and v.id = q.id and v.revision = q.revision and v.data is null limit 1
       )) filter (where q.data is null))
     from ${light ? `(${first})` : fitting(first, { order: "id", most: PAGE_STORED_BYTES })} q`,
    values.list,
    room,
  );
  const [texts, facts] = row ?? [];
  if (!facts) return undefined;
  const { heavy: isHeavy, ...page } = JSON.parse(facts.toString()) as Omit<StatePage, "texts"> & {
    heavy: boolean | null;
  };
  if (isHeavy) return "heavy";
  return texts ? { texts, ...page } : undefined;
}

/** The ids whose salted hashes are the smallest: a sample that the seed draws again. */
export async function drawSample(
  from: Reader,
  source: Source,
  sample: { size: number; seed: string },
): Promise<string[]> {
  const { values, where, sides } = partsOf(source);
  const seed = values.add(sample.seed, "text");
  const drawn = `sha256(convert_to(${seed}, 'UTF8') || '\\x00'::bytea || convert_to(r.id, 'UTF8'))`;
  const rows = await from.query<{ id: string }>(
    `select p.id from (
       ${sides.map((side) => `select r.id, ${drawn} as drawn from ${side} r${where.length ? ` where ${where.join(" and ")}` : ""}`).join(" union all ")}
     ) p order by p.drawn, p.id limit ${values.add(sample.size, "bigint")}`,
    values.list,
  );
  return rows.map(({ id }) => id);
}

/** A Change as provenance tells it. */
export type ProvenanceRow = {
  at: string;
  actor_id: number | null;
  actor_kind: string;
  actor_label: string;
  created: number;
  deleted: number;
  kind: string;
  reason: string | null;
  rejected: number;
  request_id: string;
  revision: number;
  schema_version: number;
  channel: string;
  unchanged: number;
  undoes: number | null;
  updated: number;
};

/** The Changes after one revision and up to another, ascending. */
export async function readChanges(
  from: Reader,
  place: Place,
  { after, upTo, size }: { after: number; upTo: number; size: number },
): Promise<ProvenanceRow[]> {
  return from.query<ProvenanceRow>(
    `select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_id, actor_kind, actor_label,
       created, deleted, kind, reason, rejected, request_id, revision, schema_version, channel, unchanged, undoes, updated
     from change where account_id = $1 and resource_id = $2 and revision > $3 and revision <= $4
     order by revision limit $5`,
    [place.accountId, place.resourceId, after, upTo, size],
    "read_changes",
  );
}
