import { json, type Answer } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import * as answers from "@/lib/records/answers";
import { complete, reactivate, type Acted } from "@/lib/records/sessions/act";
import { cancelSession } from "@/lib/records/sessions/cancel";
import { completeSession } from "@/lib/records/sessions/complete";
import { getSession, sessionDifference } from "@/lib/records/sessions/difference";
import { ownSession } from "@/lib/records/sessions/facts";
import { listEverySession, listOwnSessions, listSessions } from "@/lib/records/sessions/list";
import { openSession } from "@/lib/records/sessions/open";
import { sessionEvidence } from "@/lib/records/sessions/records";
import type { SessionRow } from "@/lib/records/sessions/store";
import { uploadRecords } from "@/lib/records/sessions/upload";
import { created, differencesAnswer, dryRunHeader, ok, started } from "./bindings";

type Evidence = Awaited<ReturnType<typeof sessionEvidence>>;

// Joined from text, so that every digit of the records stays.
const evidenceAnswer = ({ texts, ...facts }: Evidence): Answer => ({
  status: 200,
  body: `{"data":[${texts.join(",")}],${JSON.stringify(facts).slice(1)}`,
});

const actedAnswer = (session: SessionRow, { dryRun }: { dryRun: boolean }): Answer => {
  const { session_id: sessionId, status, connection_id: connectionId, resource_id: resourceId, rejected } = session;
  const action = status === "CANCELED" ? "cancel" : "complete";
  const body = { sessionId, status, action, connectionId, resourceId, ...(rejected > 0 && { rejected }) };
  return json(200, body, dryRunHeader(dryRun));
};

const ownAnswer = (session: SessionRow, { dryRun }: { dryRun: boolean }): Answer =>
  json(200, ownSession(session), dryRunHeader(dryRun));

const doneOrStarted = (acted: Acted, view: { dryRun: boolean }): Answer =>
  "job" in acted ? started(acted.job) : ownAnswer(acted.session, view);

export const sessionsDoors = {
  "v1.sessions.list": open("v1.sessions.list", (ctx, { query }) => listEverySession(ctx, query), ok),
  "v1.session.evidence": open(
    "v1.session.evidence",
    (ctx, { params, query }) => sessionEvidence(ctx, params.sessionId, query),
    evidenceAnswer,
  ),
  "v1.sessions.open": open("v1.sessions.open", (ctx, { params }) => openSession(ctx, params), created),
  "v2.sessions.list": open("v2.sessions.list", (ctx, { params, query }) => listSessions(ctx, params, query), ok),
  "v2.sessions.open": open("v2.sessions.open", (ctx, { params }) => openSession(ctx, params), created),
  "v2.session.upload": open(
    "v2.session.upload",
    (ctx, { params, read }) => uploadRecords(ctx, params, params.sessionId, read),
    answers.upsertAnswerIso,
  ),
  "v2.session.action": open(
    "v2.session.action",
    (ctx, { params, query, body }) => {
      const named = { name: params.sessionId };
      const completion = { allowEmpty: body.allowEmpty, confirmDeletes: query.confirmDeletes };
      return body.action === "complete"
        ? completeSession(ctx, params, named, completion)
        : cancelSession(ctx, params, named);
    },
    actedAnswer,
  ),
  "api.sessions.list": open("api.sessions.list", (ctx, { params, query }) => listOwnSessions(ctx, params, query), ok),
  "api.session.get": open("api.session.get", (ctx, { params }) => getSession(ctx, params, params.uploadSessionId), ok),
  "api.session.difference": open(
    "api.session.difference",
    (ctx, { params, query }) => sessionDifference(ctx, params, params.uploadSessionId, query),
    differencesAnswer,
  ),
  "api.session.complete": open(
    "api.session.complete",
    (ctx, { params, query, body, respondAsync = false }) => {
      const how = { allowEmpty: body.allowEmpty, confirmDeletes: query.confirmDeletes };
      return complete(ctx, params, { id: params.uploadSessionId, how, later: respondAsync });
    },
    doneOrStarted,
  ),
  "api.session.cancel": open(
    "api.session.cancel",
    (ctx, { params }) => cancelSession(ctx, params, { id: params.uploadSessionId }),
    ownAnswer,
  ),
  "api.session.reactivate": open(
    "api.session.reactivate",
    (ctx, { params, query, respondAsync = false }) => {
      const how = { confirmDeletes: query.confirmDeletes };
      return reactivate(ctx, params, { id: params.uploadSessionId, how, later: respondAsync });
    },
    doneOrStarted,
  ),
} satisfies Partial<Record<OperationId, Door>>;
