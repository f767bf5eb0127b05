import { randomUUID } from "node:crypto";
import { commandContext } from "@/lib/changes/context";
import { isRefusal } from "@/lib/contract/errors";
import { deleteEvidence, removeFiles } from "../delete";
import * as store from "./store";

const AT_ONCE = 1_000;

/**
 * Deletes evidence that was kept long enough, by the verb that people use, so that a hold keeps it all the same; and
 * removes what was stored of evidence whose job was stopped or failed so many days ago, and nobody let go on.
 */
export async function sweepEvidence(abandonedDays: number): Promise<void> {
  for (const { account_id: accountId, id } of await store.listExpired(AT_ONCE)) {
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
  // Last: a store that is away ends the sweep.
  for (const { account_id: account, id, stored_in: storedIn } of await store.listAbandoned(abandonedDays, AT_ONCE)) {
    await removeFiles({ account, evidence: id, storedIn });
  }
}
