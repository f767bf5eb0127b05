import { createConnection } from "@/lib/connections/create-connection";
import { deleteConnection } from "@/lib/connections/delete-connection";
import * as readConnections from "@/lib/connections/read-connections";
import { updateConnection } from "@/lib/connections/update-connection";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import * as answers from "@/lib/records/answers";
import { listSessionRecords } from "@/lib/records/sessions/records";
import { created, expanded, none, ok, remove, update, upsert, sourceOf } from "./bindings";

export const v2Doors = {
  "v2.connections.list": open(
    "v2.connections.list",
    (ctx, { query }) => readConnections.listConnections(ctx, { ...query, ...expanded(query) }),
    ok,
  ),
  "v2.connections.create": open(
    "v2.connections.create",
    (ctx, { body, read }) => createConnection(ctx, { ...body, ...sourceOf(read) }),
    created,
  ),
  "v2.connection.get": open(
    "v2.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "v2.connection.update": open(
    "v2.connection.update",
    (ctx, { params, body }) => updateConnection(ctx, params.connectionId, body),
    ok,
  ),
  "v2.connection.delete": open(
    "v2.connection.delete",
    (ctx, { params }) => deleteConnection(ctx, params.connectionId),
    none,
  ),
  "v2.records.list": open(
    "v2.records.list",
    (ctx, { params, query }) => listSessionRecords(ctx, params, query),
    answers.listAnswerV2,
  ),
  "v2.records.upsert": open("v2.records.upsert", upsert, answers.upsertAnswerIso),
  "v2.record.update": open("v2.record.update", update("merge"), answers.updateAnswerV2),
  "v2.record.delete": open("v2.record.delete", remove, answers.deleted),
} satisfies Partial<Record<OperationId, Door>>;
