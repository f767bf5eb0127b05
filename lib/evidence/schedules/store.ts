import type { Actor } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";
import { errorSql, statusSql, type EvidenceStatus } from "../store";

export type Every = "day" | "week" | "push" | "session";

/** When a schedule generates, and what. requestText: JSON, as it was sent. */
export type Plan = {
  every: Every;
  hour: number | null;
  weekday: number | null;
  minutesBetween: number;
  requestText: string;
  keepDays: number | null;
  on: boolean;
};

export type ScheduleRow = {
  account_id: number;
  id: number;
  connection_id: number;
  resource_id: number;
  every: Every;
  hour: number | null;
  weekday: number | null;
  minutes_between: number;
  request: string;
  keep_days: number | null;
  is_on: boolean;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  created_at: string;
  updated_at: string;
  next_at: string | null;
  seen_at: string;
  last_at: string | null;
  last_evidence_id: number | null;
  last_revision: number | null;
  /** What became of the last run; null: there was none. */
  last_status: EvidenceStatus | null;
  last_error: string | null;
  time_zone: string;
};

export type Place = { accountId: number; resourceId: number };

const columns = `s.account_id, s.id, s.connection_id, s.resource_id, s.every, s.hour, s.weekday, s.minutes_between, s.request,
  s.keep_days, s.is_on, s.actor_kind, s.actor_id, s.actor_label, s.created_at, s.updated_at, s.next_at, s.seen_at, s.last_at,
  s.last_evidence_id, s.last_revision, a.time_zone, coalesce(s.last_error, ${errorSql}) as last_error,
  case when s.last_error is not null then 'failed' else ${statusSql} end as last_status`;

const tables = `evidence_schedule s join account a on a.id = s.account_id
  left join evidence e on e.account_id = s.account_id and e.id = s.last_evidence_id
  left join job j on j.account_id = e.account_id and j.id = e.job_id`;

/** The schedules of a resource, the oldest first. */
export async function listSchedules({ accountId, resourceId }: Place): Promise<ScheduleRow[]> {
  return reader.query<ScheduleRow>(
    `select ${columns} from ${tables} where s.account_id = $1 and s.resource_id = $2 order by s.id`,
    [accountId, resourceId],
  );
}

/** One schedule of a resource. */
export async function findSchedule({ accountId, resourceId }: Place, id: number): Promise<ScheduleRow | undefined> {
  const [row] = await reader.query<ScheduleRow>(
    `select ${columns} from ${tables} where s.account_id = $1 and s.resource_id = $2 and s.id = $3`,
    [accountId, resourceId, id],
  );
  return row;
}

/**
 * Holds the account, and with it its time zone, until commit. Whatever writes a schedule does so first: setting another
 * zone reckons all schedules anew, and goes the same way, from the account to them.
 */
async function holdZone(tx: Tx, accountId: number): Promise<void> {
  await tx.query("select 1 from account where id = $1 for no key update", [accountId]);
}

const zone = "(select time_zone from account where id = $1)";
const next = `next_evidence_at($4, $5, $6, ${zone}, now())`;

const planValues = ({ every, hour, weekday, minutesBetween, requestText, keepDays, on }: Plan) => [
  every,
  hour,
  weekday,
  minutesBetween,
  requestText,
  keepDays,
  on,
];

/** Adds a schedule of a person or a key; answers its number. */
export async function insertSchedule(
  tx: Tx,
  { accountId, resourceId, connectionId }: Place & { connectionId: number },
  plan: Plan,
  maker: Actor,
): Promise<number> {
  await holdZone(tx, accountId);
  const [row] = await tx.query<{ id: number }>(
    `insert into evidence_schedule (account_id, connection_id, resource_id, every, hour, weekday, minutes_between, request,
       keep_days, is_on, actor_kind, actor_id, actor_label, next_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, ${next}) returning id`,
    [accountId, connectionId, resourceId, ...planValues(plan), maker.kind, maker.id, maker.label],
  );
  return row?.id ?? 0;
}

/** Changes a schedule, which is from now on whose who changed it; false when it is gone. */
export async function updateSchedule(
  tx: Tx,
  { accountId, resourceId, id }: Place & { id: number },
  plan: Plan,
  maker: Actor,
): Promise<boolean> {
  await holdZone(tx, accountId);
  const rows = await tx.query(
    `update evidence_schedule set every = $4, hour = $5, weekday = $6, minutes_between = $7, request = $8::jsonb,
       keep_days = $9, is_on = $10, actor_kind = $11, actor_id = $12, actor_label = $13, next_at = ${next},
       seen_at = case when is_on then seen_at else now() end, updated_at = now(), last_error = null
     where account_id = $1 and resource_id = $2 and id = $3 returning 1`,
    [accountId, resourceId, id, ...planValues(plan), maker.kind, maker.id, maker.label],
  );
  return rows.length === 1;
}

/** Removes a schedule; what it generated stays. */
export async function deleteSchedule(tx: Tx, { accountId, resourceId, id }: Place & { id: number }): Promise<boolean> {
  await holdZone(tx, accountId);
  const rows = await tx.query(
    "delete from evidence_schedule where account_id = $1 and resource_id = $2 and id = $3 returning 1",
    [accountId, resourceId, id],
  );
  return rows.length === 1;
}

// A turn whose evidence never came to be counts for no revision: the next one tries it again.
const cameToNothing = `coalesce(e.ready_at is null and ${statusSql} <> 'generating', false)`;

/** A schedule whose time has come. came: when what it waits for came in. changed: since what it generated the last time. */
export type DueRow = ScheduleRow & { came: string; changed: boolean; filter: string | null };

/** The schedules of all accounts whose time has come. */
export async function dueSchedules(most: number): Promise<DueRow[]> {
  return reader.query<DueRow>(
    `select ${columns}, s.request->'filter' as filter, greatest(s.seen_at, d.came) as came,
       (r.revision is distinct from s.last_revision or ${cameToNothing}) as changed
     from ${tables}
       join resource r on r.account_id = s.account_id and r.id = s.resource_id and r.deleted_at is null,
       lateral (select case s.every when 'push' then r.last_push_at when 'session' then (
         select max(u.activated_at) from upload_session u
         where u.account_id = s.account_id and u.resource_id = s.resource_id) end as came) d
     where s.is_on and (s.next_at <= now() or (s.next_at is null and d.came > s.seen_at
       and (s.last_at is null or s.last_at <= now() - make_interval(mins => s.minutes_between))))
     order by s.account_id, s.id limit $1`,
    [most],
  );
}

type Outcome = { evidenceId: number | null; error: string | null };

/**
 * Takes a due schedule's turn: false when another worker took it, or somebody changed the schedule meanwhile. A turn
 * without evidence and error saw only what had been there; one with an error has no evidence, and so counts for no revision.
 */
export async function takeTurn(tx: Tx, due: DueRow, { evidenceId, error }: Outcome): Promise<boolean> {
  const ran = evidenceId !== null || error !== null;
  await holdZone(tx, due.account_id);
  const rows = await tx.query(
    `update evidence_schedule s set seen_at = $5::timestamptz, last_error = $6,
       next_at = next_evidence_at(s.every, s.hour, s.weekday, ${zone}, now()),
       last_at = case when $7 then now() else s.last_at end,
       last_evidence_id = case when $7 then $8::bigint else s.last_evidence_id end,
       last_revision = case when $7
         then (select e.revision from evidence e where e.account_id = $1 and e.id = $8::bigint) else s.last_revision end
     where s.account_id = $1 and s.id = $2 and s.is_on and s.seen_at = $3::timestamptz
       and s.next_at is not distinct from $4::timestamptz and s.updated_at = $9::timestamptz returning 1`,
    [due.account_id, due.id, due.seen_at, due.next_at, due.came, error, ran, evidenceId, due.updated_at],
  );
  return rows.length === 1;
}

/** Notes of an evidence which schedule it came from, and answers until when it is kept. */
export async function markScheduled(tx: Tx, due: DueRow, evidenceId: number): Promise<string | null> {
  const [row] = await tx.query<{ until: string | null }>(
    `update evidence set schedule_id = $3, keep_until = clock_timestamp() + make_interval(days => $4)
     where account_id = $1 and id = $2 returning chain_time(keep_until) as until`,
    [due.account_id, evidenceId, due.id, due.keep_days],
  );
  return row?.until ?? null;
}
