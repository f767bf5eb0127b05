import { isoDate } from "@/lib/contract/dates";
import { printView, readView } from "@/lib/contract/records-view";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { asksSensitive, filterFor, marksFor } from "../hidden";
import * as store from "./store";

/** Everybody's views of a resource and the caller's own, by name. Throws notFound. */
export async function listViews(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  const rows = await store.listViews({ accountId: ctx.accountId, resourceId: resource.id }, ctx.personId);
  return { data: rows.map((row) => viewFacts(ctx, resource, row)) };
}

/** A view as the caller sees it. */
export function viewFacts(ctx: Context, resource: Resource, row: store.ViewRow) {
  return {
    id: row.id,
    name: row.name,
    query: shownQuery(ctx, resource, row.query),
    shared: row.shared,
    ownerId: row.owner_id,
    mine: isMine(ctx, row),
    updatedAt: isoDate(row.updated_at),
  };
}

/** A view's query without the values of its filter that are hidden from the caller; a filter that cannot be read goes. */
export function shownQuery(ctx: Context, resource: Resource, query: string): string {
  if (marksFor(ctx, resource) === null) return query;
  const { filter, broken, ...view } = readView(query);
  if (!broken && !(filter && asksSensitive(resource, filter))) return query;
  return printView({ ...view, filter: filter && filterFor(ctx, resource, filter) }, query).replace(/^\?/, "");
}

/** Whether a view is the caller's own. */
export function isMine({ personId }: Pick<Context, "personId">, row: Pick<store.ViewRow, "owner_id">): boolean {
  return personId !== null && row.owner_id === personId;
}
