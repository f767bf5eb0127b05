import { json } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { downloadEvidence, getEvidence, listEvidence } from "@/lib/evidence/read";
import { open, type Door } from "@/lib/guard/door";
import { generate, ok, withUrl } from "./bindings";

export const evidenceDoors = {
  "api.evidence.generate": open("api.evidence.generate", generate, (facts, view) =>
    json(201, withUrl(facts, view), { location: `/api/evidence/${facts.id}` }),
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
    ({ stream, fileName, byteCount, sha256 }) => ({
      status: 200,
      body: stream,
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${fileName}"`,
        "content-length": String(byteCount),
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      },
    }),
  ),
} satisfies Partial<Record<OperationId, Door>>;
