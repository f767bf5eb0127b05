import { open, readFile, type FileHandle } from "node:fs/promises";
import { readCheckpoint, type SignedCheckpoint } from "./signed";

const LOCAL = 0x04034b50;
const FULL_32 = 0xffffffff;
const HEADER_BYTES = 30;
/** Of the extra field of a file that is too long for 32 bits: what it is, how long it is, and then the size. */
const LONG_BYTES = 12;

/**
 * The checkpoints in a file that somebody kept: our own lines, the body of a webhook, attestation.json of a bundle, or the
 * bundle itself, with its key. Throws with a sentence for what holds none.
 */
export async function checkpointsIn(file: string): Promise<SignedCheckpoint[]> {
  const handle = await open(file, "r");
  try {
    if ((await bytesAt(handle, 0, 4)).equals(littleEndian(LOCAL))) return [await checkpointOfBundle(handle)];
  } finally {
    await handle.close();
  }
  const text = await readFile(file, "utf8");
  if (isJson(text)) return [readCheckpoint(text)];
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(readCheckpoint);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // then it is one checkpoint a line
  }
}

async function checkpointOfBundle(handle: FileHandle): Promise<SignedCheckpoint> {
  const found = await membersOf(handle, ["attestation.json", "public-key.pem"]);
  const attestation = found.get("attestation.json");
  if (attestation === undefined) throw new Error("The ZIP is no bundle of evidence: it has no attestation.json.");
  const publicKey = found.get("public-key.pem");
  return { ...readCheckpoint(attestation), ...(publicKey !== undefined && { publicKey }) };
}

/** Some files of one of our bundles, in which each is stored as it is behind its header. */
async function membersOf(handle: FileHandle, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; ;) {
    const header = await bytesAt(handle, at, HEADER_BYTES);
    if (header.length < HEADER_BYTES || header.readUInt32LE(0) !== LOCAL) return found;
    const [size, nameBytes, extraBytes] = [header.readUInt32LE(18), header.readUInt16LE(26), header.readUInt16LE(28)];
    const rest = await bytesAt(handle, at + HEADER_BYTES, nameBytes + extraBytes);
    const isLong = size === FULL_32 && extraBytes >= LONG_BYTES;
    const bytes = isLong ? Number(rest.readBigUInt64LE(nameBytes + 4)) : size;
    const name = rest.toString("utf8", 0, nameBytes);
    const start = at + HEADER_BYTES + nameBytes + extraBytes;
    if (names.includes(name)) found.set(name, (await bytesAt(handle, start, bytes)).toString("utf8"));
    at = start + bytes;
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
