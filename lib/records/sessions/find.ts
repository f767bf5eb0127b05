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

/** The session that can be completed or canceled. Throws notFound, and conflict for one that is over. */
export async function findActable(from: Reader, place: Place, named: Named): Promise<store.SessionRow> {
  const found = await findOne(from, place, named);
  if (found.status === "IN_PROGRESS") return found;
  throw new Refusal("conflict", {
    message: `The session "${found.session_id}" is ${found.status}; only one that is IN_PROGRESS can be completed or canceled`,
  });
}
