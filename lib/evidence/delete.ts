import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { addTask } from "@/lib/jobs/store";
import { evidenceFor } from "./care/found";
import { factsFor } from "./hidden";
import { visibleEvidence } from "./read";
import { storage } from "./storage/storage";
import * as store from "./store";

/** What a worker is told of files that are to be removed. */
export type Removed = { account: number; evidence: number; storedIn: string };

/** A store that is away is asked again for days. */
const REMOVE_TRIES = 100;

/**
 * Deletes the files of an evidence; its row stays as a tombstone, with what its manifest and its attestation say, who
 * deleted it and why. Where their store is away, a worker goes on trying. Throws notFound, forbidden, and conflict for
 * one that is under a legal hold, being generated, or deleted before.
 */
export async function deleteEvidence(ctx: Context, id: number) {
  const { accountId, reason = null } = ctx;
  await evidenceFor(ctx, id, "evidence-delete");
  const seen = await visibleEvidence(ctx, id);
  const removed: Removed = { account: accountId, evidence: id, storedIn: seen.stored_in };
  await write(ctx, async (tx) => {
    const row = await store.lockEvidence(tx, accountId, id);
    if (!row) throw new Refusal("notFound");
    if (row.status === "deleted") throw new Refusal("conflict", { message: "The evidence was deleted before" });
    if (row.status === "generating") {
      throw new Refusal("conflict", { message: "The evidence is being generated; stop its job first, or wait for it" });
    }
    if (row.hold_at !== null) {
      const by = `${row.hold_by ?? ""}: ${row.hold_reason ?? ""}`;
      throw new Refusal("conflict", { message: `The evidence is under a legal hold and cannot be deleted (${by})` });
    }
    const deletedAt = await store.noteDeleted(tx, accountId, id, ctx.actor.label, reason);
    // Behind the tombstone, so that no row ever promises bytes that are gone.
    await addTask(tx, "remove_evidence", removed, { attempts: REMOVE_TRIES });
    const { revision, sha256, content_sha256: contentSha256 } = row;
    const details = { resourceId: row.resource_id, revision, sha256, contentSha256, reason, deletedAt };
    const audit = { accountId, action: "evidence.delete", target: `evidence ${id}`, details, origin: ctx };
    return { result: undefined, change: { resources: [], audit } };
  });
  await removeFiles(removed).catch(() => undefined); // the worker that was told goes on trying, and logs why
  const now = await store.findEvidence(reader, accountId, id);
  return factsFor(ctx, now ?? seen);
}

/** Removes the files of evidence that was deleted, or never came to be. Throws what its store throws. */
export async function removeFiles({ account, evidence, storedIn }: Removed): Promise<void> {
  await storage(storedIn).remove({ accountId: account, evidenceId: evidence });
}
