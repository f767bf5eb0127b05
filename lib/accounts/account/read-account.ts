import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { limits } from "@/lib/db/env";
import { findAccount } from "../store";

/** The account's settings, its plan and what bounds it. mailConfigured: this installation can send mail. */
export async function readAccount(ctx: Pick<Context, "accountId">, mailConfigured: boolean) {
  const account = await findAccount(ctx.accountId);
  if (!account) throw new Refusal("notFound");
  return {
    id: ctx.accountId,
    name: account.name,
    timeZone: account.timeZone,
    plan: account.plan,
    termsAcceptedAt: account.termsAcceptedAt?.toISOString() ?? null,
    ratePerMinute: account.ratePerMinute,
    limits: limits(),
    retention: {
      historyDays: account.historyDays,
      startsAt: account.historyDays === null ? null : startOf(account.historyDaysAt),
    },
    alerts: { emails: account.alertEmails, webhookUrl: account.webhookUrl, mailConfigured },
  };
}

const DAY_MS = 86_400_000;

/** A day to think better of it. */
function startOf(setAt: Date | null): string | null {
  return setAt && new Date(setAt.getTime() + DAY_MS).toISOString();
}
