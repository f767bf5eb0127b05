import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { askReason } from "@/lib/connections/resource";
import { startJob } from "@/lib/jobs/start";
import { checkDeletes } from "@/lib/records/staged/guard";
import { importFacts, planOf, standingOf } from "./facts";
import { importAt, type ImportTarget } from "./read";
import * as store from "./store";

/** What a commit was asked with. */
export type CommitInput = { confirmDeletes?: number; moved: "replan" | "accept" };

/**
 * Starts the job that makes a plan one Change. Throws notFound, conflict where rows were refused and all or nothing is
 * wanted, deletionsUnconfirmed, reasonRequired.
 */
export async function startCommit(ctx: Context, target: ImportTarget, input: CommitInput): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  askReason(ctx, resource);
  return write(ctx, async (tx) => {
    const row = await store.lockImport(tx, place);
    if (!row) throw new Refusal("notFound");
    const { status } = standingOf(row);
    const plan = await planOf(tx, row);
    if (status !== "planned" || !plan) {
      throw new Refusal("conflict", { message: `The import is ${status}; only one that is planned can be committed` });
    }
    if (row.bad === "refuse" && row.rejected > 0) {
      throw new Refusal("conflict", {
        message: `${row.rejected} of ${row.row_count} rows were refused, and this import is all or nothing: mend them, or set bad to "skip" to import the good rows only`,
      });
    }
    const { liveRecords, outcome } = plan;
    checkDeletes({ deletes: outcome.delete, liveRecords, guard: resource.deletion_guard }, input.confirmDeletes);
    const { connectionId, resourceId, importId } = target;
    const { job, audit } = await startJob(tx, ctx, {
      kind: "imports.commit",
      title: `Import ${row.file_name}`.slice(0, 300),
      target: { connectionId, resourceId },
      input: JSON.stringify({ importId, ...input }),
    });
    const change = { status: "committing" as const, error: null, replanned: null, job_id: job.id };
    await store.updateImport(tx, place, change);
    const now = await store.findImport(tx, place);
    return { result: await importFacts(resource, now ?? row, tx), change: { resources: [], audit } };
  });
}
