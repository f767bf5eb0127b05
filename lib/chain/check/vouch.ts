import { reader } from "@/lib/db/client";
import { checkpointOf } from "../checkpoints/checkpoint";
import { isSigned, readCheckpoint, type SignedCheckpoint } from "../checkpoints/signed";
import * as checkpoints from "../checkpoints/store";
import { attestations, kidsInTrail } from "./places/store";
import type { Findings } from "./problems";
import * as store from "./store";

const ATTESTED_MAX = 1_000;

/** The newest checkpoint that is found again in the chain. outside: it was kept where the database does not reach. */
export type Vouching = { link: number; at: string; outside: boolean } | null;

/** Whether the trail tells the making of a key: whoever signs with one of their own has to forge that entry, too. */
export function keysOf(accountId: number): (kid: string) => Promise<boolean> {
  let known = new Set<string>();
  return async (kid) => {
    if (!known.has(kid)) known = await kidsInTrail(reader, accountId);
    return known.has(kid);
  };
}

/** Checks the checkpoints over a part of the chain, as the database holds them. */
export async function checkCheckpoints(
  accountId: number,
  { after, upto, isKnown }: { after: number; upto: number | null; isKnown: (kid: string) => Promise<boolean> },
  findings: Findings,
): Promise<Vouching> {
  let newest: Vouching = null;
  for (const row of await checkpoints.checkpointsAfter(reader, accountId, after, upto)) {
    const checkpoint = checkpointOf(row);
    if (judge(checkpoint, (await isKnown(checkpoint.kid)) ? row.public_key : undefined, row.link_hash, findings))
      newest = { link: row.ordinal, at: checkpoint.at, outside: false };
  }
  return newest;
}

/** The same of those that were kept outside. Throws when one is another account's. */
export async function checkOutside(
  accountId: number,
  outside: readonly SignedCheckpoint[],
  findings: Findings,
): Promise<Vouching> {
  const stranger = outside.find(({ account }) => account !== accountId);
  if (stranger) throw new Error(`The checkpoint is of account ${stranger.account}, not of account ${accountId}.`);
  const hashes = await store.hashesAt(reader, accountId, [...new Set(outside.map(({ ordinal }) => ordinal))]);
  let newest: Vouching = null;
  for (const checkpoint of outside) {
    const { ordinal, kid, at } = checkpoint;
    const publicKey = checkpoint.publicKey ?? (await checkpoints.publicKeyOf(reader, accountId, kid));
    const fits = judge(checkpoint, publicKey, hashes.get(ordinal) ?? null, findings);
    if (fits && ordinal >= (newest?.link ?? 0)) newest = { link: ordinal, at, outside: true };
  }
  return newest;
}

function judge(
  checkpoint: SignedCheckpoint,
  publicKey: string | undefined,
  hash: string | null,
  findings: Findings,
): boolean {
  const { ordinal: link, at } = checkpoint;
  if (publicKey === undefined || !isSigned(checkpoint, publicKey)) {
    const why = publicKey === undefined ? "nobody knows the key that signed it" : "its signature is not good";
    findings.add({ kind: "signature", says: `The checkpoint of ${at} over link ${link} proves nothing: ${why}`, link });
    return false;
  }
  if (hash === checkpoint.hash) return true;
  // A chain that is too short is told once, at its end.
  if (hash !== null)
    findings.add({
      kind: "changed",
      says: `Link ${link} of the chain is not the one that the checkpoint of ${at} was made over`,
      link,
    });
  return false;
}

/** Those that evidence attests, which are signed as part of it: whoever begins the chain anew has to undo them, too. */
export async function checkAttested(accountId: number, findings: Findings): Promise<SignedCheckpoint[]> {
  const attested = (await attestations(reader, accountId, ATTESTED_MAX)).flatMap(checkpointIn);
  const hashes = await store.hashesAt(
    reader,
    accountId,
    attested.map(({ ordinal }) => ordinal),
  );
  for (const { ordinal: link, hash, at } of attested) {
    const now = hashes.get(link);
    if (now === undefined || now === hash) continue; // a chain that is too short is told once, at its end
    const says = `Link ${link} of the chain is not the one that evidence attests by the checkpoint of ${at}`;
    findings.add({ kind: "changed", says, link });
  }
  return attested;
}

/** None in what cannot be read any more: that its row was changed is told where the row is met. */
function checkpointIn(attestation: string): SignedCheckpoint[] {
  try {
    const { checkpoint } = JSON.parse(attestation) as { checkpoint?: object | null };
    return checkpoint ? [readCheckpoint(JSON.stringify(checkpoint))] : [];
  } catch {
    return [];
  }
}

/** Says where the chain was cut off, by whatever remembers that it was longer. */
export async function checkEnd(
  accountId: number,
  ordinal: number,
  outside: readonly SignedCheckpoint[],
  findings: Findings,
): Promise<void> {
  const head = await store.headOf(reader, accountId);
  const [inside] = await checkpoints.checkpoints(reader, accountId, 0, 1);
  const memories = [
    ...outside.map((one) => ({ link: one.ordinal, whose: `the checkpoint of ${one.at}` })),
    ...(inside ? [{ link: inside.ordinal, whose: `the checkpoint of ${checkpointOf(inside).at}` }] : []),
    ...(head ? [{ link: Math.max(head.ordinal, head.checkpoint_ordinal), whose: "the sealer" }] : []),
  ];
  const longest = memories.reduce((one, other) => (other.link > one.link ? other : one), { link: ordinal, whose: "" });
  // The sealer may have gone on since the last link was read.
  if (longest.link === ordinal || (await store.linksAfter(reader, accountId, longest.link - 1, 1)).length) return;
  const says = `The chain ends at link ${ordinal}, and ${longest.whose} knows of link ${longest.link}: its end was cut off`;
  findings.add({ kind: "cut", says, link: ordinal + 1 });
}
