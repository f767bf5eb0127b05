import { checkAccount, type CheckFacts } from "@/lib/chain/check/check";
import { accountsToVerify } from "@/lib/chain/check/store";
import { checkpointsIn } from "@/lib/chain/checkpoints/given";
import { keepOutside } from "@/lib/chain/checkpoints/outside";
import { evidenceProblems } from "@/lib/doors/evidence-problems";
import { checkpointFiles } from "./checkpoint-files";
import { dataFolder } from "./places.mjs";

type Checked = { account: number } & CheckFacts;
export type AuditVerified = { intact: boolean; accounts: Checked[] };

/**
 * Checks everything that the audit chains seal: of one account, or of all. file: checkpoints that were kept elsewhere, as
 * lines, a webhook's body or a bundle; those in the data folder are compared anyway. Throws with a sentence when they cannot be read.
 */
export async function auditVerify(accountId: number | undefined, file: string | undefined): Promise<AuditVerified> {
  keepOutside(checkpointFiles(dataFolder()));
  const given = file === undefined ? [] : await checkpointsIn(file);
  const all = accountId === undefined ? await accountsToVerify() : [accountId];
  const stranger = given.find(({ account }) => !all.includes(account));
  if (stranger) throw new Error(`${file} holds a checkpoint of account ${stranger.account}, which is not checked.`);
  const accounts: Checked[] = [];
  for (const account of all) {
    const outside = given.filter((checkpoint) => checkpoint.account === account);
    accounts.push({ account, ...(await checkAccount(account, { full: true, evidenceProblems, outside })) });
  }
  return { intact: accounts.every(({ intact }) => intact), accounts };
}

/** What was found, for people. */
export function verifiedLines({ accounts }: AuditVerified): string {
  return accounts.flatMap(linesOf).join("\n") + "\n";
}

function linesOf({ account, ...facts }: Checked): string[] {
  const { completeUpTo, checkpoint, unsealed, counts, problems, problemCount, seconds } = facts;
  const loose = Object.entries(unsealed).filter(([, count]) => count > 0);
  return [
    `Account ${account}: ${counts.links} links over ${counts.records} record versions checked in ${seconds} s`,
    completeUpTo
      ? `  complete up to link ${completeUpTo.link}, sealed ${completeUpTo.sealedAt}`
      : "  nothing is sealed yet",
    checkpoint
      ? `  vouched for up to link ${checkpoint.link} by the checkpoint of ${checkpoint.at}, kept ${checkpoint.outside ? "outside" : "in"} the database`
      : "  no checkpoint vouches for its end: what came later may have been cut off",
    ...(loose.length ? [`  not sealed yet: ${loose.map(([kind, count]) => `${count} ${kind}`).join(", ")}`] : []),
    ...(counts.erased ? [`  ${counts.erased} versions were erased by right`] : []),
    ...(counts.removedByRetention ? [`  ${counts.removedByRetention} versions were removed by retention`] : []),
    ...problems.map(({ says }) => `  PROBLEM: ${says}`),
    problemCount ? `  ${problemCount} problem(s) found` : "  nothing was changed, deleted or put in",
  ];
}
