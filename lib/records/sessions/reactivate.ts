import { Refusal } from "@/lib/contract/errors";
import type { ResourceChange } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved, write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader, type Reader } from "@/lib/db/client";
import { refuseForgotten } from "../forgotten";
import { commitStaged, isOutdated } from "../staged/commit";
import { checkDeletes } from "../staged/guard";
import { outcomeOf } from "../staged/outcome";
import * as staged from "../staged/store";
import type { Place } from "../store";
import { lockJudged } from "../store-rows";
import { because, guardFor } from "./complete";
import { findArchived, lastRevisionOf } from "./find";
import { judgeAgain, judgePart, notePart } from "./judge-again";
import * as store from "./store";

/** How an archived session is made live again. confirmDeletes: how many live records may go. */
export type Reactivation = { confirmDeletes?: number };

/**
 * Makes an archived session live again, as one Change: the live records become what they were when it was archived, and
 * those that no longer fit the schema are marked. What was erased since stays away. What differs is staged, judged and
 * counted before the lock. Throws notFound, conflict, invalid where that history is no longer kept, deletionsUnconfirmed.
 */
export async function reactivateSession(
  ctx: Context,
  target: Target,
  id: number,
  how: Reactivation,
): Promise<store.SessionRow> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  await restorable(reader, place, id);
  const setId = ctx.dryRun ? undefined : await stageArchived(resource, id);
  try {
    if (setId !== undefined) await judgeMoment(resource, id, setId);
    return await inTurn(ctx.accountId, resource.id, () =>
      write(ctx, async (tx) => {
        const head = await lockJudged(tx, resource);
        const { result, change } = await reactivateIn(tx, ctx, { head, resource, id, setId }, how);
        return { result, change: { resources: [change] } };
      }),
    );
  } finally {
    if (setId !== undefined) await clearMoment(place, setId);
  }
}

async function judgeMoment(resource: Resource, id: number, setId: number): Promise<void> {
  await judgeAgain(resource, { setId, sessionId: id, uploaded: false });
  const set = { accountId: resource.account_id, id: setId };
  await write({ accountId: set.accountId, dryRun: false }, async (tx) => {
    await staged.keepCounts(tx, set);
    return { result: undefined, change: { resources: [] } };
  });
}

/** The archived session whose records can stand beside the present schema's key and are still kept. */
async function restorable(from: Reader, place: Place, id: number): Promise<store.SessionRow> {
  const session = await findArchived(from, place, id);
  const revision = lastRevisionOf(session);
  await refuseForgotten(from, place, { revision, name: "archivedRevision" });
  if (!(await store.wasRekeyed(from, place, revision))) return session;
  throw new Refusal("conflict", {
    message: `Records are told apart by another key since the session "${session.session_id}" was archived; its records cannot stand beside it`,
  });
}

const beginMoment = (tx: Tx, place: Place) => staged.beginSet(tx, place, "moment");

/** Stages what differs from what an archived session held, while others may write. Answers the set's number. */
export async function stageArchived(resource: Resource, id: number): Promise<number> {
  const place = { accountId: resource.account_id, resourceId: resource.id };
  return write({ accountId: place.accountId, dryRun: false }, async (tx) => {
    const at = lastRevisionOf(await restorable(tx, place, id));
    const set = await beginMoment(tx, place);
    await staged.stageMoment(tx, set, { at, since: at });
    return { result: set.id, change: { resources: [] } };
  });
}

async function clearMoment({ accountId }: Place, id: number): Promise<void> {
  await write({ accountId, dryRun: false }, async (tx) => {
    await staged.clearSet(tx, { accountId, id });
    return { result: undefined, change: { resources: [] } };
  });
}

type Reactivating = { head: Head; resource: Resource; id: number; setId: number | undefined };

/**
 * The same under the lock that the caller holds: what was written since it was staged is staged again, and all of it when
 * nothing was. Throws Moved where the set is gone, or another schema judged it.
 */
export async function reactivateIn(
  tx: Tx,
  ctx: Context,
  { head, resource, id, setId }: Reactivating,
  { confirmDeletes }: Reactivation,
): Promise<{ result: store.SessionRow; change: ResourceChange }> {
  const session = await restorable(tx, head, id);
  const set = await stagedNow(tx, { head, resource, session, setId });
  const outcome = outcomeOf(await staged.countItems(tx, set), "moment", head.recordCount);
  const guard = guardFor(ctx, resource);
  checkDeletes({ deletes: outcome.delete, liveRecords: head.recordCount, guard }, confirmDeletes);
  const counts = { ...(await commitStaged(tx, head, { set, outcome }, "moment")), rejected: 0 };
  await store.activate(tx, head, id);
  const found = await store.findSession(tx, head, id);
  if (!found) throw new Error(`The session ${id} is gone in the transaction that made it live again`);
  const records = head.recordCount + counts.created - counts.deleted;
  const revisions = [{ kind: "records.session" as const, counts, origin: because(ctx, session) }];
  return { result: { ...found, records }, change: { head, revisions } };
}

/** The set as it is beside what is live under the lock; what had to be staged again is judged at once, as it is little. */
async function stagedNow(
  tx: Tx,
  { head, resource, session, setId }: Omit<Reactivating, "id"> & { session: store.SessionRow },
): Promise<staged.StagedSet> {
  const at = lastRevisionOf(session);
  const known = setId === undefined ? undefined : await staged.findSet(tx, head.accountId, setId);
  if (setId !== undefined && !known) throw new Moved("session");
  if (known && isOutdated(await staged.countItems(tx, known), head.schemaVersion)) throw new Moved("schema");
  if (known?.baseRevision === head.revision) return known;
  const set = known ?? (await beginMoment(tx, head));
  await staged.stageMoment(tx, set, { at, since: known?.baseRevision ?? at });
  const judged = { setId: set.id, sessionId: session.id, uploaded: false };
  for (let afterId: string | null = null; ;) {
    const part = await judgePart(tx, resource, judged, afterId);
    if (part.last === null) return set;
    await notePart(tx, resource, judged, part);
    afterId = part.last;
  }
}
