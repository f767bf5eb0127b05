import type { QueryResultRow } from "pg";
import type { Reader } from "@/lib/db/client";

/** A row of chain_versions with its resource. */
export type VersionRow = {
  resource_id: number;
  revision: number;
  id: string;
  made: string | null;
  ended: number | null;
  live: boolean;
  erased_by: number | null;
};

/** Revisions of a resource after one and up to another. */
export type Range = { resourceId: number; after: number; upto: number };

const AT_ONCE = 5_000;

/** Reads with a cursor of the transaction, a part at a time, so that memory does not grow with the answer. */
export async function* byCursor<Row extends QueryResultRow>(
  from: Reader,
  name: string,
  text: string,
  values: unknown[],
  atOnce = AT_ONCE,
): AsyncGenerator<Row> {
  await from.query(`declare ${name} no scroll cursor for ${text}`, values);
  try {
    for (let more = true; more;) {
      const rows = await from.query<Row>(`fetch ${atOnce} from ${name}`);
      yield* rows;
      more = rows.length === atOnce;
    }
  } finally {
    await from.query(`close ${name}`);
  }
}

/** What Changes made and ended, in the order of resource, revision and id. Inside a transaction of one moment. */
export function versions(from: Reader, accountId: number, ranges: readonly Range[]): AsyncGenerator<VersionRow> {
  return byCursor<VersionRow>(
    from,
    "chain_versions_now",
    `select t.resource_id, v.revision, v.id, v.made, v.ended, v.live, v.erased_by
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t(resource_id, after, upto)
       cross join lateral chain_versions($1, t.resource_id, t.after, t.upto) v
     order by t.resource_id, v.revision, v.id collate "C"`,
    [accountId, ...columnsOf(ranges)],
  );
}

/** Ranges as the three lists that statements take. */
export const columnsOf = (ranges: readonly Range[]): number[][] => [
  ranges.map(({ resourceId }) => resourceId),
  ranges.map(({ after }) => after),
  ranges.map(({ upto }) => upto),
];

/** Time and patience for what reads a Change of any size, and plans that do not read whole tables. */
export async function prepareLongRead(from: Reader): Promise<void> {
  await from.query("set local statement_timeout = 0");
  await from.query("set local enable_seqscan = off");
}

/** What tells whether an audit entry is ours. unmarked: it is from before there were marks, and before any entry with one. */
export type MarkRow = {
  number: number;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  request_id: string;
  action: string;
  target: string;
  mark: Buffer | null;
  unmarked: boolean;
};

/** The columns of it, of an audit entry e of the account that is the statement's first value. */
export const markColumns = `e.actor_kind, e.actor_id, e.actor_label, e.channel, e.request_id, e.action, e.target, e.mark,
  e.mark is null and e.id <= (select unmarked_to from chain_watch) and e.id < coalesce(
    (select min(m.id) from audit_entry m where m.account_id = $1 and m.mark is not null), e.id + 1) as unmarked`;
