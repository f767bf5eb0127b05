import { readTogether, type Reader } from "@/lib/db/client";
import { isOurs } from "../ours";
import { prepareLongRead } from "../store";
import { checkPlaces } from "./places";
import type { Findings } from "./problems";
import * as store from "./unsealed/store";

const TOLD = 50;

export type Unsealed = { audit: number; change: number; evidence: number; schema: number };

/**
 * Finds what no link seals: what is new is counted; what stands where everything was sealed long ago was put in later,
 * and is named. full: everything is looked at, and not only what came since the last links.
 */
export function checkUnsealed(accountId: number, full: boolean, findings: Findings): Promise<Unsealed> {
  return readTogether(async (from) => {
    await prepareLongRead(from);
    const audit = await checkAudit(from, accountId, full, findings);
    const changes = await store.unsealedChanges(from, accountId, full, TOLD);
    for (const { resourceId, revision } of changes.inserted) {
      const says = `Change ${revision} of resource ${resourceId} was put in later: Changes after it were sealed without it`;
      findings.add({ kind: "inserted", says, resourceId, revision });
    }
    const rows = await store.unsealedRows(from, accountId);
    for (const { resourceId, version } of rows.schemasInserted) {
      const says = `Schema version ${version} of resource ${resourceId} was put in later: its Change was sealed without it`;
      findings.add({ kind: "inserted", says, resourceId, schemaVersion: version });
    }
    for (const id of full ? await store.evidenceFromNowhere(from, accountId, TOLD) : []) {
      findings.add({ kind: "inserted", says: `Evidence ${id} was put in: nobody made it`, evidenceId: id });
    }
    if (full) await checkResources(from, accountId, findings);
    if (full) await checkPlaces(from, accountId, findings);
    return { audit, change: changes.count, evidence: rows.evidence, schema: rows.schemas };
  });
}

async function checkAudit(from: Reader, accountId: number, full: boolean, findings: Findings): Promise<number> {
  let count = 0;
  for await (const row of store.looseAudit(from, accountId, full)) {
    const ours = isOurs(accountId, row);
    if (ours && !row.late) {
      count += 1;
      continue;
    }
    const why = ours ? "everything of its time had been sealed before it came" : "Attestry did not write it";
    findings.add({ kind: "inserted", says: `Audit entry ${row.number} was put in: ${why}`, auditId: row.number });
  }
  for (const { id, of } of full ? await store.copiedAudit(from, accountId, TOLD) : []) {
    findings.add({ kind: "inserted", says: `Audit entry ${id} was put in: it is a copy of entry ${of}`, auditId: id });
  }
  return count;
}

async function checkResources(from: Reader, accountId: number, findings: Findings) {
  for (const { resourceId, revision } of await store.missingChanges(from, accountId, TOLD)) {
    const says = `Change ${revision} of resource ${resourceId} is gone, and was never sealed`;
    findings.add({ kind: "deleted", says, resourceId, revision });
  }
  for (const { resourceId, id, revision } of await store.versionsBeyond(from, accountId, TOLD)) {
    const says = `Record ${JSON.stringify(id)} of resource ${resourceId} was put in: it names revision ${revision}, which there is not`;
    findings.add({ kind: "inserted", says, resourceId, recordId: id, revision });
  }
  for (const { resourceId, says: now, sealed } of await store.resourcesBehind(from, accountId, TOLD)) {
    const says = `Resource ${resourceId} says that it stands at revision ${now}, and was sealed up to ${sealed}`;
    findings.add({ kind: "changed", says, resourceId });
  }
  for (const { resourceId, historyFrom } of await store.linesWithoutReason(from, accountId, TOLD)) {
    const says = `Resource ${resourceId} says that retention removed its history before revision ${historyFrom}; nothing in the trail says so`;
    findings.add({ kind: "changed", says, resourceId });
  }
}

/**
 * Whether all records that lived at the beginning of a resource's history are there. Their versions may be gone only as
 * far as others replaced them. live: how many there were, by what was sealed; it holds for the beginnings given.
 */
export function checkBeginnings(
  accountId: number,
  live: ReadonlyMap<number, number>,
  beginnings: ReadonlyMap<number, number>,
  findings: Findings,
): Promise<void> {
  return readTogether(async (from) => {
    await prepareLongRead(from);
    const now = await store.livedAtBeginning(from, accountId);
    for (const { resourceId, historyFrom, count } of now) {
      // The line moved while the check went on: the next one counts again.
      if (beginnings.get(resourceId) !== historyFrom || count === (live.get(resourceId) ?? 0)) continue;
      for (const { id, revision } of await store.gone(from, accountId, resourceId, historyFrom, TOLD)) {
        const says = `Record ${JSON.stringify(id)} of resource ${resourceId} at revision ${revision}: its version is gone, and nothing replaced it`;
        findings.add({ kind: "deleted", says, resourceId, revision, recordId: id });
      }
    }
  });
}
