import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import * as answers from "@/lib/records/answers";
import { eraseRecord } from "@/lib/records/erase/erase";
import { exportRecords } from "@/lib/records/export";
import * as history from "@/lib/records/history/read-history";
import * as readRecords from "@/lib/records/read";
import { revertRecord } from "@/lib/records/revert";
import { deletedAnswer, listDeleted } from "@/lib/records/trash/list-deleted";
import { restoreDeleted } from "@/lib/records/trash/restore";
import { ok, remove, update, upsert } from "./bindings";

export const recordsDoors = {
  "api.records.list": open(
    "api.records.list",
    (ctx, { params, query }) => readRecords.listRecords(ctx, params, query),
    answers.listAnswer,
  ),
  "api.records.upsert": open("api.records.upsert", upsert, answers.upsertAnswerIso),
  "api.record.get": open(
    "api.record.get",
    (ctx, { params, query }) => readRecords.getRecord(ctx, params, params.recordId, query.asOf),
    answers.judgedRecordAnswer,
  ),
  "api.record.replace": open("api.record.replace", update("replace"), answers.recordAnswer),
  "api.record.merge": open("api.record.merge", update("merge"), answers.recordAnswer),
  "api.record.delete": open("api.record.delete", remove, answers.deleted),
  "api.record.history": open(
    "api.record.history",
    (ctx, { params, query }) => history.recordHistory(ctx, params, params.recordId, query),
    answers.versionsAnswer,
  ),
  "api.record.provenance": open(
    "api.record.provenance",
    (ctx, { params }) => history.recordProvenance(ctx, params, params.recordId),
    ok,
  ),
  "api.record.revert": open(
    "api.record.revert",
    (ctx, { params, body, ifMatch }) => revertRecord(ctx, params, params.recordId, { ...body, ifMatch }),
    answers.recordAnswer,
  ),
  "api.record.erase": open(
    "api.record.erase",
    (ctx, { params, body }) => eraseRecord(ctx, params, params.recordId, body),
    ok,
  ),
  "api.deleted.list": open(
    "api.deleted.list",
    (ctx, { params, query }) => listDeleted(ctx, params, query),
    deletedAnswer,
  ),
  "api.deleted.restore": open("api.deleted.restore", (ctx, { params, body }) => restoreDeleted(ctx, params, body), ok),
  "api.records.export": open(
    "api.records.export",
    (ctx, { params, query }) => exportRecords(ctx, params, query),
    (stream) => ({ status: 200, body: stream, headers: { "content-type": "application/x-ndjson" } }),
  ),
  "api.changes.list": open(
    "api.changes.list",
    (ctx, { params, query }) => history.listChanges(ctx, params, query),
    answers.changesAnswer,
  ),
  "api.pushes.list": open(
    "api.pushes.list",
    (ctx, { params, query }) => history.listPushes(ctx, params, query),
    answers.pushesAnswer,
  ),
} satisfies Partial<Record<OperationId, Door>>;
