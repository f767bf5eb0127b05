import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { resourceAt } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { startJob } from "@/lib/jobs/start";
import type { JobWork } from "@/lib/jobs/run";
import { targetOf } from "@/lib/records/bulk/target";
import { undoWithin, type Later } from "@/lib/records/bulk/undo";
import { importFacts, isRolling, standingOf } from "./facts";
import { importIdOf } from "./kept";
import { importAt, type ImportTarget } from "./read";
import * as store from "./store";

const PROBLEMS_MAX = 100;

/** Starts the job that takes an import back. later: what becomes of records that changed since. Throws notFound, conflict. */
export async function startRollback(ctx: Context, target: ImportTarget, later: Later): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  return write(ctx, async (tx) => {
    const row = await store.lockImport(tx, place);
    if (!row) throw new Refusal("notFound");
    const { status } = standingOf(row);
    if (status !== "committed" || row.revision === null || isRolling(row)) {
      throw new Refusal("conflict", { message: `The import cannot be rolled back: ${whyNot(row)}` });
    }
    const { connectionId, resourceId, importId } = target;
    const because = { ...ctx, reason: ctx.reason ?? `Roll back of import ${importId}` };
    const { job, audit } = await startJob(tx, because, {
      kind: "imports.rollback",
      title: `Roll back the import of ${row.file_name}`.slice(0, 300),
      target: { connectionId, resourceId },
      input: JSON.stringify({ importId, revision: row.revision, later }),
    });
    await store.updateImport(tx, place, { rollback_job_id: job.id });
    const now = await store.findImport(tx, place);
    return { result: await importFacts(resource, now ?? row, tx), change: { resources: [], audit } };
  });
}

function whyNot(row: store.ImportRow): string {
  const { status } = standingOf(row);
  if (row.undone_by !== null) return `revision ${row.undone_by} took it back already`;
  if (status !== "committed") return `it is ${status}`;
  return isRolling(row) ? "that is being done" : "it changed nothing";
}

/** The whole of a rollback: one new Change, in the transaction that ends the job. */
export const rollbackBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id, id: importIdOf(job) };
  const { revision, later } = JSON.parse(job.input) as { revision: number; later: Later };
  const row = await store.findImport(reader, place);
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx) => {
      await tx.lockLive(ctx.accountId, resource.id);
      const now = await store.findImport(tx, place);
      if (now?.undone_by) throw new Refusal("conflict", { message: `The import is taken back: ${whyNot(now)}` });
      const { result, change } = await undoWithin(tx, ctx, resource, { revision, later });
      const { restored, deleted, keptCount, kept } = result;
      await store.updateImport(tx, place, { rolled_back_revision: result.revision, rolled_back_kept: keptCount });
      const batch = {
        position: {},
        done: restored + deleted + keptCount,
        total: row?.row_count ?? restored + deleted + keptCount,
        counts: { restored, deleted, kept: keptCount },
        problems: kept.slice(0, PROBLEMS_MAX).map(({ id, reason }) => ({ id, message: reason })),
        over: true,
      };
      return { batch, change };
    }),
  );
};
