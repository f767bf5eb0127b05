import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { keyedHash } from "@/lib/db/seal";

const PERIOD_SECONDS = 30;
const STEPS_EITHER_SIDE = 1;
const RECOVERY_CODES = 10;
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"; // without what is easily taken for another letter

function totpOf(secret: string, email = ""): TOTP {
  return new TOTP({
    issuer: "Attestry",
    label: email,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** A new secret of 160 bits, as authenticator apps take it, and the address that a QR code carries. */
export function makeSecret(email: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: totpOf(secret, email).toString() };
}

/** The step of time a code belongs to, now or one step off; undefined when it is none of these. */
export function stepOf(secret: string, code: string, now = Date.now()): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: STEPS_EITHER_SIDE });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

/** Ten codes for the day the phone is lost: 59 random bits each, in three groups. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => [group(), group(), group()].join("-"));
}

function group(): string {
  let letters = "";
  while (letters.length < 4) {
    const [byte = 255] = randomBytes(1);
    if (byte < ALPHABET.length * 8) letters += ALPHABET[byte % ALPHABET.length];
  }
  return letters;
}

/** What stands in the database for a recovery code, however its groups were typed. */
export function hashOfRecoveryCode(code: string): Buffer {
  return keyedHash("recovery code", code.toLowerCase().replace(/[^a-z0-9]/g, ""));
}
