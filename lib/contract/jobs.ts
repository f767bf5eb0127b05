import type { Permission } from "./permissions";

type Row = { label: string; permission: Permission; undoable: boolean };

/** Every kind of job: what it is called, what its maker has to hold, whether what it did can be undone. */
export const jobKinds = {
  "records.delete": { label: "Delete records", permission: "custom-connections-data-delete", undoable: true },
  "records.edit": { label: "Edit records", permission: "custom-connections-data-put", undoable: true },
  "records.export": { label: "Export records", permission: "custom-connections-get", undoable: false },
  "records.compare": { label: "Compare two moments", permission: "custom-connections-get", undoable: false },
  "changes.undo": { label: "Undo", permission: "custom-connections-data-put", undoable: true },
  "schema.check": { label: "Check records by the new schema", permission: "schemas-put", undoable: false },
  "schema.impact": { label: "Impact of a draft", permission: "schemas-put", undoable: false },
  "schema.publish": { label: "Publish a schema and change records", permission: "schemas-put", undoable: true },
  "imports.plan": { label: "Plan an import", permission: "imports-post", undoable: false },
  "imports.commit": { label: "Import a file", permission: "imports-post", undoable: false },
  "imports.rollback": { label: "Roll an import back", permission: "custom-connections-data-put", undoable: false },
  "sessions.complete": {
    label: "Complete an upload session",
    permission: "custom-connections-data-post",
    undoable: false,
  },
  "sessions.reactivate": {
    label: "Make an upload session live again",
    permission: "custom-connections-data-post",
    undoable: false,
  },
  "evidence.generate": {
    label: "Generate evidence",
    permission: "custom-connections-evidence-post",
    undoable: false,
  },
  "evidence.compare": { label: "Generate evidence again and compare", permission: "evidence-get", undoable: false },
  "audit.verify": { label: "Check the audit chain", permission: "audit-list", undoable: false },
  "fields.fill": {
    label: "Make fields quick to filter and sort",
    permission: "custom-connections-get",
    undoable: false,
  },
} as const satisfies Record<string, Row>;

export type JobKind = keyof typeof jobKinds;

export const jobStatuses = ["queued", "running", "done", "failed", "canceled"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** A record that a job left alone, and why. */
export type JobProblem = { id: string; message: string };

/** A job as everybody sees it. */
export type JobFacts = {
  id: number;
  kind: JobKind;
  title: string;
  status: JobStatus;
  done: number;
  total: number | null;
  rate: number | null;
  secondsLeft: number | null;
  counts: Record<string, number> | null;
  problems: JobProblem[];
  error: string | null;
  result: { downloadUrl: string; fileName: string; bytes: number } | null;
  connectionId: number | null;
  resourceId: number | null;
  reason: string | null;
  createdBy: { kind: string; id: number | null; label: string };
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  canUndo: boolean;
};
