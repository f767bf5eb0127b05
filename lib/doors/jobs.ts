import type { Answer } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { cancelJob, retryJob, undoJob } from "@/lib/jobs/control";
import { followJob, followJobs } from "@/lib/jobs/events";
import { downloadJob, getJob, listJobs } from "@/lib/jobs/read";
import { startBulkDelete } from "@/lib/records/bulk/delete";
import { previewEdit, startBulkEdit } from "@/lib/records/bulk/edit";
import { startExport } from "@/lib/records/bulk/export-file";
import { previewAnswer } from "@/lib/records/bulk/preview-answer";
import { undoChange } from "@/lib/records/bulk/undo";
import { ok, started, textOf } from "./bindings";

const events = (stream: ReadableStream<Uint8Array>): Answer => ({
  status: 200,
  body: stream,
  // A proxy that gathers what it passes on would hold the events back.
  headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" },
});

export const jobsDoors = {
  "api.records.bulk-delete": open(
    "api.records.bulk-delete",
    (ctx, { params, body, read }) =>
      startBulkDelete(ctx, params, { selectionText: textOf(read, "selection") ?? "{}", reason: body.reason }),
    started,
  ),
  "api.records.bulk-edit": open(
    "api.records.bulk-edit",
    async (ctx, { params, query, body, read }) => {
      const { set = [], unset = [], reason } = body;
      const texts = { selectionText: textOf(read, "selection") ?? "{}", setText: textOf(read, "set") };
      const edit = { ...texts, set, unset, reason };
      if (query.dryRun) return { preview: await previewEdit(ctx, params, edit) };
      return { job: await startBulkEdit(ctx, params, edit) };
    },
    (result) => (result.job ? started(result.job) : previewAnswer(result.preview)),
  ),
  "api.exports.create": open(
    "api.exports.create",
    (ctx, { params, body, read }) => startExport(ctx, params, { ...body, selectionText: textOf(read, "selection") }),
    started,
  ),
  "api.change.undo": open(
    "api.change.undo",
    (ctx, { params, query }) => undoChange(ctx, params, params.revision, query.later),
    ok,
  ),
  "api.jobs.list": open("api.jobs.list", (ctx, { query }) => listJobs(ctx, query), ok),
  "api.jobs.events": open("api.jobs.events", (ctx, { query }) => followJobs(ctx, query.seconds), events),
  "api.job.get": open("api.job.get", (ctx, { params }) => getJob(ctx, params.jobId), ok),
  "api.job.events": open("api.job.events", (ctx, { params }) => followJob(ctx, params.jobId), events),
  "api.job.cancel": open("api.job.cancel", (ctx, { params }) => cancelJob(ctx, params.jobId), ok),
  "api.job.retry": open("api.job.retry", (ctx, { params }) => retryJob(ctx, params.jobId), started),
  "api.job.undo": open("api.job.undo", (ctx, { params }) => undoJob(ctx, params.jobId), started),
  "api.job.download": open(
    "api.job.download",
    (ctx, { params }) => downloadJob(ctx, params.jobId),
    ({ stream, fileName, bytes }) => ({
      status: 200,
      body: stream,
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${fileName}"`,
        "content-length": String(bytes),
      },
    }),
  ),
} satisfies Partial<Record<OperationId, Door>>;
