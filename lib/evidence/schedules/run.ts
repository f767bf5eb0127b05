import { randomUUID } from "node:crypto";
import { workContext, type Actor, type Context, type Holds } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { isRefusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import { databaseTrouble } from "@/lib/db/client";
import { isPassing } from "@/lib/jobs/run";
import { startEvidence } from "../generate";
import { askedOf } from "./request";
import * as store from "./store";

const AT_ONCE = 100;

/** Another worker took the turn: what this one began is rolled back with its transaction. */
class TurnTaken extends Error {}

type Environment = {
  /** Whether whoever made a schedule still holds a permission. */
  holds: Holds;
  onError: (error: unknown, place: object) => void;
};

/**
 * Generates what schedules are due, each once however many workers look: a turn is taken in the transaction that starts
 * its evidence. A request that is refused is noted on the schedule, which goes on at its next time.
 */
export async function runSchedules({ holds, onError }: Environment): Promise<void> {
  for (const due of await store.dueSchedules(AT_ONCE)) {
    try {
      await runOne(due, holds);
    } catch (error) {
      if (error instanceof TurnTaken) continue;
      if (!isRefusal(error)) onError(error, { schedule: due.id, account: due.account_id });
      // What passes by itself is tried again in a minute.
      if (!isPassing(error) && databaseTrouble(error) !== "away") await noteFailure(due, error);
    }
  }
}

async function runOne(due: store.DueRow, holds: Environment["holds"]): Promise<void> {
  if (due.next_at === null && !due.changed) return skip(due);
  const { account_id: accountId, actor_id: id, connection_id: connectionId } = due;
  const maker = { accountId, kind: due.actor_kind as Actor["kind"], id, connectionId };
  const needed = ["custom-connections-evidence-post", "evidence-schedule"] as const;
  for (const permission of needed) {
    if (await holds(maker, permission)) continue;
    return noteFailure(due, new Error(`${due.actor_label} may no longer do this`), "noLonger");
  }
  const ctx = contextOf(due, await holds(maker, "sensitive-get"));
  const target = { connectionId, resourceId: due.resource_id };
  await startEvidence(ctx, target, askedOf(due.request, due.filter ?? undefined), async (tx, evidenceId) => {
    const keepUntil = await store.markScheduled(tx, due, evidenceId);
    if (!(await store.takeTurn(tx, due, { evidenceId, error: null }))) throw new TurnTaken();
    return { scheduleId: due.id, keepUntil };
  });
}

/** What came in left everything as the last evidence has it. */
function skip(due: store.DueRow): Promise<void> {
  return write({ accountId: due.account_id, dryRun: false }, async (tx) => {
    await store.takeTurn(tx, due, { evidenceId: null, error: null });
    return { result: undefined, change: { resources: [] } };
  });
}

function noteFailure(due: store.DueRow, error: unknown, why?: "noLonger"): Promise<void> {
  const says =
    why === "noLonger"
      ? `${due.actor_label} may no longer generate or schedule evidence here; save the schedule again as somebody who may`
      : isRefusal(error)
        ? error.message.slice(0, 500)
        : "It met an error that is ours to mend; the server's log has it under this schedule's number";
  return write({ accountId: due.account_id, dryRun: false }, async (tx) => {
    const mine = await store.takeTurn(tx, due, { evidenceId: null, error: says });
    const details = { connectionId: due.connection_id, resourceId: due.resource_id, error: says };
    const target = `evidence schedule ${due.id}`;
    const origin = contextOf(due, false);
    const audit = { accountId: due.account_id, action: "evidence-schedule.fail", target, details, origin };
    return { result: undefined, change: { resources: [], audit: mine ? audit : [] } };
  });
}

/** Whoever made the schedule, as its evidence names them. */
function contextOf(due: store.DueRow, readsSensitive: boolean): Context {
  const permits = (permission: Permission) => permission !== "sensitive-get" || readsSensitive;
  const actor = { kind: due.actor_kind as Actor["kind"], id: due.actor_id, label: due.actor_label };
  const of = { actor, accountId: due.account_id, channel: "worker" as const, requestId: randomUUID() };
  return { ...workContext(of), permits, permitsOn: permits };
}
