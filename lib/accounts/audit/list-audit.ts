import { changeKinds } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import { reader, type Reader } from "@/lib/db/client";
import { openCursor, sealCursor } from "@/lib/db/cursor";
import * as store from "./store";

// A search looks through so many entries of each source before it answers; a page then goes on from there.
const SEARCHED_AT_ONCE = 100_000;
const ORDER = "audit";

export type AuditFilters = { from?: string; to?: string; action?: string; actor?: string; q?: string };

/**
 * The account's trail, newest first: audit entries and Changes of its resources in one line. A search that looked
 * through many entries answers what it has, and how far back it looked. Throws invalid for a cursor of another list.
 */
export async function listAudit(ctx: Context, query: AuditFilters & { cursor?: string; size: number }) {
  const { accountId } = ctx;
  const filter = filterOf(query);
  const after = query.cursor === undefined ? undefined : placeOf(query.cursor);
  const floor = await floorOf(accountId, filter, after);
  const rows = await page(reader, accountId, { ...filter, from: floor ?? filter.from }, after, query.size + 1);
  const shown = rows.slice(0, query.size);
  const last = rows.length > query.size ? shown.at(-1) : undefined;
  const searchedTo = last === undefined && floor !== undefined ? floor : null;
  const cursor = last
    ? sealCursor(ORDER, [last.at, last.source, last.a, last.b])
    : searchedTo && sealCursor(ORDER, [searchedTo, "time", 0, 0]);
  return {
    data: shown.map(entryFacts),
    pagination: { cursor, searchedTo: searchedTo && milliseconds(searchedTo) },
  };
}

/** What the trail tells apart: the actions that occur in it, and every kind of Change. */
export async function auditActions(ctx: Context) {
  const actions = await store.actionsOf(ctx.accountId);
  return { data: [...new Set([...actions, ...changeKinds])].sort() };
}

/** A query's filters as the store takes them. */
export function filterOf({ from, to, action, actor, q }: AuditFilters): store.Filter {
  const actions = action?.split(",").filter(Boolean);
  const [, kind = "", id = ""] = /^(person|key|command|link):(\d{1,15})$/.exec(actor ?? "") ?? [];
  const one = kind ? { kind, id: Number(id) } : actor ? { label: actor } : undefined;
  return { from, to, actions: actions?.length ? actions : undefined, actor: one, q: q || undefined };
}

/** So many entries of both sources that match, in order. */
export async function page(
  from: Reader,
  accountId: number,
  filter: store.Filter,
  after: store.Place | undefined,
  size: number,
): Promise<store.Row[]> {
  const { audit, change } = sourcesOf(filter);
  const entries = audit ? await store.auditEntries(from, accountId, filter, after, size) : [];
  const changes = change ? await store.changes(from, accountId, filter, after, size) : [];
  return [...entries, ...changes].sort(newestFirst).slice(0, size);
}

function sourcesOf({ actions }: store.Filter) {
  const isChange = (action: string) => (changeKinds as readonly string[]).includes(action);
  return {
    audit: !actions || actions.some((action) => !isChange(action)),
    change: !actions || actions.some(isChange),
  };
}

function newestFirst(one: store.Row, other: store.Row): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  if (one.source !== other.source) return one.source === "audit" ? -1 : 1;
  return other.a - one.a || other.b - one.b;
}

/** How far back a search looks at once; undefined where every entry counts, or all of them can be looked at. */
async function floorOf(accountId: number, filter: store.Filter, after: store.Place | undefined) {
  const { audit, change } = sourcesOf(filter);
  const searching = filter.actor !== undefined || filter.q !== undefined;
  const back = async (table: "audit_entry" | "change", looks: boolean) =>
    looks ? store.timeBack(table, accountId, filter, after, SEARCHED_AT_ONCE) : undefined;
  const floors = await Promise.all([
    back("audit_entry", audit && searching),
    back("change", change && (searching || filter.actions !== undefined)),
  ]);
  return floors
    .filter((each) => each !== undefined)
    .sort()
    .at(-1);
}

function placeOf(cursor: string): store.Place {
  const [at, source, a, b] = openCursor(cursor, ORDER) ?? [];
  const known = source === "audit" || source === "change" || source === "time";
  if (typeof at === "string" && known && typeof a === "number" && typeof b === "number") return { at, source, a, b };
  throw new Refusal("invalid", { message: "cursor: not one of this list; start again without it" });
}

const milliseconds = (microseconds: string) => `${microseconds.slice(0, 23)}Z`;

/** One entry as people and exports see it. */
export function entryFacts(row: store.Row) {
  const { connection_id: connectionId, resource_id: resourceId, resource_name: name } = row;
  return {
    id: row.source === "audit" ? `audit-${row.a}` : `change-${row.a}-${row.b}`,
    at: milliseconds(row.at),
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    action: row.action,
    target: row.target,
    channel: row.channel,
    requestId: row.request_id,
    details: JSON.parse(row.details) as Record<string, unknown>,
    resource: connectionId && resourceId && name !== null ? { connectionId, resourceId, name } : null,
  };
}
