import { everyPermission } from "@/lib/contract/permissions";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { findAccount } from "./store";

/** The account and the power of whoever asks. */
export async function whoAmI(ctx: Context) {
  const account = await findAccount(ctx.accountId);
  if (!account) throw new Refusal("notFound");
  const { kind, id, label } = ctx.actor;
  return {
    accountId: ctx.accountId,
    accountName: account.name,
    plan: account.plan,
    actor: { kind, id, label },
    permissions: everyPermission.filter((permission) => ctx.permits(permission)),
    connectionIds: ctx.connectionIds,
  };
}
