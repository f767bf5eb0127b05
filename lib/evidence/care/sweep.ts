import { randomUUID } from "node:crypto";
import { commandContext } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { isRefusal } from "@/lib/contract/errors";
import { reader } from "@/lib/db/client";
import { deleteEvidence, removeFiles } from "../delete";
import { isKeptByTrail } from "./kept-until";
import * as store from "./store";

const AT_ONCE = 1_000;

/**
 * Deletes evidence that was kept long enough, as the trail tells it, too, by the verb that people use, so that a hold keeps
 * it all the same; and removes what was stored of evidence whose job was stopped or failed so many days ago, and nobody
 * let go on. A page of them at a time, until there are no more.
 */
export async function sweepEvidence(abandonedDays: number): Promise<void> {
  await eachOf((after) => store.listExpired({ after, most: AT_ONCE }), deleteExpired);
  // Last: a store that is away ends the sweep.
  await eachOf((after) => store.listAbandoned(abandonedDays, { after, most: AT_ONCE }), removeAbandoned);
}

type Listed = { account_id: number; id: number };

async function eachOf<Row extends Listed>(list: (after: Listed) => Promise<Row[]>, work: (row: Row) => Promise<void>) {
  for (let after: Listed | undefined = { account_id: 0, id: 0 }; after;) {
    const rows: Row[] = await list(after);
    for (const row of rows) await work(row);
    after = rows.at(-1);
  }
}

async function removeAbandoned({ account_id: accountId, id, stored_in: storedIn }: store.AbandonedRow): Promise<void> {
  await removeFiles({ account: accountId, evidence: id, storedIn });
  await write<void>({ accountId, dryRun: false }, async (tx) => {
    await store.noteSwept(tx, { accountId, id });
    return { result: undefined, change: { resources: [] } };
  });
}

async function deleteExpired({ account_id: accountId, id, ...kept }: store.ExpiredRow): Promise<void> {
  // Whoever has the database alone can say that its time is over: a check names it, and it stays.
  if (!(await isKeptByTrail(reader, { accountId, id }, kept, ({ believed }) => believed))) return;
  const actor = { kind: "command" as const, id: null, label: "retention", epoch: null };
  const reason = "It was kept until the time that was set";
  const ctx = {
    ...commandContext("admin", accountId),
    actor,
    channel: "worker" as const,
    requestId: randomUUID(),
    reason,
  };
  try {
    await deleteEvidence(ctx, id);
  } catch (error) {
    // Somebody put it under a hold, or deleted it, since the look.
    if (!isRefusal(error)) throw error;
  }
}
