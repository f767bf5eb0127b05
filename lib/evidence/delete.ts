import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { evidenceFor } from "./care/found";
import { factsFor } from "./hidden";
import { visibleEvidence } from "./read";
import { storage } from "./storage/storage";
import * as store from "./store";

/**
 * Deletes the files of an evidence; its row stays as a tombstone, with what its manifest and its attestation say, who
 * deleted it and why. Throws notFound, forbidden, and conflict
 * for one that is under a legal hold, being generated, or deleted before.
 */
export async function deleteEvidence(ctx: Context, id: number) {
  const { accountId, reason = null } = ctx;
  await evidenceFor(ctx, id, "evidence-delete");
  const seen = await visibleEvidence(ctx, id);
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
    await store.noteDeleted(tx, accountId, id, ctx.actor.label, reason);
    const { revision, sha256, content_sha256: contentSha256 } = row;
    const details = { resourceId: row.resource_id, revision, sha256, contentSha256, reason };
    const audit = { accountId, action: "evidence.delete", target: `evidence ${id}`, details, origin: ctx };
    return { result: undefined, change: { resources: [], audit } };
  });
  // Behind the tombstone, so that no row ever promises bytes that are gone.
  await storage(seen.stored_in).remove({ accountId, evidenceId: id });
  const now = await store.findEvidence(reader, accountId, id);
  return factsFor(ctx, now ?? seen);
}
