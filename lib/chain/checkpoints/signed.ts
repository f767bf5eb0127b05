import { createHash, createPublicKey, verify } from "node:crypto";
import type { LinkKind } from "../link";

/** What a checkpoint says: the end of an account's chain at one time. Keys stand in the order that is signed. */
export type SignedCheckpoint = {
  account: number;
  at: string;
  counts: Record<LinkKind, number>;
  format: "attestry-checkpoint/1";
  hash: string;
  kid: string;
  ordinal: number;
  signature: string;
  /** Beside it where it is kept; not signed, as kid is its hash. */
  publicKey?: string;
};

/** The bytes that are signed: canonical JSON of everything but the signature. */
export function signedText(checkpoint: Omit<SignedCheckpoint, "signature" | "publicKey">): string {
  const { account, at, counts, format, hash, kid, ordinal } = checkpoint;
  const { audit, change, evidence, schema } = counts;
  return JSON.stringify({ account, at, counts: { audit, change, evidence, schema }, format, hash, kid, ordinal });
}

/** Whether the signature is that of the key, and the key the one that the checkpoint names. */
export function isSigned(checkpoint: SignedCheckpoint, publicKeyPem: string): boolean {
  try {
    const key = createPublicKey(publicKeyPem);
    const kid = createHash("sha256")
      .update(key.export({ format: "der", type: "spki" }))
      .digest("hex");
    const signature = Buffer.from(checkpoint.signature, "base64");
    return kid === checkpoint.kid && verify(null, Buffer.from(signedText(checkpoint)), key, signature);
  } catch {
    return false; // a key or a signature that cannot be read proves nothing
  }
}

/**
 * A checkpoint from its JSON text, or from what carries one: the body of a webhook, attestation.json. Throws with a
 * sentence for what is none.
 */
export function readCheckpoint(text: string): SignedCheckpoint {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Error("The checkpoint is not JSON.");
  }
  const given = carriedIn(read) as Partial<SignedCheckpoint> | null;
  const whole =
    given?.format === "attestry-checkpoint/1" &&
    [given.account, given.ordinal].every(Number.isSafeInteger) &&
    [given.hash, given.kid, given.signature, given.at].every((each) => typeof each === "string") &&
    typeof given.counts === "object";
  if (!whole)
    throw new Error("The checkpoint is none of ours: format, account, ordinal, hash, at, kid or signature is missing.");
  return given as SignedCheckpoint;
}

function carriedIn(read: unknown): unknown {
  const { type, data, format, checkpoint } = (read ?? {}) as Record<string, unknown>;
  if (type === "audit.checkpoint") return data;
  if (format !== "attestry-attestation/1") return read;
  if (checkpoint) return checkpoint;
  throw new Error("The evidence attests no checkpoint: when it was made, nothing was sealed yet.");
}
