import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env";

const KEY_BYTES = 32;

/** A key of its own for each purpose, so that what one of them signs or seals means nothing to another. */
export function deriveKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env().ATTESTRY_SECRET || "unset", "", `attestry ${purpose}`, KEY_BYTES));
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a short secret (AES-256-GCM). owner: what it belongs to; sealed for another it does not open. */
export function seal(purpose: string, owner: string, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(purpose), iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** The secret again. Throws when it was altered, sealed for another owner, or under another ATTESTRY_SECRET. */
export function unseal(purpose: string, owner: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", deriveKey(purpose), sealed.subarray(0, IV_BYTES));
  decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Error(
      `The ${purpose} of ${owner} does not open: it was altered, or sealed under another ATTESTRY_SECRET. Give every process of an installation the same.`,
      { cause },
    );
  }
}

/** What stands in the database for something short that people type: without ATTESTRY_SECRET it cannot be guessed. */
export function keyedHash(purpose: string, text: string): Buffer {
  return createHmac("sha256", deriveKey(purpose)).update(text).digest();
}
