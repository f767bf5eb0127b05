import { reader } from "@/lib/db/client";

/** What the caller may see: an account, of it some connections (null: all). */
export type Sight = { accountId: number; connectionIds: readonly number[] | null };

const FAILING_MAX = 1_000;

export type OverviewRow = {
  connection_id: number;
  client_alias: string | null;
  id: number | null;
  name: string;
  record_count: number;
  last_push_at: string | null;
  late_after_hours: number | null;
  late: boolean;
  failing: number;
  failing_more: boolean;
  checking: boolean;
};

const seen = `c.account_id = $1 and c.deleted_at is null and ($2::bigint[] is null or c.id = any($2))`;

/** Connections with their live resources, oldest first; a connection without one has one row, without an id. */
export async function listOverview({ accountId, connectionIds }: Sight): Promise<OverviewRow[]> {
  return reader.query<OverviewRow>(
    `select c.id as connection_id, c.client_alias, r.id, r.name, r.record_count, r.last_push_at, r.late_after_hours,
       coalesce(coalesce(r.last_push_at, r.created_at) < now() - make_interval(hours => r.late_after_hours), false) as late,
       least(f.count, ${FAILING_MAX}) as failing, coalesce(f.count > ${FAILING_MAX}, false) as failing_more,
       exists (select from job j where j.account_id = $1 and j.resource_id = r.id and j.kind = 'schema.check'
         and j.finished_at is null) as checking
     from connection c
     left join resource r on r.account_id = c.account_id and r.connection_id = c.id and r.deleted_at is null
     left join lateral (
       select count(*) as count from (
         select from failing_record f join data_record d
           on d.account_id = f.account_id and d.resource_id = f.resource_id and d.id = f.id and d.revision = f.revision
         where f.account_id = $1 and f.resource_id = r.id and f.schema_version = r.schema_version
         limit ${FAILING_MAX + 1}
       ) failing
     ) f on true
     where ${seen}
     order by c.id, r.id`,
    [accountId, connectionIds],
    "list_overview",
  );
}

export type DayRow = { resource_id: number; day: string; pushes: number; accepted: number; rejected: number };

/** The last days, today the last, in the account's own time zone. */
export async function lastDays(accountId: number, count: number): Promise<string[]> {
  const rows = await reader.query<{ day: string }>(
    `select to_char((now() at time zone a.time_zone)::date - back, 'YYYY-MM-DD') as day
     from account a, generate_series($2::integer - 1, 0, -1) back where a.id = $1 order by back desc`,
    [accountId, count],
    "last_days",
  );
  return rows.map(({ day }) => day);
}

/** How many pushes each resource got on each day since the first, and what became of their records. */
export async function pushesByDay(accountId: number, firstDay: string): Promise<DayRow[]> {
  return reader.query<DayRow>(
    `select p.resource_id, to_char((p.at at time zone a.time_zone)::date, 'YYYY-MM-DD') as day, count(*) as pushes,
       sum(p.created + p.updated + p.unchanged) as accepted, sum(p.rejected) as rejected
     from push p join account a on a.id = p.account_id
     where p.account_id = $1 and p.at >= ($2::timestamp at time zone (select time_zone from account where id = $1))
     group by 1, 2`,
    [accountId, firstDay],
    "pushes_by_day",
  );
}

export type RecentRow = {
  connection_id: number;
  resource_id: number;
  resource_name: string;
  revision: number;
  kind: string;
  at: string;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  request_id: string;
  reason: string | null;
  job_id: number | null;
  schema_version: number;
  created: number;
  updated: number;
  unchanged: number;
  deleted: number;
  rejected: number;
};

/** The newest Changes of all live resources: those of the resources whose newest Change is the newest. */
export async function recentChanges({ accountId, connectionIds }: Sight, most: number): Promise<RecentRow[]> {
  return reader.query<RecentRow>(
    `select n.connection_id, n.id as resource_id, n.name as resource_name, h.*
     from (
       select r.connection_id, r.id, r.name, r.account_id, newest.at
       from connection c
       join resource r on r.account_id = c.account_id and r.connection_id = c.id and r.deleted_at is null
       join lateral (
         select h.at from change h where h.account_id = $1 and h.resource_id = r.id order by h.revision desc limit 1
       ) newest on true
       where ${seen} order by newest.at desc limit $3
     ) n join lateral (
       select h.revision, h.kind, h.at, h.actor_kind, h.actor_id, h.actor_label, h.channel, h.request_id, h.reason,
         h.job_id, h.schema_version, h.created, h.updated, h.unchanged, h.deleted, h.rejected
       from change h where h.account_id = $1 and h.resource_id = n.id order by h.revision desc limit $3
     ) h on true
     order by h.at desc, h.revision desc limit $3`,
    [accountId, connectionIds, most],
    "recent_changes",
  );
}
