import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { env } from "@/lib/db/env";
import { keyFacts } from "./facts";
import { newKey } from "./key-pair";
import * as store from "./store";

/**
 * Makes a new key for an account and throws the private half of the old one away; what that signed stays as good as it
 * was. Throws conflict when the key stands in a setting, where only whoever runs the installation can change it.
 */
export async function rotateSigningKey(ctx: Context) {
  const { accountId } = ctx;
  if (env().ATTESTRY_SIGNING_KEY) {
    const message = "The signing key stands in ATTESTRY_SIGNING_KEY: whoever runs the installation changes it there";
    throw new Refusal("conflict", { message });
  }
  const key = newKey(accountId);
  return write(ctx, async (tx) => {
    const replaces = await store.retireKey(tx, accountId);
    const kept = await store.insertKey(tx, { accountId, ...key, createdBy: ctx.actor.label });
    const made = await store.findKey(tx, accountId, key.kid);
    if (!kept || !made) {
      throw new Refusal("conflict", { message: "Somebody else made a new signing key at the same moment" });
    }
    const target = `signing key ${key.kid}`;
    const audit = { accountId, action: "signing-key.rotate", target, details: { replaces }, origin: ctx };
    return { result: keyFacts(made, key.kid), change: { resources: [], audit } };
  });
}
