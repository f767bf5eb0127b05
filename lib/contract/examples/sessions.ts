const at = "2026-11-23T12:00:00.000Z";
const actor = { kind: "key", id: 1, label: "ci" };

const item = {
  id: 31,
  sessionId: "nightly-2026-11-23",
  status: "ACTIVE",
  createdAt: at,
  updatedAt: at,
  activatedAt: at,
  canceledAt: null,
};
const place = { connectionId: 1, customResourceId: 1 };
const pages = { page: 1, limit: 20, total: 1 };
const session = {
  ...item,
  archivedAt: null,
  expired: false,
  records: 1048,
  rejected: 3,
  openedBy: actor,
  channel: "v2",
  activatedRevision: 12,
  archivedRevision: null,
  expiresAt: null,
  jobId: null,
};
const waiting = { ...item, status: "IN_PROGRESS", activatedAt: null };

/** What OpenAPI shows of upload sessions. */
export const sessionsExamples = {
  opened: waiting,
  sessionsPage: { data: [item], pagination: { cursor: null, totalCount: 1 } },
  action: { action: "complete" },
  acted: {
    sessionId: item.sessionId,
    status: "ACTIVE",
    action: "complete",
    connectionId: 1,
    resourceId: 1,
    rejected: 3,
  },
  v1Sessions: {
    data: [
      {
        id: item.id,
        sessionId: item.sessionId,
        ...place,
        status: "ACTIVE",
        createdAt: at,
        updatedAt: at,
        activatedAt: at,
        workspaces: [{ id: 1, name: "Acme" }],
      },
    ],
    ...pages,
  },
  v1SessionEvidence: {
    data: [{ id: "react", name: "react", version: "19.3.1", licence: "MIT" }],
    ...pages,
    sessionId: item.sessionId,
    ...place,
  },
  sessions: { data: [session], next: null },
  session,
  sessionWithDifference: {
    ...session,
    ...waiting,
    activatedRevision: null,
    expiresAt: "2026-11-24T12:00:00.000Z",
    difference: { created: 40, changed: 31, unchanged: 977, deleted: 2 },
    confirmDeletes: null,
  },
  complete: { allowEmpty: false },
};
