import { inTurn } from "@/lib/changes/lanes";
import { resourceAt } from "@/lib/connections/resource";
import type { JobWork } from "@/lib/jobs/run";
import { afterIdOf } from "../bulk/selection";
import { BATCH_RECORDS, targetOf } from "../bulk/target";
import * as store from "./store";

/**
 * One batch of filling declared fields: records that were there before keep their values where indexes find them. No new
 * version, as no value changes. Fields that were declared again meanwhile have a job of their own.
 */
export const fillBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx, now) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      const total = now.total ?? head.recordCount;
      const wanted = !(await store.isSuperseded(tx, place, job.id));
      const part = wanted
        ? await store.fillAfter(tx, place, afterIdOf(now.position), BATCH_RECORDS)
        : { last_id: null, looked_at: 0, over: true };
      const { over } = part;
      if (over && wanted) await store.markFilled(tx, place);
      const batch = { position: { afterId: part.last_id }, done: part.looked_at, total, over };
      return { batch, change: { resources: [], facts: over && wanted ? [head] : [] } };
    }),
  );
};
