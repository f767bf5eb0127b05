import { ownResource } from "../addresses";
import { evidenceExamples as examples } from "../examples/evidence";
import { row } from "../operation";
import { belowQuery, resourceIdQuery } from "../shapes";
import * as shapes from "../shapes/evidence";

const oneEvidence = "/api/evidence/{evidenceId}";

/** Evidence. */
export const evidenceOperations = {
  "api.evidence.generate": row({
    method: "POST",
    path: `${ownResource}/evidence`,
    summary: "Generate evidence",
    says: "Turns the records, exactly as they stood at one revision, into a bundle whose reproducible part comes out the same again, byte for byte. status is ready when that took less than 10 s, else generating; then its progress, at the address in Location, tells how far it is.",
    permission: "custom-connections-evidence-post",
    body: shapes.evidenceBody,
    bodyOptional: true,
    request: examples.asked,
    answers: { 201: { says: "Ready, or being generated", shape: shapes.evidence, example: examples.own } },
  }),
  "api.evidence.list": row({
    method: "GET",
    path: "/api/evidence",
    summary: "List evidence",
    says: "Newest first, of the account or of one resource.",
    permission: "evidence-get",
    query: { ...belowQuery, ...resourceIdQuery, ...shapes.evidenceQuery },
    answers: { 200: { says: "A page", shape: shapes.evidenceList, example: examples.list } },
  }),
  "api.evidence.get": row({
    method: "GET",
    path: oneEvidence,
    summary: "Get an evidence with its content.json and attestation.json",
    says: "What was asked for, what came of it, at which revision and schema version, under which hashes.",
    permission: "evidence-get",
    answers: { 200: { says: "The evidence", shape: shapes.evidenceWithManifest, example: examples.withManifest } },
  }),
  "api.evidence.download": row({
    method: "GET",
    path: `${oneEvidence}/download`,
    summary: "Download an evidence",
    says: "The bundle, a ZIP; the download is written to the audit trail.",
    permission: "evidence-get",
    conflicts: true,
    answers: {
      200: {
        says: "The bundle; of evidence from before there were bundles, its records",
        type: "application/zip",
        or: { "application/x-ndjson": '{"id":"react"}\n' },
        example: "PK…",
      },
    },
  }),
  "api.evidence.file": row({
    method: "GET",
    path: `${oneEvidence}/files/{fileName}`,
    summary: "Download one file of an evidence",
    says: "Any of the files it lists, as it is in the bundle; the download is written to the audit trail.",
    permission: "evidence-get",
    conflicts: true,
    answers: { 200: { says: "The file", type: "application/octet-stream", example: "…" } },
  }),
  "api.evidence.oscal": row({
    method: "GET",
    path: `${oneEvidence}/oscal`,
    summary: "Get an evidence as OSCAL assessment results",
    says: "OSCAL 1.1.2 as JSON: one observation by examination, with the bundle's files and their hashes, and in its remarks what it cannot say: no assessment plan is known, there is no finding, and no control was judged. Taking it is written to the audit trail.",
    permission: "evidence-get",
    conflicts: true,
    answers: { 200: { says: "The document", shape: shapes.oscal, example: examples.oscal } },
  }),
  "api.evidence.delete": row({
    method: "DELETE",
    path: oneEvidence,
    summary: "Delete an evidence",
    says: "Its files go; what it was, content.json and attestation.json stay as its tombstone, with who deleted it and why.",
    permission: "evidence-delete",
    conflicts: true,
    answers: { 200: { says: "The tombstone", shape: shapes.evidence, example: examples.deleted } },
  }),
  "api.evidence.regenerate": row({
    method: "POST",
    path: `${oneEvidence}/regenerate`,
    summary: "Generate an evidence again and compare",
    says: "Makes the reproducible part anew from the database, at the same revision and as it was asked for then, and says equal, or exactly which files and which records differ. comparing when that takes longer than 10 s; the evidence tells it under compared.",
    permission: "evidence-get",
    answers: { 200: { says: "Compared, or being compared", shape: shapes.regenerated, example: examples.regenerated } },
  }),
  "api.evidence.reveal": row({
    method: "POST",
    path: `${oneEvidence}/reveal`,
    summary: "Tell one redacted value with its salt",
    says: "For whoever has the bundle and is to see this one value: verify.py and verify.mjs take both behind --reveal, and say whether the value is the one that was redacted. Besides Read Sensitive Data it needs Read Evidence. Who asked for which value is written to the audit trail, the value is not.",
    permission: "sensitive-get",
    conflicts: true,
    body: shapes.revealBody,
    request: examples.reveal,
    answers: { 200: { says: "The value and its salt", shape: shapes.revealed, example: examples.revealed } },
  }),
} as const;
