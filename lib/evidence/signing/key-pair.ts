import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
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

/** A sealed private half, ready to sign. Throws when it was sealed under another secret. */
export function openKey(accountId: number, sealed: Buffer): KeyObject {
  const secret = unseal(PURPOSE, ownerOf(accountId), sealed);
  return createPrivateKey({ key: Buffer.from(secret, "base64"), format: "der", type: "pkcs8" });
}
