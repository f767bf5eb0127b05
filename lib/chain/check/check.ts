import { write } from "@/lib/changes/write";
import { readTogether, reader } from "@/lib/db/client";
import { readOutside } from "../checkpoints/outside";
import type { SignedCheckpoint } from "../checkpoints/signed";
import { genesis } from "../link";
import { checkEvidence, type EvidenceCheck } from "./evidence";
import { walkLinks, type Walk } from "./links";
import { Findings, type Problem } from "./problems";
import { saveCheck } from "./save/store";
import * as store from "./store";
import { checkBeginnings, checkUnsealed, type Unsealed } from "./unsealed";
import { checkAttested, checkCheckpoints, checkEnd, checkOutside, keysOf, type Vouching } from "./vouch";

/** What a check found, as it is kept and shown. */
export type CheckFacts = {
  intact: boolean;
  full: boolean;
  /** Up to where everything was there, and since when nothing may be missing. */
  completeUpTo: { link: number; sealedAt: string } | null;
  /** The newest checkpoint that was found again in the chain; null: the end of the chain is vouched for by nothing. */
  checkpoint: Vouching;
  counts: Findings["counts"];
  unsealed: Unsealed;
  problemCount: number;
  problems: Problem[];
  /** The hash of the link that it came to, where the next check may go on. */
  hash: string;
  seconds: number;
};

export type Check = {
  /** Everything, and not only what was sealed since the last check. */
  full: boolean;
  evidenceProblems: EvidenceCheck;
  /** Checkpoints beside those that this process keeps outside of the database. */
  outside?: readonly SignedCheckpoint[];
  onPart?: (links: number) => Promise<void>;
};

/**
 * Checks an account's chain, and everything that it seals, against the tables: names what was changed, deleted or put
 * in. Keeps what it found. Memory does not grow with the account.
 */
export async function checkAccount(
  accountId: number,
  { full, evidenceProblems, outside: given = [], onPart }: Check,
): Promise<CheckFacts> {
  const began = performance.now();
  const findings = new Findings();
  const from = full ? undefined : await lastPlace(accountId);
  const whole = from === undefined;
  const beginnings = await readTogether((read) => store.historyFrom(read, accountId));
  const walk: Walk = {
    accountId,
    ordinal: from?.ordinal ?? 0,
    hash: from?.hash ?? genesis(accountId),
    sealedAt: from?.sealedAt ?? null,
    findings,
    live: new Map(),
    evidenceIds: [],
    marked: false,
  };
  const isKnown = keysOf(accountId);
  let checkpoint = from?.checkpoint ?? null;
  for (let more = true; more;) {
    const after = walk.ordinal;
    more = await walkLinks(walk);
    checkpoint = (await checkCheckpoints(accountId, { after, upto: walk.ordinal, isKnown }, findings)) ?? checkpoint;
    // What only was sealed since the last check was read when it was made.
    if (whole) await checkEvidence(accountId, walk.evidenceIds.splice(0), { evidenceProblems, findings });
    await onPart?.(findings.counts.links);
  }
  const outside = [...(await keptOutside(accountId, findings)), ...given];
  const vouching = await checkOutside(accountId, outside, findings);
  if (vouching && vouching.link >= (checkpoint?.link ?? 0)) checkpoint = vouching;
  const attested = whole ? await checkAttested(accountId, findings) : [];
  await checkEnd(accountId, walk.ordinal, [...outside, ...attested], findings);
  const unsealed = await checkUnsealed(accountId, whole, findings);
  if (whole) await checkBeginnings(accountId, walk.live, beginnings, findings);
  const facts: CheckFacts = {
    intact: findings.problemCount === 0,
    full: whole,
    completeUpTo: walk.sealedAt === null ? null : { link: walk.ordinal, sealedAt: walk.sealedAt },
    checkpoint,
    counts: findings.counts,
    unsealed,
    problemCount: findings.problemCount,
    problems: findings.problems,
    hash: walk.hash,
    seconds: Math.round(performance.now() - began) / 1_000,
  };
  await write({ accountId, dryRun: false }, async (tx) => {
    await saveCheck(tx, accountId, {
      ordinal: walk.ordinal,
      full: whole,
      intact: facts.intact,
      facts: JSON.stringify(facts),
    });
    return { result: undefined, change: { resources: [] } };
  });
  return facts;
}

/** Checkpoints of the place outside; one that cannot be read is a finding, as somebody may have been there. */
async function keptOutside(accountId: number, findings: Findings): Promise<SignedCheckpoint[]> {
  try {
    return await readOutside(accountId);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    findings.add({ kind: "signature", says: `The checkpoints kept outside of the database cannot be read: ${why}` });
    return [];
  }
}

/** Where the last check ended; none where it found something, or where its last link is not what it was. */
async function lastPlace(accountId: number) {
  const last = await store.lastCheck(accountId);
  if (!last?.intact || last.ordinal === 0) return undefined;
  const [link] = await store.linksAfter(reader, accountId, last.ordinal - 1, 1);
  const { hash, checkpoint } = JSON.parse(last.facts) as CheckFacts;
  if (link?.ordinal !== last.ordinal || link.hash !== hash) return undefined;
  return { ordinal: link.ordinal, hash, sealedAt: link.sealedAt, checkpoint };
}
