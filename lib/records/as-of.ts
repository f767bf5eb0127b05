import { Refusal } from "@/lib/contract/errors";
import { reader } from "@/lib/db/client";
import { refuseForgotten } from "./forgotten";
import { revisionAt, stateAt } from "./store";

type Place = { accountId: number; resourceId: number };

/** Which revision a reader means; undefined is now. live: whether the resource existed then; a deleted one has no records. */
type Moment = { revision: number | undefined; live: boolean };

/**
 * Turns `asOf` (a revision, or an ISO time: the newest revision stamped by then) into a revision. Throws invalid for
 * what is neither, has not happened yet, or is no longer kept.
 */
export async function momentOf(place: Place, asOf: string | undefined): Promise<Moment> {
  if (asOf === undefined) return { revision: undefined, live: true };
  const revision = await revisionOf(place, asOf);
  const { newest, live } = await stateAt(place, revision);
  if (revision > newest) {
    throw new Refusal("invalid", { message: `asOf: revision ${revision} has not happened; the newest is ${newest}` });
  }
  await refuseForgotten(reader, place, { revision, name: "asOf" });
  return { revision, live };
}

async function revisionOf(place: Place, asOf: string): Promise<number> {
  if (/^\d{1,15}$/.test(asOf)) return Number(asOf);
  const time = /^\d{4}-\d{2}-\d{2}/.test(asOf) ? Date.parse(asOf.replace(" ", "+")) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new Refusal("invalid", { message: "asOf: send a revision like 17 or a time like 2026-01-31T12:00:00Z" });
  }
  // Times are shown with milliseconds and stamped with more: a shown time includes what was stamped within it.
  const precise = /\.\d{4,}/.test(asOf) ? asOf.replace(" ", "+") : new Date(time).toISOString().replace("Z", "999Z");
  return revisionAt(place, precise);
}
