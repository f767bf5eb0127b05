import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { keyFacts } from "./facts";
import * as store from "./store";

/**
 * Says, to whoever checks, that a key is to be trusted no more, and why; its private half is thrown away. Revoking it
 * again changes nothing. Throws notFound.
 */
export async function revokeSigningKey(ctx: Context, kid: string, { reason }: { reason: string }) {
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const done = await store.revokeKey(tx, accountId, kid, { by: ctx.actor.label, reason });
    const row = await store.findKey(tx, accountId, kid);
    if (!row) throw new Refusal("notFound");
    const details = { reason };
    const audit = { accountId, action: "signing-key.revoke", target: `signing key ${kid}`, details, origin: ctx };
    return { result: keyFacts(row, null), change: { resources: [], ...(done && { audit }) } };
  });
}
