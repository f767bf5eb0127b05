import { streamOf } from "@/lib/contract/answer";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { evidenceFacts } from "./facts";
import * as store from "./store";

async function visibleEvidence(ctx: Context, id: number) {
  const row = await store.findEvidence(ctx.accountId, id);
  if (!row || (ctx.connectionIds && !ctx.connectionIds.includes(Number(row.connectionId))))
    throw new Refusal("notFound");
  return row;
}

function factsOf(row: Awaited<ReturnType<typeof visibleEvidence>>) {
  return evidenceFacts({
    id: Number(row.id),
    connectionId: Number(row.connectionId),
    resourceId: Number(row.resourceId),
    revision: Number(row.revision),
    schemaVersion: row.schemaVersion,
    fileName: row.fileName,
    recordCount: Number(row.recordCount),
    byteCount: Number(row.byteCount),
    sha256: row.sha256,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  });
}

/** The account's evidence, newest first. */
export async function listEvidence(ctx: Context, page: { below: number; size: number; resourceId?: number }) {
  const { connectionIds } = ctx;
  const found = await store.listEvidence(ctx.accountId, { ...page, size: page.size + 1, connectionIds });
  const rows = found.slice(0, page.size).map(factsOf);
  return { data: rows, next: found.length > page.size ? (rows.at(-1)?.id ?? null) : null };
}

/** One evidence and its manifest: what the file holds, at which revision, under which hash. Throws notFound. */
export async function getEvidence(ctx: Context, id: number) {
  const row = await visibleEvidence(ctx, id);
  return { ...factsOf(row), manifest: JSON.parse(row.manifest) as Record<string, unknown> };
}

/**
 * The file itself, piece by piece; taking it is written to the audit trail. Throws notFound, and forbidden when it holds
 * values in clear that the caller may not read.
 */
export async function downloadEvidence(ctx: Context, id: number) {
  const row = await visibleEvidence(ctx, id);
  const reads = ctx.permitsOn("sensitive-get", Number(row.connectionId));
  if (!reads && (await store.holdsSensitive(ctx.accountId, id))) {
    throw new Refusal("forbidden", {
      message:
        "This evidence holds sensitive values in clear: taking it needs the permission Read Sensitive Data, which an admin can give you",
      cause: "lacks sensitive-get",
    });
  }
  const target = `evidence ${id}`;
  await noteAudit({ accountId: ctx.accountId, action: "evidence.download", target, origin: ctx });
  return { ...factsOf(row), stream: streamOf(store.chunks(ctx.accountId, id)) };
}
