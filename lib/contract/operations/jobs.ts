import { ownResource } from "../addresses";
import { jobsExamples as examples } from "../examples/jobs";
import { row } from "../operation";
import { belowQuery, dryRunQuery } from "../shapes";
import * as shapes from "../shapes/jobs";

const started = { says: "Started; Location is the job's address", shape: shapes.job, example: examples.job };
const theJob = { says: "The job", shape: shapes.job, example: examples.job };

/** Work that outlives its request, and what starts it. */
export const jobsOperations = {
  "api.records.bulk-delete": row({
    method: "POST",
    path: `${ownResource}/records/bulk-delete`,
    summary: "Delete records: named ones, or all that match",
    says: "A job, in batches that are one change each; records that change meanwhile are left alone and reported.",
    permission: "custom-connections-data-delete",
    body: shapes.bulkDeleteBody,
    request: examples.bulkDelete,
    answers: { 202: started },
  }),
  "api.records.bulk-edit": row({
    method: "POST",
    path: `${ownResource}/records/bulk-edit`,
    summary: "Set and unset fields of records: named ones, or all that match",
    says: "A job; each record is judged by the schema, one that would fail it is left alone and reported. dryRun shows what would happen.",
    permission: "custom-connections-data-put",
    query: dryRunQuery,
    body: shapes.bulkEditBody,
    request: examples.bulkEdit,
    answers: {
      200: { says: "With dryRun: what would happen", shape: shapes.editPreview, example: examples.preview },
      202: started,
    },
  }),
  "api.exports.create": row({
    method: "POST",
    path: `${ownResource}/exports`,
    summary: "Export records into a file",
    says: "A job; the file holds the records of one revision, all that match, and is kept for the set days.",
    permission: "custom-connections-get",
    body: shapes.exportBody,
    request: examples.export,
    answers: { 202: started },
  }),
  "api.change.undo": row({
    method: "POST",
    path: `${ownResource}/changes/{revision}/undo`,
    summary: "Undo one change",
    says: "Its records become what they were before it; those that changed again since are kept and named, unless asked otherwise. dryRun tells both and writes nothing.",
    permission: "custom-connections-data-put",
    query: { ...dryRunQuery, ...shapes.undoQuery },
    answers: { 200: { says: "Undone", shape: shapes.undone, example: examples.undone } },
  }),
  "api.jobs.list": row({
    method: "GET",
    path: "/api/jobs",
    summary: "List jobs",
    says: "Newest first: your own, and everybody's for who may manage jobs.",
    permission: "custom-connections-get",
    query: { ...shapes.jobsQuery, ...belowQuery },
    answers: { 200: { says: "A page", shape: shapes.jobsList, example: examples.jobs } },
  }),
  "api.jobs.events": row({
    method: "GET",
    path: "/api/jobs/events",
    summary: "Follow jobs",
    says: "Server-sent events: one `job` with its facts for each that runs, and again whenever one gets on.",
    permission: "custom-connections-get",
    query: shapes.followQuery,
    answers: { 200: { says: "Events", type: "text/event-stream", example: examples.event } },
  }),
  "api.job.get": row({
    method: "GET",
    path: "/api/jobs/{jobId}",
    summary: "Get a job",
    says: "How far it is, what came of it, and which records it left alone.",
    permission: "custom-connections-get",
    answers: { 200: theJob },
  }),
  "api.job.events": row({
    method: "GET",
    path: "/api/jobs/{jobId}/events",
    summary: "Follow a job",
    says: "Server-sent events named `job` with its facts; the stream ends with the job.",
    permission: "custom-connections-get",
    answers: { 200: { says: "Events", type: "text/event-stream", example: examples.event } },
  }),
  "api.job.cancel": row({
    method: "POST",
    path: "/api/jobs/{jobId}/cancel",
    summary: "Stop a job",
    says: "It stops after the batch it is at; what it did stays done. One that is over stays as it is.",
    permission: "custom-connections-get",
    answers: { 200: theJob },
  }),
  "api.job.retry": row({
    method: "POST",
    path: "/api/jobs/{jobId}/retry",
    summary: "Go on with a job that failed or was stopped",
    says: "From where it came to: nothing is done twice.",
    permission: "custom-connections-get",
    answers: { 202: started },
  }),
  "api.job.undo": row({
    method: "POST",
    path: "/api/jobs/{jobId}/undo",
    summary: "Undo what a job did",
    says: "A new job that undoes all its changes; records that changed again since are left alone and reported.",
    permission: "custom-connections-data-put",
    answers: { 202: started },
  }),
  "api.job.download": row({
    method: "GET",
    path: "/api/jobs/{jobId}/download",
    summary: "Download the file that a job made",
    says: "The download is written to the audit trail.",
    permission: "custom-connections-get",
    conflicts: true,
    answers: { 200: { says: "The file", type: "application/octet-stream", example: "id,name" } },
  }),
} as const;
