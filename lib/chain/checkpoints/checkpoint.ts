import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { claimAccount } from "../seal/store";
import { newestOutside, putOutside } from "./outside";
import { postLater } from "./post";
import { kidsInTrail } from "../check/places/store";
import { isSigned, signedText, type SignedCheckpoint } from "./signed";
import * as store from "./store";

/** What signs for an account: lib/evidence/signing, handed in by whoever binds the two. */
export type Signer = (accountId: number) => Promise<{
  kid: string;
  publicKeyPem: string;
  sign: (bytes: Uint8Array) => Buffer;
}>;

/** The newest checkpoint of an account, as bundles and files carry it. */
async function newestCheckpoint(accountId: number): Promise<SignedCheckpoint | null> {
  const [row] = await store.checkpoints(reader, accountId, 0, 1);
  return row ? checkpointOf(row) : null;
}

/** A checkpoint as it was signed. */
export function checkpointOf({ body, signature }: store.CheckpointRow): SignedCheckpoint {
  return { ...(JSON.parse(body) as Omit<SignedCheckpoint, "signature">), signature };
}

/**
 * The newest checkpoint, made anew where the chain moved since: for what leaves the house now. What is not sealed yet is
 * not waited for. Throws what the signer throws.
 */
export async function freshCheckpoint(accountId: number, signer: Signer): Promise<SignedCheckpoint | null> {
  return (await makeCheckpoint(accountId, signer)) ?? (await newestCheckpoint(accountId));
}

/**
 * Signs the end of an account's chain and puts that outside, at once or as soon as the place takes it; undefined where the
 * chain did not move, or where somebody seals. Throws what the signer throws.
 */
export async function makeCheckpoint(accountId: number, signer: Signer): Promise<SignedCheckpoint | undefined> {
  const key = await signer(accountId);
  const made = await write({ accountId, dryRun: false }, async (tx) => {
    const end = (await claimAccount(tx, accountId)) ? await store.endOf(tx, accountId) : undefined;
    const moved = end !== undefined && end.ordinal !== end.checkpoint_ordinal;
    return { result: moved ? await signEnd(tx, accountId, end, key) : undefined, change: { resources: [] } };
  });
  if (made) await putOutside({ ...made, publicKey: key.publicKeyPem });
  return made;
}

/** Puts the newest checkpoint outside where none as new stands there: whoever made it ended before it was written. */
export async function bringOutside(accountId: number): Promise<void> {
  const [row] = await store.checkpoints(reader, accountId, 0, 1);
  if (!row || ((await newestOutside(accountId))?.ordinal ?? 0) >= row.ordinal) return;
  const checkpoint = checkpointOf(row);
  // What somebody else signed is told by a check, and kept by nobody.
  const known = (await kidsInTrail(reader, accountId)).has(checkpoint.kid) && isSigned(checkpoint, row.public_key);
  if (known) await putOutside({ ...checkpoint, publicKey: row.public_key });
}

async function signEnd(
  tx: Tx,
  accountId: number,
  { ordinal, hash, at }: store.End,
  { kid, publicKeyPem, sign }: Awaited<ReturnType<Signer>>,
): Promise<SignedCheckpoint> {
  const [last] = await store.checkpoints(tx, accountId, 0, 1);
  const counts = last ? checkpointOf(last).counts : { audit: 0, change: 0, evidence: 0, schema: 0 };
  for (const { kind, count } of await store.countLinks(tx, accountId, last?.ordinal ?? 0)) counts[kind] += count;
  const format = "attestry-checkpoint/1" as const;
  const unsigned = { account: accountId, at, counts, format, hash: hash.toString("hex"), kid, ordinal };
  const body = signedText(unsigned);
  const signature = sign(Buffer.from(body)).toString("base64");
  await store.insertCheckpoint(tx, accountId, { ordinal, body, signature, public_key: publicKeyPem, at, kid });
  const checkpoint = { ...unsigned, signature };
  if (env().ATTESTRY_CHECKPOINT_WEBHOOK && (await store.hasWebhook(tx, accountId))) {
    await postLater(tx, checkpoint);
  }
  return checkpoint;
}
