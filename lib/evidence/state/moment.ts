import { Refusal } from "@/lib/contract/errors";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";
import { momentOf } from "@/lib/records/as-of";
import { lastRevisionOf } from "@/lib/records/sessions/find";
import { findNewest, findSession } from "@/lib/records/sessions/store";
import { newestRevision } from "./store";

type Place = { accountId: number; resourceId: number };

/** A revision that somebody means, and the upload session they named it by; undefined is the newest one. */
export type Moment = { revision: number | undefined; session?: { id: number; sessionId: string } };

/**
 * The moment that evidence is asked of: a revision or a time, or an upload session as it is live or stood when it was
 * archived. Throws invalid, notFound, and conflict for a session that was never live.
 */
export async function momentAsked(place: Place, asked: { asOf?: string; session?: string | number }): Promise<Moment> {
  if (asked.session === undefined) return { revision: await liveMoment(place, asked.asOf) };
  if (asked.asOf !== undefined)
    throw new Refusal("invalid", { message: "Send asOf or session: each of them is a moment" });
  const { session: named } = asked;
  const session = await (typeof named === "number"
    ? findSession(reader, place, named)
    : findNewest(reader, place, named));
  if (!session) throw new Refusal("notFound", { message: "There is no upload session of that number or name" });
  const facts = { id: session.id, sessionId: session.session_id };
  if (session.status === "ACTIVE") return { revision: undefined, session: facts };
  if (session.status === "ARCHIVED") {
    return { revision: await liveMoment(place, String(lastRevisionOf(session))), session: facts };
  }
  throw new Refusal("conflict", {
    message: `The session "${session.session_id}" is ${session.status}; evidence is of one that is ACTIVE or ARCHIVED`,
  });
}

/**
 * The revision of a moment, as the transaction sees it that begins its evidence: a session that was live a while ago may have
 * been archived.
 */
export async function settledRevision(tx: Tx, place: Place, { revision, session }: Moment): Promise<number> {
  if (revision !== undefined) return revision;
  // In this order: a session that is live after the revision was read was so at the revision.
  const newest = await newestRevision(tx, place);
  const found = session && (await findSession(tx, place, session.id));
  return found?.status === "ARCHIVED" ? lastRevisionOf(found) : newest;
}

/** Clocks differ: so far ahead a time may be that somebody means by now. */
const AHEAD_MS = 60_000;

/**
 * A moment at which there were records to speak of: it has come, the resource was made by then, and not deleted. Throws
 * invalid.
 */
async function liveMoment(place: Place, asOf: string | undefined): Promise<number | undefined> {
  if (asOf?.includes("-") && Date.parse(asOf) > Date.now() + AHEAD_MS) {
    throw new Refusal("invalid", {
      message: "asOf: that time has not come; leave it out for the records as they are now",
    });
  }
  const { revision, live } = await momentOf(place, asOf);
  if (revision === 0) throw new Refusal("invalid", { message: "asOf: the resource was made later" });
  if (live) return revision;
  throw new Refusal("invalid", {
    message: `asOf: the resource was deleted at revision ${revision}, so there are no records to give evidence of`,
  });
}
