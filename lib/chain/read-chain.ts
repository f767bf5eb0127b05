import { isoDate } from "@/lib/contract/dates";
import type { Context } from "@/lib/changes/context";
import { reader } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import type { CheckFacts } from "./check/check";
import type { Problem } from "./check/problems";
import * as checks from "./check/store";
import * as unsealed from "./check/unsealed/store";
import { checkpointOf } from "./checkpoints/checkpoint";
import * as checkpoints from "./checkpoints/store";

/** How far an account's chain is sealed and signed, and what the last check of it found. */
export async function readChain({ accountId }: Context) {
  const head = await checks.headOf(reader, accountId);
  const [end] = head ? await checks.linksAfter(reader, accountId, head.ordinal - 1, 1) : [];
  const [newest] = await checkpoints.checkpoints(reader, accountId, 0, 1);
  const checkpoint = newest && checkpointOf(newest);
  const [audit, change, rows] = [
    await unsealed.countLooseAudit(reader, accountId),
    await unsealed.unsealedChanges(reader, accountId, false, 0),
    await unsealed.unsealedRows(reader, accountId),
  ];
  const last = await checks.lastCheck(accountId);
  const posted = env().ATTESTRY_CHECKPOINT_WEBHOOK ? await checkpoints.lastPosted(reader, accountId) : undefined;
  return {
    sealedTo: end ? { link: end.ordinal, at: toMilliseconds(end.sealedAt) } : null,
    unsealed: { audit, change: change.count, evidence: rows.evidence, schema: rows.schemas },
    checkpoint: checkpoint
      ? { link: checkpoint.ordinal, at: toMilliseconds(checkpoint.at), hash: checkpoint.hash, kid: checkpoint.kid }
      : null,
    webhook: posted ? { link: posted.ordinal, at: isoDate(posted.at), error: posted.error } : null,
    check: last ? await checkFacts(accountId, last) : null,
  };
}

async function checkFacts(accountId: number, { at, full_at, facts }: checks.CheckRow) {
  const { completeUpTo, checkpoint, problems, hash: _, full: __, ...found } = JSON.parse(facts) as CheckFacts;
  return {
    ...found,
    problems: await placed(accountId, problems),
    at: isoDate(at),
    fullAt: isoDate(full_at),
    completeUpTo: completeUpTo && { link: completeUpTo.link, at: toMilliseconds(completeUpTo.sealedAt) },
    checkpoint: checkpoint && { ...checkpoint, at: toMilliseconds(checkpoint.at) },
  };
}

/** Problems with the connection that their resource or evidence stands in, for whoever goes there. */
async function placed(accountId: number, problems: readonly Problem[]) {
  const resourceIds = new Set(problems.flatMap(({ resourceId }) => resourceId ?? []));
  const evidenceIds = new Set(problems.flatMap(({ evidenceId }) => evidenceId ?? []));
  const connections = resourceIds.size > 0 ? await checks.connectionsOf(accountId, [...resourceIds]) : undefined;
  const made = evidenceIds.size > 0 ? await checks.connectionsOfEvidence(accountId, [...evidenceIds]) : undefined;
  return problems.map((problem) => {
    const connectionId = made?.get(problem.evidenceId ?? 0) ?? connections?.get(problem.resourceId ?? 0);
    return { ...problem, ...(connectionId !== undefined && { connectionId }) };
  });
}

const toMilliseconds = (microseconds: string) => `${microseconds.slice(0, 23)}Z`;

/** An account's signed checkpoints, newest first. */
export async function listCheckpoints({ accountId }: Context, { below, size }: { below: number; size: number }) {
  const found = await checkpoints.checkpoints(reader, accountId, below, size + 1);
  const rows = found.slice(0, size);
  const data = rows.map((row) => ({ ...checkpointOf(row), publicKey: row.public_key }));
  return { data, next: found.length > size ? (rows.at(-1)?.ordinal ?? null) : null };
}
