import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader, readTogether, type Reader } from "@/lib/db/client";
import { pageOfDifferences, type ComparedRow, type DifferenceKind } from "../compare/compare";
import { countDifferences, listTouched, touchedAtMost, type DifferentRow, type Ends } from "../compare/store";
import { refuseForgotten } from "../forgotten";
import { marksFor } from "../hidden";
import { markedAt } from "../past/marked";
import { isGuarded } from "../staged/guard";
import { countItems } from "../staged/store";
import { historyStart, recordCount, stateNow, type Place } from "../store";
import { compareAhead, guardFor } from "./complete";
import { ownSession } from "./facts";
import { lastRevisionOf } from "./find";
import { besideLive } from "./held/store";
import * as store from "./store";

const LOOKED_AT = 500;
const COUNTED_AT_ONCE = 20_000;

type Counts = { created: number; changed: number; unchanged: number; deleted: number };

/** A session, and what would become of the live records if it were made live now. Throws notFound. */
export async function getSession(ctx: Context, target: Target, id: number) {
  const { place, resource, session } = await sessionAt(ctx, target, id);
  // A job that is making it live compares by itself, and nobody waits for that here.
  if (session.status === "IN_PROGRESS" && session.job_id === null) await compareAhead(session);
  const difference = await differenceOf(place, session);
  const { record_count: liveRecords } = await stateNow(place);
  const guard = guardFor(ctx, resource);
  const deletes = difference?.deleted ?? 0;
  const confirmDeletes = isGuarded(deletes, liveRecords, guard) ? deletes : null;
  return { ...ownSession(session), difference, confirmDeletes };
}

/**
 * The live records that a session would change, in the order of their ids, as the caller may read them. after: the id
 * that the page before ended with. Throws notFound, and conflict for a session that cannot be made live.
 */
export async function sessionDifference(
  ctx: Context,
  target: Target,
  id: number,
  asked: { kind?: DifferenceKind; after?: string; size: number },
): Promise<{ rows: ComparedRow[]; next: string | null }> {
  const { place, resource, session } = await sessionAt(ctx, target, id);
  const marked = await markedAt(ctx, resource, session.status === "ARCHIVED" ? [lastRevisionOf(session)] : []);
  return pageOfDifferences(await readerOf(place, session), asked, marksFor(ctx, marked));
}

type At = { place: Place; resource: Resource; session: store.SessionRow };

async function sessionAt(ctx: Context, target: Target, id: number): Promise<At> {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const session = await store.findSession(reader, place, id);
  if (!session) throw new Refusal("notFound");
  return { place, resource, session };
}

/** What a session would change if it were made live now; null where it cannot be. */
export async function differenceOf(place: Place, session: store.SessionRow): Promise<Counts | null> {
  if (session.status === "IN_PROGRESS") {
    const { accountId } = place;
    const items = await countItems(reader, { accountId, id: session.set_id });
    const { record_count: live } = await stateNow(place);
    const { create: created, update: changed, unchanged } = items;
    return { created, changed, unchanged, deleted: Math.max(0, live - items.live) };
  }
  if (session.status !== "ARCHIVED" || !(await isKept(place, session))) return null;
  return readTogether((from) => countSince(from, place, session));
}

async function isKept(place: Place, session: store.SessionRow): Promise<boolean> {
  const { revision } = await historyStart(reader, place);
  return lastRevisionOf(session) >= revision;
}

/** What changed since a session was archived, told the other way round: what came goes, and what went comes back. */
async function countSince(from: Reader, place: Place, session: store.SessionRow): Promise<Counts> {
  const ends = await endsOf(place, session);
  const sum = { created: 0, changed: 0, deleted: 0 };
  for (let afterId: string | null = null; ;) {
    const part = await countDifferences(from, ends, { afterId, size: COUNTED_AT_ONCE });
    sum.created += part.deleted;
    sum.changed += part.changed;
    sum.deleted += part.created;
    if (part.last === null) break;
    afterId = part.last;
  }
  const then = await recordCount(from, place, ends.from);
  return { ...sum, unchanged: Math.max(0, then - sum.created - sum.changed) };
}

async function endsOf(place: Place, session: store.SessionRow): Promise<Ends> {
  const { revision: to } = await stateNow(place);
  const span = { ...place, from: lastRevisionOf(session), to, fromLive: true, toLive: true };
  return { ...span, touched: await touchedAtMost(reader, span) };
}

type Next = (afterId: string | null) => Promise<DifferentRow[]>;

async function readerOf(place: Place, session: store.SessionRow): Promise<Next> {
  const { status, session_id: name } = session;
  if (status === "IN_PROGRESS") {
    const set = { ...place, id: session.set_id };
    return (afterId) => besideLive(reader, set, { afterId: afterId ?? "", size: LOOKED_AT });
  }
  if (status !== "ARCHIVED") {
    throw new Refusal("conflict", {
      message: `The session "${name}" is ${status}; only an open or an archived one is compared with what is live`,
    });
  }
  await refuseForgotten(reader, place, { revision: lastRevisionOf(session), name: "archivedRevision" });
  const ends = await endsOf(place, session);
  return async (afterId) => (await listTouched(reader, ends, { afterId, size: LOOKED_AT })).map(turned);
}

const turnedKinds = { created: "deleted", changed: "changed", deleted: "created" } as const;

const turned = (row: DifferentRow): DifferentRow => ({
  id: row.id,
  kind: row.kind && turnedKinds[row.kind],
  before_revision: row.after_revision,
  after_revision: row.before_revision,
  before: row.after,
  after: row.before,
});
