import { Refusal } from "@/lib/contract/errors";
import type { Reader } from "@/lib/db/client";
import type { Place } from "../store";
import * as store from "./store";

/** A session of a resource as callers name it, or by its number. */
export type Named = { name: string } | { id: number };

/** The newest session of that name, or that number. Throws notFound. */
async function findOne(from: Reader, place: Place, named: Named): Promise<store.SessionRow> {
  const found =
    "id" in named ? await store.findSession(from, place, named.id) : await store.findNewest(from, place, named.name);
  if (!found) throw new Refusal("notFound");
  return found;
}

/**
 * The session that can be completed or canceled; or the live one, where the request of that print completed it already.
 * Throws notFound, and conflict for one that is over.
 */
export async function findActable(from: Reader, place: Place, named: Named, print?: Buffer): Promise<store.SessionRow> {
  const found = await findOne(from, place, named);
  if (found.status === "IN_PROGRESS") return found;
  const done = print && (await store.findCompleted(from, place, found.session_id, print));
  if (done) return done;
  throw new Refusal("conflict", {
    message: `The session "${found.session_id}" is ${found.status}; only one that is IN_PROGRESS can be completed or canceled`,
  });
}

/** The session that can be made live again. Throws notFound, and conflict for one that is not archived. */
export async function findArchived(from: Reader, place: Place, id: number): Promise<store.SessionRow> {
  const session = await findOne(from, place, { id });
  if (session.status === "ARCHIVED") return session;
  throw new Refusal("conflict", {
    message: `The session "${session.session_id}" is ${session.status}; only one that is ARCHIVED can be made live again`,
  });
}

/** The last revision at which an archived session was the live one. */
export function lastRevisionOf({ id, archived_revision }: store.SessionRow): number {
  if (archived_revision === null) throw new Error(`Session ${id} is not archived`);
  return archived_revision - 1;
}
