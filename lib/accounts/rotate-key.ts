import { Refusal } from "@/lib/contract/errors";
import { isPermission } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { madeKey, secretOfKey } from "./create-key";
import * as store from "./store";

const HOUR_MS = 3_600_000;

/**
 * Makes a key that may do what another may, and lets the other work on for some hours, so that nothing stands still
 * meanwhile. One that ends lives again as long as it was made for. Throws notFound, conflict for a key that no longer
 * works or was rotated before, and forbidden where the caller could not make such a key.
 */
export async function rotateKey(ctx: Context, keyId: number, { overlapHours }: { overlapHours: number }) {
  const { accountId } = ctx;
  const old = await store.findKey(accountId, keyId);
  if (!old) throw new Refusal("notFound");
  const over = old.revokedAt !== null || (old.expiresAt !== null && old.expiresAt.getTime() <= Date.now());
  if (over) throw new Refusal("conflict", { message: `Key ${keyId} no longer works; make a new one instead` });
  const key = madeKey(ctx, {
    accountId,
    name: old.name,
    permissions: old.permissions.filter(isPermission),
    expiresAt: old.expiresAt && new Date(Date.now() + lifetimeOf(old)).toISOString(),
    addresses: old.addresses,
    connectionIds: old.connectionIds.length ? old.connectionIds.map(Number) : null,
    ownerId: old.ownerId === null ? null : Number(old.ownerId),
  });
  const secret = secretOfKey();
  return writeInTurn(ctx, async (tx) => {
    const row = { ...key, prefix: secret.prefix, hash: secret.hash, createdBy: ctx.actor.label };
    const newId = await store.insertKey(tx, row);
    const endsBy = new Date(Date.now() + overlapHours * HOUR_MS).toISOString();
    const oldExpiresAt = await store.retireKey(tx, accountId, keyId, newId, endsBy);
    if (!oldExpiresAt) throw new Refusal("conflict", { message: `Key ${keyId} was rotated or revoked before` });
    const details = { name: key.name, newKey: newId, overlapHours, oldExpiresAt };
    const audit = { accountId, action: "key.rotate", target: `key ${keyId}`, details, access: true, origin: ctx };
    const result = {
      keyId: newId,
      apiKey: secret.apiKey,
      prefix: secret.prefix,
      ...key,
      replacesId: keyId,
      oldExpiresAt,
    };
    return { result, change: { resources: [], audit } };
  });
}

function lifetimeOf({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null }): number {
  return (expiresAt?.getTime() ?? 0) - createdAt.getTime();
}
