import { seal, unseal } from "@/lib/db/seal";

const PURPOSE = "webhook";

const ownerOf = (accountId: number) => `account ${accountId}`;

/** What stands in the database for the secret of an account's webhook. */
export const sealWebhookSecret = (accountId: number, secret: string): Buffer =>
  seal(PURPOSE, ownerOf(accountId), secret);

/** The secret again. Throws when it was sealed for another account, or under another ATTESTRY_SECRET. */
export const openWebhookSecret = (accountId: number, sealed: Buffer): string =>
  unseal(PURPOSE, ownerOf(accountId), sealed);
