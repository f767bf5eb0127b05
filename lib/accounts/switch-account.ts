import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { updateAccount } from "./store";

type Switch = { plan?: "custom-connections" | "basic"; termsAccepted?: boolean; ratePerMinute?: number | null };

async function switchAccount(ctx: Context, accountId: number, action: string, set: Switch) {
  return write(ctx, async (tx) => {
    const found = await updateAccount(tx, accountId, set);
    if (!found) throw new Refusal("notFound", { message: `There is no account ${accountId}` });
    const target = `account ${accountId}`;
    const audit = { accountId, action, target, details: set, access: true, origin: ctx };
    return { result: { accountId, ...set }, change: { resources: [], audit } };
  });
}

/** Accepts the API terms for an account, or withdraws that: without them every call answers 412. */
export function setTerms(ctx: Context, input: { accountId: number; accepted: boolean }) {
  return switchAccount(ctx, input.accountId, "account.terms", { termsAccepted: input.accepted });
}

/** Sets an account's plan: basic lacks Custom Connections and answers 402. */
export function setPlan(ctx: Context, input: { accountId: number; plan: "custom-connections" | "basic" }) {
  return switchAccount(ctx, input.accountId, "account.plan", { plan: input.plan });
}

/** Sets how many requests a minute each key of an account may make: 0 is off, null is the installation's setting. */
export function setRate(ctx: Context, input: { accountId: number; perMinute: number | null }) {
  return switchAccount(ctx, input.accountId, "account.rate", { ratePerMinute: input.perMinute });
}
