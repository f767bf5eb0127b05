import type { Reader } from "@/lib/db/client";

const PAGE_BYTES = 4 * 1024 * 1024;

type Place = { accountId: number; resourceId: number };

/** Two revisions of a resource; live: whether it existed then, as a deleted one had no records. */
export type Ends = Place & { from: number; to: number; fromLive: boolean; toLive: boolean };

const here = 'account_id = $1 and resource_id = $2 and id > $5 collate "C"';

// Each list is cut at its own first so many ids, so that the first so many of both together are whole.
const inOrder = (table: string, condition: string) =>
  `(select distinct id from ${table} where ${here} and (${condition}) order by id limit $6)`;

/** Ids that could differ, in order: what the Changes between touched, or all of a moment when the other has none. */
function touchedSql({ fromLive, toLive }: Ends): string {
  const within = (column: string) => `${column} > $3 and ${column} <= $4`;
  const at = (n: string) => ({ now: `revision <= ${n}`, past: `revision <= ${n} and superseded_by > ${n}` });
  const between = { now: within("revision"), past: `${within("revision")} or ${within("superseded_by")}` };
  const { now, past } = fromLive === toLive ? between : at(fromLive ? "$3" : "$4");
  return `select id from (${inOrder("data_record", now)} union ${inOrder("record_version", past)}) t
    order by id limit $6`;
}

const momentSql = (n: string, live: boolean) => `(
  select r.data, r.revision from data_record r
    where ${live} and r.account_id = $1 and r.resource_id = $2 and r.id = t.id and r.revision <= ${n}
  union all
  select v.data, v.revision from record_version v
    where ${live} and v.account_id = $1 and v.resource_id = $2 and v.id = t.id and v.revision <= ${n}
      and v.superseded_by > ${n}
)`;

/** What is different of each touched record: kind, both revisions, both data. kind null: it came to the same. */
const endsSql = (ends: Ends) => `
  select t.id, b.revision as before_revision, a.revision as after_revision, b.data as before, a.data as after,
    case when b.revision is null and a.revision is not null then 'created'
         when b.revision is not null and a.revision is null then 'deleted'
         when b.revision <> a.revision and not record_image_eq(row(b.data), row(a.data)) then 'changed' end as kind
  from (${touchedSql(ends)}) t
  left join lateral ${momentSql("$3", ends.fromLive)} b on true
  left join lateral ${momentSql("$4", ends.toLive)} a on true`;

const valuesOf = ({ accountId, resourceId, from, to }: Ends, afterId: string | null, size: number) => [
  ...[accountId, resourceId, from, to],
  ...[afterId ?? "", size],
];

export type Counts = { created: number; changed: number; deleted: number };

/** Counts the differences among the next touched ids. touched: how many those were; last: where the next ones begin. */
export async function countDifferences(
  reader: Reader,
  ends: Ends,
  page: { afterId: string | null; size: number },
): Promise<Counts & { touched: number; last: string | null }> {
  const [row] = await reader.query<Counts & { touched: number; last: string | null }>(
    `select count(*) filter (where kind = 'created') as created, count(*) filter (where kind = 'changed') as changed,
       count(*) filter (where kind = 'deleted') as deleted, count(*) as touched, max(id) as last
     from (${endsSql(ends)}) e`,
    valuesOf(ends, page.afterId, page.size),
  );
  return row ?? { created: 0, changed: 0, deleted: 0, touched: 0, last: null };
}

export type DifferentRow = {
  id: string;
  kind: "created" | "changed" | "deleted" | null;
  before_revision: number | null;
  after_revision: number | null;
  before: string | null;
  after: string | null;
};

/** The next touched records with both their data, as many as fit into memory; also those that came to the same. */
export async function listTouched(
  reader: Reader,
  ends: Ends,
  page: { afterId: string | null; size: number },
): Promise<DifferentRow[]> {
  return reader.query<DifferentRow>(
    `select q.id, q.kind, q.before_revision, q.after_revision,
       case when q.kind is not null then q.before end as before, case when q.kind is not null then q.after end as after
     from (
       select e.*, sum(bytes) over (order by e.id) - bytes as bytes_before
       from (select e.*, coalesce(pg_column_size(e.before), 0) + coalesce(pg_column_size(e.after), 0) as bytes
         from (${endsSql(ends)}) e) e
     ) q where q.bytes_before < ${PAGE_BYTES} order by q.id`,
    valuesOf(ends, page.afterId, page.size),
  );
}

/** How many records at most the Changes between two revisions touched, by what they said of themselves. */
export async function touchedAtMost(reader: Reader, ends: Ends): Promise<number> {
  if (ends.fromLive !== ends.toLive) return recordsAtMost(reader, ends, ends.fromLive ? ends.from : ends.to);
  const [row] = await reader.query<{ touched: number }>(
    `select coalesce(sum(created + updated + deleted), 0)::bigint as touched from change
     where account_id = $1 and resource_id = $2 and revision > $3 and revision <= $4`,
    [ends.accountId, ends.resourceId, ends.from, ends.to],
  );
  return row?.touched ?? 0;
}

async function recordsAtMost(reader: Reader, { accountId, resourceId }: Place, revision: number): Promise<number> {
  const [row] = await reader.query<{ created: number }>(
    `select coalesce(sum(created), 0)::bigint as created from change
     where account_id = $1 and resource_id = $2 and revision <= $3`,
    [accountId, resourceId, revision],
  );
  return row?.created ?? 0;
}
