import { Refusal } from "@/lib/contract/errors";
import { jobKinds, type JobFacts, type JobKind } from "@/lib/contract/jobs";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { canUndo, jobFacts } from "./facts";
import { startJob } from "./start";
import * as store from "./store";
import { sees, visibleTo } from "./visible";

async function lockVisible(tx: Tx, ctx: Context, id: number): Promise<store.JobRow> {
  const row = await store.lockJob(tx, { accountId: ctx.accountId, id });
  if (!row || !sees(visibleTo(ctx), row)) throw new Refusal("notFound");
  return row;
}

/** Who starts a job's work anew must hold what the work needs, on the connection it is about. Throws forbidden. */
function holds(ctx: Context, kind: string, connectionId: number | null): void {
  const { permission } = jobKinds[kind as JobKind];
  const held = connectionId === null ? ctx.permits(permission) : ctx.permitsOn(permission, connectionId);
  if (!held) throw new Refusal("forbidden", { cause: `lacks ${permission}` });
}

const entry = (ctx: Context, action: string, { id, kind, title, connection_id, resource_id }: store.JobRow) => ({
  accountId: ctx.accountId,
  action,
  target: `job ${id}`,
  details: { kind, title, connectionId: connection_id, resourceId: resource_id },
  origin: ctx,
});

/** Stops a job after the batch it is at; one that waits stops at once, one that is over stays as it is. Throws notFound. */
export async function cancelJob(ctx: Context, id: number): Promise<JobFacts> {
  const place = { accountId: ctx.accountId, id };
  return write(ctx, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    if (row.finished_at !== null) return { result: jobFacts(row), change: { resources: [] } };
    await store.askToStop(tx, place);
    const now = row.status === "queued" ? await store.setStatus(tx, place, "canceled", null) : row;
    await store.tellJob(tx, place);
    return { result: jobFacts(now), change: { resources: [], audit: entry(ctx, "job.cancel", row) } };
  });
}

/** Goes on with a job that failed or was stopped, from where it came to. Throws notFound, forbidden, conflict. */
export async function retryJob(ctx: Context, id: number): Promise<JobFacts> {
  const place = { accountId: ctx.accountId, id };
  return write(ctx, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    holds(ctx, row.kind, row.connection_id);
    if (row.status !== "failed" && row.status !== "canceled") {
      throw new Refusal("conflict", {
        message: `The job is ${row.status}; only one that failed or was stopped can go on`,
      });
    }
    if (row.undone_by_id !== null) throw new Refusal("conflict", { message: "The job was undone; start a new one" });
    const queued = await store.setStatus(tx, place, "queued", null);
    await store.enqueue(tx, place);
    await store.tellJob(tx, place);
    return { result: jobFacts(queued), change: { resources: [], audit: entry(ctx, "job.retry", row) } };
  });
}

/** Starts the job that takes back what a job did. Throws notFound, forbidden, conflict. */
export async function undoJob(ctx: Context, id: number): Promise<JobFacts> {
  return write(ctx, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    holds(ctx, "changes.undo", row.connection_id);
    if (!canUndo(row) || row.connection_id === null || row.resource_id === null) {
      throw new Refusal("conflict", { message: whyNot(row) });
    }
    const target = { connectionId: row.connection_id, resourceId: row.resource_id };
    const title = `Undo: ${row.title}`.slice(0, 300);
    const input = JSON.stringify({ jobId: id });
    const because = { ...ctx, reason: ctx.reason ?? `Undo of job ${id}` };
    const { job, audit } = await startJob(tx, because, { kind: "changes.undo", title, target, input, undoesId: id });
    await store.markUndone(tx, { accountId: ctx.accountId, id }, job.id);
    return { result: job, change: { resources: [], audit } };
  });
}

function whyNot({ finished_at, undone_by_id, kind }: store.JobRow): string {
  if (!jobKinds[kind as JobKind].undoable) return "A job of this kind changes nothing that could be undone";
  if (finished_at === null) return "The job still runs; stop it first, then undo what it did";
  return undone_by_id === null ? "The job changed nothing" : `The job was undone by job ${undone_by_id}`;
}
