import { Refusal } from "@/lib/contract/errors";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";
import { momentOf } from "@/lib/records/as-of";
import { lastRevisionOf } from "@/lib/records/sessions/find";
import { findNewest, findSession } from "@/lib/records/sessions/store";
import { revisionAt } from "@/lib/records/store";
import { timeMeant } from "@/lib/records/time-meant";
import { awaitWriters, hasCome, newestRevision } from "./store";

type Place = { accountId: number; resourceId: number };

/** A moment that somebody means: a revision, or all that is stamped until a time, or (none of both) now; in a session. */
export type Moment = { revision?: number; until?: string; session?: { id: number; sessionId: string } };

/**
 * The moment that evidence is asked of: a revision or a time, or an upload session as it is live or stood when it was
 * archived. Throws invalid, notFound, and conflict for a session that was never live.
 */
export async function momentAsked(place: Place, asked: { asOf?: string; session?: string | number }): Promise<Moment> {
  if (asked.session === undefined) return asked.asOf === undefined ? {} : liveMoment(place, asked.asOf);
  if (asked.asOf !== undefined)
    throw new Refusal("invalid", { message: "Send asOf or session: each of them is a moment" });
  const { session: named } = asked;
  const session = await (typeof named === "number"
    ? findSession(reader, place, named)
    : findNewest(reader, place, named));
  if (!session) throw new Refusal("notFound", { message: "There is no upload session of that number or name" });
  const facts = { id: session.id, sessionId: session.session_id };
  if (session.status === "ACTIVE") return { session: facts };
  if (session.status === "ARCHIVED") {
    return { ...(await liveMoment(place, String(lastRevisionOf(session)))), session: facts };
  }
  throw new Refusal("conflict", {
    message: `The session "${session.session_id}" is ${session.status}; evidence is of one that is ACTIVE or ARCHIVED`,
  });
}

/**
 * The revision of a moment, as the transaction sees it that begins its evidence: all that was stamped by a time is written
 * by then, and a session that was live a while ago may have been archived.
 */
export async function settledRevision(tx: Tx, place: Place, { revision, until, session }: Moment): Promise<number> {
  if (until !== undefined) {
    await awaitWriters(tx, place, until);
    return revisionAt(tx, place, until);
  }
  if (revision !== undefined) return revision;
  // In this order: a session that is live after the revision was read was so at the revision.
  const newest = await newestRevision(tx, place);
  const found = session && (await findSession(tx, place, session.id));
  return found?.status === "ARCHIVED" ? lastRevisionOf(found) : newest;
}

/**
 * A moment at which there were records to speak of: it has come, the resource was made by then, and not deleted. Throws
 * invalid.
 */
async function liveMoment(place: Place, asOf: string): Promise<Moment> {
  const time = timeMeant(asOf);
  // By the clock that stamps Changes, and not a second ahead: one that is stamped by then would be missing in it.
  if (time && !(await hasCome(reader, time.from))) {
    throw new Refusal("invalid", {
      message:
        "asOf: by the clock of the database that time has not come; leave it out for the records as they are now",
    });
  }
  const { revision, live } = await momentOf(place, asOf);
  if (revision === 0) throw new Refusal("invalid", { message: "asOf: the resource was made later" });
  if (live) return time ? { until: time.until } : { revision };
  throw new Refusal("invalid", {
    message: `asOf: the resource was deleted at revision ${revision}, so there are no records to give evidence of`,
  });
}
