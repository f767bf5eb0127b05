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

const ofLink = (action: string) => `a.account_id = $1 and a.target = 'evidence ' || l.evidence_id
  and a.action like 'evidence.%' and a.action = 'evidence.link-${action}'`;
const entryOf = (action: string) => `(select a.* from audit_entry a
  where ${ofLink(action)} and (a.details ->> 'link')::bigint = l.id order by a.id limit 1)`;
const usesOf = (action: string) => `(select count(*) from audit_entry a
  where ${ofLink(action)} and a.actor_kind = 'link' and a.actor_id = l.id)`;

/** What columns of an auditor link (l) have to say, by the entries that made (m), ended (r) and used it. */
const linkColumns = {
  label: ["l.label", "m.details ->> 'label'"],
  created_by: ["l.created_by", "m.actor_label"],
  maker_kind: ["l.maker_kind", "m.actor_kind"],
  maker_id: ["l.maker_id", "m.actor_id"],
  expires_at: ["date_trunc('milliseconds', l.expires_at)", "(m.details ->> 'expiresAt')::timestamptz"],
  // Older entries tell no hash.
  token_hash: ["encode(l.token_hash, 'hex')", "coalesce(m.details ->> 'tokenSha256', encode(l.token_hash, 'hex'))"],
  revoked_at: ["l.revoked_at is null", "r.id is null"],
  revoked_by: ["l.revoked_by", "r.actor_label"],
  openings: ["l.openings", usesOf("open")],
  downloads: ["l.downloads", usesOf("download")],
};

/** Auditor links that no entry of the trail tells the making of, or whose row says something else than the trail does. */
export async function linksAgainstTrail(from: Reader, accountId: number, told: number) {
  const others = Object.entries(linkColumns).map(
    ([column, [value, says]]) => `case when (${value}) is distinct from (${says}) then '${column}' end`,
  );
  return from.query<{ id: number; evidenceId: number; made: boolean; others: string[] }>(
    `select * from (
       select l.id, l.evidence_id as "evidenceId", m.id is not null as made,
         case when m.id is null then '{}' else array_remove(array[${others.join(", ")}], null) end as others
       from evidence_link l left join lateral ${entryOf("create")} m on true
         left join lateral ${entryOf("revoke")} r on true
       where l.account_id = $1
     ) x where not made or others <> '{}' order by id limit $2`,
    [accountId, told],
  );
}

/** Auditor links that the trail tells of and that are gone. */
export async function linksGone(from: Reader, accountId: number, told: number) {
  return from.query<{ id: number; evidenceId: number }>(
    `select (a.details ->> 'link')::bigint as id, replace(a.target, 'evidence ', '')::bigint as "evidenceId"
     from audit_entry a where a.account_id = $1 and a.action = 'evidence.link-create' and not exists (
       select from evidence_link l where l.account_id = $1 and l.id = (a.details ->> 'link')::bigint)
     order by 1 limit $2`,
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
