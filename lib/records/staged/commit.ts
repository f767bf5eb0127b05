import type { Counts } from "@/lib/changes/change";
import type { Head, Tx } from "@/lib/changes/tx";
import { outcomeOf, type Outcome } from "./outcome";
import * as store from "./store";

/** A set as it stands beside the live records under the lock, and what moved since it was compared last. */
export type Compared = {
  set: store.StagedSet;
  items: store.ItemCounts;
  outcome: Outcome;
  /** Items beside which something else is live by now. */
  touched: number;
  /** Live records without an item that came or changed since. */
  beside: number;
  /** Items whose hidden values were taken from a record that has others by now: their rows are to be staged anew. */
  unfounded: number;
};

/** Compares what moved since, so that the set is as it would be if it had been staged now. The caller holds the lock. */
export async function compareUnderLock(
  tx: Tx,
  head: Head,
  set: store.StagedSet,
  mode: store.StagedMode,
): Promise<Compared> {
  const none = { touched: 0, beside: 0, unfounded: 0, set };
  const moved = head.revision > set.baseRevision ? await store.compareItems(tx, set, head.revision) : none;
  const items = await store.countItems(tx, set);
  return { ...moved, items, outcome: outcomeOf(items, mode, head.recordCount) };
}

/** Whether another version of the schema than this one judged some of a set. */
export const isOutdated = ({ oldest, newest }: store.ItemCounts, version: number): boolean =>
  oldest !== null && (oldest !== version || newest !== version);

/**
 * Makes a compared set live: one statement under the lock that the caller holds, and the counts of the Change. Rows keep
 * the schema version that judged them; a check finds those that an older one did.
 */
export async function commitStaged(
  tx: Tx,
  head: Head,
  { set, outcome }: Pick<Compared, "set" | "outcome">,
  mode: store.StagedMode,
): Promise<Omit<Counts, "rejected">> {
  const written = await store.commitItems(tx, head, set, mode);
  return { ...written, unchanged: outcome.unchanged };
}
