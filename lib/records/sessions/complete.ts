import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved, write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { commitStaged, compareUnderLock } from "../staged/commit";
import { checkDeletes, type Guard } from "../staged/guard";
import { compareItems, findSet } from "../staged/store";
import { stateNow } from "../store";
import { lockJudged } from "../store-rows";
import { discard } from "./cancel";
import { findActable, type Named } from "./find";
import { pickOutdated } from "./held/store";
import { judgeAgain } from "./judge-again";
import * as store from "./store";

/** How a session is completed. allowEmpty: also without a record; confirmDeletes: how many live ones may go. */
export type Completion = { allowEmpty?: boolean; confirmDeletes?: number };

/**
 * Makes a session's records the live ones, exactly, as one Change; the session that was live is archived. What is staged
 * was compared when it came; what moved since is compared before the lock, and under it only what moved in between.
 * Throws notFound, conflict, emptySession, deletionsUnconfirmed, busy.
 */
export async function completeSession(
  ctx: Context,
  target: Target,
  named: Named,
  completion: Completion = {},
): Promise<store.SessionRow> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const open = await findActable(reader, place, named);
  if (!ctx.dryRun) {
    await judgeAgain(resource, open);
    await compareAhead(open);
  }
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const { change, result } = await completeIn(tx, ctx, { head, resource, id: open.id }, completion);
      return { result, change: { resources: [change] } };
    }),
  );
}

/** Compares what was written since an open session was compared last, while others may still write. */
export async function compareAhead({ account_id: accountId, set_id: setId }: store.SessionRow): Promise<void> {
  const set = await findSet(reader, accountId, setId);
  if (!set || set.baseRevision === (await stateNow(set)).revision) return;
  await write({ accountId, dryRun: false }, async (tx) => {
    await compareItems(tx, set);
    return { result: undefined, change: { resources: [] } };
  });
}

async function completeIn(
  tx: Tx,
  ctx: Context,
  { head, resource, id }: { head: Head; resource: Resource; id: number },
  { allowEmpty = false, confirmDeletes }: Completion,
) {
  const session = await findActable(tx, head, { id });
  const set = await findSet(tx, head.accountId, session.set_id);
  if (!set) throw new Error(`The open session ${id} has lost what it staged`);
  const outdated = await pickOutdated(tx, set, { version: head.schemaVersion, afterId: null, size: 1 });
  if (outdated.length > 0 && !ctx.dryRun) throw new Moved("schema");
  const compared = await compareUnderLock(tx, head, set, "replace");
  const { create, update, unchanged, delete: deletes } = compared.outcome;
  if (create + update + unchanged === 0 && !allowEmpty) throw new Refusal("emptySession");
  checkDeletes({ deletes, liveRecords: head.recordCount, guard: guardFor(ctx, resource) }, confirmDeletes);
  const counts = { ...(await commitStaged(tx, head, compared, "replace")), rejected: session.rejected };
  await store.activate(tx, head, id);
  await discard(tx, session);
  const result = await store.findSession(tx, head, id);
  if (!result) throw new Error(`The session ${id} is gone in the transaction that completed it`);
  const records = create + update + unchanged;
  const revisions = [{ kind: "records.session" as const, counts, origin: because(ctx, session) }];
  return { result: { ...result, records }, change: { head, revisions } };
}

/** The Change says which session it made live, where nobody gave another reason. */
export const because = (ctx: Context, { session_id }: store.SessionRow) => ({
  ...ctx,
  reason: ctx.reason ?? `Session ${session_id}`,
});

/** Which share of the live records may go unconfirmed: another one at the vendor's faces than at ours. */
export const guardFor = ({ channel }: Context, resource: Resource): Guard =>
  channel === "api" ? resource.deletion_guard : resource.session_guard;
