import { randomUUID } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { sessionName } from "@/lib/contract/shapes";
import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { beginSet } from "../staged/store";
import { cancelIn } from "./cancel";
import { isStranded, sessionItem } from "./facts";
import * as store from "./store";

/** What a caller may call a session. Throws invalid. */
export function checkName(name: string): void {
  if (sessionName.safeParse(name).success) return;
  throw new Refusal("invalid", { message: "A session's id has 3 to 64 of A-Z a-z 0-9 _ -" });
}

/** Opens a session with an id that is made for it. Throws notFound, and conflict while one is open. */
export async function openSession(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      const { session, audit } = await openIn(tx, ctx, head, randomUUID());
      return { result: sessionItem(session), change: { resources: [], audit } };
    }),
  );
}

/**
 * The open session of that name, or a new one when none is open; the caller holds the resource's lock and returns the
 * audit entries. A stranded one makes way. Throws conflict, naming the one that is open.
 */
export async function sessionFor(tx: Tx, ctx: Context, head: Head, name: string) {
  const open = await store.findOpen(tx, head);
  return open?.session_id === name ? { session: open, audit: [] } : openIn(tx, ctx, head, name, open);
}

async function openIn(tx: Tx, ctx: Context, head: Head, name: string, known?: store.SessionRow) {
  const audit: AuditEntry[] = [];
  const open = known ?? (await store.findOpen(tx, head));
  if (open && !isStranded(open)) {
    throw new Refusal("conflict", {
      message: `The session "${open.session_id}" is open on this resource; complete or cancel it before another one begins`,
    });
  }
  if (open) audit.push(...(await cancelIn(tx, ctx, open, { stamp: head.stamp, expired: true })));
  const set = await beginSet(tx, head, "session");
  const session = await store.insertSession(tx, head, { name, setId: set.id, origin: ctx });
  const details = { sessionId: name, connectionId: head.connectionId, resourceId: head.resourceId };
  audit.push({
    accountId: ctx.accountId,
    action: "session.open",
    target: `session ${session.id}`,
    details,
    origin: ctx,
  });
  return { session, audit };
}
