import { Refusal } from "@/lib/contract/errors";
import { noCounts, type ResourceChange } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { env } from "@/lib/db/env";
import { connectionFacts } from "./facts";
import type { Target } from "./resource";
import * as store from "./store";

const DAY_MS = 86_400_000;

/**
 * Deletes a connection and its resources: their records stop being live, their history stays, an admin can restore it
 * for the set days. Throws notFound.
 */
export async function deleteConnection(ctx: Context, connectionId: number) {
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const connection = await store.lockConnection(tx, accountId, connectionId);
    if (!connection || connection.deleted_at) throw new Refusal("notFound");
    const deletedAt = new Date().toISOString();
    const resources: ResourceChange[] = [];
    for (const id of await store.resourceIds(tx, accountId, connectionId, null)) {
      resources.push(await removeResource(tx, ctx, id, deletedAt));
    }
    await store.markConnection(tx, accountId, connectionId, deletedAt);
    const audit = { accountId, action: "connection.delete", target: `connection ${connectionId}`, origin: ctx };
    return { result: undefined, change: { resources, audit } };
  });
}

/** Deletes one resource, as deleteConnection does. Throws notFound. */
export async function deleteResource(ctx: Context, target: Target) {
  const { connectionId, resourceId } = target;
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  return write(ctx, async (tx) => {
    const live = await store.resourceIds(tx, ctx.accountId, connectionId, null);
    if (!live.includes(resourceId)) throw new Refusal("notFound");
    const change = await removeResource(tx, ctx, resourceId, new Date().toISOString());
    return { result: undefined, change: { resources: [change] } };
  });
}

async function removeResource(tx: Tx, ctx: Context, resourceId: number, deletedAt: string): Promise<ResourceChange> {
  const head = await tx.lockLive(ctx.accountId, resourceId);
  await store.markResource(tx, ctx.accountId, resourceId, deletedAt);
  const counts = { ...noCounts, deleted: head.recordCount };
  return { head, revisions: [{ kind: "resource.delete", counts, origin: ctx }] };
}

/** Brings a deleted connection and what went with it back. Throws notFound, conflict after the set days. */
export async function restoreConnection(ctx: Context, connectionId: number) {
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const connection = await store.lockConnection(tx, accountId, connectionId);
    if (!connection?.deleted_at) throw new Refusal("notFound");
    const days = env().ATTESTRY_RESTORE_DAYS;
    if (Date.parse(connection.deleted_at) < Date.now() - days * DAY_MS) {
      throw new Refusal("conflict", {
        message: `Deleted connections can be restored for ${days} days; this one is older`,
      });
    }
    const resources: ResourceChange[] = [];
    for (const id of await store.resourceIds(tx, accountId, connectionId, connection.deleted_at)) {
      const head = await tx.lock(accountId, id);
      if (!head) throw new Refusal("notFound");
      await store.markResource(tx, accountId, id, null);
      const counts = { ...noCounts, created: await store.countRecords(tx, accountId, id) };
      resources.push({ head, revisions: [{ kind: "resource.restore", counts, origin: ctx }] });
    }
    await store.markConnection(tx, accountId, connectionId, null);
    const row = await store.findConnection(tx, accountId, connectionId);
    if (!row) throw new Refusal("notFound");
    const audit = { accountId, action: "connection.restore", target: `connection ${connectionId}`, origin: ctx };
    return { result: connectionFacts(row), change: { resources, audit } };
  });
}
