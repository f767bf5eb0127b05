import type { Reader } from "@/lib/db/client";
import * as store from "./places/store";
import type { Findings } from "./problems";

const TOLD = 50;

/**
 * Compares what is not sealed itself with what is: where the sealer stands, and what the rows of evidence say was done with
 * it since.
 */
export async function checkPlaces(from: Reader, accountId: number, findings: Findings): Promise<void> {
  const gone = await store.placesGone(from, accountId);
  if (gone.account) findings.add({ kind: "deleted", says: `Account ${accountId} is gone, and its chain is there` });
  if (gone.head) findings.add({ kind: "deleted", says: `Where the sealer of account ${accountId} stands is gone` });
  for (const { resourceId, says: told, sealed } of await store.resourcesSkipped(from, accountId, TOLD)) {
    const says = `The sealer was told that resource ${resourceId} is sealed up to revision ${told}; it is up to ${sealed}`;
    findings.add({ kind: "changed", says, resourceId });
  }
  for (const { id, deleted, held, released } of await store.evidenceAgainstTrail(from, accountId, TOLD)) {
    const tell = (says: string) => findings.add({ kind: "changed", says: `Evidence ${id} ${says}`, evidenceId: id });
    if (deleted) tell("says that it was deleted; nothing in the trail says so");
    if (held) tell("says that it is under a legal hold; the trail does not");
    if (released) tell("says that it is under no legal hold; the trail says that it is");
  }
}
