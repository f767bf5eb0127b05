import { Refusal } from "@/lib/contract/errors";
import { printFilter } from "@/lib/contract/filter-text";
import { readView, type RecordsView } from "@/lib/contract/records-view";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { MASK } from "@/lib/schema/mask";
import { asksMask, marksFor } from "../hidden";
import { asQuery, isMine, shownQuery, viewFacts } from "./list-views";
import * as store from "./store";

const VIEWS_MAX = 200;

const permission = "An admin can give you the permission Read Sensitive Data.";
const hiddenSearch = `q: ${MASK} stands for a search that is hidden from you. Only a view for everyone that is made from the one with this search keeps it; leave it out. ${permission}`;
const hiddenValue = `filter: ${MASK} stands for a value that is hidden from you. It is kept only where the whole filter is as in the view that it came from: put it back as it was, or take the condition away. ${permission}`;

/** What is asked of a view; undefined keeps, and makes a new one the caller's own. */
export type ViewInput = { name?: string; query?: string; shared?: boolean };

/** from: the view that the query was made from. */
export type NewViewInput = ViewInput & { name: string; query: string; from?: number };

/**
 * Saves a list under a name: for the caller, or for everybody, which needs a permission of its own. A key that belongs
 * to nobody saves for everybody. What is hidden from the caller is kept as the view has it that theirs was made from.
 * Throws notFound, forbidden, conflict when there are too many, invalid for a mask that stands for nothing.
 */
export async function createView(ctx: Context, target: Target, input: NewViewInput) {
  const resource = await resourceAt(ctx, target);
  const { personId: ownerId, accountId } = ctx;
  const shared = input.shared ?? ownerId === null;
  if (!shared && ownerId === null) {
    throw new Refusal("invalid", {
      message: "shared: this key belongs to nobody, so it saves for everybody: send true",
    });
  }
  if (shared) mayShare(ctx);
  const place = { accountId, resourceId: resource.id };
  return writeInTurn(ctx, async (tx) => {
    if ((await store.countViews(tx, place, ownerId)) >= VIEWS_MAX) {
      throw new Refusal("conflict", { message: `You have ${VIEWS_MAX} views of this resource; delete one first` });
    }
    const { name } = input;
    const query = await newQuery(tx, ctx, resource, { ...input, shared });
    const row = await store.insertView(tx, place, { ownerId, name, query, shared });
    if (!row) throw new Error("A view was not inserted");
    return { result: viewFacts(ctx, resource, row), change: { resources: [], audit: entry(ctx, "view.create", row) } };
  });
}

/** Changes a view: one's own, or everybody's with the permission for it. Throws notFound, forbidden. */
export async function changeView(ctx: Context, target: Target, viewId: number, input: ViewInput) {
  const resource = await resourceAt(ctx, target);
  return writeInTurn(ctx, async (tx) => {
    const found = await changeable(tx, ctx, resource.id, viewId);
    const shown = shownQuery(ctx, resource, found);
    const changed = { ...found, ...given(input) };
    // Whoever it becomes the own of reads what it searches for, so it keeps no more than they could read before.
    if (found.shared && !changed.shared) changed.query = input.query ?? shown;
    else if (input.query !== undefined) {
      changed.query = noMask(ctx, resource, withHidden(input.query, { shown, kept: found.query }));
    }
    if (changed.shared) mayShare(ctx);
    else if (!isMine(ctx, found)) {
      throw new Refusal("invalid", { message: "shared: only whose view it is can make it their own again" });
    }
    const row = await store.updateView(tx, ctx.accountId, changed);
    if (!row) throw new Refusal("notFound");
    return { result: viewFacts(ctx, resource, row), change: { resources: [], audit: entry(ctx, "view.update", row) } };
  });
}

/** Deletes a view: one's own, or everybody's with the permission for it. Throws notFound, forbidden. */
export async function deleteView(ctx: Context, target: Target, viewId: number): Promise<void> {
  const resource = await resourceAt(ctx, target);
  return writeInTurn<void>(ctx, async (tx) => {
    const found = await changeable(tx, ctx, resource.id, viewId);
    await store.deleteView(tx, ctx.accountId, viewId);
    return { result: undefined, change: { resources: [], audit: entry(ctx, "view.delete", found) } };
  });
}

/** The query of a new view, where a mask came back as the view has it that it was made from. */
async function newQuery(tx: Tx, ctx: Context, resource: Resource, { query: sent, shared, from }: NewViewInput) {
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const found = from === undefined ? undefined : await store.lockView(tx, place, from);
  if (!found || !isSeen(ctx, found)) return noMask(ctx, resource, sent);
  const query = withHidden(sent, { shown: shownQuery(ctx, resource, found), kept: found.query });
  // Whoever a view is the own of reads what it searches for, so a search that they could not read is not kept in it.
  return noMask(ctx, resource, shared || readView(sent).q !== MASK ? query : sent);
}

/** A query that is about to be kept. Throws invalid where it has a mask in place of what is hidden from the caller. */
function noMask(ctx: Context, resource: Resource, query: string): string {
  if (marksFor(ctx, resource) === null) return query;
  const { q, filter } = readView(query);
  if (q === MASK) throw new Refusal("invalid", { message: hiddenSearch });
  if (filter && asksMask(ctx, resource, filter)) throw new Refusal("invalid", { message: hiddenValue });
  return query;
}

/** A query that was sent for a view, what came back as it was shown kept as it is: a mask is not a write. */
function withHidden(sent: string, { shown, kept }: { shown: string; kept: string }): string {
  if (shown === kept) return sent;
  if (sent === shown) return kept;
  const [asked, told, known] = [readView(sent), readView(shown), readView(kept)];
  const filterText = ({ filter }: RecordsView) => filter && printFilter(filter);
  const q = asked.q === told.q ? known.q : asked.q;
  const filter = filterText(asked) === filterText(told) ? known.filter : asked.filter;
  return asQuery({ ...asked, q, filter }, sent);
}

async function changeable(tx: Tx, ctx: Context, resourceId: number, viewId: number): Promise<store.ViewRow> {
  const found = await store.lockView(tx, { accountId: ctx.accountId, resourceId }, viewId);
  if (!found || !isSeen(ctx, found)) throw new Refusal("notFound");
  if (!isMine(ctx, found)) mayShare(ctx);
  return found;
}

/** Another person's own view is nobody else's business, so it is not told apart from none. */
const isSeen = (ctx: Context, view: store.ViewRow) => view.shared || isMine(ctx, view);

function mayShare(ctx: Context): void {
  if (!ctx.permits("views-put")) throw new Refusal("forbidden", { cause: "lacks views-put" });
}

function given(input: ViewInput): Partial<store.ViewRow> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function entry(ctx: Context, action: string, view: store.ViewRow) {
  const details = { name: view.name, shared: view.shared };
  return { accountId: ctx.accountId, action, target: `view ${view.id}`, details, origin: ctx };
}
