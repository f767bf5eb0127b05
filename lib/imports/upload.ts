import { createHash } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { env } from "@/lib/db/env";
import { printExact, parseExact } from "@/lib/schema/exact-json";
import { importFacts } from "./facts";
import { columnsIn, type FoundColumn } from "./kept";
import { lookAt, sentenceOfFile, suggested, type Looked } from "./look";
import type { Mapping } from "./mapping/mapping";
import { readStored } from "./read";
import * as store from "./store";

const CHUNK_BYTES = 1024 * 1024;

/** A file on its way: its bytes come once, as the caller sends them. */
export type Content = () => AsyncIterable<Uint8Array>;

/**
 * Begins an import and takes in what the body holds of its file. bytes: how many the whole has; without it the body is
 * the whole. A body that is cut short loses nothing: it goes on where it stopped. Throws notFound, tooLarge, invalid.
 */
export async function createImport(
  ctx: Context,
  target: Target,
  { fileName, bytes, content }: { fileName: string; bytes?: number; content: Content },
) {
  const resource = await resourceAt(ctx, target);
  checkSize(bytes ?? 0);
  const { connectionId, resourceId } = target;
  const file = { connectionId, resourceId, fileName, byteCount: bytes ?? null };
  const id = await write({ ...ctx, keeper: undefined }, async (tx) => {
    const made = await store.insertImport(tx, ctx, file);
    const details = { fileName, bytes: bytes ?? null, ...target };
    const audit = { accountId: ctx.accountId, action: "import.create", target: `import ${made}`, details, origin: ctx };
    return { result: made, change: { resources: [], audit } };
  });
  const place = { accountId: ctx.accountId, resourceId, id };
  const taken = await takeIn(place, { offset: 0, whole: bytes }, content);
  return settle(ctx, resource, place, {
    whole: bytes ?? taken.received,
    sha256: taken.sha256,
    received: taken.received,
  });
}

/** Takes in the next part of a file. Throws notFound, tooLarge, and conflict that tells how many bytes arrived. */
export async function appendContent(
  ctx: Context,
  target: Target & { importId: number },
  { offset, content }: { offset: number; content: Content },
) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id, id: target.importId };
  const row = await readStored(place);
  if (row.status !== "uploading" || row.received !== offset) throw outOfPlace(row);
  // Rights were judged before the body is read, which cannot be read again.
  const origin = { ...ctx, actor: { ...ctx.actor, epoch: null } };
  const entry = { action: "import.upload", target: `import ${row.id}`, details: { fileName: row.file_name, offset } };
  const audit = { accountId: ctx.accountId, ...entry, origin };
  const taken = await takeIn(place, { offset, whole: row.byte_count ?? undefined, audit }, content);
  const sha256 = offset === 0 ? taken.sha256 : undefined;
  const { received } = taken;
  return settle(ctx, resource, place, { whole: row.byte_count ?? received, sha256, received });
}

function outOfPlace({ status, received, byte_count }: store.ImportRow): Refusal {
  const of = byte_count === null ? "" : ` of ${byte_count}`;
  const message =
    status === "uploading"
      ? `${received}${of} bytes of this file arrived; go on with offset=${received}`
      : `The file is whole: ${received} bytes arrived`;
  return new Refusal("conflict", { message });
}

function checkSize(bytes: number): void {
  const most = env().ATTESTRY_IMPORT_BYTES_MAX;
  if (bytes <= most) return;
  const limit = `${Math.round(most / 1024 / 1024)} MB`;
  throw new Refusal("tooLarge", { message: `The file was too large to upload: a file may have ${limit}; split it` });
}

/** Stores a body piece by piece, each in a transaction of its own, so that nothing waits for a slow caller. */
async function takeIn(
  place: store.Place,
  { offset, whole, audit }: { offset: number; whole: number | undefined; audit?: AuditEntry },
  content: Content,
) {
  const hash = createHash("sha256");
  let received = offset;
  const keep = async (bytes: Buffer) => {
    checkSize(received + bytes.length);
    if (whole !== undefined && received + bytes.length > whole) {
      throw new Refusal("invalid", { message: `The file was said to have ${whole} bytes, and more arrived` });
    }
    hash.update(bytes);
    const at = received;
    received += bytes.length;
    await write({ accountId: place.accountId, dryRun: false }, async (tx) => {
      if (!(await store.appendChunk(tx, place, at, bytes))) {
        throw new Refusal("conflict", { message: "Somebody else sends this file, or it was canceled" });
      }
      return { result: undefined, change: { resources: [], audit: at === offset ? audit : undefined } };
    });
  };
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of content()) {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const part = bytes.subarray(at, at + CHUNK_BYTES);
      parts.push(part);
      size += part.length;
      if (size < CHUNK_BYTES) continue;
      await keep(Buffer.concat(parts));
      parts = [];
      size = 0;
    }
  }
  if (size > 0) await keep(Buffer.concat(parts));
  return { received, sha256: hash.digest("hex") };
}

/** Where the file is whole: its hash, how it is read and what its columns most likely become. */
async function settle(
  ctx: Context,
  resource: Resource,
  place: store.Place,
  { whole, sha256, received }: { whole: number; sha256?: string; received: number },
) {
  const looked = received < whole ? undefined : await look(place, (await readStored(place)).file_name);
  const hash = looked && (sha256 ?? (await hashOf(place)));
  return write(ctx, async (tx) => {
    const row = await store.lockImport(tx, place);
    if (!row) throw new Refusal("notFound");
    if (looked && row.status === "uploading") {
      const facts = { byte_count: received, sha256: hash };
      if (typeof looked === "string")
        await store.updateImport(tx, place, { ...facts, status: "failed", error: looked });
      else
        await store.updateImport(tx, place, { ...facts, status: "mapping", ...(await mapped(tx, resource, looked)) });
    }
    return { result: await factsIn(tx, resource, place), change: { resources: [] } };
  });
}

/** The import as it stands in a write, for the answer that is kept with it. */
async function factsIn(tx: Parameters<typeof store.lockImport>[0], resource: Resource, place: store.Place) {
  const row = await store.findImport(tx, place);
  if (!row) throw new Refusal("notFound");
  return importFacts(resource, row, tx);
}

async function look(place: store.Place, fileName: string): Promise<Looked | string> {
  try {
    return await lookAt(() => store.chunks(place), fileName, {});
  } catch (error) {
    return sentenceOfFile(error);
  }
}

async function hashOf(place: store.Place): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of store.chunks(place)) hash.update(bytes);
  return hash.digest("hex");
}

/** What is kept of a look: the mapping that files with the same columns had before, else the likeliest one. */
export async function mapped(tx: Parameters<typeof store.lockImport>[0], resource: Resource, looked: Looked) {
  const place = { accountId: resource.account_id, resourceId: resource.id };
  const remembered = looked.columns.length ? await store.recentMappings(tx, place) : [];
  const same = remembered.find(({ columns }) => sameNames(columnsIn(columns), looked.columns));
  const mapping = same ? (parseExact(same.mapping) as Mapping) : suggested(resource, looked);
  return {
    read: JSON.stringify(looked.read),
    columns: JSON.stringify(looked.columns),
    mapping: printExact(mapping),
    mapping_from: same ? ("remembered" as const) : ("suggested" as const),
  };
}

const sameNames = (one: readonly FoundColumn[], other: readonly FoundColumn[]) =>
  one.length === other.length && one.every(({ name }, at) => name === other[at]?.name);
