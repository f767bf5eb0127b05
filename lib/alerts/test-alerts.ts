import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { mailConfigured, sendMail } from "@/lib/notify/mail";
import { postWebhook } from "@/lib/notify/webhook";
import * as store from "./store";

type Outcome = { outcome: "sent" | "failed" | "none"; message: string };

/** Sends an alert that says it is a test to everybody whom the account's alerts tell, and answers what came of it. */
export async function testAlerts(ctx: Context): Promise<{ email: Outcome; webhook: Outcome }> {
  const { accountId } = ctx;
  const { name, emails } = await store.alertFacts(accountId);
  const [email, webhook] = await Promise.all([testMail(name, emails), testWebhook(accountId, name, ctx.requestId)]);
  const details = { email: email.outcome, webhook: webhook.outcome };
  await noteAudit({ accountId, action: "alerts.test", target: `account ${accountId}`, details, origin: ctx });
  return { email, webhook };
}

async function testMail(account: string, emails: readonly string[]): Promise<Outcome> {
  if (!mailConfigured()) return { outcome: "none", message: "this installation sends no mail" };
  if (emails.length === 0) return { outcome: "none", message: "nobody is set to be told" };
  const subject = `Test of the alerts of ${account}`;
  const text = `Alerts of ${account} reach this address. This one was sent by hand and needs nothing from you.\n`;
  return (await sendMail({ to: emails, subject, text }))
    ? { outcome: "sent", message: `sent to ${emails.join(", ")}` }
    : { outcome: "failed", message: "the mail server did not take it; its log says why" };
}

async function testWebhook(accountId: number, account: string, requestId: string): Promise<Outcome> {
  const webhook = await store.webhookOf(accountId);
  if (!webhook) return { outcome: "none", message: "no address is set" };
  const timestamp = new Date().toISOString();
  const body = JSON.stringify({ type: "alerts.test", timestamp, data: { account: { id: accountId, name: account } } });
  const posted = await postWebhook({ ...webhook, id: `test-${requestId}`, body });
  return posted.ok
    ? { outcome: "sent", message: `taken with ${posted.status}` }
    : { outcome: "failed", message: posted.message };
}
