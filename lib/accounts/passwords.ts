import { randomBytes } from "node:crypto";
import { hash } from "@node-rs/argon2";

/** Argon2id of a password, with the package's defaults (19 MiB, 2 passes), which are OWASP's. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** A password nobody has to think of: 120 random bits in 24 letters and digits. */
export function makePassword(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(randomBytes(24), (byte) => alphabet[byte % alphabet.length]).join("");
}
