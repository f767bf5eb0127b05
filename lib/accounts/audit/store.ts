import { reader, type Reader } from "@/lib/db/client";

/** What a list of the trail keeps to. to: before this time. actor: one actor, or a part of a name. */
export type Filter = {
  from?: string;
  to?: string;
  actions?: readonly string[];
  actor?: { kind: string; id: number } | { label: string };
  q?: string;
};

/** Where a list goes on: after an entry, or before a time. At one time, entries of audit come before Changes. */
export type Place = { at: string; source: "audit" | "change" | "time"; a: number; b: number };

/** One entry of either source. at: to the microsecond, so that its text sorts as the time does. */
export type Row = {
  source: "audit" | "change";
  a: number;
  b: number;
  at: string;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  action: string;
  target: string;
  channel: string;
  request_id: string;
  details: string;
  connection_id: number | null;
  resource_id: number | null;
  resource_name: string | null;
};

const LAST = "9223372036854775807";
const timeText = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// $1 account, $2 from, $3 to, $4 actions, $5 actor's kind, $6 actor's id, $7 part of the actor's name, $8 search.
const common = `account_id = $1 and at >= coalesce($2::timestamptz, '-infinity') and at < coalesce($3::timestamptz, 'infinity')
  and ($5::text is null or (actor_kind = $5 and actor_id = $6::bigint))
  and ($7::text is null or position($7 in lower(actor_label)) > 0)`;

const fromAudit = `select 'audit' as source, id as a, 0 as b, ${timeText} as at, actor_kind, actor_id, actor_label, action,
    target, channel, request_id, details, null::bigint as connection_id, null::bigint as resource_id,
    null as resource_name
  from audit_entry
  where ${common} and ($4::text[] is null or action = any($4))
    and ($8::text is null
      or position($8 in lower(concat_ws(' ', action, target, request_id, actor_label, details::text))) > 0)
    and (at, id) < ($9::timestamptz, $10::bigint)
  order by audit_entry.at desc, id desc limit $11`;

const fromChanges = `select 'change' as source, c.resource_id as a, c.revision as b, ${timeText.replace("(at", "(c.at")} as at,
    c.actor_kind, c.actor_id, c.actor_label, c.kind as action, 'resource ' || c.resource_id as target, c.channel,
    c.request_id, jsonb_strip_nulls(jsonb_build_object('revision', c.revision, 'schemaVersion', c.schema_version,
      'created', c.created, 'updated', c.updated, 'unchanged', c.unchanged, 'deleted', c.deleted, 'rejected', c.rejected,
      'reason', c.reason, 'jobId', c.job_id)) as details,
    r.connection_id, c.resource_id, r.name as resource_name
  from (
    select * from change
    where ${common} and ($4::text[] is null or kind = any($4))
      and ($8::text is null or position($8 in lower(concat_ws(' ', kind, request_id, actor_label, reason,
        (select name from resource r where r.account_id = change.account_id and r.id = change.resource_id)))) > 0)
      and (at, resource_id, revision) < ($9::timestamptz, $10::bigint, $11::bigint)
    order by at desc, resource_id desc, revision desc limit $12
  ) c join resource r on r.account_id = c.account_id and r.id = c.resource_id
  order by c.at desc, c.resource_id desc, c.revision desc`;

function filterValues(accountId: number, { from, to, actions, actor, q }: Filter): unknown[] {
  const one = actor && "kind" in actor ? actor : undefined;
  const label = actor && "label" in actor ? actor.label.toLowerCase() : null;
  return [accountId, from, to, actions, one?.kind, one?.id, label, q?.toLowerCase()].map((value) => value ?? null);
}

/** Audit entries that match, newest first, after a place. */
export async function auditEntries(
  from: Reader,
  accountId: number,
  filter: Filter,
  after: Place | undefined,
  size: number,
) {
  const id = !after ? LAST : after.source === "audit" ? after.a : 0;
  return from.query<Row>(fromAudit, [...filterValues(accountId, filter), after?.at ?? "infinity", id, size]);
}

/** Changes that match, newest first, after a place. */
export async function changes(from: Reader, accountId: number, filter: Filter, after: Place | undefined, size: number) {
  const [a, b] =
    !after || after.source === "audit" ? [LAST, LAST] : after.source === "change" ? [after.a, after.b] : [0, 0];
  return from.query<Row>(fromChanges, [...filterValues(accountId, filter), after?.at ?? "infinity", a, b, size]);
}

/** The time of the entry that lies so many entries back; undefined when there are fewer. */
export async function timeBack(
  table: "audit_entry" | "change",
  accountId: number,
  { from, to }: Filter,
  after: Place | undefined,
  entries: number,
): Promise<string | undefined> {
  const rows = await reader.query<{ at: string }>(
    `select ${timeText} as at from ${table}
     where account_id = $1 and at <= $2::timestamptz and at < coalesce($3::timestamptz, 'infinity')
       and at >= coalesce($4::timestamptz, '-infinity')
     order by ${table}.at desc offset $5 limit 1`,
    [accountId, after?.at ?? "infinity", to ?? null, from ?? null, entries],
  );
  return rows[0]?.at;
}

/** The actions that occur among audit entries: one look into the index for each. */
export async function actionsOf(accountId: number): Promise<string[]> {
  const rows = await reader.query<{ action: string }>(
    `with recursive seen as (
       (select action from audit_entry where account_id = $1 order by action limit 1)
       union all
       select (select e.action from audit_entry e where e.account_id = $1 and e.action > seen.action
         order by e.action limit 1) from seen where seen.action is not null
     ) select action from seen where action is not null`,
    [accountId],
  );
  return rows.map(({ action }) => action);
}
