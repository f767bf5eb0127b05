import { accessExamples as examples } from "../examples/access";
import { row } from "../operation";
import * as shapes from "../shapes/access";

/** The trail of an account: what was done, by whom, through what. */
export const auditOperations = {
  "api.audit.list": row({
    method: "GET",
    path: "/api/audit",
    summary: "Read the audit trail",
    says: "Newest first: every Change, sign-in, refusal and download. It names people who are gone by what they were called.",
    permission: "audit-list",
    anyPlan: true,
    query: shapes.auditQuery,
    answers: { 200: { says: "A page", shape: shapes.auditPage, example: examples.auditPage } },
  }),
  "api.audit.export": row({
    method: "GET",
    path: "/api/audit/export",
    summary: "Export the audit trail",
    says: "All that matches, newest first, as one moment; taking it stands in the trail.",
    permission: "audit-list",
    anyPlan: true,
    query: shapes.auditExportQuery,
    answers: {
      200: {
        says: "One line for each entry",
        type: "application/x-ndjson",
        example: examples.auditLine,
        or: { "text/csv": examples.auditCsv },
      },
    },
  }),
  "api.audit.actions": row({
    method: "GET",
    path: "/api/audit/actions",
    summary: "List what the trail tells apart",
    says: "The actions that occur in it.",
    permission: "audit-list",
    anyPlan: true,
    answers: { 200: { says: "Their names", shape: shapes.auditActions, example: examples.auditActions } },
  }),
} as const;
