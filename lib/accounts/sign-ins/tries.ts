import { createHash } from "node:crypto";
import { countTry, forgiveTry } from "./store";

const MINUTES = 15;
const TRIES_MAX = { email: 10, address: 100 } as const;

type Kind = keyof typeof TRIES_MAX;

const scopeOf = (kind: Kind, value: string) => createHash("sha256").update(`${kind}:${value}`).digest();

async function counts(kind: Kind, value: string): Promise<boolean> {
  return (await countTry(scopeOf(kind, value), TRIES_MAX[kind], MINUTES)) <= TRIES_MAX[kind];
}

/**
 * Counts a try of an e-mail address and of the caller's address before anything is compared, so that many at once gain
 * nothing. False when there were too many.
 */
export async function mayTry(email: string, address: string): Promise<boolean> {
  return (await counts("address", address)) && (await counts("email", email));
}

/** Takes one try back that was right as far as it went. */
export async function rightSoFar(email: string, address: string): Promise<void> {
  await forgiveTry(scopeOf("address", address), false);
  await forgiveTry(scopeOf("email", email), false);
}

/** Forgets the tries of an e-mail address, and this one of the network address, once somebody is in. */
export async function rightAfterAll(email: string, address: string): Promise<void> {
  await forgiveTry(scopeOf("address", address), false);
  await forgiveTry(scopeOf("email", email), true);
}
