import { streamOf } from "@/lib/contract/answer";
import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { reader } from "@/lib/db/client";
import { membersOf } from "./bundle/members";
import { zipOf } from "./bundle/zip";
import { factsFor, refuseHidden, shownManifest } from "./hidden";
import { storage } from "./storage/storage";
import * as store from "./store";

/** An evidence that the caller may see. Throws notFound. */
export async function visibleEvidence(ctx: Context, id: number): Promise<store.EvidenceRow> {
  const row = await store.findEvidence(reader, ctx.accountId, id);
  if (!row || (ctx.connectionIds && !ctx.connectionIds.includes(row.connection_id))) throw new Refusal("notFound");
  return row;
}

type ListQuery = { below: number; size: number; resourceId?: number; status?: store.EvidenceStatus };

/** The account's evidence, newest first. */
export async function listEvidence(ctx: Context, page: ListQuery) {
  const { connectionIds } = ctx;
  const found = await store.listEvidence(ctx.accountId, { ...page, size: page.size + 1, connectionIds });
  const rows = found.slice(0, page.size).map((row) => factsFor(ctx, row));
  return { data: rows, next: found.length > page.size ? (rows.at(-1)?.id ?? null) : null };
}

/** One evidence with what its manifest and its attestation say. Throws notFound. */
export async function getEvidence(ctx: Context, id: number) {
  const row = await visibleEvidence(ctx, id);
  const attestation = row.attestation === null ? null : (JSON.parse(row.attestation) as Record<string, unknown>);
  return { ...factsFor(ctx, row), manifest: shownManifest(ctx, row), attestation };
}

/** A file to send: its bytes as they are read, how many there are, their hash. */
export type Sent = {
  fileName: string;
  type: string;
  bytes: number;
  sha256: string;
  stream: ReadableStream<Uint8Array>;
};

/**
 * The whole bundle, piece by piece; taking it is written to the audit trail. Throws notFound, conflict when it is not
 * ready, and forbidden when it holds values in clear that the caller may not read.
 */
export async function downloadEvidence(ctx: Context, id: number): Promise<Sent> {
  const row = await visibleEvidence(ctx, id);
  await refuseUntaken(ctx, row);
  const sent = bundleOf(row);
  await noteDownload(ctx, row, {});
  return sent;
}

/** The same of one file of it. */
export async function downloadFile(ctx: Context, id: number, fileName: string): Promise<Sent> {
  const row = await visibleEvidence(ctx, id);
  await refuseUntaken(ctx, row);
  const sent = fileOf(row, fileName);
  if (!sent) throw new Refusal("notFound", { message: "The evidence has no file of that name" });
  await noteDownload(ctx, row, { file: fileName });
  return sent;
}

async function refuseUntaken(ctx: Context, row: store.EvidenceRow): Promise<void> {
  if (row.status !== "ready") {
    const why = { generating: "is still being generated", failed: "could not be generated", deleted: "was deleted" };
    throw new Refusal("conflict", { message: `The evidence ${why[row.status]}; there is nothing to take` });
  }
  await refuseHidden(ctx, { id: row.id, connectionId: row.connection_id }, "taking");
}

/** The bytes of an evidence that is ready: its bundle, or its one file where it was made before there were bundles. */
export function bundleOf(row: store.EvidenceRow): Sent {
  const files = JSON.parse(row.files) as store.FileRow[];
  const { file_name: fileName, byte_count: bytes, sha256 } = row;
  if (bytes === null || sha256 === null) throw new Error(`Evidence ${row.id} is ready, so it has a size and a hash`);
  const only = row.format === "attestry-evidence/1" ? fileOf(row, fileName) : undefined;
  if (only) return { ...only, type: "application/x-ndjson" };
  return { fileName, type: "application/zip", bytes, sha256, stream: streamOf(zipOf(membersOf(row, files))) };
}

/** One file of an evidence that is ready; undefined: it has none of that name. */
export function fileOf(row: store.EvidenceRow, fileName: string): Sent | undefined {
  const file = (JSON.parse(row.files) as store.FileRow[]).find(({ name }) => name === fileName);
  if (!file) return undefined;
  const place = { accountId: row.account_id, evidenceId: row.id, name: fileName };
  const stream = streamOf(parts(storage(row.stored_in).read(place)));
  return { fileName, type: "application/octet-stream", bytes: file.bytes, sha256: file.sha256, stream };
}

async function* parts(from: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* from;
}

async function noteDownload(ctx: Context, { id }: store.EvidenceRow, details: object): Promise<void> {
  if (ctx.headOnly) return;
  await writeInTurn<void>(ctx, async (tx) => {
    await store.noteDownload(tx, ctx.accountId, id);
    const audit = {
      accountId: ctx.accountId,
      action: "evidence.download",
      target: `evidence ${id}`,
      details: { ...details },
      origin: ctx,
    };
    return { result: undefined, change: { resources: [], audit } };
  });
}
