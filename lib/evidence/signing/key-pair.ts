import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { seal, unseal } from "@/lib/db/seal";

/** The public half of a key (SPKI, DER). */
export function publicOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: "der", type: "spki" });
}

/** What a key is called: SHA-256 of its public half in hex. */
export function kidOf(publicKey: Uint8Array): string {
  return createHash("sha256").update(publicKey).digest("hex");
}

/** The public half as PEM in its one form: lines of 64, a line end at the end. */
export function pemOf(publicKey: Uint8Array): string {
  const lines =
    Buffer.from(publicKey)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

const PURPOSE = "signing key";
const ownerOf = (accountId: number) => `account ${accountId}`;

/** A new Ed25519 key for an account, its private half sealed under ATTESTRY_SECRET. */
export function newKey(accountId: number): { kid: string; publicKey: Buffer; sealed: Buffer } {
  const { privateKey } = generateKeyPairSync("ed25519");
  const publicKey = publicOf(privateKey);
  const secret = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
  return { kid: kidOf(publicKey), publicKey, sealed: seal(PURPOSE, ownerOf(accountId), secret) };
}

/** A sealed private half, ready to sign. Throws conflict when it was sealed under another secret, or altered. */
export function openKey(accountId: number, sealed: Buffer): KeyObject {
  const secret = opened(accountId, sealed);
  return createPrivateKey({ key: Buffer.from(secret, "base64"), format: "der", type: "pkcs8" });
}

function opened(accountId: number, sealed: Buffer): string {
  try {
    return unseal(PURPOSE, ownerOf(accountId), sealed);
  } catch (because) {
    const message =
      "The signing key of this account does not open, as it was sealed under another ATTESTRY_SECRET: set that one again, or make a new key under Settings, Signing keys";
    throw new Refusal("conflict", { message, because });
  }
}
