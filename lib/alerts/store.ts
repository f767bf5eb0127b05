import { openWebhookSecret } from "@/lib/notify/webhook-secret";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

export type Feed = {
  account_id: number;
  account_name: string;
  connection_id: number;
  connection_name: string | null;
  resource_id: number;
  resource_name: string;
  late_after_hours: number;
  since: string;
  alert_emails: string[];
  webhook_url: string | null;
};

const told = `r.account_id, a.name as account_name, r.connection_id, c.client_alias as connection_name,
  r.id as resource_id, r.name as resource_name, r.late_after_hours, coalesce(r.last_push_at, r.created_at) as since,
  a.alert_emails, a.webhook_url`;

const late = "coalesce(r.last_push_at, r.created_at) < now() - make_interval(hours => r.late_after_hours)";

/** Marks feeds that have become late and answers them: each is answered once per lateness, whoever asks. */
export async function takeLate(tx: Tx): Promise<Feed[]> {
  return tx.query<Feed>(
    `with found as (
       select r.account_id, r.id from resource r
       where r.late_after_hours is not null and r.late_alerted_at is null and r.deleted_at is null and ${late}
       limit 500 for no key update skip locked
     )
     update resource r set late_alerted_at = clock_timestamp()
     from found f, account a, connection c
     where r.account_id = f.account_id and r.id = f.id and a.id = r.account_id
       and c.account_id = r.account_id and c.id = r.connection_id
     returning ${told}`,
  );
}

/** Unmarks feeds that are late no more and answers those that were pushed to again. */
export async function takeRecovered(tx: Tx): Promise<Feed[]> {
  const rows = await tx.query<Feed & { pushed: boolean }>(
    `with found as (
       select r.account_id, r.id, r.late_alerted_at < r.last_push_at as pushed from resource r
       where r.late_alerted_at is not null and (r.late_after_hours is null or r.deleted_at is not null or not (${late}))
       limit 500 for no key update skip locked
     )
     update resource r set late_alerted_at = null
     from found f, account a, connection c
     where r.account_id = f.account_id and r.id = f.id and a.id = r.account_id
       and c.account_id = r.account_id and c.id = r.connection_id
     returning ${told}, coalesce(f.pushed, false) and r.late_after_hours is not null and r.deleted_at is null as pushed`,
  );
  return rows.filter(({ pushed }) => pushed);
}

/** Where an account's webhook goes now. */
export async function webhookOf(accountId: number): Promise<{ url: string; secret: string } | undefined> {
  const [row] = await reader.query<{ url: string; sealed: Buffer }>(
    `select webhook_url as url, webhook_secret as sealed from account
     where id = $1 and webhook_url is not null and webhook_secret is not null`,
    [accountId],
  );
  return row && { url: row.url, secret: openWebhookSecret(accountId, row.sealed) };
}

/** What an account is called and whom its alerts tell. */
export async function alertFacts(accountId: number): Promise<{ name: string; emails: string[] }> {
  const [row] = await reader.query<{ name: string; emails: string[] }>(
    "select name, alert_emails as emails from account where id = $1",
    [accountId],
  );
  return row ?? { name: "", emails: [] };
}
