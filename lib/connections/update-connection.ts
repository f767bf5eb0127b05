import { Refusal } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { declareFields } from "./declare-fields";
import { connectionFacts, ownResourceFacts, type FilterField } from "./facts";
import { checkedDisplayName } from "./schemas/publish-schema";
import { resourceAt, type Target } from "./resource";
import * as store from "./store";

/** Renames or describes a connection; null empties, undefined keeps. Throws notFound. */
export async function updateConnection(
  ctx: Context,
  connectionId: number,
  input: { clientAlias?: string | null; description?: string | null },
) {
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const found = await store.updateConnection(tx, accountId, connectionId, input);
    const row = found && (await store.findConnection(tx, accountId, connectionId));
    if (!row) throw new Refusal("notFound");
    const target = `connection ${connectionId}`;
    const audit = { accountId, action: "connection.update", target, details: input, origin: ctx };
    return { result: connectionFacts(row), change: { resources: [], audit } };
  });
}

export type ResourceInput = {
  name?: string;
  description?: string | null;
  displayNameKey?: string | null;
  filterFields?: readonly FilterField[];
  lateAfterHours?: number | null;
  reasonRequired?: boolean;
  failingPolicy?: "refuse" | "mark";
  deletionGuard?: number | null;
  sessionGuard?: number | null;
};

/** Changes a resource's own facts and the fields it can be filtered and sorted by at speed. Throws invalid, notFound. */
export async function updateResource(ctx: Context, target: Target, input: ResourceInput) {
  const { filterFields, ...facts } = input;
  const resource = await resourceAt(ctx, target);
  const schema = JSON.parse(resource.schema_text) as Record<string, unknown>;
  checkedDisplayName(schema, facts.displayNameKey);
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const head = await tx.lockLive(accountId, target.resourceId);
    await store.updateResource(tx, accountId, target.resourceId, facts);
    const audit = filterFields ? await declareFields(tx, ctx, resource, filterFields) : [];
    const row = await store.findResource(tx, accountId, target.connectionId, target.resourceId);
    if (!row) throw new Refusal("notFound");
    const revisions = [{ kind: "resource.update" as const, counts: noCounts, origin: ctx }];
    return {
      result: ownResourceFacts({ ...row, revision: head.revision + 1 }),
      change: { resources: [{ head, revisions }], audit },
    };
  });
}
