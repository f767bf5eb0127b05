import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import type { Kept } from "./kept-until";

export type EvidencePlace = { accountId: number; id: number };

export type CareRow = {
  id: number;
  connection_id: number;
  resource_id: number;
  keep_until: string | null;
  hold_at: string | null;
  hold_by: string | null;
  hold_reason: string | null;
};

const columns = "id, connection_id, resource_id, keep_until, hold_at, hold_by, hold_reason";

/** Where an evidence belongs, and how long it is kept. */
export async function findCare({ accountId, id }: EvidencePlace, from: Reader = reader): Promise<CareRow | undefined> {
  const [row] = await from.query<CareRow>(`select ${columns} from evidence where account_id = $1 and id = $2`, [
    accountId,
    id,
  ]);
  return row;
}

/** When an evidence was deleted, if it was; it stays so until commit. */
export async function lockCare(
  tx: Tx,
  { accountId, id }: EvidencePlace,
): Promise<{ deleted_at: string | null } | undefined> {
  const [row] = await tx.query<{ deleted_at: string | null }>(
    "select deleted_at from evidence where account_id = $1 and id = $2 for no key update",
    [accountId, id],
  );
  return row;
}

/** Puts an evidence under a hold, or lifts it; undefined where nothing changed. */
export async function setHold(
  tx: Tx,
  { accountId, id }: EvidencePlace,
  hold: { by: string; reason: string } | null,
): Promise<(CareRow & { held_at: string | null }) | undefined> {
  const [row] = await tx.query<CareRow & { held_at: string | null }>(
    `update evidence set hold_at = case when $3::text is null then null else clock_timestamp() end, hold_by = $3::text,
       hold_reason = $4
     where account_id = $1 and id = $2 and (hold_at is null) = ($3::text is not null)
     returning ${columns}, chain_time(hold_at) as held_at`,
    [accountId, id, hold?.by ?? null, hold?.reason ?? null],
  );
  return row;
}

/** Sets until when an evidence is kept. */
export async function setKeepUntil(
  tx: Tx,
  { accountId, id }: EvidencePlace,
  until: string | null,
): Promise<CareRow | undefined> {
  const [row] = await tx.query<CareRow>(
    `update evidence set keep_until = $3::timestamptz where account_id = $1 and id = $2 returning ${columns}`,
    [accountId, id, until],
  );
  return row;
}

export type ActRow = {
  id: number;
  at: string;
  action: string;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  details: string;
};

/** What was done with an evidence, newest first, below an entry (0: all). */
export async function listActs(
  { accountId, id }: EvidencePlace,
  page: { below: number; size: number },
): Promise<ActRow[]> {
  return reader.query<ActRow>(
    `select id, at, action, actor_kind, actor_id, actor_label, channel, details from audit_entry
     where account_id = $1 and target = 'evidence ' || $2::bigint and action like 'evidence.%'
       and ($3::bigint = 0 or id < $3)
     order by id desc limit $4`,
    [accountId, id, page.below, page.size],
    "list_evidence_acts",
  );
}

export type AbandonedRow = { account_id: number; id: number; stored_in: string };

type Page = { after: { account_id: number; id: number }; most: number };

/**
 * Evidence of all accounts that never came to be, behind one of them: its job ended so many days ago, and no sweep since.
 * What the trail tells was ready came to be, whatever its row says.
 */
export async function listAbandoned(days: number, { after, most }: Page): Promise<AbandonedRow[]> {
  return reader.query<AbandonedRow>(
    `select e.account_id, e.id, e.stored_in from evidence e join job j on j.account_id = e.account_id and j.id = e.job_id
     where e.status = 'generating' and j.finished_at < now() - make_interval(days => $1)
       and (e.swept_at is null or e.swept_at < j.finished_at)
       and not exists (select from audit_entry a where a.account_id = e.account_id and a.target = 'evidence ' || e.id
         and a.action like 'evidence.%' and a.action = 'evidence.ready')
       and (e.account_id, e.id) > ($2, $3) order by e.account_id, e.id limit $4`,
    [days, after.account_id, after.id, most],
  );
}

/** What was stored of evidence that never came to be is removed. */
export async function noteSwept(tx: Tx, { accountId, id }: EvidencePlace): Promise<void> {
  await tx.query("update evidence set swept_at = clock_timestamp() where account_id = $1 and id = $2", [accountId, id]);
}

export type ExpiredRow = Kept & { account_id: number; id: number };

/** Evidence of all accounts whose time has passed and that nothing holds, behind one of them. */
export async function listExpired({ after, most }: Page): Promise<ExpiredRow[]> {
  return reader.query<ExpiredRow>(
    `select account_id, id, chain_time(created_at) as created_at, chain_time(keep_until) as keep_until, schedule_id
     from evidence
     where keep_until <= now() and hold_at is null and status = 'ready' and (account_id, id) > ($1, $2)
     order by account_id, id limit $3`,
    [after.account_id, after.id, most],
  );
}
