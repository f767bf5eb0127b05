import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { openCursor, sealCursor } from "@/lib/db/cursor";
import { refuseForgotten } from "../forgotten";
import { marksFor } from "../hidden";
import { markedAt } from "../past/marked";
import { listRecords } from "../read";
import { recordCount } from "../store";
import { lastRevisionOf } from "./find";
import * as held from "./held/store";
import { findAnywhere } from "./lists/store";
import * as store from "./store";

export type SessionRecordsQuery = {
  sessionId?: string;
  cursor?: string;
  size: number;
  sort?: "createdAt" | "updatedAt";
  sortDir?: "ASC" | "DESC";
  includeTotalCount?: boolean;
};

/** A listed record and the session it is in; null: in none. */
export type Listed = {
  id: string;
  data: string;
  created_at: string;
  updated_at: string;
  session_id: string | null;
  erased?: string | null;
};
type ListedPage = { rows: Listed[]; cursor: string | null; totalCount?: number };

const READ_AGAIN_MAX = 3;

/**
 * A page of the live records, each with the session it is in; or of one session's, wherever it stands: live, as it stood
 * when it was archived, or as far as it is staged. Throws invalid, notFound.
 */
export async function listSessionRecords(
  ctx: Context,
  target: Target,
  { sessionId, ...query }: SessionRecordsQuery,
): Promise<ListedPage> {
  if (sessionId === undefined) return listRecords(ctx, target, query);
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  for (let tries = 1; ; tries += 1) {
    const session = await store.findNamed(reader, place, sessionId);
    switch (session?.status) {
      case "ACTIVE": {
        const page = await listRecords(ctx, target, query);
        // Another session was completed between the two reads.
        const moved = page.rows.some((row) => row.session_id !== sessionId);
        if (!moved || tries === READ_AGAIN_MAX) return page;
        break;
      }
      case "ARCHIVED": {
        const asOf = String(lastRevisionOf(session));
        const page = await listRecords(ctx, target, { ...query, asOf });
        return { ...page, rows: page.rows.map((row) => ({ ...row, session_id: sessionId })) };
      }
      case "IN_PROGRESS":
        return listStaged(ctx, session, query, marksFor(ctx, resource));
      default:
        return { rows: [], cursor: null, ...(query.includeTotalCount && { totalCount: 0 }) };
    }
  }
}

async function listStaged(
  ctx: Context,
  session: store.SessionRow,
  query: Omit<SessionRecordsQuery, "sessionId">,
  marks: string | null,
): Promise<ListedPage> {
  const { size, includeTotalCount } = query;
  const by = query.sort === "updatedAt" ? ("updated_at" as const) : ("created_at" as const);
  const descending = query.sortDir === "DESC";
  const orderName = JSON.stringify(["staged", session.id, by, descending]);
  const after = query.cursor === undefined ? undefined : placeOf(query.cursor, orderName);
  const set = { accountId: ctx.accountId, id: session.set_id };
  const found = await held.listStaged(set, { by, descending, after, size: size + 1, marks });
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  return {
    rows: rows.map((row) => ({ ...row, session_id: session.session_id })),
    cursor: last ? sealCursor(orderName, [last[by], last.id]) : null,
    ...(includeTotalCount && !after && { totalCount: session.records }),
  };
}

function placeOf(cursor: string, order: string): { time: string; id: string } {
  const [time, id] = openCursor(cursor, order) ?? [];
  if (typeof time === "string" && typeof id === "string") return { time, id };
  throw new Refusal("invalid", { message: "cursor: not one of this list in this order; start again without it" });
}

/**
 * The records of a session of the account, by its number or the newest of that name, as v1 lists them: page by page, as
 * JSON texts. A canceled one has none. Throws notFound, invalid where its history is no longer kept.
 */
export async function sessionEvidence(ctx: Context, named: string, { page, limit }: { page: number; limit: number }) {
  const where = { accountId: ctx.accountId, onlyConnections: ctx.connectionIds };
  const session = await findAnywhere(where, named);
  if (!session) throw new Refusal("notFound");
  const { connection_id: connectionId, resource_id: resourceId, status } = session;
  const resource = await resourceAt(ctx, { connectionId, resourceId });
  const place = { accountId: ctx.accountId, resourceId };
  const revision = status === "ARCHIVED" ? lastRevisionOf(session) : undefined;
  const marked = await markedAt(ctx, resource, revision === undefined ? [] : [revision]);
  const part = { offset: (page - 1) * limit, size: limit, marks: marksFor(ctx, marked) };
  const facts = { page, limit, sessionId: session.session_id, connectionId, customResourceId: resourceId };
  if (status === "CANCELED") return { ...facts, texts: [], total: 0 };
  if (status === "IN_PROGRESS") {
    const set = { accountId: ctx.accountId, id: session.set_id };
    return { ...facts, texts: await held.stagedTexts(set, part), total: session.records };
  }
  if (revision !== undefined) await refuseForgotten(reader, place, { revision, name: "sessionId" });
  const texts = await held.textsAt(place, revision, part);
  return { ...facts, texts, total: await recordCount(reader, place, revision) };
}
