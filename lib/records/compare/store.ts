import type { Reader } from "@/lib/db/client";
import { fitting } from "@/lib/db/fitting";

const PAGE_BYTES = 4 * 1024 * 1024;

type Place = { accountId: number; resourceId: number };

const GATHERED_MAX = 50_000;

/** Two revisions of a resource; live: whether it existed then, as a deleted one had no records. */
export type Span = Place & { from: number; to: number; fromLive: boolean; toLive: boolean };

/** touched: how many records at most could differ. */
export type Ends = Span & { touched: number };

const here = 'account_id = $1 and resource_id = $2 and id > $5 collate "C"';

// Cut at its own first so many ids, so that the first so many of all lists together are whole. What is gathered is found
// by its condition and then put in order; else it may be read in the order of the ids until there is enough.
const inOrder = (table: string, condition: string, gathered: boolean) =>
  `(select id, revision, data from (
    select id, revision, data from ${table} where ${here} and revision > 0 and ${condition} ${gathered ? "offset 0" : ""}
  ) l order by id limit $6)`;

/**
 * What held at each end and not at the other: the versions that ended between, those that began between and still held.
 * Where one end has no records, all of the other's. The indexes of a history serve only who says revision > 0.
 */
function sidesSql({ fromLive, toLive, touched }: Ends): { before: string; after: string } {
  const both = fromLive === toLive;
  const list = (table: string, ...conditions: string[]) =>
    inOrder(table, conditions.join(" and "), touched <= GATHERED_MAX);
  const heldAt = (n: string) => `revision <= ${n} and superseded_by > ${n}`;
  const before = both
    ? [list("record_version", heldAt("$3"), "superseded_by <= $4")]
    : [list("data_record", "revision <= $3"), list("record_version", heldAt("$3"))];
  const began = both ? ["revision > $3"] : [];
  const after = [list("data_record", "revision <= $4", ...began), list("record_version", heldAt("$4"), ...began)];
  const side = (lists: string[], live: boolean) => `(select * from (${lists.join(" union all ")}) s where ${live})`;
  return { before: side(before, fromLive), after: side(after, toLive) };
}

/** What is different of each touched record: kind, both revisions, both data. kind null: it came to the same. */
function endsSql(ends: Ends): string {
  const { before, after } = sidesSql(ends);
  return `
    select coalesce(b.id, a.id) as id, b.revision as before_revision, a.revision as after_revision,
      b.data as before, a.data as after,
      case when b.id is null then 'created' when a.id is null then 'deleted'
           when not record_image_eq(row(b.data), row(a.data)) then 'changed' end as kind
    from ${before} b full join ${after} a on a.id = b.id
    order by 1 limit $6`;
}

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
     from ${fitting(endsSql(ends), {
       order: "id",
       most: PAGE_BYTES,
       bytes: "coalesce(pg_column_size(p.before), 0) + coalesce(pg_column_size(p.after), 0)",
     })} q order by q.id`,
    valuesOf(ends, page.afterId, page.size),
  );
}

/** How many records at most the Changes between two revisions touched, by what they said of themselves. */
export async function touchedAtMost(reader: Reader, ends: Span): Promise<number> {
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
