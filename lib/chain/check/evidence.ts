import { nameOf, type Findings } from "./problems";

/**
 * What of a sealed evidence is not as it was made, a sentence each; throws where its files cannot be read. Handed in by
 * whoever binds the rooms.
 */
export type EvidenceCheck = (accountId: number, evidenceId: number) => AsyncIterable<string>;

/** Compares evidence with what its sealed texts say, and its files with the hashes in its row, which the chain seals. */
export async function checkEvidence(
  accountId: number,
  evidenceIds: readonly number[],
  { evidenceProblems, findings }: { evidenceProblems: EvidenceCheck; findings: Findings },
): Promise<void> {
  for (const evidenceId of evidenceIds) {
    try {
      for await (const says of evidenceProblems(accountId, evidenceId)) {
        findings.add({ kind: "changed", says, evidenceId });
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const name = nameOf({ kind: "evidence", resourceId: 0, number: evidenceId });
      findings.add({ kind: "deleted", says: `The files of ${name} cannot be read: ${why}`, evidenceId });
    }
  }
}
