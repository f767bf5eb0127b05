import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import * as store from "./store";

/** One key as people see it; never its secret. */
export type KeyFacts = NonNullable<ReturnType<typeof factsOf>>;

function factsOf(key: NonNullable<Awaited<ReturnType<typeof store.findKey>>>) {
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
  };
}

/** The account's keys, oldest first, and where to go on. */
export async function listKeys(ctx: Context, page: { after: number; size: number }) {
  const rows = await store.listKeys(ctx.accountId, page.after, page.size + 1);
  const keys = rows.slice(0, page.size).map(factsOf);
  return { keys, next: rows.length > page.size ? (keys.at(-1)?.id ?? null) : null };
}

/** One key. Throws notFound. */
export async function getKey(ctx: Context, keyId: number): Promise<KeyFacts> {
  const key = await store.findKey(ctx.accountId, keyId);
  if (!key) throw new Refusal("notFound");
  return factsOf(key);
}
