import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { insertAccount } from "./store";

/** Makes an account on the full plan; its terms are not accepted yet. Throws invalid without a name. */
export async function createAccount(ctx: Context, input: { name: string }) {
  const name = input.name.trim();
  if (!name) throw new Refusal("invalid", { message: "An account needs a name" });
  return write(ctx, async (tx) => {
    const accountId = await insertAccount(tx, name);
    const audit = { accountId, action: "account.create", target: `account ${accountId}`, origin: ctx };
    return { result: { accountId, name }, change: { resources: [], audit } };
  });
}
