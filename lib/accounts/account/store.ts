import type { Tx } from "@/lib/changes/tx";

export type AccountSettings = {
  name?: string;
  timeZone?: string;
  alertEmails?: readonly string[];
  /** Null: history is kept for ever. Another number begins to hold a day later. */
  historyDays?: number | null;
  /** Null ends the webhook; a new address comes with a new secret. */
  webhook?: { url: string; sealed: Buffer } | null;
};

/** Whether PostgreSQL counts days in a time zone of this name. */
export async function knowsTimeZone(tx: Tx, name: string): Promise<boolean> {
  const rows = await tx.query("select 1 from pg_timezone_names where name = $1", [name]);
  return rows.length === 1;
}

/** Writes what is given of an account's settings. */
export async function updateSettings(tx: Tx, accountId: number, set: AccountSettings): Promise<void> {
  await tx.query(
    `update account set name = coalesce($2, name), time_zone = coalesce($3, time_zone),
       alert_emails = coalesce($4::text[], alert_emails),
       webhook_url = case when $5 then $6 else webhook_url end,
       webhook_secret = case when $5 then $7 else webhook_secret end,
       history_days_at = case when $8 and $9::integer is distinct from history_days then now() else history_days_at end,
       history_days = case when $8 then $9 else history_days end
     where id = $1`,
    [
      ...[accountId, set.name ?? null, set.timeZone ?? null, set.alertEmails ?? null],
      ...[set.webhook !== undefined, set.webhook?.url ?? null, set.webhook?.sealed ?? null],
      ...[set.historyDays !== undefined, set.historyDays ?? null],
    ],
  );
}
