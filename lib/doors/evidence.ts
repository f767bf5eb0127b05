import { json, type Answer } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { regenerateEvidence } from "@/lib/evidence/compare/regenerate";
import { deleteEvidence } from "@/lib/evidence/delete";
import { generateEvidence } from "@/lib/evidence/generate";
import { downloadEvidence, downloadFile, getEvidence, listEvidence, type Sent } from "@/lib/evidence/read";
import { readOscal } from "@/lib/evidence/read-oscal";
import { revealValue } from "@/lib/evidence/reveal";
import { open, type Door } from "@/lib/guard/door";
import { attached, ok, textOf, withUrl } from "./bindings";

/** A file with the headers by which it can be checked on its way. */
export const sentAnswer = ({ stream, fileName, type, bytes, sha256 }: Sent): Answer => ({
  status: 200,
  body: stream,
  headers: {
    ...attached(fileName, type),
    "content-length": String(bytes),
    "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
  },
});

export const evidenceDoors = {
  "api.evidence.generate": open(
    "api.evidence.generate",
    (ctx, { params, body: { filter: _, ...body }, read }) =>
      generateEvidence(ctx, params, { ...body, filterText: textOf(read, "filter") }),
    (facts, view) => json(201, withUrl(facts, view), { location: `/api/evidence/${facts.id}` }),
  ),
  "api.evidence.list": open(
    "api.evidence.list",
    (ctx, { query }) => listEvidence(ctx, query),
    ({ data, next }, view) => ok({ data: data.map((facts) => withUrl(facts, view)), next }),
  ),
  "api.evidence.get": open(
    "api.evidence.get",
    (ctx, { params }) => getEvidence(ctx, params.evidenceId),
    (facts, view) => ok(withUrl(facts, view)),
  ),
  "api.evidence.download": open(
    "api.evidence.download",
    (ctx, { params }) => downloadEvidence(ctx, params.evidenceId),
    sentAnswer,
  ),
  "api.evidence.file": open(
    "api.evidence.file",
    (ctx, { params }) => downloadFile(ctx, params.evidenceId, params.fileName),
    sentAnswer,
  ),
  "api.evidence.oscal": open(
    "api.evidence.oscal",
    (ctx, { params }) => readOscal(ctx, params.evidenceId),
    ({ document, fileName }) => json(200, document, attached(fileName)),
  ),
  "api.evidence.delete": open(
    "api.evidence.delete",
    (ctx, { params }) => deleteEvidence(ctx, params.evidenceId),
    (facts, view) => ok(withUrl(facts, view)),
  ),
  "api.evidence.regenerate": open(
    "api.evidence.regenerate",
    (ctx, { params }) => regenerateEvidence(ctx, params.evidenceId),
    ok,
  ),
  "api.evidence.reveal": open(
    "api.evidence.reveal",
    (ctx, { params, body }) => revealValue(ctx, params.evidenceId, body),
    ok,
  ),
} satisfies Partial<Record<OperationId, Door>>;
