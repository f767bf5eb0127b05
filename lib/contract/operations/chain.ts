import { chainExamples as examples } from "../examples/chain";
import { jobsExamples } from "../examples/jobs";
import { row } from "../operation";
import { belowQuery } from "../shapes";
import * as shapes from "../shapes/chain";
import { job } from "../shapes/jobs";

/** The audit chain: what seals the trail, the records and their history, and how it is checked. */
export const chainOperations = {
  "api.chain.get": row({
    method: "GET",
    path: "/api/audit/chain",
    summary: "Read the audit chain's state",
    says: "Up to where it seals and signs what happened, and what the last check found.",
    permission: "audit-list",
    anyPlan: true,
    answers: { 200: { says: "The state", shape: shapes.chainStatus, example: examples.status } },
  }),
  "api.chain.checkpoints": row({
    method: "GET",
    path: "/api/audit/checkpoints",
    summary: "List the audit chain's signed checkpoints",
    says: "Newest first. Keep one outside: against it a chain that was cut or written anew is found.",
    permission: "audit-list",
    anyPlan: true,
    query: belowQuery,
    answers: { 200: { says: "A page", shape: shapes.checkpointsPage, example: examples.checkpoints } },
  }),
  "api.chain.verify": row({
    method: "POST",
    path: "/api/audit/verify",
    summary: "Check the audit chain and everything it seals",
    says: "A job that compares every row with what was sealed of it, and names what was changed, deleted or put in.",
    permission: "audit-list",
    anyPlan: true,
    answers: { 202: { says: "Started; Location is the job's address", shape: job, example: jobsExamples.job } },
  }),
  "api.chain.export": row({
    method: "GET",
    path: "/api/audit/chain/export",
    summary: "Export the audit chain",
    says: "Every link with the text that it seals, and every signed checkpoint; verify-chain.mjs checks it offline. Taking it stands in the trail.",
    permission: "audit-list",
    anyPlan: true,
    answers: { 200: { says: "One line for each", type: "application/x-ndjson", example: examples.line } },
  }),
  "api.chain.verifier": row({
    method: "GET",
    path: "/api/audit/chain/verifier",
    summary: "Download verify-chain.mjs",
    says: "It checks an exported chain with Node alone: no packages, no network.",
    permission: "audit-list",
    anyPlan: true,
    answers: { 200: { says: "The script", type: "text/javascript", example: examples.verifier } },
  }),
} as const;
