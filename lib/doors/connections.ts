import { createConnection, createResource } from "@/lib/connections/create-connection";
import { deleteConnection, deleteResource, restoreConnection } from "@/lib/connections/delete-connection";
import * as readConnections from "@/lib/connections/read-connections";
import { updateConnection, updateResource } from "@/lib/connections/update-connection";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { created, expanded, none, ok, sourceOf } from "./bindings";

export const connectionsDoors = {
  "api.connections.list": open(
    "api.connections.list",
    (ctx, { query }) => readConnections.listConnections(ctx, { ...query, ...expanded(query) }),
    ok,
  ),
  "api.connections.create": open(
    "api.connections.create",
    (ctx, { body, read }) => createConnection(ctx, { ...body, ...sourceOf(read) }),
    created,
  ),
  "api.connection.get": open(
    "api.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "api.connection.update": open(
    "api.connection.update",
    (ctx, { params, body }) => updateConnection(ctx, params.connectionId, body),
    ok,
  ),
  "api.connection.delete": open(
    "api.connection.delete",
    (ctx, { params }) => deleteConnection(ctx, params.connectionId),
    none,
  ),
  "api.connection.restore": open(
    "api.connection.restore",
    (ctx, { params }) => restoreConnection(ctx, params.connectionId),
    ok,
  ),
  "api.resources.list": open(
    "api.resources.list",
    (ctx, { params }) => readConnections.listResources(ctx, params.connectionId),
    ok,
  ),
  "api.resources.create": open(
    "api.resources.create",
    (ctx, { params, body, read }) => createResource(ctx, params.connectionId, { ...body, ...sourceOf(read) }),
    created,
  ),
  "api.resource.get": open("api.resource.get", (ctx, { params }) => readConnections.getResource(ctx, params), ok),
  "api.resource.update": open("api.resource.update", (ctx, { params, body }) => updateResource(ctx, params, body), ok),
  "api.resource.delete": open("api.resource.delete", (ctx, { params }) => deleteResource(ctx, params), none),
} satisfies Partial<Record<OperationId, Door>>;
