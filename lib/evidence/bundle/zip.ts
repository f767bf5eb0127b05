import { Buffer } from "node:buffer";

/** One file of a bundle: its size and CRC-32 are known before it is written, so that no data descriptor is needed. */
export type Member = { name: string; bytes: number; crc32: number; content: () => AsyncIterable<Uint8Array> };

type Placed = Omit<Member, "content"> & { offset: number };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

const MADE_BY_UNIX = (3 << 8) | 45;
const NEEDS_PLAIN = 20;
const NEEDS_64 = 45;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const MIDNIGHT = 0;
const FIRST_OF_1980 = 0x0021;
const READABLE_FILE = 0o100644 * 0x10000;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;

/**
 * The bytes of a canonical ZIP: stored, one fixed time, no comments, no extra fields but zip64's where a number needs
 * them, so that equal members give equal bytes and a reader can rebuild each byte between them. Throws when a member
 * gives more or fewer bytes than it said.
 */
export async function* zipOf(members: readonly Member[]): AsyncGenerator<Uint8Array> {
  const placed: Placed[] = [];
  let offset = 0;
  for (const { content, ...facts } of members) {
    const header = localHeader(facts);
    placed.push({ ...facts, offset });
    yield header;
    let written = 0;
    for await (const part of content()) {
      written += part.length;
      yield part;
    }
    if (written !== facts.bytes) {
      throw new Error(`${facts.name} was said to have ${facts.bytes} bytes and has ${written}`);
    }
    offset += header.length + written;
  }
  yield centralDirectory(placed, offset);
}

/** How long the ZIP of these members is, without reading them. */
export function zipBytes(members: readonly Omit<Member, "content">[]): number {
  const placed: Placed[] = [];
  let offset = 0;
  for (const facts of members) {
    placed.push({ ...facts, offset });
    offset += localHeader(facts).length + facts.bytes;
  }
  return offset + centralDirectory(placed, offset).length;
}

/** What stands before a member's bytes. */
export function localHeader({ name, bytes, crc32 }: Omit<Member, "content">): Buffer {
  const large = bytes >= FULL_32;
  const size = large ? FULL_32 : bytes;
  const utf8 = Buffer.from(name);
  const extra = large ? extra64([bytes, bytes]) : Buffer.alloc(0);
  const head = Buffer.alloc(30);
  head.writeUInt32LE(LOCAL, 0);
  common(head, 4, { large, crc32, size, nameBytes: utf8.length, extraBytes: extra.length });
  return Buffer.concat([head, utf8, extra]);
}

/** What stands after the last member: one entry for each, and the end. */
export function centralDirectory(placed: readonly Placed[], start: number): Buffer {
  const entries = Buffer.concat(placed.map(centralEntry));
  return Buffer.concat([entries, end(placed.length, start, entries.length)]);
}

function centralEntry({ name, bytes, crc32, offset }: Placed): Buffer {
  const large = bytes >= FULL_32;
  const far = offset >= FULL_32;
  const utf8 = Buffer.from(name);
  const numbers = [...(large ? [bytes, bytes] : []), ...(far ? [offset] : [])];
  const extra = numbers.length > 0 ? extra64(numbers) : Buffer.alloc(0);
  const head = Buffer.alloc(46);
  const size = large ? FULL_32 : bytes;
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(MADE_BY_UNIX, 4);
  common(head, 6, { large: large || far, crc32, size, nameBytes: utf8.length, extraBytes: extra.length });
  head.writeUInt32LE(READABLE_FILE, 38);
  head.writeUInt32LE(far ? FULL_32 : offset, 42);
  return Buffer.concat([head, utf8, extra]);
}

/** The 26 bytes that a local header and an entry of the directory share. */
function common(
  head: Buffer,
  at: number,
  facts: { large: boolean; crc32: number; size: number; nameBytes: number; extraBytes: number },
): void {
  head.writeUInt16LE(facts.large ? NEEDS_64 : NEEDS_PLAIN, at);
  head.writeUInt16LE(UTF8_NAMES, at + 2);
  head.writeUInt16LE(STORED, at + 4);
  head.writeUInt16LE(MIDNIGHT, at + 6);
  head.writeUInt16LE(FIRST_OF_1980, at + 8);
  head.writeUInt32LE(facts.crc32, at + 10);
  head.writeUInt32LE(facts.size, at + 14);
  head.writeUInt32LE(facts.size, at + 18);
  head.writeUInt16LE(facts.nameBytes, at + 22);
  head.writeUInt16LE(facts.extraBytes, at + 24);
}

function extra64(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  numbers.forEach((number, index) => extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index));
  return extra;
}

function end(count: number, start: number, bytes: number): Buffer {
  const full = start >= FULL_32 || bytes >= FULL_32 || count >= FULL_16;
  const tail = Buffer.alloc(22);
  tail.writeUInt32LE(END, 0);
  tail.writeUInt16LE(full ? FULL_16 : count, 8);
  tail.writeUInt16LE(full ? FULL_16 : count, 10);
  tail.writeUInt32LE(full ? FULL_32 : bytes, 12);
  tail.writeUInt32LE(full ? FULL_32 : start, 16);
  return full ? Buffer.concat([end64(count, start, bytes), tail]) : tail;
}

function end64(count: number, start: number, bytes: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(END_64, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY_UNIX, 12);
  record.writeUInt16LE(NEEDS_64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  record.writeUInt32LE(LOCATOR_64, 56);
  record.writeBigUInt64LE(BigInt(start + bytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
