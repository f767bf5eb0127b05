import type { Reader } from "@/lib/db/client";

/** What is gone of what an account's chain stands on. */
export async function placesGone(from: Reader, accountId: number) {
  const [row] = await from.query<{ account: boolean; head: boolean }>(
    `select not exists (select from account where id = $1) as account,
       exists (select from chain_link where account_id = $1)
         and not exists (select from chain_head where account_id = $1) as head`,
    [accountId],
  );
  return row ?? { account: false, head: false };
}

/** Resources that the sealer was led to take for sealed further than they are. */
export async function resourcesSkipped(from: Reader, accountId: number, told: number) {
  return from.query<{ resourceId: number; says: number; sealed: number }>(
    `select s.resource_id as "resourceId", s.revision as says, l.upto as sealed from chain_resource s
       cross join lateral (select coalesce(max(l.number), 0) as upto from chain_link l
         where l.account_id = $1 and l.kind = 'change' and l.resource_id = s.resource_id) l
     where s.account_id = $1 and s.revision > l.upto order by 1 limit $2`,
    [accountId, told],
  );
}

/** Evidence whose row says that it was deleted, or is under a hold or none, and the trail says otherwise. */
export async function evidenceAgainstTrail(from: Reader, accountId: number, told: number) {
  return from.query<{ id: number; deleted: boolean; held: boolean; released: boolean }>(
    `select * from (
       select e.id, e.status = 'deleted' and not exists (${acts} and a.action = 'evidence.delete') as deleted,
         e.hold_at is not null and last.action is distinct from 'evidence.hold' as held,
         e.hold_at is null and last.action is not distinct from 'evidence.hold' as released
       from evidence e left join lateral (
         select a.action from (${acts} and a.action in ('evidence.hold', 'evidence.release')) a order by a.id desc limit 1
       ) last on true where e.account_id = $1
     ) x where deleted or held or released order by id limit $2`,
    [accountId, told],
  );
}

const acts = "select a.id, a.action from audit_entry a where a.account_id = $1 and a.target = 'evidence ' || e.id";

/** What attests the newest so many evidences. */
export async function attestations(from: Reader, accountId: number, most: number): Promise<string[]> {
  const rows = await from.query<{ attestation: string }>(
    "select attestation from evidence where account_id = $1 and attestation is not null order by id desc limit $2",
    [accountId, most],
  );
  return rows.map(({ attestation }) => attestation);
}

/** The keys that the trail tells the making of. */
export async function kidsInTrail(from: Reader, accountId: number): Promise<Set<string>> {
  const rows = await from.query<{ kid: string }>(
    `select replace(target, 'signing key ', '') as kid from audit_entry
     where account_id = $1 and action in ('signing-key.create', 'signing-key.rotate')`,
    [accountId],
  );
  return new Set(rows.map(({ kid }) => kid));
}
