import { isoDate } from "@/lib/contract/dates";
import { printView, readView, type RecordsView } from "@/lib/contract/records-view";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { MASK } from "@/lib/schema/mask";
import { filterFor, marksFor } from "../hidden";
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
    query: shownQuery(ctx, resource, row),
    shared: row.shared,
    ownerId: row.owner_id,
    mine: isMine(ctx, row),
    updatedAt: isoDate(row.updated_at),
  };
}

/**
 * A view's query as the caller may read it. The values of its filter that are hidden from them are masks; so is the text
 * it searches for, which may be any value, unless the view is theirs alone. A filter that cannot be read goes.
 */
export function shownQuery(
  ctx: Context,
  resource: Resource,
  row: Pick<store.ViewRow, "query" | "owner_id" | "shared">,
) {
  if (marksFor(ctx, resource) === null) return row.query;
  const { q, filter, ...view } = readView(row.query);
  const shown = q === "" || (isMine(ctx, row) && !row.shared) ? q : MASK;
  return asQuery({ ...view, q: shown, filter: filter && filterFor(ctx, resource, filter) }, row.query);
}

/** A view as it is kept; what of it is no view's own is as it stands in `beside`. */
export const asQuery = (view: RecordsView, beside: string): string => printView(view, beside).replace(/^\?/, "");

/** Whether a view is the caller's own. */
export function isMine({ personId }: Pick<Context, "personId">, row: Pick<store.ViewRow, "owner_id">): boolean {
  return personId !== null && row.owner_id === personId;
}
