import { Refusal } from "@/lib/contract/errors";
import { printFilter } from "@/lib/contract/filter-text";
import { readView, type RecordsView } from "@/lib/contract/records-view";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { asQuery, isMine, shownQuery, viewFacts } from "./list-views";
import * as store from "./store";

const VIEWS_MAX = 200;

/** What is asked of a view; undefined keeps, and makes a new one the caller's own. */
export type ViewInput = { name?: string; query?: string; shared?: boolean };

/**
 * Saves a list under a name: for the caller, or for everybody, which needs a permission of its own. A key that belongs
 * to nobody saves for everybody. Throws notFound, forbidden, conflict when there are too many.
 */
export async function createView(ctx: Context, target: Target, input: Required<Omit<ViewInput, "shared">> & ViewInput) {
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
    const { name, query } = input;
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
    else if (input.query !== undefined) changed.query = withHidden(input.query, { shown, kept: found.query });
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
  // Another person's own view is nobody else's business, so it is not told apart from none.
  if (!found || (!found.shared && !isMine(ctx, found))) throw new Refusal("notFound");
  if (!isMine(ctx, found)) mayShare(ctx);
  return found;
}

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
