import type { Filter } from "@/lib/contract/filters";
import type { BytesReader, Reader } from "@/lib/db/client";
import { fitting } from "@/lib/db/fitting";
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
  ids: string;
  revisions: string;
  /** Ids of those that another version of the schema judged. */
  outdated: string | null;
  /** The hashes of those that were erased, by id. */
  erased: Record<string, string | null> | null;
};

/** So much of a page is stored at most, however large its records are. */
const PAGE_STORED_BYTES = 4 * 1024 * 1024;

/** One page of the state. */
export async function readState(
  from: BytesReader,
  source: Source & {
    afterId: string | null;
    size: number;
    onlyIds: readonly string[] | null;
    /** The version of the schema that is in force. */
    version: number;
    /** Whether the revisions are asked for. */
    revisions: boolean;
  },
): Promise<StatePage | undefined> {
  const { values, where, sides } = partsOf(source);
  if (source.onlyIds) where.push(`r.id = any(${values.add(source.onlyIds, "text[]")})`);
  if (source.afterId !== null) where.push(`r.id > ${values.add(source.afterId, "text")}`);
  const order = "r.id";
  const edge = await edgeOf(from, source, { values, where, order, key: "null" });
  if (edge) where.push(`r.id <= ${values.add(edge.id, "text")}`);
  const select = "r.id, r.data, r.revision, r.schema_version";
  const limit = values.add(source.size, "bigint");
  const first = firstOf(sides, { select, where, order, again: order, limit });
  const row = await from.copy(
    `select string_agg(coalesce(jsonb_send(q.data), '\\x01'), ''), json_build_object(
       'ids', string_agg(q.id, E'\\n'),
       'revisions', ${source.revisions ? "string_agg(q.revision::text, ',')" : "''"},
       'outdated', string_agg(q.id, E'\\n') filter (where q.schema_version <> ${values.add(source.version, "bigint")}),
       'erased', jsonb_object_agg(q.id, (
         select encode(v.sha256, 'hex') from record_version v
         where v.account_id = $1 and v.resource_id = $2 and v.id = q.id and v.revision = q.revision and v.data is null limit 1
       )) filter (where q.data is null))
     from ${fitting(first, { order: "id", most: values.add(PAGE_STORED_BYTES, "bigint") })} q`,
    values.list,
  );
  const [texts, facts] = row ?? [];
  return texts && facts ? { texts, ...(JSON.parse(facts.toString()) as Omit<StatePage, "texts">) } : undefined;
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
