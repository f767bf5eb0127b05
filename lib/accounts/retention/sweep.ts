import { randomUUID } from "node:crypto";
import { isoDate } from "@/lib/contract/dates";
import type { Origin } from "@/lib/changes/change";
import { write } from "@/lib/changes/write";
import * as store from "./store";

/**
 * Removes the versions that accounts keep no longer. For each resource the line before which nobody reads is moved
 * first, with the audit entry that counts what goes; then that goes batch by batch, also where a worker died before.
 */
export async function sweepHistory(): Promise<void> {
  for (const { account_id: accountId, days } of await store.listBounded()) {
    for (const row of await store.listOld(accountId, { days, connectionIds: null }))
      await sweepResource(accountId, days, row);
  }
}

async function sweepResource(accountId: number, days: number, row: store.OldRow): Promise<void> {
  const place = { accountId, resourceId: row.resource_id };
  const origin: Origin = {
    actor: { kind: "command", id: null, label: "retention", epoch: null },
    channel: "worker",
    requestId: randomUUID(),
  };
  await write({ accountId, dryRun: false }, async (tx) => {
    await tx.lock(accountId, row.resource_id);
    const versions = await store.moveLine(tx, place, row.from_revision);
    const { connection_id: connectionId, resource_id: resourceId, name } = row;
    const readableFrom = { revision: row.from_revision, at: isoDate(row.from_at) };
    const details = { connectionId, resourceId, name, historyDays: days, versions, readableFrom };
    const audit = { accountId, action: "history.retain", target: `resource ${resourceId}`, details, origin };
    return { result: undefined, change: { resources: [], audit: versions ? audit : [] } };
  });
  for (let more = true; more;) {
    more = await write({ accountId, dryRun: false }, async (tx) => {
      return { result: await store.removeOld(tx, place), change: { resources: [] } };
    });
  }
}
