import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { careFacts } from "./facts";
import { evidenceFor, refuseDeleted } from "./found";
import * as store from "./store";

/**
 * Puts an evidence under a legal hold, so that neither people nor retention delete it, or lifts the hold. Throws notFound,
 * forbidden, and conflict where it is so already, or the evidence was deleted.
 */
export async function holdEvidence(ctx: Context, id: number, { on, reason }: { on: boolean; reason: string }) {
  const { accountId } = ctx;
  await evidenceFor(ctx, id, "evidence-hold");
  return write(ctx, async (tx) => {
    await refuseDeleted(tx, { accountId, id });
    const row = await store.setHold(tx, { accountId, id }, on ? { by: ctx.actor.label, reason } : null);
    if (!row) throw new Refusal("conflict", { message: on ? "It is under a hold already" : "It is under no hold" });
    const action = on ? "evidence.hold" : "evidence.release";
    const details = on ? { heldAt: row.held_at } : {};
    // Why it is held is what the row says, whatever reason the request gives beside it.
    const origin = { ...ctx, reason };
    const audit = { accountId, action, target: `evidence ${id}`, details, origin };
    return { result: careFacts(row), change: { resources: [], audit } };
  });
}
