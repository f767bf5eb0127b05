import { readAccount } from "@/lib/accounts/account/read-account";
import { updateAccount } from "@/lib/accounts/account/update-account";
import { previewRetention } from "@/lib/accounts/retention/preview";
import { testAlerts } from "@/lib/alerts/test-alerts";
import { setPlan, setTerms } from "@/lib/accounts/switch-account";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import type { Context } from "@/lib/changes/context";
import { mailConfigured } from "@/lib/notify/mail";
import { ok } from "./bindings";

const accountOf = (ctx: Context) => readAccount(ctx, mailConfigured());

export const accountDoors = {
  "api.account.get": open("api.account.get", accountOf, ok),
  "api.account.update": open(
    "api.account.update",
    async (ctx, { body }) => ({ ...(await updateAccount(ctx, body)), ...(await accountOf(ctx)) }),
    ok,
  ),
  "api.account.retention": open("api.account.retention", (ctx, { query }) => previewRetention(ctx, query), ok),
  "api.account.testAlerts": open("api.account.testAlerts", (ctx) => testAlerts(ctx), ok),
  "api.account.terms": open(
    "api.account.terms",
    async (ctx, { body }) => {
      await setTerms(ctx, { accountId: ctx.accountId, accepted: body.accepted });
      return accountOf(ctx);
    },
    ok,
  ),
  "api.account.plan": open(
    "api.account.plan",
    async (ctx, { body }) => {
      await setPlan(ctx, { accountId: ctx.accountId, plan: body.plan });
      return accountOf(ctx);
    },
    ok,
  ),
} satisfies Partial<Record<OperationId, Door>>;
