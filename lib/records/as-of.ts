import { Refusal } from "@/lib/contract/errors";
import { reader } from "@/lib/db/client";
import { revisionAt, stateAt } from "./store";

/** Which revision a reader means: none given is now. live: whether the resource existed then; a deleted one has no records. */
export type Moment = { revision: number | undefined; newest: number; live: boolean; recordCount: number };

/**
 * Turns `asOf` (a revision, or an ISO time: the newest revision stamped by then) into a revision. Throws invalid for
 * what is neither, or has not happened yet.
 */
export async function momentOf(
  place: { accountId: number; resourceId: number },
  asOf: string | undefined,
): Promise<Moment> {
  const revision = asOf === undefined ? undefined : await revisionOf(place, asOf);
  const state = await stateAt(reader, place, revision);
  if (revision !== undefined && revision > state.revision) {
    throw new Refusal("invalid", {
      message: `asOf: revision ${revision} has not happened; the newest is ${state.revision}`,
    });
  }
  return { revision, newest: state.revision, live: state.live, recordCount: state.record_count };
}

async function revisionOf(place: { accountId: number; resourceId: number }, asOf: string): Promise<number> {
  if (/^\d{1,15}$/.test(asOf)) return Number(asOf);
  const time = /^\d{4}-\d{2}-\d{2}/.test(asOf) ? Date.parse(asOf.replace(" ", "+")) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new Refusal("invalid", { message: "asOf: send a revision like 17 or a time like 2026-01-31T12:00:00Z" });
  }
  // Times are shown with milliseconds and stamped with more: a shown time includes what was stamped within it.
  const precise = /\.\d{4,}/.test(asOf) ? asOf.replace(" ", "+") : new Date(time).toISOString().replace("Z", "999Z");
  return revisionAt(place, precise);
}
