import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { overview } from "@/lib/records/overview/overview";
import { search } from "@/lib/records/search/search";
import { listViews } from "@/lib/records/views/list-views";
import { changeView, createView, deleteView } from "@/lib/records/views/save-view";
import { created, none, ok } from "./bindings";

export const viewsDoors = {
  "api.overview": open("api.overview", (ctx) => overview(ctx), ok),
  "api.search": open("api.search", (ctx, { query }) => search(ctx, query), ok),
  "api.views.list": open("api.views.list", (ctx, { params }) => listViews(ctx, params), ok),
  "api.views.create": open("api.views.create", (ctx, { params, body }) => createView(ctx, params, body), created),
  "api.view.update": open(
    "api.view.update",
    (ctx, { params, body }) => changeView(ctx, params, params.viewId, body),
    ok,
  ),
  "api.view.delete": open("api.view.delete", (ctx, { params }) => deleteView(ctx, params, params.viewId), none),
} satisfies Partial<Record<OperationId, Door>>;
