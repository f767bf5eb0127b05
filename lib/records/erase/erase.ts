import { createHash } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { canonicalRecord } from "@/lib/schema/canonical";
import { deleteRecord, everExisted, findRecord } from "../store";
import * as store from "./store";

const WHY_CANCELED =
  "A record was erased, and this file may have held its values, so the file and what was planned of it were removed; upload it again without them";

/**
 * Erases a record for good: a live one is deleted, every version loses its values and keeps a SHA-256 of its canonical
 * text, and so go the answers and files that may hold it, also those that wait to be imported. The same id may be created anew later. Throws notFound, and
 * conflict when nothing is left to erase.
 */
export async function eraseRecord(ctx: Context, target: Target, recordId: string, { reason }: { reason: string }) {
  const resource = await resourceAt(ctx, target);
  const { accountId } = ctx;
  const place = { accountId, resourceId: resource.id };
  const origin = { ...ctx, reason };
  return inTurn(accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await tx.lockLive(accountId, resource.id);
      const present = await findRecord(tx, place, recordId);
      if (present) await deleteRecord(tx, place, recordId);
      const versions = await eraseVersions(tx, head, recordId);
      if (versions === 0) throw await nothingToErase(tx, head, recordId);
      await store.forgetRecord(tx, place, recordId);
      const left = {
        importsCanceled: await store.dropImports(tx, place, recordId, WHY_CANCELED),
        exportsRemoved: await store.removeFiles(tx, place),
        answersRemoved: await store.removeAnswers(tx, accountId),
        evidence: await store.countEvidence(tx, place, recordId),
      };
      const revision = head.revision + 1;
      const { connectionId, resourceId } = target;
      const details = { connectionId, resourceId, recordId, revision, versions, ...left };
      const audit = { accountId, action: "record.erase", target: `resource ${resource.id}`, details, origin };
      const counts = { ...noCounts, deleted: present ? 1 : 0 };
      const change = { head, revisions: [{ kind: "record.erase" as const, counts, origin }] };
      return { result: { id: recordId, revision, versions, ...left }, change: { resources: [change], audit } };
    }),
  );
}

async function eraseVersions(tx: Tx, head: Head, id: string): Promise<number> {
  for (let erased = 0; ;) {
    const rows = await store.pickWhole(tx, head, id);
    if (rows.length === 0) return erased;
    const hashes = new Map(rows.map(({ revision, data }) => [revision, hashOf(data)]));
    await store.eraseVersions(tx, head, id, { hashes, at: head.stamp, by: head.revision + 1 });
    erased += rows.length;
  }
}

const hashOf = (data: string) => createHash("sha256").update(canonicalRecord(data)).digest();

async function nothingToErase(tx: Tx, head: Head, id: string): Promise<Refusal> {
  const known = await everExisted(tx, head, id);
  return known ? new Refusal("conflict", { message: "This record was erased already" }) : new Refusal("notFound");
}
