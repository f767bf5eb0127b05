import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { readPieces } from "@/lib/db/client";
import { binary } from "@/lib/db/copied";
import { readAhead } from "@/lib/db/read-ahead";

type Evidence = { accountId: number; evidenceId: number };
type Place = Evidence & { name: string };

const CHUNK_BYTES = 1024 * 1024;
/** Chunks of one transaction: each costs a flush to the disk. */
const CHUNKS_AT_ONCE = 4;

/** Writes a file as chunks, in the place of what was there. The next chunks are gathered while the ones before go in. */
export async function writeFile(place: Place, parts: AsyncIterable<Uint8Array>): Promise<void> {
  await within(place, (tx) => removeFile(tx, place));
  // What has gone in is gathered into again: new memory for each would have garbage collected once in thirty chunks.
  let [gathered, going]: [Chunks, Chunks] = [new Chunks(), new Chunks()];
  let ordinal = 0;
  let written = Promise.resolve();
  const flush = async () => {
    await written;
    [gathered, going] = [going, gathered];
    const [first, ready] = [ordinal, going.take()];
    ordinal += ready.length;
    written = within(place, (tx) => insertChunks(tx, place, first, ready));
    // Heard when it is waited for.
    written.catch(() => undefined);
  };
  for await (const part of parts) {
    for (let at = 0; at < part.length;) {
      at += gathered.add(part.subarray(at));
      if (gathered.full) await flush();
    }
  }
  if (!gathered.empty) await flush();
  await written;
}

/** Bytes for some chunks. */
class Chunks {
  #bytes = Buffer.alloc(0);
  #end = 0;

  get empty(): boolean {
    return this.#end === 0;
  }

  get full(): boolean {
    return this.#end === CHUNKS_AT_ONCE * CHUNK_BYTES;
  }

  /** Takes as many bytes as there is room for; answers how many. */
  add(part: Uint8Array): number {
    const most = Math.min(part.length, CHUNKS_AT_ONCE * CHUNK_BYTES - this.#end);
    if (this.#end + most > this.#bytes.length) this.#grow(this.#end + most);
    this.#bytes.set(part.subarray(0, most), this.#end);
    this.#end += most;
    return most;
  }

  /** Them all; what is added from now on overwrites them. */
  take(): Buffer[] {
    const count = Math.ceil(this.#end / CHUNK_BYTES);
    const end = this.#end;
    this.#end = 0;
    return Array.from({ length: count }, (_, at) =>
      this.#bytes.subarray(at * CHUNK_BYTES, Math.min(end, (at + 1) * CHUNK_BYTES)),
    );
  }

  /** Most files are small, and take no more than they need. */
  #grow(wanted: number): void {
    const larger = Buffer.allocUnsafe(Math.min(CHUNKS_AT_ONCE * CHUNK_BYTES, 2 * wanted));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
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
  const { accountId, evidenceId, name } = place;
  const ids = [binary.int8(accountId), binary.int8(evidenceId), binary.text(name)];
  const rows = chunks.map((bytes, at) => ({ columns: [...ids, binary.int4(first + at)], bytes }));
  await tx.put("evidence_chunk (account_id, evidence_id, name, ordinal, bytes)", rows);
}

/** The bytes of a file, in pieces; the next chunks are read while the caller takes one. */
export async function* readFile(place: Place): AsyncGenerator<Uint8Array> {
  let ordinal = 0;
  for await (const pieces of readAhead<Buffer[]>(() => readChunk(place, ordinal++))) yield* pieces;
}

async function readChunk({ accountId, evidenceId, name }: Place, ordinal: number): Promise<Buffer[] | undefined> {
  const pieces = await readPieces(
    "select bytes from evidence_chunk where account_id = $1 and evidence_id = $2 and name = $3 and ordinal = $4",
    [accountId, evidenceId, name, ordinal],
  );
  return pieces.length > 0 ? pieces : undefined;
}

/** Removes every file of an evidence. */
export async function removeFiles({ accountId, evidenceId }: Evidence): Promise<void> {
  await within({ accountId, evidenceId }, async (tx) => {
    await tx.query("delete from evidence_chunk where account_id = $1 and evidence_id = $2", [accountId, evidenceId]);
  });
}
