import { ownResource, v1Resource, v2Resource } from "../addresses";
import { examples } from "../examples";
import { jobsExamples } from "../examples/jobs";
import { sessionsExamples } from "../examples/sessions";
import { compareExamples } from "../examples/compare";
import { row } from "../operation";
import * as shapes from "../shapes";
import { comparedRecords } from "../shapes/compare";
import { job } from "../shapes/jobs";
import * as sessions from "../shapes/sessions";

const opens =
  "Opens a session with an id that is made for it; nothing becomes live before it is completed. One session is open at a time.";
const session = `${ownResource}/sessions/{uploadSessionId}` as const;
const laterSays = {
  says: "A large one, or with Prefer: respond-async: a job that does it; Location is its address",
  shape: job,
  example: jobsExamples.job,
};
const oneSession = { shape: sessions.session, example: sessionsExamples.session };

/** Upload sessions: a whole batch is staged, and then becomes the live set at once. */
export const sessionsOperations = {
  "v1.sessions.list": row({
    method: "GET",
    path: "/public/sessions",
    summary: "List upload sessions",
    says: "Of every connection the key may see, newest first.",
    permission: "custom-connections-get",
    query: sessions.v1SessionsQuery,
    answers: { 200: { says: "A page", shape: sessions.v1Sessions, example: sessionsExamples.v1Sessions } },
  }),
  "v1.session.evidence": row({
    method: "GET",
    path: "/public/sessions/{sessionId}/evidence",
    summary: "List the records of an upload session",
    says: "By the session's number, else the newest session of that name. A canceled one has none.",
    permission: "custom-connections-get",
    query: sessions.v1EvidenceQuery,
    answers: {
      200: { says: "A page", shape: sessions.v1SessionEvidence, example: sessionsExamples.v1SessionEvidence },
    },
  }),
  "v1.sessions.open": row({
    method: "POST",
    path: `${v1Resource}/sessions`,
    summary: "Open an upload session",
    says: opens,
    permission: "custom-connections-data-post",
    answers: { 201: { says: "Opened", shape: sessions.sessionItem, example: sessionsExamples.opened } },
  }),
  "v2.sessions.list": row({
    method: "GET",
    path: `${v2Resource}/sessions`,
    summary: "List upload sessions",
    says: "Newest first unless sorted otherwise.",
    permission: "custom-connections-get",
    query: sessions.v2SessionsQuery,
    answers: { 200: { says: "A page", shape: sessions.sessionsPage, example: sessionsExamples.sessionsPage } },
  }),
  "v2.sessions.open": row({
    method: "POST",
    path: `${v2Resource}/sessions`,
    summary: "Open an upload session",
    says: opens,
    permission: "custom-connections-data-post",
    answers: { 201: { says: "Opened", shape: sessions.sessionItem, example: sessionsExamples.opened } },
  }),
  "v2.session.upload": row({
    method: "POST",
    path: `${v2Resource}/sessions/{sessionId}`,
    summary: "Upload records into a session",
    says: "The first upload opens the session. Records stay aside until it is completed; statuses are told by what is staged.",
    permission: "custom-connections-data-post",
    query: shapes.dryRunQuery,
    body: "records",
    request: examples.manyRecords,
    answers: {
      200: { says: "Staged anew; or one item per row, in order", shape: shapes.upsertIso, example: examples.bulk },
      201: { says: "Staged", shape: shapes.createdIso, example: examples.upserted },
    },
  }),
  "v2.session.action": row({
    method: "POST",
    path: `${v2Resource}/sessions/{sessionId}/actions`,
    summary: "Complete or cancel a session",
    says: "complete: the live records become exactly the session's, and what they replace stays in history. cancel: nothing live changes.",
    permission: "custom-connections-data-post",
    query: { ...shapes.dryRunQuery, ...sessions.confirmQuery },
    body: sessions.actionBody,
    request: sessionsExamples.action,
    answers: { 200: { says: "Done", shape: sessions.acted, example: sessionsExamples.acted } },
  }),
  "api.sessions.list": row({
    method: "GET",
    path: `${ownResource}/sessions`,
    summary: "List a resource's upload sessions",
    says: "Newest first, with what each holds and who opened it.",
    permission: "custom-connections-get",
    query: sessions.sessionsQuery,
    answers: { 200: { says: "A page", shape: sessions.sessionsList, example: sessionsExamples.sessions } },
  }),
  "api.session.get": row({
    method: "GET",
    path: session,
    summary: "Get an upload session, and what it would change",
    says: "An open or an archived one is compared with the live records as they are now.",
    permission: "custom-connections-get",
    answers: {
      200: {
        says: "The session",
        shape: sessions.sessionWithDifference,
        example: sessionsExamples.sessionWithDifference,
      },
    },
  }),
  "api.session.difference": row({
    method: "GET",
    path: `${session}/difference`,
    summary: "Which live records an upload session would change",
    says: "In the order of their ids; a changed record with the places that differ, before and after.",
    permission: "custom-connections-get",
    query: sessions.differenceQuery,
    conflicts: true,
    answers: { 200: { says: "A page", shape: comparedRecords, example: compareExamples.comparedRecords } },
  }),
  "api.session.complete": row({
    method: "POST",
    path: `${session}/complete`,
    summary: "Complete an upload session",
    says: "The live records become exactly the session's, as one change. The session that was live is archived.",
    permission: "custom-connections-data-post",
    query: { ...shapes.dryRunQuery, ...sessions.confirmQuery },
    body: sessions.completeBody,
    request: sessionsExamples.complete,
    later: true,
    answers: { 200: { says: "Live", ...oneSession }, 202: laterSays },
  }),
  "api.session.cancel": row({
    method: "POST",
    path: `${session}/cancel`,
    summary: "Cancel an upload session",
    says: "What it staged is discarded; nothing live changes.",
    permission: "custom-connections-data-post",
    answers: { 200: { says: "Canceled", ...oneSession } },
  }),
  "api.session.reactivate": row({
    method: "POST",
    path: `${session}/reactivate`,
    summary: "Make an archived upload session live again",
    says: "The live records become what they were when it was archived, as one change.",
    permission: "custom-connections-data-post",
    query: { ...shapes.dryRunQuery, ...sessions.confirmQuery },
    later: true,
    answers: { 200: { says: "Live again", ...oneSession }, 202: laterSays },
  }),
} as const;
