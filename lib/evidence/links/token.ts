import { createHash, randomBytes } from "node:crypto";

/**
 * A link's token: the account's number, so that it is looked up within the account, and 256 random bits, so that a fast
 * hash is the right one to keep.
 */
export const makeToken = (accountId: number): string => `${accountId}.${randomBytes(32).toString("base64url")}`;

/** What the database keeps of a token. */
export const hashOfToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** The account a token names; undefined for a text that cannot be a token. */
export function accountOfToken(token: string): number | undefined {
  const [, account] = /^([1-9]\d{0,14})\.[\w-]{43}$/.exec(token) ?? [];
  return account === undefined ? undefined : Number(account);
}
