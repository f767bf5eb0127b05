import { hkdfSync } from "node:crypto";
import { env } from "./env";

const KEY_BYTES = 32;

/** A key of its own for each purpose, so that what one of them signs or seals means nothing to another. */
export function deriveKey(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env().ATTESTRY_SECRET || "unset", "", `attestry ${purpose}`, KEY_BYTES));
}
