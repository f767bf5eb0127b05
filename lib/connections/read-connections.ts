import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { reader } from "@/lib/db/client";
import { openCursor, sealCursor } from "@/lib/db/cursor";
import { connectionFacts, ownResourceFacts, schemaFacts } from "./facts";
import { resourceAt, type Resource, type Target } from "./resource";
import * as schemas from "./schemas/store";
import * as store from "./store";

export type ConnectionsQuery = {
  cursor?: string;
  size: number;
  sort?: "createdAt" | "updatedAt";
  sortDir?: "ASC" | "DESC";
  includeTotalCount?: boolean;
  expand?: boolean;
  deleted?: boolean;
};

/** A page of the connections the caller may see. Deleted ones only for who may read what was deleted. */
export async function listConnections(ctx: Context, query: ConnectionsQuery) {
  const { accountId } = ctx;
  const deleted = query.deleted === true;
  if (deleted && !ctx.permits("audit-get")) throw new Refusal("forbidden");
  const order = {
    by: query.sort === "updatedAt" ? ("updated_at" as const) : ("created_at" as const),
    descending: query.sortDir === "DESC",
  };
  const orderName = `connections ${order.by} ${order.descending} ${deleted}`;
  const after = query.cursor === undefined ? undefined : cursorPlace(query.cursor, orderName);
  const page = { accountId, onlyIds: ctx.connectionIds, deleted, order, after, size: query.size };
  const found = await store.listConnections(page);
  const rows = found.slice(0, query.size);
  const resources = query.expand ? await liveResources(accountId, rows, deleted) : undefined;
  const last = found.length > query.size ? rows.at(-1) : undefined;
  return {
    data: rows.map((row) =>
      connectionFacts(
        row,
        resources?.filter(({ connection_id }) => connection_id === row.id),
      ),
    ),
    pagination: {
      cursor: last ? sealCursor(orderName, [last[order.by], last.id]) : null,
      ...(query.includeTotalCount && !after && { totalCount: await store.countConnections(page) }),
    },
  };
}

function cursorPlace(cursor: string, order: string): { time: string; id: number } {
  const [time, id] = openCursor(cursor, order) ?? [];
  if (typeof time === "string" && typeof id === "number") return { time, id };
  throw new Refusal("invalid", { message: "cursor: not one of this list; start again without it" });
}

async function liveResources(accountId: number, rows: readonly store.ConnectionRow[], deleted: boolean) {
  const resources = await store.listResources(
    reader,
    accountId,
    rows.map(({ id }) => id),
  );
  return resources.filter(({ deleted_at }) => deleted || deleted_at === null);
}

/** One connection with its resources when asked for. Throws notFound. */
export async function getConnection(ctx: Context, connectionId: number, options: { expand?: boolean } = {}) {
  const row = await visibleConnection(ctx, connectionId);
  const resources = options.expand ? await liveResources(ctx.accountId, [row], false) : undefined;
  return connectionFacts(row, resources);
}

async function visibleConnection(ctx: Context, connectionId: number): Promise<store.ConnectionRow> {
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const row = await store.findConnection(reader, ctx.accountId, connectionId);
  if (!row || row.deleted_at) throw new Refusal("notFound");
  return row;
}

/** The live resources of a connection, oldest first. Throws notFound. */
export async function listResources(ctx: Context, connectionId: number) {
  const connection = await visibleConnection(ctx, connectionId);
  const resources = await liveResources(ctx.accountId, [connection], false);
  return { data: resources.map(ownResourceFacts) };
}

/** One resource; its counts are read now, not remembered. Throws notFound. */
export async function getResource(ctx: Context, target: Target) {
  await resourceAt(ctx, target);
  const row = await store.findResource(reader, ctx.accountId, target.connectionId, target.resourceId);
  if (!row || row.deleted_at) throw new Refusal("notFound");
  return ownResourceFacts(row);
}

const placeOf = (resource: Resource) => ({ accountId: resource.account_id, resourceId: resource.id });

/** A version of a resource's schema; without a number the present one. Throws notFound. */
export async function getSchema(ctx: Context, target: Target, version?: number) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const row = await schemas.findSchema(placeOf(resource), version ?? resource.schema_version);
  if (!row) throw new Refusal("notFound");
  return schemaFacts(row);
}

/** Versions of a resource's schema, newest first. */
export async function listSchemas(ctx: Context, target: Target, page: { below: number; size: number }) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const { below, size } = page;
  const found = await schemas.listSchemas(reader, placeOf(resource), { below, size: size + 1 });
  const rows = found.slice(0, size);
  return { data: rows.map(schemaFacts), next: found.length > size ? (rows.at(-1)?.version ?? null) : null };
}
