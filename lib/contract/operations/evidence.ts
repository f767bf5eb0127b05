import { ownResource } from "../addresses";
import { examples } from "../examples";
import { row } from "../operation";
import * as shapes from "../shapes";

/** Evidence. */
export const evidenceOperations = {
  "api.evidence.generate": row({
    method: "POST",
    path: `${ownResource}/evidence`,
    summary: "Generate evidence",
    says: "Turns the records, exactly as they stand at one revision, into a file whose bytes come out the same again.",
    permission: "custom-connections-evidence-post",
    answers: { 201: { says: "Generated", shape: shapes.evidence, example: examples.ownEvidence } },
  }),
  "api.evidence.list": row({
    method: "GET",
    path: "/api/evidence",
    summary: "List evidence",
    says: "Newest first, of the account or of one resource.",
    permission: "evidence-get",
    query: { ...shapes.belowQuery, ...shapes.resourceIdQuery },
    answers: { 200: { says: "A page", shape: shapes.evidenceList, example: examples.evidenceList } },
  }),
  "api.evidence.get": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}",
    summary: "Get an evidence and its manifest",
    says: "What the file holds, at which revision and schema version, under which hash.",
    permission: "evidence-get",
    answers: {
      200: { says: "The evidence", shape: shapes.evidenceWithManifest, example: examples.evidenceWithManifest },
    },
  }),
  "api.evidence.download": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}/download",
    summary: "Download an evidence file",
    says: "Canonical JSON lines; the download is written to the audit trail.",
    permission: "evidence-get",
    answers: { 200: { says: "The file", type: "application/x-ndjson", example: examples.oneRecord.data } },
  }),
} as const;
