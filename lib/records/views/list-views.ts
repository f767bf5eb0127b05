import { isoDate } from "@/lib/contract/dates";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import * as store from "./store";

/** Everybody's views of a resource and the caller's own, by name. Throws notFound. */
export async function listViews(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  const rows = await store.listViews({ accountId: ctx.accountId, resourceId: resource.id }, ctx.personId);
  return { data: rows.map((row) => viewFacts(ctx, row)) };
}

/** A view as the caller sees it. */
export function viewFacts(ctx: Pick<Context, "personId">, row: store.ViewRow) {
  return {
    id: row.id,
    name: row.name,
    query: row.query,
    shared: row.shared,
    ownerId: row.owner_id,
    mine: isMine(ctx, row),
    updatedAt: isoDate(row.updated_at),
  };
}

/** Whether a view is the caller's own. */
export function isMine({ personId }: Pick<Context, "personId">, row: Pick<store.ViewRow, "owner_id">): boolean {
  return personId !== null && row.owner_id === personId;
}
