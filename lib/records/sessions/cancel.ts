import { randomUUID } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import type { AuditEntry, Origin } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { env } from "@/lib/db/env";
import { clearSet } from "../staged/store";
import { findActable, type Named } from "./find";
import * as store from "./store";

const DISCARDED_AT_ONCE = 20_000;

/** Ends an open session: what it staged is discarded, nothing live changes. Throws notFound, conflict. */
export async function cancelSession(ctx: Context, target: Target, named: Named): Promise<store.SessionRow> {
  const resource = await resourceAt(ctx, target);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      const open = await findActable(tx, head, named);
      const audit = await cancelIn(tx, ctx, open, { stamp: head.stamp, expired: false });
      const result = await store.findSession(tx, head, open.id);
      if (!result) throw new Error(`The session ${open.id} is gone in the transaction that canceled it`);
      return { result, change: { resources: [], audit } };
    }),
  );
}

/** Marks an open session as canceled; the caller holds the resource's lock and returns the audit entries. */
export async function cancelIn(
  tx: Tx,
  origin: Origin,
  session: store.SessionRow,
  { stamp, expired }: { stamp: string; expired: boolean },
): Promise<AuditEntry[]> {
  const { account_id: accountId, id, session_id: sessionId } = session;
  if (!(await store.cancel(tx, { accountId, id }, { stamp, expired }))) {
    throw new Refusal("conflict", { message: `The session "${sessionId}" is open no more` });
  }
  await discard(tx, session);
  const details = { sessionId, connectionId: session.connection_id, resourceId: session.resource_id };
  return [
    { accountId, action: expired ? "session.expire" : "session.cancel", target: `session ${id}`, details, origin },
  ];
}

/** Takes away what a session that is over had staged; where that is much, the sweep does, and nobody waits for it. */
export async function discard(tx: Tx, { account_id: accountId, set_id: id, records }: store.SessionRow): Promise<void> {
  if (records <= DISCARDED_AT_ONCE) await clearSet(tx, { accountId, id });
}

/** Cancels sessions that nobody added to for the set hours, and takes away what those that are over left staged. */
export async function sweepSessions(): Promise<void> {
  for (const session of await store.findStranded(env().ATTESTRY_SESSION_HOURS)) {
    const origin: Origin = {
      actor: { kind: "command", id: null, label: "expiry", epoch: null },
      channel: "worker",
      requestId: randomUUID(),
    };
    await write({ accountId: session.account_id, dryRun: false }, async (tx) => {
      const head = await tx.lock(session.account_id, session.resource_id);
      const open = head && (await store.findOpen(tx, head));
      if (!head || open?.id !== session.id || open.updated_at !== session.updated_at) {
        return { result: undefined, change: { resources: [] } };
      }
      const audit = await cancelIn(tx, origin, open, { stamp: head.stamp, expired: true });
      return { result: undefined, change: { resources: [], audit } };
    });
  }
  for (const { account_id: accountId, id } of await store.findLeftovers()) {
    await write({ accountId, dryRun: false }, async (tx) => {
      await clearSet(tx, { accountId, id });
      return { result: undefined, change: { resources: [] } };
    });
  }
}
