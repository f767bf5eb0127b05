import { createHash } from "node:crypto";
import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { Moved, write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { marksFor, type Marks } from "@/lib/records/hidden";
import { pathTexts } from "@/lib/schema/mask";
import { canonicalRecord } from "@/lib/schema/canonical";
import { evidenceFacts } from "./facts";
import * as store from "./store";

const PAGE_RECORDS = 2_000;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Turns a resource's records, exactly as they stand at one revision, into a file: canonical JSON, one record a line,
 * in the order of the ids' UTF-8 bytes, so that the same revision gives the same bytes. What is hidden from the caller is
 * masked, and the manifest says where. Throws notFound.
 */
export async function generateEvidence(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  const { accountId } = ctx;
  const place = { accountId, resourceId: resource.id };
  const marks = marksFor(ctx, resource);
  const masked = marks === null ? [] : resource.sensitive;
  const work = async (tx: Tx) => {
    const now = await store.resourceNow(tx, accountId, resource.id);
    if (!now) throw new Refusal("notFound");
    if (now.schema_version !== resource.schema_version) throw new Moved("schema");
    const id = await store.nextId(tx);
    const file = await writeFile(tx, { ...place, marks }, id);

    const createdAt = isoDate(now.now);
    const fileName = `resource-${resource.id}-revision-${now.revision}.jsonl`;
    const manifest = JSON.stringify({
      format: "attestry-evidence/1",
      accountId,
      ...target,
      revision: now.revision,
      schemaVersion: now.schema_version,
      schemaSha256: now.hash,
      recordCount: file.recordCount,
      ...(masked.length > 0 && { masked: pathTexts(masked) }),
      file: { name: fileName, bytes: file.byteCount, sha256: file.sha256 },
    });
    const row = {
      ...place,
      connectionId: target.connectionId,
      revision: now.revision,
      schemaVersion: now.schema_version,
      fileName,
      ...file,
      manifest,
      masked: JSON.stringify(masked),
      createdAt,
      createdBy: ctx.actor.label,
      requestId: ctx.requestId,
    };
    await store.insertEvidence(tx, id, row);
    const details = { resourceId: resource.id, revision: now.revision, sha256: file.sha256 };
    const audit = { accountId, action: "evidence.generate", target: `evidence ${id}`, details, origin: ctx };
    return { result: evidenceFacts({ ...row, id }), change: { resources: [], audit } };
  };
  return write(ctx, work, { oneMoment: true });
}

async function writeFile(tx: Tx, place: { accountId: number; resourceId: number; marks: Marks }, evidenceId: number) {
  const hash = createHash("sha256");
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let recordCount = 0;
  let byteCount = 0;
  let ordinal = 0;
  const flush = async () => {
    await store.insertChunk(tx, place.accountId, evidenceId, ordinal++, Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  let afterId: string | null = null;
  for (;;) {
    const rows: { id: string; data: string }[] = await store.pageOfTexts(tx, place, afterId, PAGE_RECORDS);
    if (rows.length === 0) break;
    const lines = Buffer.from(rows.map(({ data }) => `${canonicalRecord(data)}\n`).join(""));
    hash.update(lines);
    pending.push(lines);
    pendingBytes += lines.length;
    byteCount += lines.length;
    recordCount += rows.length;
    afterId = rows.at(-1)?.id ?? null;
    if (pendingBytes >= CHUNK_BYTES) await flush();
  }
  if (pendingBytes > 0) await flush();
  return { recordCount, byteCount, sha256: hash.digest("hex") };
}
