import { isoDateOrNull } from "@/lib/contract/dates";
import type { Context } from "@/lib/changes/context";
import { originFacts } from "../history/read-history";
import * as store from "./store";

const DAYS = 14;
const RECENT_MAX = 20;

/** The whole account at a glance, as far as the caller sees it: counts, freshness, pushes per day, what fails, what changed. */
export async function overview(ctx: Context) {
  const { accountId } = ctx;
  const days = await store.lastDays(accountId, DAYS);
  const [rows, pushes, recent] = await Promise.all([
    store.listOverview(ctx),
    store.pushesByDay(accountId, days[0] ?? ""),
    store.recentChanges(ctx, RECENT_MAX),
  ]);
  return { connections: connectionsOf(rows, daysOf(pushes, days)), recentChanges: recent.map(recentFacts) };
}

type Day = { day: string; pushes: number; accepted: number; rejected: number };

function daysOf(pushes: readonly store.DayRow[], days: readonly string[]): (resourceId: number) => Day[] {
  const found = new Map(pushes.map((row) => [`${row.resource_id} ${row.day}`, row]));
  return (resourceId) =>
    days.map((day) => {
      const row = found.get(`${resourceId} ${day}`);
      return { day, pushes: row?.pushes ?? 0, accepted: row?.accepted ?? 0, rejected: row?.rejected ?? 0 };
    });
}

function connectionsOf(rows: readonly store.OverviewRow[], pushesPerDay: (resourceId: number) => Day[]) {
  const connections = new Map<number, { id: number; clientAlias: string | null; resources: object[] }>();
  for (const row of rows) {
    const { connection_id: id, client_alias: clientAlias } = row;
    const connection = connections.get(id) ?? { id, clientAlias, resources: [] };
    connections.set(id, connection);
    if (row.id === null) continue;
    connection.resources.push({
      id: row.id,
      name: row.name,
      recordCount: row.record_count,
      lastPushAt: isoDateOrNull(row.last_push_at),
      lateAfterHours: row.late_after_hours,
      late: row.late,
      failing: { count: row.failing, more: row.failing_more, checking: row.checking },
      pushesPerDay: pushesPerDay(row.id),
    });
  }
  return [...connections.values()];
}

function recentFacts(row: store.RecentRow) {
  const { revision, kind, created, updated, unchanged, deleted, rejected } = row;
  return {
    connectionId: row.connection_id,
    resourceId: row.resource_id,
    resourceName: row.resource_name,
    revision,
    kind,
    ...originFacts(row),
    reason: row.reason,
    jobId: row.job_id,
    schemaVersion: row.schema_version,
    ...{ created, updated, unchanged, deleted, rejected },
  };
}
