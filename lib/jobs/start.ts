import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import type { JobFacts, JobKind } from "@/lib/contract/jobs";
import { jobFacts } from "./facts";
import * as store from "./store";

/** What a job is asked to do. input: JSON text that its kind understands. */
export type NewJob = {
  kind: JobKind;
  title: string;
  target?: { connectionId: number; resourceId: number };
  input: string;
  /** How much there is to do, where that is known beforehand. */
  total?: number;
  undoesId?: number;
};

/**
 * Starts a job inside the write that asks for it: row, queue and audit entry stand or fall with it. The caller returns
 * the audit entry with its Change.
 */
export async function startJob(tx: Tx, ctx: Context, job: NewJob): Promise<{ job: JobFacts; audit: AuditEntry }> {
  const { kind, title, target, input, total = null, undoesId = null } = job;
  const { connectionId = null, resourceId = null } = target ?? {};
  const row = await store.insertJob(tx, ctx, { kind, title, connectionId, resourceId, input, total, undoesId });
  await store.tellJob(tx, { accountId: ctx.accountId, id: row.id });
  const details = { kind, title, ...target };
  const audit = { accountId: ctx.accountId, action: "job.start", target: `job ${row.id}`, details, origin: ctx };
  return { job: jobFacts(row), audit };
}
