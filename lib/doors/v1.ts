import * as readConnections from "@/lib/connections/read-connections";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import * as answers from "@/lib/records/answers";
import { sendToSession } from "@/lib/records/sessions/send";
import { expanded, generate, generatedAnswer, ok, remove, update, upsert } from "./bindings";

export const v1Doors = {
  "v1.connection.get": open(
    "v1.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "v1.records.upsert": open(
    "v1.records.upsert",
    (ctx, input) =>
      input.session
        ? sendToSession(ctx, input.params, input.session, { read: input.read, ...input.query })
        : upsert(ctx, input),
    answers.upsertAnswerV1,
  ),
  "v1.evidence.generate": open("v1.evidence.generate", generate, generatedAnswer),
  "v1.record.update": open("v1.record.update", update("merge"), answers.updateAnswerV1),
  "v1.record.delete": open("v1.record.delete", remove, answers.deletedV1),
} satisfies Partial<Record<OperationId, Door>>;
