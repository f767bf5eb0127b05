import type { Actor, Channel } from "./context";
import type { Head } from "./tx";

export type Counts = { created: number; updated: number; unchanged: number; deleted: number; rejected: number };

export const noCounts: Readonly<Counts> = { created: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };

/** Every kind there is, as the trail names them. */
export const changeKinds = [
  "records.upsert",
  "record.update",
  "record.delete",
  "record.revert",
  "record.erase",
  "records.delete",
  "records.edit",
  "records.undo",
  "records.restore",
  "records.migrate",
  "records.import",
  "records.session",
  "schema.publish",
  "schema.rekey",
  "resource.create",
  "resource.update",
  "resource.delete",
  "resource.restore",
] as const;

type ChangeKind = (typeof changeKinds)[number];

/** Who, through what, by which request; why, where somebody said so; the job that did it. */
export type Origin = { actor: Actor; channel: Channel; requestId: string; reason?: string; jobId?: number };

/** One revision of a resource; undoes: the one that it takes back. */
type Revision = { kind: ChangeKind; counts: Counts; origin: Origin; undoes?: number };

export type RejectedRow = { position: number; id: string | null; code: number | string; message: string };

/** What a push leaves behind, also when it changed nothing (revision null). */
export type Push = {
  revision: number | null;
  bodyBytes: number;
  counts: Counts;
  unchangedIds: string[];
  rejectedRows: RejectedRow[];
  /** The upload session that it was staged in. */
  uploadSessionId?: number;
  origin: Origin;
};

/** What a write did to one resource: the revisions it took, in order, and the pushes that asked for them. */
export type ResourceChange = { head: Head; revisions: Revision[]; pushes?: Push[] };

/** What a write did that touches no resource. access: it changed what somebody may do. */
export type AuditEntry = {
  accountId: number;
  action: string;
  target: string;
  details?: Record<string, unknown>;
  access?: boolean;
  origin: Origin;
};

/** What a write must return beside its result. */
export type Change = {
  resources: ResourceChange[];
  audit?: AuditEntry | AuditEntry[];
  /** Resources whose own facts moved without a revision: what every process remembers of them is read again. */
  facts?: readonly Pick<Head, "accountId" | "resourceId">[];
  /** People whose name, sign-ins or password changed: what every process remembers of them is read again. */
  people?: readonly number[];
};
