import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { flushKeyUse } from "../key-use";
import { findAccount, findKey } from "../store";
import * as store from "./store";

/** What a key did on each of the last days, in the account's time zone, and why it was refused. Throws notFound. */
export async function keyActivity(ctx: Context, keyId: number, days: number) {
  const { accountId } = ctx;
  const [key, zone] = await Promise.all([findKey(accountId, keyId), zoneOf(accountId)]);
  if (!key) throw new Refusal("notFound");
  await noteSoFar();
  const [perDay, causes] = await Promise.all([
    store.daysOf(accountId, keyId, days, zone),
    store.causesOf(accountId, keyId, days),
  ]);
  return {
    days: perDay,
    causes: causes.map(({ last_at, ...cause }) => ({ ...cause, lastAt: new Date(last_at).toISOString() })),
  };
}

/** Requests and refusals of keys, by their ids. */
export async function totalsByKey(accountId: number, keyIds: readonly number[]) {
  const rows = await store.totalsOf(accountId, keyIds, await zoneOf(accountId));
  return new Map(rows.map(({ key_id, ...totals }) => [key_id, totals]));
}

/** What this process remembers is written first, so that people see the request of a moment ago. */
export async function noteSoFar(): Promise<void> {
  await flushKeyUse().catch(() => undefined);
}

async function zoneOf(accountId: number): Promise<string> {
  return (await findAccount(accountId))?.timeZone ?? "UTC";
}
