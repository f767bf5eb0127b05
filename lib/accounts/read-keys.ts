import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import { noteSoFar, totalsByKey } from "./activity/key-activity";
import * as store from "./store";

/** One key as people see it; never its secret. */
export type KeyFacts = NonNullable<ReturnType<typeof factsOf>>;

type KeyRow = NonNullable<Awaited<ReturnType<typeof store.findKey>>>;
type Beside = {
  emails: ReadonlyMap<number, string>;
  totals: Awaited<ReturnType<typeof totalsByKey>>;
};

/** Whose the keys are and what they did. */
async function besideOf(accountId: number, keys: readonly KeyRow[]): Promise<Beside> {
  const owners = keys.flatMap(({ ownerId }) => (ownerId === null ? [] : [Number(ownerId)]));
  const ids = keys.map(({ id }) => Number(id));
  const [emails, totals] = await Promise.all([store.emailsOf(owners), totalsByKey(accountId, ids)]);
  return { emails, totals };
}

function factsOf(key: KeyRow, { emails, totals }: Beside) {
  const did = totals.get(Number(key.id));
  const iso = (time: Date | null) => time?.toISOString() ?? null;
  return {
    id: Number(key.id),
    name: key.name,
    prefix: key.prefix,
    ownerId: key.ownerId === null ? null : Number(key.ownerId),
    permissions: key.permissions as Permission[],
    expiresAt: iso(key.expiresAt),
    addresses: key.addresses,
    connectionIds: key.connectionIds?.length ? key.connectionIds.map(Number) : null,
    createdAt: key.createdAt.toISOString(),
    createdBy: key.createdBy,
    revokedAt: iso(key.revokedAt),
    lastUsedAt: iso(key.lastUsedAt),
    lastRefusedAt: iso(key.lastRefusedAt),
    lastRefusedCause: key.lastRefusedCause,
    ownerEmail: emails.get(Number(key.ownerId)) ?? null,
    rotatedToId: key.rotatedToId === null ? null : Number(key.rotatedToId),
    requests: { today: did?.today ?? 0, week: did?.week ?? 0 },
    refusals: { week: did?.refused ?? 0 },
  };
}

/** The account's keys, oldest first, and where to go on. */
export async function listKeys(ctx: Context, page: { after: number; size: number }) {
  await noteSoFar();
  const rows = await store.listKeys(ctx.accountId, page.after, page.size + 1);
  const shown = rows.slice(0, page.size);
  const beside = await besideOf(ctx.accountId, shown);
  const keys = shown.map((key) => factsOf(key, beside));
  return { keys, next: rows.length > page.size ? (keys.at(-1)?.id ?? null) : null };
}

/** One key. Throws notFound. */
export async function getKey(ctx: Context, keyId: number): Promise<KeyFacts> {
  await noteSoFar();
  const key = await store.findKey(ctx.accountId, keyId);
  if (!key) throw new Refusal("notFound");
  return factsOf(key, await besideOf(ctx.accountId, [key]));
}
