import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Target } from "@/lib/connections/resource";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { afterIdOf, pickOf, readSelection } from "./selection";
import * as store from "./store";
import { BATCH_RECORDS, countFirst, targetOf, untouchedSince } from "./target";

type Input = { selection: unknown; revision: number };

/**
 * Starts the job that deletes the selected records. Those that change after this moment are left alone. Throws invalid,
 * notFound.
 */
export async function startBulkDelete(ctx: Context, target: Target, asked: { selectionText: string; reason?: string }) {
  const resource = await resourceAt(ctx, target);
  const because = { ...ctx, reason: asked.reason ?? ctx.reason };
  askReason(because, resource);
  pickOf(ctx, resource, readSelection(asked.selectionText));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  return write(ctx, async (tx) => {
    const { revision } = await store.momentOfResource(tx, place);
    const input = `{"selection":${asked.selectionText},"revision":${revision}}`;
    const title = `Delete records of ${resource.name}`;
    const { job, audit } = await startJob(tx, because, { kind: "records.delete", title, target, input });
    return { result: job, change: { resources: [], audit } };
  });
}

/** One batch of a bulk delete: one Change. */
export const deleteBatch: JobWork = async (ctx, job, writeBatch) => {
  const target = targetOf(job);
  const resource = await resourceAt(ctx, target);
  const input = JSON.parse(job.input) as Input;
  const pick = pickOf(ctx, resource, readSelection(JSON.stringify(input.selection)));
  if (job.total === null) return countFirst(pick, writeBatch);
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx, now) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      const rows = await store.pickIds(tx, { ...pick, afterId: afterIdOf(now.position), size: BATCH_RECORDS });
      const { untouched, problems } = untouchedSince(rows, input.revision);
      const deleted = untouched.length
        ? await store.deleteIds(
            tx,
            head,
            untouched.map(({ id }) => id),
          )
        : 0;
      const batch = {
        position: { afterId: rows.at(-1)?.id ?? null },
        done: rows.length,
        counts: { deleted, changed: problems.length },
        problems,
        over: rows.length < BATCH_RECORDS,
      };
      const revisions = [{ kind: "records.delete" as const, counts: { ...noCounts, deleted }, origin: ctx }];
      return { batch, change: { resources: deleted ? [{ head, revisions }] : [] } };
    }),
  );
};
