import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { marksFor } from "../hidden";
import { markedAt } from "../past/marked";
import * as store from "./store";

/** Every version of a record, newest first: what it was, who made it, who ended it. Throws notFound. */
export async function recordHistory(
  ctx: Context,
  target: Target,
  recordId: string,
  page: { below: number; size: number },
) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const rows = await store.listVersions(place, recordId, {
    ...page,
    size: page.size + 1,
    marks: marksFor(ctx, await markedAt(ctx, resource)),
  });
  if (rows.length === 0 && page.below === 0) throw new Refusal("notFound");
  return pageOf(rows, page.size, ({ revision }) => revision);
}

/** The Changes of a resource, newest first. */
export async function listChanges(
  ctx: Context,
  target: Target,
  page: { below: number; size: number } & store.ChangesMeant,
) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const found = await store.listChanges(place, { ...page, size: page.size + 1 });
  return pageOf(found, page.size, ({ revision }) => revision);
}

/** The pushes of a resource, newest first, with the rows they refused. */
export async function listPushes(
  ctx: Context,
  target: Target,
  page: { below: number; size: number; rejected?: boolean },
) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  return pageOf(await store.listPushes(place, { ...page, size: page.size + 1 }), page.size, ({ id }) => id);
}

/** Where a live record's value comes from, and when its source last confirmed it. Throws notFound. */
export async function recordProvenance(ctx: Context, target: Target, recordId: string) {
  const resource = await resourceAt(ctx, target);
  const row = await store.findProvenance({ accountId: ctx.accountId, resourceId: resource.id }, recordId);
  if (!row) throw new Refusal("notFound");
  return {
    id: row.id,
    revision: row.revision,
    createdAt: isoDate(row.created_at),
    updatedAt: isoDate(row.updated_at),
    madeBy: markOf(row.made_by),
    lastConfirmedAt: isoDateOrNull(row.push_at),
    lastConfirmedBy: row.push_at === null ? null : (JSON.parse(row.push_actor ?? "null") as unknown),
    lastConfirmedThrough: row.push_channel,
    pushId: row.push_id,
  };
}

/** The Change behind a version, from the database's JSON. */
export function markOf(text: string) {
  const mark = JSON.parse(text) as { at: string };
  return { ...mark, at: new Date(mark.at).toISOString() };
}

/** The first so many rows, and where the page after them begins; found holds one more when there is one. */
export function pageOf<Row>(found: readonly Row[], size: number, keyOf: (row: Row) => number) {
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  return { rows, next: last ? keyOf(last) : null };
}

/** Who and through what, of a Change or a push. */
export function originFacts(
  row: Pick<store.ChangeRow, "actor_kind" | "actor_id" | "actor_label" | "channel" | "request_id" | "at">,
) {
  return {
    at: isoDate(row.at),
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    channel: row.channel,
    requestId: row.request_id,
  };
}
