import { createPrivateKey, type KeyObject } from "node:crypto";

/** An Ed25519 private key from a setting: PKCS#8 as PEM, its line ends real or written as \n, or its base64 alone. */
export function signingKeyOf(text: string): KeyObject {
  const base64 = text.replace(/-----[A-Z ]+-----|\\n|\s/g, "");
  const key = createPrivateKey({ key: Buffer.from(base64, "base64"), format: "der", type: "pkcs8" });
  if (key.asymmetricKeyType !== "ed25519")
    throw new Error(`A key of the kind ${key.asymmetricKeyType} is no Ed25519 key`);
  return key;
}

/** Whether a text is such a key. */
export function isSigningKey(text: string): boolean {
  try {
    return signingKeyOf(text).type === "private";
  } catch {
    return false;
  }
}
