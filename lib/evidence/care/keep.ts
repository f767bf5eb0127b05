import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { careFacts } from "./facts";
import { evidenceFor, refuseDeleted } from "./found";
import * as store from "./store";

/**
 * Sets until when an evidence is kept; null: for ever. Throws notFound, forbidden, invalid for a time that is past, and
 * conflict where the evidence was deleted.
 */
export async function keepEvidence(ctx: Context, id: number, { until }: { until: string | null }) {
  const { accountId } = ctx;
  const before = careFacts(await evidenceFor(ctx, id, "evidence-delete")).keepUntil;
  if (until !== null && Date.parse(until) <= Date.now()) {
    throw new Refusal("invalid", { message: "until: has to lie ahead; to be rid of the evidence now, delete it" });
  }
  return write(ctx, async (tx) => {
    await refuseDeleted(tx, { accountId, id });
    const row = await store.setKeepUntil(tx, { accountId, id }, until);
    if (!row) throw new Refusal("notFound");
    const details = { before, until };
    const audit = { accountId, action: "evidence.keep", target: `evidence ${id}`, details, origin: ctx };
    return { result: careFacts(row), change: { resources: [], audit } };
  });
}
