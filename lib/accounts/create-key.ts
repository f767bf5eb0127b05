import { randomBytes } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { everyPermission, isPermission, type Permission } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { hashOfKey, isWithin, parseRange } from "./authenticate";
import * as store from "./store";

const PREFIX_CHARACTERS = 12;

export type NewKey = {
  accountId: number;
  name: string;
  permissions?: readonly string[];
  expiresAt?: string | null;
  addresses?: readonly string[];
  connectionIds?: readonly number[] | null;
  /** The person whose role bounds the key; without one its scopes alone count. */
  ownerId?: number | null;
};

/**
 * Makes an API key and shows it, once. A caller cannot give what it does not hold. Throws invalid, and forbidden when
 * the key would be more powerful than its maker.
 */
export async function createKey(ctx: Context, input: NewKey) {
  const key = madeKey(ctx, input);
  const { apiKey, prefix, hash } = secretOfKey();
  return writeInTurn(ctx, async (tx) => {
    await store.requireAccount(tx, key.accountId);
    await checkReferences(tx, key);
    const row = { ...key, prefix, hash, createdBy: ctx.actor.label };
    const keyId = await store.insertKey(tx, row);
    const details = { name: key.name, permissions: key.permissions, ownerId: key.ownerId };
    const audit = { accountId: key.accountId, action: "key.create", target: `key ${keyId}`, details, origin: ctx };
    return { result: { keyId, apiKey, prefix, ...key }, change: { resources: [], audit } };
  });
}

/** A new secret, what people know it by, and what is stored of it. */
export function secretOfKey() {
  const apiKey = `att_${randomBytes(32).toString("base64url")}`;
  return { apiKey, prefix: apiKey.slice(0, PREFIX_CHARACTERS), hash: hashOfKey(apiKey) };
}

/** What a key will be, within what its maker is. Throws invalid, forbidden. */
export function madeKey(ctx: Context, input: NewKey) {
  const name = input.name.trim();
  if (!name) throw new Refusal("invalid", { message: "A key needs a name, so that people know it in a list" });
  const permissions = checkedPermissions(input.permissions);
  const tooMuch = permissions.find((permission) => !ctx.permits(permission));
  if (tooMuch) throw new Refusal("forbidden", { message: `You cannot give ${tooMuch}, which you do not hold` });
  const connectionIds = input.connectionIds ?? ctx.connectionIds;
  if (ctx.connectionIds && connectionIds?.some((id) => !ctx.connectionIds?.includes(id))) {
    throw new Refusal("forbidden", { message: "You cannot give connections that your own key is kept from" });
  }
  return {
    accountId: input.accountId,
    ownerId: input.ownerId ?? ctx.personId,
    name,
    permissions,
    expiresAt: checkedExpiry(ctx, input.expiresAt ?? null),
    addresses: checkedAddresses(ctx, input.addresses ?? []),
    connectionIds,
  };
}

function checkedPermissions(names: readonly string[] | undefined): readonly Permission[] {
  if (!names) return everyPermission;
  const unknown = names.find((name) => !isPermission(name));
  if (unknown !== undefined) {
    throw new Refusal("invalid", {
      message: `"${unknown}" is not a permission; there are ${everyPermission.join(", ")}`,
    });
  }
  return names.filter(isPermission);
}

function checkedExpiry(ctx: Context, text: string | null): string | null {
  const limit = ctx.bounds.expiresAt === null ? null : new Date(ctx.bounds.expiresAt).toISOString();
  if (text === null) return limit;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new Refusal("invalid", { message: `"${text}" is not a time; write 2027-01-31T00:00:00Z` });
  if (limit !== null && time > Date.parse(limit))
    throw new Refusal("forbidden", { message: `Your own key ends at ${limit}; you cannot give a longer time` });
  return new Date(time).toISOString();
}

function checkedAddresses(ctx: Context, ranges: readonly string[]): readonly string[] {
  for (const range of ranges) {
    try {
      parseRange(range);
    } catch {
      throw new Refusal("invalid", { message: `"${range}" is not an address or a CIDR range like 10.0.0.0/8` });
    }
  }
  const own = ctx.bounds.addresses;
  if (own.length === 0) return ranges;
  const beyond = ranges.find((range) => !own.some((outer) => isWithin(range, outer)));
  if (beyond) throw new Refusal("forbidden", { message: `Your own key may not be used from ${beyond}` });
  return ranges.length ? ranges : own;
}

async function checkReferences(tx: Tx, key: ReturnType<typeof madeKey>): Promise<void> {
  const { accountId, connectionIds, ownerId } = key;
  if (connectionIds && (await store.countConnections(tx, accountId, connectionIds)) !== new Set(connectionIds).size) {
    throw new Refusal("invalid", { message: "connectionIds names a connection that this account does not have" });
  }
  if (ownerId === null) return;
  if (!(await store.isMember(tx, accountId, ownerId))) {
    throw new Refusal("invalid", { message: `Person ${ownerId} does not belong to this account` });
  }
}
