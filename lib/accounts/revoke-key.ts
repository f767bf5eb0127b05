import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import * as store from "./store";

/** Ends a key at once, everywhere. Ending it again changes nothing. Throws notFound. */
export async function revokeKey(ctx: Context, input: { keyId: number; accountId?: number }) {
  const accountId = input.accountId ?? (await store.accountOfKey(input.keyId));
  if (accountId === undefined) throw new Refusal("notFound", { message: `There is no key ${input.keyId}` });
  return write(ctx, async (tx) => {
    if (!(await store.revokeKey(tx, accountId, input.keyId))) throw new Refusal("notFound");
    const target = `key ${input.keyId}`;
    const audit = { accountId, action: "key.revoke", target, access: true, origin: ctx };
    return { result: { keyId: input.keyId, revoked: true as const }, change: { resources: [], audit } };
  });
}
