import { checkAccount } from "./check";
import type { EvidenceCheck } from "./evidence";
import * as store from "./store";

/**
 * The self-check: what was sealed since the last one, and everything once in so many hours. Accounts in which nothing
 * happened are not looked at in between.
 */
export async function checkDue(
  hours: number,
  stopping: AbortSignal,
  {
    evidenceProblems,
    onFound,
  }: { evidenceProblems: EvidenceCheck; onFound: (accountId: number, problems: readonly string[]) => void },
): Promise<void> {
  for (const { account_id: accountId, full } of await store.accountsToCheck(hours)) {
    if (stopping.aborted) return;
    const { intact, problems } = await checkAccount(accountId, { full, evidenceProblems });
    if (!intact)
      onFound(
        accountId,
        problems.map(({ says }) => says),
      );
  }
}
