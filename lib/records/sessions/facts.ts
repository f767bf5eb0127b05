import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import { env } from "@/lib/db/env";
import type { SessionRow } from "./store";

/** A session as v2 lists it. */
export function sessionItem(row: SessionRow) {
  return {
    id: row.id,
    sessionId: row.session_id,
    status: row.status,
    createdAt: isoDate(row.created_at),
    updatedAt: isoDate(row.updated_at),
    activatedAt: isoDateOrNull(row.activated_at),
    canceledAt: isoDateOrNull(row.canceled_at),
  };
}

/** A session as v1 lists it: what has not happened is left out. */
export function sessionItemV1(row: SessionRow & { workspaces: string }) {
  const { id, sessionId, status, createdAt, updatedAt, activatedAt, canceledAt } = sessionItem(row);
  return {
    id,
    sessionId,
    connectionId: row.connection_id,
    customResourceId: row.resource_id,
    status,
    createdAt,
    updatedAt,
    ...(activatedAt !== null && { activatedAt }),
    ...(canceledAt !== null && { canceledAt }),
    workspaces: JSON.parse(row.workspaces) as { id: number; name: string }[],
  };
}

/** A session as our own face shows it. */
export function ownSession(row: SessionRow) {
  return {
    ...sessionItem(row),
    archivedAt: isoDateOrNull(row.archived_at),
    expired: row.expired,
    records: row.records,
    rejected: row.rejected,
    openedBy: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    channel: row.channel,
    activatedRevision: row.activated_revision,
    archivedRevision: row.archived_revision,
    expiresAt: row.status === "IN_PROGRESS" ? expiryOf(row) : null,
    jobId: row.job_id,
  };
}

function expiryOf({ updated_at }: SessionRow): string {
  const since = Date.parse(isoDate(updated_at));
  return new Date(since + env().ATTESTRY_SESSION_HOURS * 3_600_000).toISOString();
}

/** Whether nobody added to an open session for so long that it may go. */
export function isStranded(row: SessionRow): boolean {
  return Date.parse(expiryOf(row)) < Date.now();
}
