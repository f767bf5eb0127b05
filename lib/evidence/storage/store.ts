import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { reader, readPieces } from "@/lib/db/client";
import { binary, Room } from "@/lib/db/copied";
import { heard } from "@/lib/db/read-ahead";
import { NotThere } from "./not-there";

type Evidence = { accountId: number; evidenceId: number };
type Place = Evidence & { name: string };

const CHUNK_BYTES = 1024 * 1024;
/** What goes in with one transaction, some chunks: each transaction costs a flush to the disk. */
const BATCH_BYTES = 4 * CHUNK_BYTES;
/** So many are read at once, each on a connection: while one is hashed or sent, PostgreSQL would wait for the next question. */
const CHUNKS_AT_ONCE = 2;

/** Writes a file as chunks, in the place of what was there. The next chunks are gathered while the ones before go in. */
export async function writeFile(place: Place, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await within(place, (tx) => removeFile(tx, place));
  let [gathered, going] = [new Room(), new Room()];
  let ordinal = 0;
  let written = Promise.resolve();
  const flush = async () => {
    await written;
    [gathered, going] = [going, gathered];
    const first = ordinal;
    const chunks = chunksOf(going.take());
    ordinal += chunks.length;
    written = heard(within(place, (tx) => insertChunks(tx, place, first, chunks)));
  };
  for await (const part of parts) {
    for (let at = 0; at < part.length;) {
      const piece = part.subarray(at, at + BATCH_BYTES - gathered.length);
      gathered.put(piece);
      at += piece.length;
      if (gathered.length === BATCH_BYTES) await flush();
    }
  }
  if (gathered.length > 0) await flush();
  await written;
}

const chunksOf = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, at) =>
    bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
  );

const within = ({ accountId }: Evidence, work: (tx: Tx) => Promise<void>) =>
  write({ accountId, dryRun: false }, async (tx) => ({ result: await work(tx), change: { resources: [] } }));

async function removeFile(tx: Tx, { accountId, evidenceId, name }: Place): Promise<void> {
  const here = [accountId, evidenceId, name];
  await tx.query("delete from evidence_chunk where account_id = $1 and evidence_id = $2 and name = $3", here);
}

async function insertChunks(tx: Tx, place: Place, first: number, chunks: readonly Buffer[]): Promise<void> {
  // Nobody relies on a chunk before its evidence is ready, and that commit takes all earlier ones to the disk.
  await tx.query("set local synchronous_commit = off");
  const { accountId, evidenceId, name } = place;
  const ids = [binary.int8(accountId), binary.int8(evidenceId), binary.text(name)];
  const rows = chunks.map((bytes, at) => ({ columns: [...ids, binary.int4(first + at)], bytes }));
  await tx.put("evidence_chunk (account_id, evidence_id, name, ordinal, bytes)", rows);
}

/** The bytes of a file, in pieces; the next chunks are read while the caller takes one. Throws NotThere. */
export async function* readFile(place: Place): AsyncGenerator<Uint8Array> {
  // The first one by itself: most files have no other.
  const first = await readChunk(place, 0);
  if (first.length === 0 && (await hasBytes(place))) throw new NotThere(place.name);
  const reading = [Promise.resolve(first)];
  for (let ordinal = 1; ;) {
    const pieces = await reading.shift();
    if (!pieces || pieces.length === 0) return;
    while (reading.length < CHUNKS_AT_ONCE) reading.push(heard(readChunk(place, ordinal++)));
    yield* pieces;
  }
}

/** Whether a file is listed as one that is not empty: an empty one has no chunk. */
async function hasBytes({ accountId, evidenceId, name }: Place): Promise<boolean> {
  const listed = "from evidence_file where account_id = $1 and evidence_id = $2 and name = $3 and bytes > 0";
  return (await reader.query(`select 1 ${listed}`, [accountId, evidenceId, name])).length > 0;
}

const readChunk = ({ accountId, evidenceId, name }: Place, ordinal: number): Promise<Buffer[]> =>
  readPieces(
    "select bytes from evidence_chunk where account_id = $1 and evidence_id = $2 and name = $3 and ordinal = $4",
    [accountId, evidenceId, name, ordinal],
  );

/** Removes every file of an evidence. */
export async function removeFiles({ accountId, evidenceId }: Evidence): Promise<void> {
  await within({ accountId, evidenceId }, async (tx) => {
    await tx.query("delete from evidence_chunk where account_id = $1 and evidence_id = $2", [accountId, evidenceId]);
  });
}
