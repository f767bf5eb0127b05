import { replaces, v1, v1Resource } from "../addresses";
import { examples } from "../examples";
import { evidenceExamples } from "../examples/evidence";
import { row } from "../operation";
import * as shapes from "../shapes";
import { generatedEvidence } from "../shapes/evidence";
import { confirmQuery } from "../shapes/sessions";

/** The vendor’s first edition. */
export const v1Operations = {
  "v1.connection.get": row({
    method: "GET",
    path: v1,
    summary: "Get a custom connection",
    says: "One connection, with its resources and schemas when expanded.",
    permission: "custom-connections-get",
    query: shapes.expandQuery,
    answers: { 200: { says: "The connection", shape: shapes.connection, example: examples.connectionWithResources } },
  }),
  "v1.records.upsert": row({
    method: "POST",
    path: `${v1Resource}/records`,
    summary: "Upsert one record or many",
    says: `${replaces} With x-session-id the records are staged in an upload session instead, which x-session-complete makes the live ones and x-session-abort cancels.`,
    permission: "custom-connections-data-post",
    query: { ...shapes.dryRunQuery, ...confirmQuery },
    body: "records",
    request: examples.oneRecord,
    answers: {
      200: { says: "Updated; or one item per row, in order", shape: shapes.upsertV1, example: examples.bulkV1 },
      201: { says: "Created", shape: shapes.createdV1, example: examples.upsertedV1 },
    },
  }),
  "v1.evidence.generate": row({
    method: "POST",
    path: `${v1Resource}/evidence`,
    also: [`${v1Resource}/generate-evidence`, `${v1Resource}/records/evidence`],
    summary: "Generate evidence",
    says: "Turns the records, exactly as they stand at one revision, into a file whose bytes come out the same again. Where it is still generating, Location tells how far it is; asking there and at downloadUrl takes the permission Read Evidence.",
    permission: "custom-connections-evidence-post",
    answers: { 201: { says: "Generated", shape: generatedEvidence, example: evidenceExamples.generated } },
  }),
  "v1.record.update": row({
    method: "PUT",
    path: `${v1Resource}/records/{recordId}`,
    summary: "Update a record",
    says: "Changes the top-level members that are sent and keeps the others; the whole is judged by the schema.",
    permission: "custom-connections-data-put",
    query: shapes.dryRunQuery,
    body: "record",
    request: examples.change,
    answers: { 200: { says: "Updated", shape: shapes.v1Updated, example: examples.updatedV1 } },
  }),
  "v1.record.delete": row({
    method: "DELETE",
    path: `${v1Resource}/records/{recordId}`,
    summary: "Delete a record",
    says: "The record stops being live; its versions stay in history.",
    permission: "custom-connections-data-delete",
    query: shapes.dryRunQuery,
    answers: { 200: { says: "Deleted", shape: shapes.nothing, example: examples.nothing } },
  }),
} as const;
