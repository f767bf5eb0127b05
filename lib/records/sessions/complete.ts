import { Refusal } from "@/lib/contract/errors";
import type { ResourceChange } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved, write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { commitStaged, compareUnderLock, isOutdated } from "../staged/commit";
import { checkDeletes, type Guard } from "../staged/guard";
import { compareItems, findSet, keepCounts, type ItemCounts } from "../staged/store";
import { stateNow } from "../store";
import { lockJudged } from "../store-rows";
import { discard } from "./cancel";
import { findActable, type Named } from "./find";
import { judgeAgain } from "./judge-again";
import * as store from "./store";

/**
 * How a session is completed. allowEmpty: also without a record; confirmDeletes: how many live ones may go; print: of
 * what the request brought, so that the same request again finds it done.
 */
export type Completion = { allowEmpty?: boolean; confirmDeletes?: number; print?: Buffer };

/**
 * Makes a session's records the live ones, exactly, as one Change; the session that was live is archived. What is staged
 * was judged and compared when it came; what moved since is judged, compared and counted before the lock, and under it
 * only what moved in between. Throws notFound, conflict, emptySession, deletionsUnconfirmed, busy.
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
  const open = await findActable(reader, place, named, completion.print);
  if (open.status === "ACTIVE") return open;
  if (!ctx.dryRun) await prepare(resource, open);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const { change, result } = await completeIn(tx, ctx, { head, resource, id: open.id }, completion);
      return { result, change: { resources: change ? [change] : [] } };
    }),
  );
}

async function prepare(resource: Resource, open: store.SessionRow): Promise<void> {
  const counts = await compareAhead(open);
  if (!counts || !isOutdated(counts, resource.schema_version)) return;
  await judgeAgain(resource, { setId: open.set_id, sessionId: open.id, uploaded: true });
  await compareAhead(open);
}

/**
 * Compares what was written since an open session was compared last, and counts what it would come to, while others may
 * still write. Undefined: what it staged is gone.
 */
export async function compareAhead(session: store.SessionRow): Promise<ItemCounts | undefined> {
  const { account_id: accountId, set_id: setId } = session;
  const set = await findSet(reader, accountId, setId);
  if (!set) return undefined;
  const moved = set.baseRevision !== (await stateNow(set)).revision;
  return write({ accountId, dryRun: false }, async (tx) => {
    if (moved) await compareItems(tx, set);
    return { result: await keepCounts(tx, set), change: { resources: [] } };
  });
}

type Completing = { head: Head; resource: Resource; id: number };
type Completed = { result: store.SessionRow; change: ResourceChange | undefined };

/**
 * The same under the lock that the caller holds; without a change where the same request has done it already. Throws
 * Moved where another schema judged some of it.
 */
export async function completeIn(
  tx: Tx,
  ctx: Context,
  { head, resource, id }: Completing,
  { allowEmpty = false, confirmDeletes, print }: Completion,
): Promise<Completed> {
  const session = await findActable(tx, head, { id }, print);
  if (session.status === "ACTIVE") return { result: session, change: undefined };
  const set = await findSet(tx, head.accountId, session.set_id);
  if (!set) throw new Error(`The open session ${id} has lost what it staged`);
  const compared = await compareUnderLock(tx, head, set, "replace");
  if (isOutdated(compared.items, head.schemaVersion) && !ctx.dryRun) throw new Moved("schema");
  const { create, update, unchanged, delete: deletes } = compared.outcome;
  if (create + update + unchanged === 0 && !allowEmpty) throw new Refusal("emptySession");
  checkDeletes({ deletes, liveRecords: head.recordCount, guard: guardFor(ctx, resource) }, confirmDeletes);
  const counts = { ...(await commitStaged(tx, head, compared, "replace")), rejected: session.rejected };
  await store.activate(tx, head, id, print);
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
export const guardFor = ({ channel }: Pick<Context, "channel">, resource: Resource): Guard =>
  channel === "api" ? resource.deletion_guard : resource.session_guard;
