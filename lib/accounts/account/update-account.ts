import { randomBytes } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { sealWebhookSecret } from "@/lib/notify/webhook-secret";
import { findAccount } from "../store";
import * as store from "./store";

type AccountUpdate = {
  name?: string;
  timeZone?: string;
  alertEmails?: readonly string[];
  webhookUrl?: string | null;
  historyDays?: number | null;
};

/**
 * Changes an account's name, time zone, how long it keeps history and whom its alerts tell. A new webhook address gets a new secret, which is
 * answered here and never again. Throws invalid for a time zone nobody knows.
 */
export async function updateAccount(ctx: Context, input: AccountUpdate): Promise<{ webhookSecret?: string }> {
  const { accountId } = ctx;
  const before = await findAccount(accountId);
  if (!before) throw new Refusal("notFound");
  const webhook = webhookFor(input.webhookUrl, before.webhookUrl);
  const { name, timeZone, alertEmails, historyDays } = input;
  return write(ctx, async (tx) => {
    if (timeZone !== undefined) await requireTimeZone(tx, timeZone);
    const sealed = webhook && { url: webhook.url, sealed: sealWebhookSecret(accountId, webhook.secret) };
    await store.updateSettings(tx, accountId, { name, timeZone, alertEmails, historyDays, webhook: sealed });
    const was = { ...before, alertEmails: before.alertEmails, webhookUrl: before.webhookUrl };
    const details = { before: pick(was, input), after: { ...input } };
    const audit = {
      ...{ accountId, action: "account.update", target: `account ${accountId}`, details },
      ...{ access: true, origin: ctx },
    };
    const result = webhook ? { webhookSecret: webhook.secret } : {};
    return { result, change: { resources: [], audit } };
  });
}

async function requireTimeZone(tx: Tx, name: string): Promise<void> {
  if (await store.knowsTimeZone(tx, name)) return;
  const message = `"${name}" is not a time zone; write a name of the IANA database, like Europe/Berlin`;
  throw new Refusal("invalid", { message });
}

type Webhook = { url: string; secret: string };

/** The webhook from now on; null: none any more; undefined: as it was. */
function webhookFor(url: string | null | undefined, before: string | null): Webhook | null | undefined {
  if (url === undefined || url === before) return undefined;
  return url === null ? null : { url, secret: `whsec_${randomBytes(24).toString("base64")}` };
}

/** Of what was there, what is about to change. */
function pick(was: AccountUpdate, input: AccountUpdate): AccountUpdate {
  const { name, timeZone, alertEmails, webhookUrl, historyDays } = was;
  const all: Record<string, unknown> = { name, timeZone, alertEmails, webhookUrl, historyDays };
  return Object.fromEntries(Object.keys(input).map((key) => [key, all[key]]));
}
