import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { readAhead } from "@/lib/db/read-ahead";

type Evidence = { accountId: number; evidenceId: number };
type Place = Evidence & { name: string };

const CHUNK_BYTES = 1024 * 1024;
/** Chunks of one transaction: each costs a flush to the disk. */
const CHUNKS_AT_ONCE = 4;

/** Writes a file as chunks, in the place of what was there. The next chunks are gathered while the ones before go in. */
export async function writeFile(place: Place, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await within(place, (tx) => removeFile(tx, place));
  let ordinal = 0;
  let going = Promise.resolve();
  let chunks: Buffer[] = [];
  const flush = async () => {
    const [first, ready] = [ordinal, chunks];
    ordinal += ready.length;
    chunks = [];
    await going;
    going = within(place, (tx) => insertChunks(tx, place, first, ready));
    // Heard when it is waited for.
    going.catch(() => undefined);
  };
  for await (const chunk of chunksOf(parts)) {
    chunks.push(chunk);
    if (chunks.length === CHUNKS_AT_ONCE) await flush();
  }
  if (chunks.length > 0) await flush();
  await going;
}

async function* chunksOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of parts) {
    for (let at = 0; at < part.length;) {
      const piece = part.subarray(at, at + CHUNK_BYTES - bytes);
      pending.push(piece);
      bytes += piece.length;
      at += piece.length;
      if (bytes < CHUNK_BYTES) continue;
      yield Buffer.concat(pending);
      pending = [];
      bytes = 0;
    }
  }
  if (bytes > 0) yield Buffer.concat(pending);
}

const within = ({ accountId }: Evidence, work: (tx: Tx) => Promise<void>) =>
  write({ accountId, dryRun: false }, async (tx) => ({ result: await work(tx), change: { resources: [] } }));

async function removeFile(tx: Tx, { accountId, evidenceId, name }: Place): Promise<void> {
  const here = [accountId, evidenceId, name];
  await tx.query("delete from evidence_chunk where account_id = $1 and evidence_id = $2 and name = $3", here);
}

async function insertChunks(tx: Tx, place: Place, first: number, chunks: readonly Buffer[]): Promise<void> {
  // Nobody relies on a chunk before its evidence is ready, and that commit takes all earlier ones to the disk.
  await tx.query("set local synchronous_commit = off");
  const rows = chunks.map((_, at) => `($1, $2, $3, $4::int + ${at}, $${5 + at})`);
  await tx.query(
    `insert into evidence_chunk (account_id, evidence_id, name, ordinal, bytes) values ${rows.join(", ")}`,
    [place.accountId, place.evidenceId, place.name, first, ...chunks],
    `insert_evidence_chunks_${chunks.length}`,
  );
}

/** The bytes of a file, chunk by chunk; the next ones are read while the caller takes one. */
export function readFile(place: Place): AsyncGenerator<Uint8Array> {
  let ordinal = 0;
  return readAhead<Uint8Array>(() => readChunk(place, ordinal++));
}

async function readChunk({ accountId, evidenceId, name }: Place, ordinal: number): Promise<Buffer | undefined> {
  const [bytes] =
    (await reader.copy(
      "select bytes from evidence_chunk where account_id = $1 and evidence_id = $2 and name = $3 and ordinal = $4",
      [accountId, evidenceId, name, ordinal],
    )) ?? [];
  return bytes ?? undefined;
}

/** Removes every file of an evidence. */
export async function removeFiles({ accountId, evidenceId }: Evidence): Promise<void> {
  await within({ accountId, evidenceId }, async (tx) => {
    await tx.query("delete from evidence_chunk where account_id = $1 and evidence_id = $2", [accountId, evidenceId]);
  });
}
