import { Refusal } from "@/lib/contract/errors";
import type { SessionStatus } from "@/lib/contract/shapes/sessions";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { openCursor, sealCursor } from "@/lib/db/cursor";
import { pageOf } from "../history/read-history";
import { ownSession, sessionItem, sessionItemV1 } from "./facts";
import * as store from "./lists/store";

export type SessionsQuery = {
  cursor?: string;
  size: number;
  sort?: "createdAt" | "updatedAt";
  sortDir?: "ASC" | "DESC";
  includeTotalCount?: boolean;
  status?: SessionStatus;
};

/** A page of a resource's sessions as v2 lists them, newest first unless asked otherwise. Throws invalid, notFound. */
export async function listSessions(ctx: Context, target: Target, query: SessionsQuery) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const { size, status } = query;
  const by = query.sort === "updatedAt" ? ("updated_at" as const) : ("created_at" as const);
  const descending = query.sortDir !== "ASC";
  const orderName = JSON.stringify(["sessions", resource.id, by, descending, status ?? null]);
  const after = query.cursor === undefined ? undefined : placeOf(query.cursor, orderName);
  const found = await store.listSessions({ ...place, status, by, descending, after, size });
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  return {
    data: rows.map(sessionItem),
    pagination: {
      cursor: last ? sealCursor(orderName, [last[by], last.id]) : null,
      ...(query.includeTotalCount && !after && { totalCount: await store.countSessions(place, status) }),
    },
  };
}

function placeOf(cursor: string, order: string): { time: string; id: number } {
  const [time, id] = openCursor(cursor, order) ?? [];
  if (typeof time === "string" && typeof id === "number") return { time, id };
  throw new Refusal("invalid", { message: "cursor: not one of this list; start again without it" });
}

/** A page of the account's sessions as v1 lists them, on the connections that the caller may see. */
export async function listEverySession(
  ctx: Context,
  {
    page,
    limit,
    connectionId,
    resourceId,
  }: { page: number; limit: number; connectionId?: number; resourceId?: number },
) {
  const where = { accountId: ctx.accountId, onlyConnections: ctx.connectionIds };
  const { rows, total } = await store.listAnywhere(where, { page, limit, connectionId, resourceId });
  return { data: rows.map(sessionItemV1), page, limit, total };
}

/** A page of a resource's sessions as our own face shows them, newest first. Throws notFound. */
export async function listOwnSessions(
  ctx: Context,
  target: Target,
  { below, size, status }: { below: number; size: number; status?: SessionStatus },
) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const found = await store.listNumbered(place, { below, size: size + 1, status });
  const { rows, next } = pageOf(found, size, ({ id }) => id);
  return { data: rows.map(ownSession), next };
}
