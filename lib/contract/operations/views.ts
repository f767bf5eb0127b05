import { ownResource } from "../addresses";
import { viewExamples } from "../examples/views";
import { row } from "../operation";
import * as shapes from "../shapes/views";

const views = `${ownResource}/views` as const;

/** What people look at first, how they find things, and the lists they keep. */
export const viewsOperations = {
  "api.overview": row({
    method: "GET",
    path: "/api/overview",
    summary: "The account at a glance",
    says: "Per resource: records, the last push, pushes per day, what fails, whether it is late; and the newest changes.",
    permission: "custom-connections-get",
    answers: { 200: { says: "All that the caller may see", shape: shapes.overview, example: viewExamples.overview } },
  }),
  "api.search": row({
    method: "GET",
    path: "/api/search",
    summary: "Find a connection, a resource or a record",
    says: "Up to 8 of each: by name, and records by the beginning of their id, their declared texts or their display name.",
    permission: "custom-connections-get",
    query: shapes.searchQuery,
    answers: { 200: { says: "What was found", shape: shapes.found, example: viewExamples.found } },
  }),
  "api.views.list": row({
    method: "GET",
    path: views,
    summary: "List saved views",
    says: "Everybody's and the caller's own, by name. What is hidden from the caller is a mask, also what everybody's view searches for.",
    permission: "custom-connections-get",
    answers: { 200: { says: "The views", shape: shapes.viewsList, example: viewExamples.views } },
  }),
  "api.views.create": row({
    method: "POST",
    path: views,
    summary: "Save a view",
    says: "One's own; for everybody with *Share Views*. A mask is never saved: `from` keeps what it stands for, but for what everybody's view searches for, which one's own cannot keep.",
    permission: "custom-connections-get",
    body: shapes.newView,
    request: viewExamples.newView,
    answers: { 201: { says: "Saved", shape: shapes.view, example: viewExamples.view } },
  }),
  "api.view.update": row({
    method: "PATCH",
    path: `${views}/{viewId}`,
    summary: "Change a saved view",
    says: "One's own; everybody's with *Share Views*.",
    permission: "custom-connections-get",
    body: shapes.viewChange,
    request: viewExamples.viewChange,
    answers: { 200: { says: "Changed", shape: shapes.view, example: viewExamples.view } },
  }),
  "api.view.delete": row({
    method: "DELETE",
    path: `${views}/{viewId}`,
    summary: "Delete a saved view",
    says: "One's own; everybody's with *Share Views*.",
    permission: "custom-connections-get",
    answers: { 204: { says: "Deleted" } },
  }),
} as const;
