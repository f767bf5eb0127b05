import { Refusal, type Problem } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Target } from "@/lib/connections/resource";
import { readValue } from "@/lib/schema/json-text";
import { refuseForgotten } from "./forgotten";
import { marksFor, problemsFor } from "./hidden";
import { judgeRow, refusalOf } from "./judge";
import * as store from "./store";
import type { JudgedRecord } from "./read";
import { lockJudged, writeJudged } from "./store-rows";
import { forgetDeleted } from "./trash/store";

/**
 * Writes what a record was at a revision anew, digit for digit; a deleted one comes back. Throws notFound, invalid
 * when there was no such record then, stale, recordFailsSchema, reasonRequired.
 */
export async function revertRecord(
  asked: Context,
  target: Target,
  recordId: string,
  input: { revision: number; reason?: string; ifMatch?: (revision: number) => boolean },
): Promise<JudgedRecord> {
  const ctx = { ...asked, reason: input.reason ?? asked.reason };
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const tell = (problems: readonly Problem[]) => problemsFor(ctx, resource, problems);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const present = await store.findRecord(tx, place, recordId);
      if (input.ifMatch && !(present && input.ifMatch(present.revision))) throw new Refusal("stale");
      await refuseForgotten(tx, place, { revision: input.revision, name: "revision" });
      const then = await store.findRecord(tx, place, recordId, input.revision);
      if (!then)
        throw noVersion(present !== undefined || (await store.everExisted(tx, place, recordId)), input.revision);
      if (then.erased) {
        throw new Refusal("conflict", { message: `What the record was at revision ${input.revision} was erased` });
      }
      const verdict = judgeRow(resource, readValue(then.data), 0);
      if ("rejected" in verdict) throw refusalOf(verdict.rejected, tell);
      const { problems = [] } = verdict.accepted;
      const answer = async (row: store.RecordRow) => {
        return { row: await store.maskRecord(tx, row, marksFor(ctx, resource)), problems: tell(problems) };
      };
      const [written] = await writeJudged(tx, head, [{ id: recordId, text: then.data, problems }], { each: false });
      if (present && written?.outcome === "unchanged") {
        return { result: await answer(present), change: { resources: [] } };
      }
      if (!present) await forgetDeleted(tx, place, [recordId]);
      const stored = await store.findRecord(tx, place, recordId);
      if (!stored) throw new Error(`Record ${recordId} is gone in the transaction that wrote it`);
      const counts = { ...noCounts, [present ? "updated" : "created"]: 1 };
      const revisions = [{ kind: "record.revert" as const, counts, origin: ctx }];
      return { result: await answer(stored), change: { resources: [{ head, revisions }] } };
    }),
  );
}

function noVersion(known: boolean, revision: number): Refusal {
  if (!known) return new Refusal("notFound");
  return new Refusal("invalid", { message: `revision: the record did not exist at revision ${revision}` });
}
