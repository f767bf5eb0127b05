import { Refusal, type Problem } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Target } from "@/lib/connections/resource";
import { readValue, type RawItem } from "@/lib/schema/json-text";
import { holdsMask } from "@/lib/schema/mask";
import { identityOf, isSame } from "./identity";
import { marksFor, problemsFor } from "./hidden";
import { judgeRow, refusalOf } from "./judge";
import { activeName } from "./sessions/store";
import * as store from "./store";
import type { JudgedRecord } from "./read";
import { lockJudged, writeJudged } from "./store-rows";

/** How a change meets the record: merge keeps the top-level members it does not name, replace keeps only the id. */
export type Update = { row: RawItem; mode: "merge" | "replace"; ifMatch?: (revision: number) => boolean };

/** A record that was changed, and the upload session that the live records are in. */
type Updated = JudgedRecord & { row: { session_id: string | null } };

/**
 * Changes a record that exists. The merge happens under the lock, in SQL, so that neighbours and digits survive; then
 * the whole record is judged. The mask, sent back where something sensitive stands, keeps what is stored. Throws
 * notFound, stale, invalidId, hiddenValue, recordFailsSchema and its neighbours.
 */
export async function updateRecord(ctx: Context, target: Target, recordId: string, update: Update): Promise<Updated> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const { row, mode, ifMatch } = update;
  const key = resource.identifier_key;
  const identity = identityOf(row, key);
  if (!isSame(identity, recordId)) {
    throw new Refusal("invalidId", { message: `"${key}" in the body differs from the record's id in the address` });
  }
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const tell = (problems: readonly Problem[]) => problemsFor(ctx, resource, problems);
  const hidden = holdsMask(row.value, resource.sensitive) ? resource.sensitive : [];
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const keep = mode === "replace" && "missing" in identity ? key : null;
      const change = { text: row.text, keep, replace: mode === "replace", hidden };
      const found = await store.mergeRecord(tx, place, recordId, change);
      if (!found) throw new Refusal("notFound");
      if (ifMatch && !ifMatch(found.revision)) throw new Refusal("stale");
      if (found.merged === null) throw new Refusal("hiddenValue");
      const verdict = judgeRow(resource, readValue(found.merged), 0);
      if ("rejected" in verdict) throw refusalOf(verdict.rejected, tell);
      const { problems = [] } = verdict.accepted;
      const answer = async (record: store.RecordRow) => {
        const row = await store.maskRecord(tx, record, marksFor(ctx, resource));
        return { row: { ...row, session_id: await activeName(tx, place) }, problems: tell(problems) };
      };
      const [written] = await writeJudged(tx, head, [{ id: recordId, text: found.merged, problems }], { each: false });
      if (written?.outcome === "unchanged") return { result: await answer(found), change: { resources: [] } };
      const stored = await store.findRecord(tx, place, recordId);
      if (!stored) throw new Error(`Record ${recordId} is gone in the transaction that wrote it`);
      const revisions = [{ kind: "record.update" as const, counts: { ...noCounts, updated: 1 }, origin: ctx }];
      return { result: await answer(stored), change: { resources: [{ head, revisions }] } };
    }),
  );
}

/** Deletes a record; its versions stay in history. Throws notFound, stale. */
export async function deleteRecord(
  ctx: Context,
  target: Target,
  recordId: string,
  ifMatch?: (revision: number) => boolean,
): Promise<void> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  await inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      const found = await store.findRecord(tx, place, recordId);
      if (!found) throw new Refusal("notFound");
      if (ifMatch && !ifMatch(found.revision)) throw new Refusal("stale");
      await store.deleteRecord(tx, place, recordId);
      const revisions = [{ kind: "record.delete" as const, counts: { ...noCounts, deleted: 1 }, origin: ctx }];
      return { result: undefined, change: { resources: [{ head, revisions }] } };
    }),
  );
}
