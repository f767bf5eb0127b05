import { makerHolds } from "@/lib/accounts/maker";
import type { OperationId } from "@/lib/contract/operations";
import { evidenceActivity } from "@/lib/evidence/care/activity";
import { holdEvidence } from "@/lib/evidence/care/hold";
import { keepEvidence } from "@/lib/evidence/care/keep";
import { listLinks, makeLink, revokeLink } from "@/lib/evidence/links/links";
import { open, type Door } from "@/lib/guard/door";
import { created, none, ok } from "./bindings";

export const evidenceCareDoors = {
  "api.evidence.hold": open(
    "api.evidence.hold",
    (ctx, { params, body }) => holdEvidence(ctx, params.evidenceId, body),
    ok,
  ),
  "api.evidence.keep": open(
    "api.evidence.keep",
    (ctx, { params, body }) => keepEvidence(ctx, params.evidenceId, body),
    ok,
  ),
  "api.evidence.activity": open(
    "api.evidence.activity",
    (ctx, { params, query }) => evidenceActivity(ctx, params.evidenceId, query),
    ok,
  ),
  "api.evidence-links.list": open(
    "api.evidence-links.list",
    (ctx, { params }) => listLinks(ctx, params.evidenceId, makerHolds),
    (data) => ok({ data }),
  ),
  "api.evidence-links.create": open(
    "api.evidence-links.create",
    (ctx, { params, body }) => makeLink(ctx, params.evidenceId, body),
    ({ path, ...facts }, { baseUrl }) => created({ ...facts, url: baseUrl + path }),
  ),
  "api.evidence-link.revoke": open(
    "api.evidence-link.revoke",
    (ctx, { params }) => revokeLink(ctx, params.evidenceId, params.linkId),
    none,
  ),
} satisfies Partial<Record<OperationId, Door>>;
