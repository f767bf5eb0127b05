import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id of a password, with the package's defaults (19 MiB, 2 passes), which are OWASP's. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let standIn: Promise<string> | undefined;

/** Whether a password is the one behind a hash. Nobody's (null) takes as long as somebody's, and is never right. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const compared = passwordHash ?? (await (standIn ??= hashPassword(makePassword())));
  return (await verify(compared, password)) && passwordHash !== null;
}

/** A password nobody has to think of: 120 random bits in 24 letters and digits. */
export function makePassword(): string {
  const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  return Array.from(randomBytes(24), (byte) => alphabet[byte % alphabet.length]).join("");
}
