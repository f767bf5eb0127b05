const at = "2026-11-24T12:00:00.000Z";

const job = {
  id: 9,
  kind: "records.delete",
  title: "Delete records of Software inventory",
  status: "running",
  done: 4_000,
  total: 12_000,
  rate: 8_000,
  secondsLeft: 1,
  counts: { deleted: 3_998, changed: 2 },
  problems: [{ id: "left-pad", message: "changed since the job was started" }],
  error: null,
  result: null,
  connectionId: 1,
  resourceId: 1,
  reason: "Left the estate",
  createdBy: { kind: "person", id: 3, label: "ada@example.com" },
  createdAt: at,
  startedAt: at,
  finishedAt: null,
  canUndo: false,
};

/** Requests to copy and answers of the operations on jobs. */
export const jobsExamples = {
  bulkDelete: {
    selection: { filter: { pointer: "/licence", op: "empty" } },
    reason: "Left the estate",
  },
  bulkEdit: {
    selection: { ids: ["react", "left-pad"] },
    set: [{ pointer: "/owner/team", value: "Platform" }],
    unset: ["/note"],
  },
  export: { selection: { filter: { pointer: "/licence", op: "eq", value: "MIT" } }, format: "csv" },
  job,
  jobs: { data: [job], next: null },
  preview: {
    matching: 2,
    more: false,
    sample: [
      {
        id: "react",
        before: { id: "react", note: "old" },
        after: { id: "react", owner: { team: "Platform" } },
        problems: [],
      },
    ],
    wouldFail: 0,
  },
  event: { event: "job", data: job },
  undone: {
    revision: 13,
    restored: 1,
    deleted: 0,
    overwritten: 0,
    keptCount: 1,
    kept: [
      {
        id: "left-pad",
        reason: "It changed again since",
        by: {
          revision: 12,
          kind: "records.upsert",
          at,
          actor: { kind: "key", id: 1, label: "ci" },
          channel: "v1",
        },
      },
    ],
  },
} as const;
