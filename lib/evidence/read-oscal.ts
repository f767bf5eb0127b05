import { createHash } from "node:crypto";
import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { oscalOf, type OscalFacts } from "./formats/oscal";
import { shownManifest } from "./hidden";
import { visibleEvidence } from "./read";

/**
 * An evidence as OSCAL assessment results; taking it is written to the audit trail. Throws notFound, and conflict when
 * it is not ready, was deleted, or was made before bundles were signed.
 */
export async function readOscal(ctx: Context, id: number) {
  const row = await visibleEvidence(ctx, id);
  if (row.status !== "ready" || !row.manifest || !row.attestation || !row.content_sha256) {
    throw new Refusal("conflict", { message: "Only evidence that is ready, and signed, can be exported as OSCAL" });
  }
  const content = shownManifest(ctx, row) as OscalFacts["content"];
  const document = oscalOf({
    askedAt: isoDate(row.created_at),
    content,
    attestation: JSON.parse(row.attestation) as OscalFacts["attestation"],
    contentFile: { name: "content.json", bytes: Buffer.byteLength(row.manifest), sha256: row.content_sha256 },
    attestationSha256: createHash("sha256").update(row.attestation).digest("hex"),
  });
  if (!ctx.headOnly)
    await noteAudit({ accountId: ctx.accountId, action: "evidence.oscal", target: `evidence ${id}`, origin: ctx });
  return { fileName: `${row.file_name.replace(/\.[a-z]+$/, "")}-oscal.json`, document };
}
