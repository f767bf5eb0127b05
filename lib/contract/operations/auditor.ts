import { auditorExamples as examples } from "../examples/auditor";
import { row } from "../operation";
import * as shapes from "../shapes/auditor";

const link = "/api/auditor/{token}";

/** What an auditor's link opens: one evidence, read without a sign-in. */
export const auditorOperations = {
  "api.auditor.open": row({
    method: "GET",
    path: link,
    summary: "Read an evidence by an auditor link",
    says: "What it is, its counts, hashes and files. Opening it is logged under the link's label, with the address.",
    permission: null,
    answers: { 200: { says: "The evidence", shape: shapes.auditorEvidence, example: examples.opened } },
  }),
  "api.auditor.download": row({
    method: "GET",
    path: `${link}/download`,
    summary: "Download an evidence by an auditor link",
    says: "The bundle, a ZIP; the download is logged under the link's label, with the address.",
    permission: null,
    answers: { 200: { says: "The bundle", type: "application/zip", example: "PK…" } },
  }),
  "api.auditor.file": row({
    method: "GET",
    path: `${link}/files/{fileName}`,
    summary: "Download one file of an evidence by an auditor link",
    says: "Any of the files it lists; the download is logged under the link's label, with the address.",
    permission: null,
    answers: { 200: { says: "The file", type: "application/octet-stream", example: "…" } },
  }),
} as const;
