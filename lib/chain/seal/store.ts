import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { genesis, type Link } from "../link";
import { columnsOf, markColumns, type MarkRow, type Range } from "../store";

const LATE = "interval '5 minutes'";

export type Head = { ordinal: number; hash: string; lowId: number };

/** False: another process seals this account. Held to the end of the transaction; nobody else waits for it. */
export async function claimAccount(tx: Tx, accountId: number): Promise<boolean> {
  const [row] = await tx.query<{ mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('attestry chain ' || $1::bigint, 0)) as mine",
    [accountId],
  );
  return row?.mine === true;
}

/**
 * Where the chain ends: at its last link, whatever the head says, so that nobody stops the sealer by a head that lies
 * before it. A head that lies behind it is believed: what is missing in between is then seen for ever.
 */
export async function headOf(tx: Tx, accountId: number): Promise<Head> {
  // Its first checkpoint comes after a while, too: until then there is little to vouch for.
  await tx.query(
    `insert into chain_head (account_id, hash, checkpoint_at, checkpoint_ordinal)
     select $1, $2, now(), coalesce((select max(ordinal) from chain_checkpoint where account_id = $1), 0)
     where not exists (select from chain_head where account_id = $1)`,
    [accountId, Buffer.from(genesis(accountId), "hex")],
  );
  const [head] = await tx.query<{ ordinal: number; hash: Buffer; low_id: number }>(
    "select ordinal, hash, low_id from chain_head where account_id = $1",
    [accountId],
  );
  const [link] = await tx.query<{ ordinal: number; hash: Buffer }>(
    "select ordinal, hash from chain_link where account_id = $1 order by ordinal desc limit 1",
    [accountId],
  );
  if (!head) throw new Error(`Account ${accountId} has no chain`);
  const { ordinal, hash } = link && link.ordinal > head.ordinal ? link : head;
  return { ordinal, hash: hash.toString("hex"), lowId: head.low_id };
}

export type RowToSeal = { resource_id: number; number: number; row_hash: Buffer };
export type AuditRow = RowToSeal & MarkRow;

/** Audit entries after one of them that are not sealed yet, oldest first, with their hashes. */
export function unsealedAudit(from: Reader, accountId: number, after: number, most: number): Promise<AuditRow[]> {
  return from.query(
    `select 0 as resource_id, e.id as number, chain_hash(chain_audit_text(e)) as row_hash, ${markColumns}
     from audit_entry e
     where e.account_id = $1 and e.id > $2 and not exists (select from chain_link l
         where l.account_id = $1 and l.kind = 'audit' and l.resource_id = 0 and l.number = e.id)
     order by e.id limit $3`,
    [accountId, after, most],
  );
}

/** Resources with Changes that are not sealed. */
export async function resourcesAhead(tx: Tx, accountId: number, most: number): Promise<Range[]> {
  const rows = await tx.query<{ resource_id: number; after: number; upto: number }>(
    `select r.id as resource_id, coalesce(s.revision, 0) as after, r.revision as upto
     from resource r left join chain_resource s on s.account_id = r.account_id and s.resource_id = r.id
     where r.account_id = $1 and r.revision > coalesce(s.revision, 0) order by r.id limit $2`,
    [accountId, most],
  );
  return rows.map((row) => ({ resourceId: row.resource_id, after: row.after, upto: row.upto }));
}

/** records: how many the Change touched, as it says itself. */
export type ChangeToSeal = RowToSeal & { records: number };

/** The next Changes of some resources, resource by resource in the order of their revisions. */
export async function changesToSeal(
  tx: Tx,
  accountId: number,
  ranges: readonly Range[],
  most: number,
): Promise<ChangeToSeal[]> {
  return tx.query(
    `select c.resource_id, c.revision as number, chain_hash(chain_change_text(c)) as row_hash,
       c.created::bigint + c.updated + c.deleted as records
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t(resource_id, after, upto) cross join lateral (
       select * from change c where c.account_id = $1 and c.resource_id = t.resource_id and c.revision > t.after
         and c.revision <= t.upto and not exists (select from chain_link l
           where l.account_id = $1 and l.kind = 'change' and l.resource_id = c.resource_id and l.number = c.revision)
       order by c.revision limit $5
     ) c
     order by c.resource_id, c.revision limit $5`,
    [accountId, ...columnsOf(ranges), most],
  );
}

/** Schema versions that came with some Changes. */
export async function schemasToSeal(tx: Tx, accountId: number, ranges: readonly Range[]): Promise<RowToSeal[]> {
  return tx.query(
    `select s.resource_id, s.version as number, chain_hash(chain_schema_text(s)) as row_hash
     from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t(resource_id, after, upto)
       join schema_version s on s.account_id = $1 and s.resource_id = t.resource_id
     where s.revision <= t.upto and (s.revision > t.after or t.after = 0) and not exists (select from chain_link l
         where l.account_id = $1 and l.kind = 'schema' and l.resource_id = s.resource_id and l.number = s.version)
     order by s.resource_id, s.version`,
    [accountId, ...columnsOf(ranges)],
  );
}

/** Evidence that is ready and not sealed. */
export async function evidenceToSeal(tx: Tx, accountId: number, most: number): Promise<RowToSeal[]> {
  return tx.query(
    `select 0 as resource_id, e.id as number, chain_hash(chain_evidence_text(e)) as row_hash from evidence e
     where e.account_id = $1 and coalesce(to_jsonb(e) ->> 'status', 'ready') in ('ready', 'deleted')
       and not exists (select from chain_link l
         where l.account_id = $1 and l.kind = 'evidence' and l.resource_id = 0 and l.number = e.id)
     order by e.id limit $2`,
    [accountId, most],
  );
}

export type LinkRow = Link & { hash: string };

/** Appends links: one statement however many there are. */
export async function insertLinks(tx: Tx, accountId: number, links: readonly LinkRow[]): Promise<void> {
  const bytes = (hex: string) => Buffer.from(hex, "hex");
  await tx.query(
    `insert into chain_link
       (account_id, ordinal, kind, resource_id, number, row_hash, lines, lines_hash, sealed_at, hash)
     select $1, x.* from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[], $7::bigint[],
       $8::bytea[], $9::timestamptz[], $10::bytea[]) as x`,
    [
      accountId,
      links.map(({ ordinal }) => ordinal),
      links.map(({ kind }) => kind),
      links.map(({ resourceId }) => resourceId),
      links.map(({ number }) => number),
      links.map(({ rowHash }) => bytes(rowHash)),
      links.map(({ lines }) => lines),
      links.map(({ linesHash }) => bytes(linesHash)),
      links.map(({ sealedAt }) => sealedAt),
      links.map(({ hash }) => bytes(hash)),
    ],
  );
}

export type Part = { ordinal: number; part: number; body: string };

/** Keeps what Changes did to each record. */
export async function insertLines(tx: Tx, accountId: number, parts: readonly Part[]): Promise<void> {
  await tx.query(
    `insert into chain_lines (account_id, ordinal, part, body)
     select $1, x.* from unnest($2::bigint[], $3::integer[], $4::text[]) as x`,
    [accountId, parts.map(({ ordinal }) => ordinal), parts.map(({ part }) => part), parts.map(({ body }) => body)],
  );
}

/** Notes up to where resources are sealed. */
export async function moveResources(tx: Tx, accountId: number, ranges: readonly Range[]): Promise<void> {
  await tx.query(
    `insert into chain_resource (account_id, resource_id, revision)
     select $1, x.* from unnest($2::bigint[], $3::bigint[]) as x
     on conflict (account_id, resource_id) do update set revision = excluded.revision`,
    [accountId, ranges.map(({ resourceId }) => resourceId), ranges.map(({ upto }) => upto)],
  );
}

/** Notes where the chain ends, and up to which audit entry (at most lowMost) nothing is left that may still come late. */
export async function moveHead(
  tx: Tx,
  accountId: number,
  { ordinal, hash }: Pick<Head, "ordinal" | "hash">,
  lowMost: number | null,
): Promise<void> {
  await tx.query(
    `update chain_head h set ordinal = $2, hash = $3, low_id = coalesce(low.id, h.low_id)
     from (select 1) one left join lateral (
       select e.id from audit_entry e join chain_link l
         on l.account_id = e.account_id and l.kind = 'audit' and l.resource_id = 0 and l.number = e.id
       where e.account_id = $1 and e.at < now() - ${LATE} and ($4::bigint is null or e.id <= $4)
         and e.id > (select low_id from chain_head where account_id = $1)
       order by e.id desc limit 1
     ) low on true
     where h.account_id = $1`,
    [accountId, ordinal, Buffer.from(hash, "hex"), lowMost],
  );
}

/** The time of the database, as links say it. */
export async function sealingTime(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ at: string }>("select chain_time(clock_timestamp()) as at");
  if (!row) throw new Error("The database has no clock");
  return row.at;
}

/**
 * Accounts with something to be sealed. Resources are told by their revision; audit entries by their number, from the
 * first on that may still come late.
 */
export async function accountsAhead(withEvidence: boolean): Promise<number[]> {
  const rows = await reader.query<{ account_id: number }>(
    `select distinct r.account_id from resource r
       left join chain_resource s on s.account_id = r.account_id and s.resource_id = r.id
     where r.revision > coalesce(s.revision, 0)`,
  );
  const audited = await reader.query<{ accounts: number[] | null; moved: boolean }>(
    `with recent as materialized (
       select e.id, e.account_id from audit_entry e where e.id > (select audit_id from chain_watch) order by e.id
       limit 100000
     ), seen as materialized (
       select r.id, r.account_id, e.at, exists (select from chain_link l where l.account_id = r.account_id
         and l.kind = 'audit' and l.resource_id = 0 and l.number = r.id) as sealed
       from recent r join audit_entry e on e.account_id = r.account_id and e.id = r.id
     ), moved as (
       update chain_watch w set audit_id = s.upto from (
         select coalesce(min(id) filter (where not sealed and at > now() - interval '1 hour') - 1,
           max(id) filter (where at < now() - interval '30 seconds')) as upto from seen
       ) s where s.upto > w.audit_id
     )
     select array_agg(distinct account_id) filter (where not sealed) as accounts from seen`,
  );
  const evidence = withEvidence
    ? await reader.query<{ account_id: number }>(
        `select distinct e.account_id from evidence e
         where coalesce(to_jsonb(e) ->> 'status', 'ready') in ('ready', 'deleted') and not exists (
           select from chain_link l where l.account_id = e.account_id and l.kind = 'evidence' and l.resource_id = 0
             and l.number = e.id)`,
      )
    : [];
  const accounts = [...rows, ...evidence].map(({ account_id }) => account_id);
  return [...new Set([...accounts, ...(audited[0]?.accounts ?? [])])];
}
