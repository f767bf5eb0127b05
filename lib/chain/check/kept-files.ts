import { nameOf, type Findings } from "./problems";

/** Whether what is kept of an evidence is what was made; null: nothing is kept. Handed in by whoever binds the rooms. */
export type IntactCheck = (accountId: number, evidenceId: number) => Promise<boolean | null>;

/** Reads the files of evidence again, which the chain seals by the hashes in its row. */
export async function checkKeptFiles(
  accountId: number,
  evidenceIds: readonly number[],
  { isIntact, findings }: { isIntact: IntactCheck; findings: Findings },
): Promise<void> {
  for (const evidenceId of evidenceIds) {
    const name = nameOf({ kind: "evidence", resourceId: 0, number: evidenceId });
    try {
      if ((await isIntact(accountId, evidenceId)) !== false) continue;
      findings.add({ kind: "changed", says: `The files of ${name} are not those that were made`, evidenceId });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      findings.add({ kind: "deleted", says: `The files of ${name} cannot be read: ${why}`, evidenceId });
    }
  }
}
