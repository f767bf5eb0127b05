import type { Reader } from "@/lib/db/client";
import * as store from "./places/store";
import type { Findings } from "./problems";

const TOLD = 50;

/**
 * Compares what is not sealed itself with what is: where the sealer stands, and what the rows of evidence say was done with
 * it since, and those of its auditor links.
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
  await checkAuditorLinks(from, accountId, findings);
}

async function checkAuditorLinks(from: Reader, accountId: number, findings: Findings): Promise<void> {
  const name = (id: number, evidenceId: number) => `Auditor link ${id} to evidence ${evidenceId}`;
  for (const { id, evidenceId, made, others } of await store.linksAgainstTrail(from, accountId, TOLD)) {
    const link = name(id, evidenceId);
    if (!made) findings.add({ kind: "inserted", says: `${link} was put in: nobody made it`, evidenceId });
    for (const column of others) {
      const says = `${link}: its ${column} is not the one in the audit trail`;
      findings.add({ kind: "changed", says, evidenceId });
    }
  }
  for (const { id, evidenceId } of await store.linksGone(from, accountId, TOLD)) {
    findings.add({ kind: "deleted", says: `${name(id, evidenceId)} is gone`, evidenceId });
  }
}
