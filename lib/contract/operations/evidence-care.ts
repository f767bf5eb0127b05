import { evidenceCareExamples as examples } from "../examples/evidence-care";
import { row } from "../operation";
import { belowQuery } from "../shapes";
import * as shapes from "../shapes/evidence-care";

/** What is done with evidence that is there: kept, held, shared. */
export const evidenceCareOperations = {
  "api.evidence.hold": row({
    method: "PUT",
    path: "/api/evidence/{evidenceId}/hold",
    summary: "Put an evidence under a legal hold, or lift it",
    says: "While it is held, neither people nor retention delete it. Both leave the reason in the audit trail.",
    permission: "evidence-hold",
    conflicts: true,
    body: shapes.holdBody,
    request: examples.hold,
    answers: { 200: { says: "So it is", shape: shapes.care, example: examples.held } },
  }),
  "api.evidence.keep": row({
    method: "PUT",
    path: "/api/evidence/{evidenceId}/keep",
    summary: "Set until when an evidence is kept",
    says: "After that time it is deleted within the hour, unless it is held; what it was stays on record.",
    permission: "evidence-delete",
    conflicts: true,
    body: shapes.keepBody,
    request: examples.keep,
    answers: { 200: { says: "So it is", shape: shapes.care, example: examples.kept } },
  }),
  "api.evidence.activity": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}/activity",
    summary: "List what was done with an evidence",
    says: "Newest first: who made, opened, downloaded, shared or held it, an auditor's link by its label.",
    permission: "evidence-get",
    query: belowQuery,
    answers: { 200: { says: "A page", shape: shapes.acts, example: examples.acts } },
  }),
  "api.evidence-links.list": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}/links",
    summary: "List an evidence's auditor links",
    says: "Newest first, those that are over too, with how often each was used; never their addresses.",
    permission: "evidence-get",
    answers: { 200: { says: "The links", shape: shapes.linkList, example: examples.links } },
  }),
  "api.evidence-links.create": row({
    method: "POST",
    path: "/api/evidence/{evidenceId}/links",
    summary: "Make an auditor link",
    says: "Whoever has it reads this one evidence without a sign-in until it ends. Each use is logged by its label.",
    permission: "evidence-share",
    body: shapes.linkBody,
    request: examples.link,
    answers: { 201: { says: "Made; its address is shown once", shape: shapes.newLink, example: examples.newLink } },
  }),
  "api.evidence-link.revoke": row({
    method: "DELETE",
    path: "/api/evidence/{evidenceId}/links/{linkId}",
    summary: "End an auditor link",
    says: "It leads nowhere from then on.",
    permission: "evidence-share",
    answers: { 204: { says: "Ended" } },
  }),
} as const;
