import { Refusal } from "@/lib/contract/errors";
import { reader } from "@/lib/db/client";
import { refuseForgotten } from "./forgotten";
import { revisionAt, stateAt } from "./store";
import { timeMeant } from "./time-meant";

type Place = { accountId: number; resourceId: number };

/** Which revision a reader means; undefined is now. live: whether the resource existed then; a deleted one has no records. */
type Moment = { revision: number | undefined; live: boolean };

/**
 * Turns `asOf` (a revision, or an ISO time: the newest revision stamped by then) into a revision. Throws invalid for
 * what is neither, has not happened yet, or is no longer kept.
 */
export async function momentOf(place: Place, asOf: string | undefined): Promise<Moment> {
  if (asOf === undefined) return { revision: undefined, live: true };
  const time = timeMeant(asOf);
  const revision = time ? await revisionAt(reader, place, time.until) : Number(asOf);
  const { newest, live } = await stateAt(place, revision);
  if (revision > newest) {
    throw new Refusal("invalid", { message: `asOf: revision ${revision} has not happened; the newest is ${newest}` });
  }
  await refuseForgotten(reader, place, { revision, name: "asOf" });
  return { revision, live };
}
