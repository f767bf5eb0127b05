import type { Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import { resourceAt, type Resource } from "@/lib/connections/resource";
import type { JobWork } from "@/lib/jobs/run";
import { readValue } from "@/lib/schema/json-text";
import { afterIdOf } from "./selection";
import * as store from "./store";
import { BATCH_RECORDS, targetOf } from "./target";

/**
 * Judges records by the present schema and notes those that fail it. Answers how many do.
 */
export async function judgeTexts(tx: Tx, resource: Resource, rows: readonly store.UnjudgedRow[]): Promise<number> {
  const failing = rows.flatMap(({ id, revision, data }) => {
    const verdict = resource.schema.judge(readValue(data).value);
    return verdict.ok ? [] : [{ id, revision, problems: verdict.errors.slice(0, store.PROBLEMS_KEPT) }];
  });
  const place = { accountId: resource.account_id, resourceId: resource.id };
  await store.noteFailing(tx, place, resource.schema_version, { ids: rows.map(({ id }) => id), failing });
  return failing.length;
}

/**
 * One batch of the check after a schema was published: records that an older version judged are judged by the present
 * one. They stay as they are; what fails is noted. A version published meanwhile has a check of its own.
 */
export const checkBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const { version } = JSON.parse(job.input) as { version: number };
  if (resource.schema_version < version) throw new Moved("schema");
  await writeBatch(async (tx, now) => {
    const superseded = resource.schema_version > version;
    const page = { ...place, version, afterId: afterIdOf(now.position), size: BATCH_RECORDS };
    const rows = superseded ? [] : await store.pickUnjudged(tx, page);
    const failing = rows.length ? await judgeTexts(tx, resource, rows) : 0;
    if (rows.length === 0) await store.forgetFailing(tx, place, version);
    const batch = {
      position: { afterId: rows.at(-1)?.id ?? null },
      done: rows.length,
      total: now.total ?? (await store.countUnjudged(tx, place, version)),
      counts: { failing, fitting: rows.length - failing },
      over: rows.length === 0,
    };
    return { batch, change: { resources: [] } };
  });
};
