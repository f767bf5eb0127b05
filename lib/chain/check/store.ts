import type { Reader } from "@/lib/db/client";
import { reader } from "@/lib/db/client";
import type { Link, LinkKind, Sealed } from "../link";
import { byCursor, columnsOf, markColumns, type MarkRow, type Range } from "../store";

export type LinkRow = Link & { hash: string };

/** The next links of a chain after a place. */
export async function linksAfter(from: Reader, accountId: number, after: number, most: number): Promise<LinkRow[]> {
  return from.query(
    `select ordinal, kind, resource_id as "resourceId", number, encode(row_hash, 'hex') as "rowHash", lines,
       encode(lines_hash, 'hex') as "linesHash", chain_time(sealed_at) as "sealedAt", encode(hash, 'hex') as hash
     from chain_link where account_id = $1 and ordinal > $2 order by ordinal limit $3`,
    [accountId, after, most],
  );
}

/** The hashes of some links; what is gone is left out. */
export async function hashesAt(
  from: Reader,
  accountId: number,
  ordinals: readonly number[],
): Promise<Map<number, string>> {
  const rows = await from.query<{ ordinal: number; hash: string }>(
    "select ordinal, encode(hash, 'hex') as hash from chain_link where account_id = $1 and ordinal = any($2::bigint[])",
    [accountId, ordinals],
  );
  return new Map(rows.map(({ ordinal, hash }) => [ordinal, hash]));
}

const tables: Record<Exclude<LinkKind, "audit">, { table: string; on: string }> = {
  change: { table: "change", on: "r.resource_id = x.resource_id and r.revision = x.number" },
  evidence: { table: "evidence", on: "r.id = x.number" },
  schema: { table: "schema_version", on: "r.resource_id = x.resource_id and r.version = x.number" },
};

/** The hashes that some sealed rows of one kind have now, in their order; null: the row is gone. */
export async function hashesNow(
  from: Reader,
  accountId: number,
  kind: Exclude<LinkKind, "audit">,
  rows: readonly Sealed[],
) {
  const { table, on } = tables[kind];
  const found = await from.query<{ hash: string | null }>(
    `select case when r.account_id is not null then encode(chain_hash(chain_${kind}_text(r)), 'hex') end as hash
     from unnest($2::bigint[], $3::bigint[]) with ordinality as x(resource_id, number, n)
       left join ${table} r on r.account_id = $1 and ${on} order by x.n`,
    [accountId, rows.map(({ resourceId }) => resourceId), rows.map(({ number }) => number)],
  );
  return found.map(({ hash }) => hash);
}

/** The same of audit entries, with what tells whether they are ours. */
export async function entriesNow(from: Reader, accountId: number, rows: readonly Sealed[]) {
  return from.query<MarkRow & { hash: string | null }>(
    `select case when e.account_id is not null then encode(chain_hash(chain_audit_text(e)), 'hex') end as hash,
       x.number, ${markColumns}
     from unnest($2::bigint[]) with ordinality as x(number, n)
       left join audit_entry e on e.account_id = $1 and e.id = x.number order by x.n`,
    [accountId, rows.map(({ number }) => number)],
  );
}

export type LinesRow = { ordinal: number; resource_id: number; revision: number; body: string };

/** What was sealed of Changes record by record, in the order of resource, revision and id. */
export function sealedLines(from: Reader, accountId: number, ranges: readonly Range[]): AsyncGenerator<LinesRow> {
  return byCursor<LinesRow>(
    from,
    "chain_lines_sealed",
    `select l.ordinal, l.resource_id, l.number as revision, p.body
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t(resource_id, after, upto)
       join chain_link l on l.account_id = $1 and l.kind = 'change' and l.resource_id = t.resource_id
         and l.number > t.after and l.number <= t.upto
       join chain_lines p on p.account_id = $1 and p.ordinal = l.ordinal
     order by l.resource_id, l.number, p.part`,
    [accountId, ...columnsOf(ranges)],
    20,
  );
}

/** From which revision on the history of resources is kept, for those whose history has a beginning. */
export async function historyFrom(from: Reader, accountId: number): Promise<Map<number, number>> {
  const rows = await from.query<{ id: number; history_from: number }>(
    "select id, history_from from resource where account_id = $1 and history_from > 0",
    [accountId],
  );
  return new Map(rows.map((row) => [row.id, row.history_from]));
}

export type Erased = { resourceId: number; id: string; revision: number; by: number };

/** Of some versions without values those that no erase of their record took away. */
export async function notErased(from: Reader, accountId: number, versions: readonly Erased[]): Promise<Erased[]> {
  return from.query(
    `select x.resource_id as "resourceId", x.id, x.revision, x.by
     from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) as x(resource_id, id, revision, by)
     where not exists (
       select from change c where c.account_id = $1 and c.resource_id = x.resource_id and c.revision = x.by
         and c.kind = 'record.erase' and exists (select from audit_entry e where e.account_id = $1
           and e.action = 'record.erase' and e.request_id = c.request_id and e.target = 'resource ' || x.resource_id
           and e.details ->> 'recordId' = x.id and e.details -> 'revision' = to_jsonb(x.by)))`,
    [
      accountId,
      versions.map(({ resourceId }) => resourceId),
      versions.map(({ id }) => id),
      versions.map(({ revision }) => revision),
      versions.map(({ by }) => by),
    ],
  );
}

export type HeadRow = { ordinal: number; hash: string; low_id: number; checkpoint_ordinal: number };

/** Where the sealer says that it stands. */
export async function headOf(from: Reader, accountId: number): Promise<HeadRow | undefined> {
  const [row] = await from.query<HeadRow>(
    `select ordinal, encode(hash, 'hex') as hash, low_id, checkpoint_ordinal from chain_head where account_id = $1`,
    [accountId],
  );
  return row;
}

export type CheckRow = {
  account_id: number;
  at: string;
  full_at: string;
  ordinal: number;
  intact: boolean;
  facts: string;
};

/** The connections that some resources stand in; what was deleted is left out. */
export async function connectionsOf(accountId: number, resourceIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await reader.query<{ id: number; connection_id: number }>(
    `select r.id, r.connection_id from resource r
       join connection c on c.account_id = r.account_id and c.id = r.connection_id
     where r.account_id = $1 and r.id = any($2::bigint[]) and r.deleted_at is null and c.deleted_at is null`,
    [accountId, resourceIds],
  );
  return new Map(rows.map((row) => [row.id, row.connection_id]));
}

/** The connections that evidence was made of; that whose row is gone is left out. */
export async function connectionsOfEvidence(
  accountId: number,
  evidenceIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await reader.query<{ id: number; connection_id: number }>(
    "select id, connection_id from evidence where account_id = $1 and id = any($2::bigint[])",
    [accountId, evidenceIds],
  );
  return new Map(rows.map((row) => [row.id, row.connection_id]));
}

/** What the last check of an account found. */
export async function lastCheck(accountId: number): Promise<CheckRow | undefined> {
  const [row] = await reader.query<CheckRow>(
    "select account_id, at, full_at, ordinal, intact, facts from chain_check where account_id = $1",
    [accountId],
  );
  return row;
}

/**
 * Accounts that are due: those whose chain moved since their last check, or whose sealer's place is gone, and those not
 * wholly checked for so long.
 */
export async function accountsToCheck(hours: number) {
  return reader.query<{ account_id: number; full: boolean }>(
    `select account_id, coalesce(c.full_at < now() - make_interval(hours => $1), true) as full
     from chain_head h full join chain_check c using (account_id)
     where c.at is null or (c.at < now() - interval '30 minutes' and (h.ordinal is distinct from c.ordinal
       or not c.intact or c.full_at < now() - make_interval(hours => $1)))
     order by c.at nulls first, account_id`,
    [hours],
  );
}

/** Every account, and those that only the chain knows of. */
export async function accountsToVerify(): Promise<number[]> {
  const rows = await reader.query<{ account_id: number }>(
    `select id as account_id from account union select account_id from chain_check
     union select account_id from chain_checkpoint order by 1`,
  );
  return rows.map(({ account_id }) => account_id);
}
