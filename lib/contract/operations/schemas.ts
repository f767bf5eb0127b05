import { ownResource } from "../addresses";
import { jobsExamples } from "../examples/jobs";
import { schemaExamples as examples } from "../examples/schemas";
import { row } from "../operation";
import { belowQuery } from "../shapes";
import { job } from "../shapes/jobs";
import * as shapes from "../shapes/schemas";

const draft = `${ownResource}/schema/draft` as const;
const started = { says: "Started; Location is the job's address", shape: job, example: jobsExamples.job };
const theDraft = { says: "The draft, its edit as ETag", shape: shapes.draft, example: examples.draft };

/** Schemas: drafts, what they would do, and versions. */
export const schemasOperations = {
  "api.schema.get": row({
    method: "GET",
    path: `${ownResource}/schema`,
    summary: "Get the present schema",
    says: "With its version as ETag.",
    permission: "schemas-get",
    answers: { 200: { says: "The schema", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.publish": row({
    method: "PUT",
    path: `${ownResource}/schema`,
    summary: "Publish a schema",
    says: "Makes a new version; records keep the version they were judged by. The present schema again changes nothing.",
    permission: "schemas-put",
    body: shapes.schemaBody,
    ifMatch: "heeded",
    request: examples.schemaBody,
    answers: { 200: { says: "Published", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.versions": row({
    method: "GET",
    path: `${ownResource}/schema/versions`,
    summary: "List the versions of a schema",
    says: "Newest first.",
    permission: "schemas-get",
    query: belowQuery,
    answers: { 200: { says: "A page", shape: shapes.schemaVersions, example: examples.schemaVersions } },
  }),
  "api.schema.version": row({
    method: "GET",
    path: `${ownResource}/schema/versions/{version}`,
    summary: "Get one version of a schema",
    says: "As it was published.",
    permission: "schemas-get",
    answers: { 200: { says: "The version", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.restore": row({
    method: "POST",
    path: `${ownResource}/schema/versions/{version}/restore`,
    summary: "Make an older version hold again",
    says: "As a new version that says where it comes from. If-Match carries the version that holds now.",
    permission: "schemas-put",
    body: shapes.reasonBody,
    ifMatch: "heeded",
    conflicts: true,
    request: examples.reason,
    answers: { 200: { says: "Published", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.difference": row({
    method: "GET",
    path: `${ownResource}/schema/difference`,
    summary: "Tell two schemas apart in words",
    says: "From one version, or the present one, to another version or to the draft: compatible or breaking, and why.",
    permission: "schemas-get",
    query: shapes.differenceQuery,
    answers: { 200: { says: "The difference", shape: shapes.difference, example: examples.difference } },
  }),
  "api.draft.get": row({
    method: "GET",
    path: draft,
    summary: "Get the draft of a schema",
    says: "A resource has at most one, which whoever may publish works on together.",
    permission: "schemas-get",
    answers: { 200: theDraft },
  }),
  "api.draft.save": row({
    method: "PUT",
    path: draft,
    summary: "Keep a draft of the next schema",
    says: "What is not sent stays as the draft has it, or as it holds now. If-Match carries the edit that was read, 0 for none.",
    permission: "schemas-put",
    body: shapes.draftBody,
    ifMatch: "heeded",
    request: examples.draftBody,
    answers: { 200: theDraft },
  }),
  "api.draft.discard": row({
    method: "DELETE",
    path: draft,
    summary: "Discard a draft",
    says: "What holds stays as it is.",
    permission: "schemas-put",
    ifMatch: "heeded",
    answers: { 204: { says: "Discarded" } },
  }),
  "api.draft.preview": row({
    method: "GET",
    path: `${draft}/preview`,
    summary: "See what a draft's steps make of records",
    says: "The first records that they change, before and after, and what the draft has against the outcome.",
    permission: "schemas-put",
    answers: { 200: { says: "Examples", shape: shapes.draftPreview, example: examples.draftPreview } },
  }),
  "api.draft.impact.start": row({
    method: "POST",
    path: `${draft}/impact`,
    summary: "Check a draft against every record",
    says: "A job; what it found so far is read at the same address.",
    permission: "schemas-put",
    ifMatch: "heeded",
    answers: { 202: started },
  }),
  "api.draft.impact.get": row({
    method: "GET",
    path: `${draft}/impact`,
    summary: "See what a draft would do",
    says: "How many records would fail, by cause and with examples, as far as its job has come.",
    permission: "schemas-put",
    answers: { 200: { says: "The impact", shape: shapes.impact, example: examples.impact } },
  }),
  "api.draft.impact.records": row({
    method: "GET",
    path: `${draft}/impact/records`,
    summary: "List the records that would fail a draft",
    says: "The first 10,000, in the order of their ids; those that changed since are judged anew, and have no problems once they are mended.",
    permission: "schemas-put",
    query: shapes.impactRecordsQuery,
    answers: { 200: { says: "A page", shape: shapes.impactRecords, example: examples.impactRecords } },
  }),
  "api.draft.publish": row({
    method: "POST",
    path: `${draft}/publish`,
    summary: "Publish a draft",
    says: "At once; or, where it changes records or the identifier key, by a job that writes them and the new version as one change.",
    permission: "schemas-put",
    body: shapes.reasonBody,
    ifMatch: "heeded",
    conflicts: true,
    request: examples.reason,
    answers: {
      200: { says: "Published", shape: shapes.schemaVersion, example: examples.version },
      202: started,
    },
  }),
} as const;
