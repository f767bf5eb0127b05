import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { Reader } from "@/lib/db/client";
import { historyStart, type Place } from "./store";

/**
 * Nobody reads a moment whose versions were removed by the account's retention. before: a state that is read is the one
 * at its revision; what is undone needs the one before it. Throws invalid, naming the first moment there is.
 */
export async function refuseForgotten(
  from: Reader,
  place: Place,
  { revision, name, before = false }: { revision: number; name: string; before?: boolean },
): Promise<void> {
  // Before the first revision there was nothing, and that is known for ever.
  if (revision === 0) return;
  const { revision: first, at } = await historyStart(from, place);
  if (before ? revision > first : revision >= first) return;
  const since = at === null ? "" : `, of ${isoDate(at)}`;
  throw new Refusal("invalid", {
    message: `${name}: the history of this resource begins with revision ${first}${since}; what was before is no longer kept, as the account's settings have it`,
  });
}
