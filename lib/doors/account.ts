import { readAccount } from "@/lib/accounts/account/read-account";
import { updateAccount } from "@/lib/accounts/account/update-account";
import { setPlan, setTerms } from "@/lib/accounts/switch-account";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { ok } from "./bindings";

export const accountDoors = {
  "api.account.get": open("api.account.get", (ctx) => readAccount(ctx), ok),
  "api.account.update": open(
    "api.account.update",
    async (ctx, { body }) => ({ ...(await updateAccount(ctx, body)), ...(await readAccount(ctx)) }),
    ok,
  ),
  "api.account.terms": open(
    "api.account.terms",
    async (ctx, { body }) => {
      await setTerms(ctx, { accountId: ctx.accountId, accepted: body.accepted });
      return readAccount(ctx);
    },
    ok,
  ),
  "api.account.plan": open(
    "api.account.plan",
    async (ctx, { body }) => {
      await setPlan(ctx, { accountId: ctx.accountId, plan: body.plan });
      return readAccount(ctx);
    },
    ok,
  ),
} satisfies Partial<Record<OperationId, Door>>;
