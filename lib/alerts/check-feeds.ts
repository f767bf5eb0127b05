import { randomUUID } from "node:crypto";
import { isoDate } from "@/lib/contract/dates";
import type { Origin } from "@/lib/changes/change";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { addTask } from "@/lib/jobs/store";
import * as store from "./store";

const MAIL_TRIES = 8;
const WEBHOOK_TRIES = 12;

type Type = "feed.late" | "feed.recovered";

/**
 * Looks for feeds that have become late, and for late ones that are back: whom the account names is told once of each.
 * Mark, notices and audit entry are one transaction; origin: the address people find the pages at.
 */
export async function checkFeeds(address: string): Promise<void> {
  await write({ accountId: 0, dryRun: false }, async (tx) => {
    const late = await store.takeLate(tx);
    const recovered = await store.takeRecovered(tx);
    const entries = [
      ...late.map((feed) => ({ type: "feed.late" as const, feed })),
      ...recovered.map((feed) => ({ type: "feed.recovered" as const, feed })),
    ];
    for (const { type, feed } of entries) await tell(tx, type, feed, address);
    // In one order everywhere, since each entry holds its account until the end.
    const ordered = entries.sort((a, b) => a.feed.account_id - b.feed.account_id);
    return {
      result: undefined,
      change: { resources: [], audit: ordered.map(({ type, feed }) => entryOf(type, feed)) },
    };
  });
}

async function tell(tx: Tx, type: Type, feed: store.Feed, address: string): Promise<void> {
  if (feed.alert_emails.length) {
    const mail = { to: feed.alert_emails, ...mailOf(type, feed, address) };
    await addTask(tx, "send_mail", mail, { attempts: MAIL_TRIES });
  }
  if (feed.webhook_url !== null) {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: factsOf(feed) });
    const webhook = { account: feed.account_id, id: `msg_${randomUUID()}`, body };
    await addTask(tx, "send_webhook", webhook, { attempts: WEBHOOK_TRIES });
  }
}

function factsOf(feed: store.Feed) {
  return {
    accountId: feed.account_id,
    connectionId: feed.connection_id,
    connectionName: feed.connection_name,
    resourceId: feed.resource_id,
    resourceName: feed.resource_name,
    lateAfterHours: feed.late_after_hours,
    lastPushAt: isoDate(feed.since),
  };
}

function mailOf(type: Type, feed: store.Feed, address: string) {
  const name = [feed.connection_name, feed.resource_name].filter(Boolean).join(" / ");
  const page = `${address}/a/${feed.account_id}/connections/${feed.connection_id}/resources/${feed.resource_id}/pushes`;
  const last = `${isoDate(feed.since).slice(0, 16).replace("T", " ")} UTC`;
  const hours = feed.late_after_hours === 1 ? "an hour" : `${feed.late_after_hours} hours`;
  if (type === "feed.late") {
    return {
      subject: `Late: ${name}`,
      text: `${name} in ${feed.account_name} has not been pushed to for more than ${hours}. The last push was at ${last}.\n\n${page}\n`,
    };
  }
  return {
    subject: `Back: ${name}`,
    text: `${name} in ${feed.account_name} is pushed to again, last at ${last}.\n\n${page}\n`,
  };
}

function entryOf(action: Type, feed: store.Feed) {
  const origin: Origin = {
    actor: { kind: "command", id: null, label: "worker", epoch: null },
    channel: "worker",
    requestId: randomUUID(),
  };
  const { accountId, ...details } = factsOf(feed);
  return { accountId, action, target: `resource ${feed.resource_id}`, details, origin };
}
