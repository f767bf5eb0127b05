// Checks an Attestry evidence bundle offline, with nothing but Node (20.16 or newer):
//
//   node verify.mjs BUNDLE.zip             a bundle as it was downloaded
//   node verify.mjs FOLDER                 one that was unpacked; without a name: the folder that this file is in
//     --key KID-OR-PEM-FILE                whose key is expected, as you had it from them by another way
//     --jwks FILE                          the same from a saved /.well-known/jwks.json
//     --reveal ID POINTER VALUE SALT       whether a redacted value is this one: VALUE as JSON text, SALT in hex
//
// It ends with 0 when all is as it was signed, 1 when something is not, 2 when it could not be asked. Numbers are never
// parsed: what is compared are bytes. It is the same code that checks a bundle in the browser, on the page /verify.

/**
 * @typedef {{ name: string, size: number, bytes: () => AsyncIterable<Uint8Array>, zip?: Entry }} Member
 * @typedef {{ name: string, offset: number, start: number, size: number, stored: number, method: number }} Entry
 * @typedef {{ size: number, read: (from: number, to: number) => Promise<Uint8Array> }} File
 * @typedef {{ sha256: () => { update: (bytes: Uint8Array) => void, digest: () => Uint8Array },
 *   digest: (bytes: Uint8Array) => Uint8Array, crc32: (bytes: Uint8Array, before: number) => number,
 *   verify: (spki: Uint8Array, signature: Uint8Array, message: Uint8Array) => Promise<boolean> }} Tools
 * @typedef {{ ok: boolean, says: string }} Check
 * @typedef {{ kid: string, account?: number, retired_at?: string, revoked?: { revoked_at: string, reason: string } }} KnownKey
 * @typedef {{ id: string, pointer: string, value: string, salt: string }} Reveal
 * @typedef {{ keys?: KnownKey[], reveal?: Reveal, onProgress?: (done: number, of: number) => unknown }} Options
 * @typedef {{ good: boolean, checks: Check[], content: any, attestation: any, kid: string | null, known: KnownKey | null }} Report
 */

const FORMAT = "attestry-evidence/2";
const ORDER = [
  ...["content.json", "records.jsonl", "records.leaves", "records.csv", "schema.json", "provenance.jsonl"],
  ...["attestation.json", "attestation.sig", "public-key.pem", "timestamp.tsr", "report.pdf", "records.xlsx"],
  ...["VERIFY.md", "verify.mjs", "verify.py"],
];
const NEEDED = [
  ...["content.json", "records.jsonl", "records.leaves", "schema.json", "provenance.jsonl"],
  ...["attestation.json", "attestation.sig", "public-key.pem"],
];
/** Those that the signature itself is about, or that are needed to check it. */
const UNLISTED = ["attestation.json", "attestation.sig", "public-key.pem", "content.json"];
const SLICE_BYTES = 1 << 20;
const SMALL_BYTES_MAX = 16 << 20;
const LINE_BYTES_MAX = 128 << 20;
const NAME_BYTES_MAX = 255;
const FILES_MAX = 100;
const NAMED_MAX = 20;
const LOOKED_AT_MAX = 10_000;
/** What each byte is worth as a digit; 255: it is none. */
const HEX_DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const worth = "0123456789abcdef".indexOf(String.fromCharCode(byte));
  return worth < 0 ? 255 : worth;
});
/** How the line of an erased record begins; and the mark in records.leaves of one that came in so. */
const [ERASED, OWN] = ['{"$erased":', " own"];
const COMPARED_MAX = 4_000_000;
/** The texts and the numbers of a JSON text. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[-+.\deE]*/g;
/** The points of small order, also as nobody should write them, without their sign: under such a key anything is signed. */
const NO_KEYS = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  ...["ec", "ed", "ee"].map((first) => `${first}${"ff".repeat(30)}7f`),
];

/**
 * Checks a bundle: a ZIP, or the files of one that was unpacked. Never throws for what a bundle holds: each thing that
 * is wrong is a check that failed, in words.
 * @param {File | Member[]} bundle @param {Tools} tools @param {Options} options @returns {Promise<Report>}
 */
export async function checkBundle(bundle, tools, options = {}) {
  /** @type {Check[]} */
  const checks = [];
  /** @param {boolean} ok @param {string} good @param {string} bad */
  const note = (ok, good, bad) => void checks.push(ok ? { ok, says: good } : { ok, says: bad });
  const members = Array.isArray(bundle) ? bundle : await membersOf(bundle, note);
  const named = new Map(members.map((member) => [member.name, member]));
  checkNames(members, note);

  const work = progress(members, options.onProgress);
  /** @type {Map<string, Scan>} */
  const scans = new Map();
  for (const member of members) if (!scans.has(member.name)) scans.set(member.name, await scan(member, tools, work));
  if (!Array.isArray(bundle)) await checkBytesAround(bundle, members, scans, note);

  const attestation = parsed(scans.get("attestation.json"), "attestation.json", note);
  const content = parsed(scans.get("content.json"), "content.json", note);
  const kid = await checkSignature(scans, attestation, tools, note);
  const known = checkKey(kid, content, options.keys, note);
  checkFiles(scans, content, attestation, note);
  await checkRecords(named, scans, { content, attestation }, tools, note);
  checkTimestamp(scans, attestation, note);
  if (options.reveal) await checkReveal(named, options.reveal, content, tools, note);
  return { good: checks.every(({ ok }) => ok), checks, content, attestation, kid, known };
}

// The ZIP ------------------------------------------------------------------------------------------------------------

/** @param {File} file @param {(ok: boolean, good: string, bad: string) => void} note @returns {Promise<Member[]>} */
async function membersOf(file, note) {
  let entries;
  try {
    entries = await fromDirectory(file);
  } catch {
    entries = await fromHeaders(file);
    note(false, "", "The directory at the end of the ZIP cannot be read; its files were looked for one by one.");
  }
  return entries.map((entry) => ({
    name: entry.name,
    size: entry.size,
    zip: entry,
    bytes: () => contentOf(file, entry),
  }));
}

/** The files by the directory at the end, also of a ZIP that another program made. @param {File} file */
async function fromDirectory(file) {
  const tail = await view(file, Math.max(0, file.size - 66_000), file.size);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new Error("no end");
  let [bytes, from] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (end >= 20 && tail.getUint32(end - 20, true) === 0x07064b50) {
    const at = Number(tail.getBigUint64(end - 12, true));
    const end64 = await view(file, at, at + 56);
    [bytes, from] = [Number(end64.getBigUint64(40, true)), Number(end64.getBigUint64(48, true))];
  }
  if (bytes > SMALL_BYTES_MAX) throw new Error("no directory of ours");
  const directory = await view(file, from, from + bytes);
  /** @type {Entry[]} */
  const entries = [];
  for (let at = 0; at < bytes;) {
    if (directory.getUint32(at, true) !== 0x02014b50) throw new Error("no entry");
    const nameBytes = directory.getUint16(at + 28, true);
    const extraBytes = directory.getUint16(at + 30, true);
    const name = text(bytesOf(directory, at + 46, nameBytes));
    const sizes = [
      directory.getUint32(at + 24, true),
      directory.getUint32(at + 20, true),
      directory.getUint32(at + 42, true),
    ];
    const [size = 0, stored = 0, offset = 0] = enlarged(sizes, directory, at + 46 + nameBytes, extraBytes);
    if (entries.length === FILES_MAX || nameBytes > NAME_BYTES_MAX) throw new Error("no directory of ours");
    const local = await view(file, offset, offset + 30);
    if (local.getUint32(0, true) !== 0x04034b50) throw new Error("no header");
    const start = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    if (start + stored > file.size) throw new Error("beyond the end");
    entries.push({ name, offset, start, size, stored, method: directory.getUint16(at + 10, true) });
    at += 46 + nameBytes + extraBytes + directory.getUint16(at + 32, true);
  }
  return entries;
}

/** The files by the headers that stand before each, as far as they can be followed. @param {File} file */
async function fromHeaders(file) {
  /** @type {Entry[]} */
  const entries = [];
  for (let offset = 0; offset + 30 <= file.size && entries.length < FILES_MAX;) {
    const local = await view(file, offset, Math.min(file.size, offset + 30 + 2 * 0xffff));
    if (local.getUint32(0, true) !== 0x04034b50) break;
    const nameBytes = local.getUint16(26, true);
    const extraBytes = local.getUint16(28, true);
    if (30 + nameBytes + extraBytes > local.byteLength || nameBytes > NAME_BYTES_MAX) break;
    const sizes = [local.getUint32(22, true), local.getUint32(18, true)];
    const [size = 0, stored = 0] = enlarged(sizes, local, 30 + nameBytes, extraBytes);
    const start = offset + 30 + nameBytes + extraBytes;
    if (start + stored > file.size) break;
    const name = text(bytesOf(local, 30, nameBytes));
    entries.push({ name, offset, start, size, stored, method: local.getUint16(8, true) });
    offset = start + stored;
  }
  return entries;
}

/** Numbers that did not fit into 32 bits stand in zip64's field. @param {number[]} numbers @param {DataView} view */
function enlarged(numbers, view, from, bytes) {
  for (let at = from; at + 4 <= from + bytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    return numbers.map((number) => {
      if (number !== 0xffffffff || next + 8 > from + bytes) return number;
      next += 8;
      return Number(view.getBigUint64(next - 8, true));
    });
  }
  return numbers;
}

/** @param {File} file @param {Entry} entry @returns {AsyncGenerator<Uint8Array>} */
async function* contentOf(file, entry) {
  const raw = slices(file, entry.start, entry.start + entry.stored);
  if (entry.method === 0) return yield* raw;
  if (entry.method !== 8) throw new Error(`packed by a method (${entry.method}) that is not known here`);
  let unread;
  const source = new ReadableStream({
    async pull(controller) {
      const { done, value } = await raw.next().catch((error) => {
        unread = error;
        throw error;
      });
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  // What is wrong with packed bytes every engine says in words of its own.
  const read = () =>
    reader.read().catch(() => {
      throw unread ?? new Error("what is packed in it is damaged");
    });
  for (let part = await read(); !part.done; part = await read()) yield part.value;
}

/** @param {File} file @returns {AsyncGenerator<Uint8Array>} */
async function* slices(file, from, to) {
  for (let at = from; at < to; at += SLICE_BYTES) yield await file.read(at, Math.min(to, at + SLICE_BYTES));
}

/**
 * Makes every byte around the files anew from the files themselves, and compares: what was packed by another program,
 * or has one byte flipped in a header, is found.
 */
async function checkBytesAround(file, members, scans, note) {
  const parts = [];
  let offset = 0;
  for (const { name } of members) {
    const { bytes, crc } = scans.get(name);
    const placed = { name: new TextEncoder().encode(name), bytes, crc, offset };
    parts.push({ at: offset, made: localHeader(placed), placed });
    offset += parts.at(-1).made.length + bytes;
  }
  parts.push({ at: offset, made: directoryOf(parts, offset) });
  const expected = offset + parts.at(-1).made.length;
  let differs = file.size === expected ? -1 : Math.min(file.size, expected);
  for (const { at, made } of parts) {
    const found = at > file.size ? new Uint8Array() : await file.read(at, Math.min(file.size, at + made.length));
    const first = made.findIndex((byte, index) => byte !== found[index]);
    if (first >= 0 && (differs < 0 || at + first < differs)) differs = at + first;
  }
  const around = parts.reduce((sum, { made }) => sum + made.length, 0);
  note(
    differs < 0,
    `The ZIP is as it was made: ${members.length} files, and each of the ${around} bytes around them.`,
    `The ZIP itself is not as it was made: it differs around its files, first at byte ${differs} of ${file.size}.`,
  );
}

function localHeader({ name, bytes, crc }) {
  const large = bytes >= 0xffffffff;
  const size = large ? 0xffffffff : bytes;
  const extra = large ? extra64([bytes, bytes]) : [];
  return Uint8Array.from([...le(0x04034b50, 4), ...common(large, crc, size, name, extra), ...name, ...extra]);
}

function directoryOf(parts, start) {
  const entries = parts.flatMap(({ placed: { name, bytes, crc, offset } }) => {
    const [large, far] = [bytes >= 0xffffffff, offset >= 0xffffffff];
    const numbers = [...(large ? [bytes, bytes] : []), ...(far ? [offset] : [])];
    const extra = numbers.length > 0 ? extra64(numbers) : [];
    const head = common(large || far, crc, large ? 0xffffffff : bytes, name, extra);
    const place = [0, 0, 0, 0, 0, 0, ...le(0o100644 * 0x10000, 4), ...le(far ? 0xffffffff : offset, 4)];
    return [...le(0x02014b50, 4), ...le(0x032d, 2), ...head, ...place, ...name, ...extra];
  });
  const [count, length] = [parts.length, entries.length];
  const full = start >= 0xffffffff || length >= 0xffffffff || count >= 0xffff;
  const end64 = [
    ...[...le(0x06064b50, 4), ...le(44, 8), ...le(0x032d, 2), ...le(45, 2), ...le(0, 8), ...le(count, 8)],
    ...[...le(count, 8), ...le(length, 8), ...le(start, 8)],
    ...[...le(0x07064b50, 4), ...le(0, 4), ...le(start + length, 8), ...le(1, 4)],
  ];
  const counts = full ? [0xff, 0xff, 0xff, 0xff] : [...le(count, 2), ...le(count, 2)];
  const place = full ? le(0xffffffffffff, 8, 0xff) : [...le(length, 4), ...le(start, 4)];
  return Uint8Array.from([
    ...entries,
    ...(full ? end64 : []),
    ...le(0x06054b50, 4),
    0,
    0,
    0,
    0,
    ...counts,
    ...place,
    0,
    0,
  ]);
}

function common(large, crc, size, name, extra) {
  const fixed = [...le(large ? 45 : 20, 2), ...le(0x0800, 2), 0, 0, 0, 0, ...le(0x0021, 2)];
  return [...fixed, ...le(crc, 4), ...le(size, 4), ...le(size, 4), ...le(name.length, 2), ...le(extra.length, 2)];
}

const extra64 = (numbers) => [...le(1, 2), ...le(8 * numbers.length, 2), ...numbers.flatMap((number) => le(number, 8))];

/** A number in little-endian bytes; or, with a filling, as many bytes of that. */
function le(number, bytes, filling) {
  return Array.from({ length: bytes }, (_, at) => filling ?? Math.floor(number / 2 ** (8 * at)) % 256);
}

// Names and hashes ---------------------------------------------------------------------------------------------------

function checkNames(members, note) {
  const names = members.map(({ name }) => name);
  const strange = names.filter((name) => !ORDER.includes(name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const missing = NEEDED.filter((name) => !names.includes(name));
  const sorted = names.every((name, at) => at === 0 || ORDER.indexOf(names[at - 1]) < ORDER.indexOf(name));
  const wrong = [
    strange.length > 0 && `${quoted(strange)} does not belong into a bundle`,
    twice.length > 0 && `${quoted(twice)} is there twice`,
    missing.length > 0 && `${quoted(missing)} is missing`,
    !sorted && strange.length + twice.length === 0 && members[0]?.zip && "the files stand in another order",
  ].filter(Boolean);
  const others = members.some(({ zip }) => zip) ? ", and no others" : "";
  note(wrong.length === 0, `All files that a bundle needs are there${others}.`, `${sentence(wrong.join("; "))}.`);
}

/** @typedef {{ bytes: number, crc: number, sha256: string, small: Uint8Array | null, broken: string | null,
 *   lines: { count: number, hashes: Float64Array, chain: string, root: string, order: string | null, erased: number,
 *     own: string[] } | null }} Scan */

/** Reads a file once: its size, its sums, and of lines what the tree over them needs. @returns {Promise<Scan>} */
async function scan(member, tools, work) {
  const sum = tools.sha256();
  const lines =
    member.name === "records.jsonl" ? ofRecords(tools) : member.name === "records.leaves" ? ofLeaves(tools) : null;
  const cut = lines && lineCutter(lines.take);
  const keep = lines === null && member.size <= SMALL_BYTES_MAX && !/\.(csv|xlsx|pdf|jsonl)$/.test(member.name);
  const kept = [];
  let [bytes, crc, broken] = [0, 0, null];
  try {
    for await (const part of member.bytes()) {
      bytes += part.length;
      crc = tools.crc32(part, crc);
      sum.update(part);
      cut?.push(part);
      if (keep && bytes <= SMALL_BYTES_MAX) kept.push(part);
      await work(part.length);
    }
  } catch (error) {
    broken = `${error instanceof Error ? error.message : error}`;
  }
  if (broken === null) cut?.end();
  return {
    bytes,
    crc,
    sha256: hex(sum.digest()),
    small: keep ? joined(kept) : null,
    broken,
    lines: lines?.end() ?? null,
  };
}

function ofRecords(tools) {
  const tree = merkleTree(tools);
  const hashes = hashList(tools);
  let erased = 0;
  const take = (line) => {
    hashes.add(tree.add(line));
    if (isErased(line)) erased += 1;
  };
  return { take, end: () => ({ ...hashes.end(), root: tree.root(), order: null, erased, own: [] }) };
}

function ofLeaves(tools) {
  const hashes = hashList(tools);
  let [before, order, erased] = [null, null, 0];
  const own = [];
  const take = (line) => {
    const { hash, id, mark } = leafOf(line);
    hashes.add(hash);
    if (mark) erased += 1;
    if (mark && own.length < NAMED_MAX) own.push(id);
    if (order === null && before !== null && compared(before, id) >= 0) {
      order = before === id ? `${quoted([id])} stands twice` : `${quoted([id])} stands after ${quoted([before])}`;
    }
    before = id;
  };
  return { take, end: () => ({ ...hashes.end(), root: "", order, erased, own }) };
}

async function rootOfLeaves(member, tools) {
  const tree = merkleTree(tools);
  await eachLine(member, (line) => tree.addLeaf(leafOf(line).hash));
  return tree.root();
}

/** Whether a line begins as that of an erased record. */
const isErased = (line) => line[2] === 36 && text(line.subarray(0, ERASED.length)) === ERASED;

/** A line of records.leaves; what is none gets a hash that no record has. */
function leafOf(line) {
  const hash = new Uint8Array(32);
  for (let at = 0; at < 64; at++) {
    const digit = HEX_DIGITS[line[at] ?? 0];
    if (digit === 255) return { hash: new Uint8Array(32), id: text(line.subarray(65)) };
    hash[at >> 1] = (hash[at >> 1] << 4) | digit;
  }
  const name = text(line.subarray(65));
  const mark = name.endsWith(OWN);
  try {
    const id = JSON.parse(mark ? name.slice(0, -OWN.length) : name);
    return line[64] === 32 && typeof id === "string" ? { hash, id, mark } : { hash: new Uint8Array(32), id: name };
  } catch {
    return { hash: new Uint8Array(32), id: name };
  }
}

/** The tree of RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ line), node = SHA-256(0x01 ‖ left ‖ right). @param {Tools} tools */
function merkleTree({ digest }) {
  const full = [];
  let [size, scratch] = [0, new Uint8Array(16_384)];
  const pair = new Uint8Array(65);
  const node = (left, right) => {
    pair[0] = 1;
    pair.set(left, 1);
    pair.set(right, 33);
    return digest(pair);
  };
  const addLeaf = (leaf) => {
    let top = leaf;
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) top = node(full.pop(), top);
    full.push(top);
    size += 1;
    return leaf;
  };
  const add = (line) => {
    if (line.length >= scratch.length) scratch = new Uint8Array(2 * line.length);
    scratch[0] = 0;
    scratch.set(line, 1);
    return addLeaf(digest(scratch.subarray(0, line.length + 1)));
  };
  const root = () => {
    if (full.length === 0) return hex(digest(new Uint8Array()));
    return hex(full.slice(0, -1).reduceRight((right, left) => node(left, right), full.at(-1)));
  };
  return { add, addLeaf, root };
}

/** All hashes as one sum, to compare exactly, and the beginning of each (eight bytes), to find what differs. */
function hashList({ sha256 }) {
  const sum = sha256();
  let [count, hashes] = [0, new Float64Array(1024)];
  const add = (hash) => {
    sum.update(hash);
    if (count === hashes.length) {
      const larger = new Float64Array(2 * count);
      larger.set(hashes);
      hashes = larger;
    }
    hashes[count++] = keyOf(hash);
  };
  return { add, end: () => ({ count, hashes: hashes.subarray(0, count), chain: hex(sum.digest()) }) };
}

const keyOf = (hash) =>
  (((hash[0] << 24) | (hash[1] << 16) | (hash[2] << 8) | hash[3]) >>> 0) * 2 ** 21 + (hash[4] << 13) + (hash[5] << 5);

function checkFiles(scans, content, attestation, note) {
  for (const [name, { broken }] of scans) if (broken) note(false, "", `${name} cannot be read: ${broken}.`);
  const own = scans.get("content.json");
  if (attestation && own) {
    const { bytes, sha256 } = attestation.content ?? {};
    note(
      own.sha256 === sha256 && own.bytes === bytes,
      "content.json is what was signed.",
      "content.json is not what was signed: it was changed.",
    );
  }
  const listed = [
    ...listOf(content?.files).map((file) => ({ ...file, in: "content.json" })),
    ...listOf(attestation?.files).map((file) => ({ ...file, in: "attestation.json" })),
  ];
  for (const name of new Set(listed.map((file) => file.name))) {
    const found = scans.get(name);
    const wrong = listed.filter(
      (file) => file.name === name && !(found && found.sha256 === file.sha256 && found.bytes === file.bytes),
    );
    const change = !found ? "is missing" : "was changed";
    note(
      wrong.length === 0,
      `${name} is unchanged (SHA-256 ${found?.sha256}).`,
      `${name} ${change}: it is not the file that ${wrong.map((file) => file.in).join(" and ")} lists.`,
    );
  }
  const attested = new Set(listOf(attestation?.files).map(({ name }) => name));
  const loose = [...scans.keys()].filter(
    (name) => ORDER.includes(name) && !UNLISTED.includes(name) && !attested.has(name),
  );
  if (attestation)
    note(loose.length === 0, "The signature covers every file.", `The signature does not cover ${quoted(loose)}.`);
  if (content) {
    const schema = scans.get("schema.json")?.sha256 ?? null;
    note(content.format === FORMAT, `The format is ${FORMAT}.`, `The format is not ${FORMAT}.`);
    note(
      content.schema?.sha256 === schema,
      "schema.json is the schema that was in force.",
      "schema.json is not the schema that was in force.",
    );
  }
}

// The signature ------------------------------------------------------------------------------------------------------

/** @returns {Promise<string | null>} the key's name, when what it signed holds */
async function checkSignature(scans, attestation, tools, note) {
  const [message, signature, pem] = ["attestation.json", "attestation.sig", "public-key.pem"].map(
    (name) => scans.get(name)?.small,
  );
  if (!message || !signature || !pem) {
    note(false, "", "The signature cannot be checked: what it takes is missing, or far too large to be that.");
    return null;
  }
  const spki = fromPem(pem);
  const isEd25519 = spki !== null && hex(spki.subarray(0, 12)) === "302a300506032b6570032100" && spki.length === 44;
  const ours = isEd25519 && !NO_KEYS.includes(hex(spki.with(-1, spki[43] & 0x7f).subarray(12)));
  note(
    ours,
    "public-key.pem is an Ed25519 key in its one form.",
    "public-key.pem is not an Ed25519 key in its one form.",
  );
  if (!ours) return null;
  const kid = hex(tools.digest(spki));
  const named = attestation?.key?.kid === kid && attestation?.key?.algorithm === "Ed25519";
  note(
    named,
    `The key is the one that the attestation names: ${kid}.`,
    `The key ${kid} is not the one that the attestation names.`,
  );
  const good = signature.length === 64 && (await tools.verify(spki, signature, message).catch(() => false));
  note(
    good,
    "The signature is good: attestation.json is as that key signed it.",
    "The signature is not good: attestation.json, its signature or the key was changed.",
  );
  return good && named ? kid : null;
}

/** The key's bytes, only when the text is exactly as it would be written again. */
function fromPem(pem) {
  const written = text(pem);
  const base64 = written.replace(/-----[A-Z ]+-----|\n/g, "");
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? [];
    return written === `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n` ? bytes : null;
  } catch {
    return null;
  }
}

/** @param {string | null} kid @param {KnownKey[] | undefined} keys @returns {KnownKey | null} */
function checkKey(kid, content, keys, note) {
  if (!keys) return null;
  const same = keys.filter((key) => key.kid === kid);
  const known =
    same.find(({ account }) => account === content?.account) ?? same.find(({ account }) => account === undefined);
  const whose = known?.account === undefined ? "" : ` of account ${known.account}`;
  note(
    known !== undefined,
    `It was signed with a key that you expect${whose}.`,
    "It was not signed with a key that you expect.",
  );
  const revoked = known?.revoked;
  if (revoked) note(false, "", `The key was revoked on ${printable(revoked.revoked_at)}: ${printable(revoked.reason)}`);
  return known ?? null;
}

function checkTimestamp(scans, attestation, note) {
  const [stamp, content] = [scans.get("timestamp.tsr"), scans.get("content.json")];
  const missing = attestation?.timestampMissing;
  if (!stamp && typeof missing === "string") note(true, `There is no timestamp. ${printable(missing)}.`, "");
  if (!stamp || !content) return;
  const about = hex(stamp.small ?? []).includes(`0420${content.sha256}`);
  note(
    about,
    "timestamp.tsr is about this content.json; VERIFY.md says how to check who gave it.",
    "timestamp.tsr is not about this content.json.",
  );
}

// The records --------------------------------------------------------------------------------------------------------

async function checkRecords(named, scans, { content, attestation }, tools, note) {
  const [records, leaves] = [scans.get("records.jsonl")?.lines, scans.get("records.leaves")?.lines];
  if (!records || !leaves) return;
  const broken = ["records.jsonl", "records.leaves"].some((name) => scans.get(name).broken !== null);
  if (broken) return note(false, "", "Which records differ cannot be told, as their lines cannot be read.");
  const { root, leaves: count } = content?.merkle ?? {};
  if (content) {
    note(
      content.counts?.included === count && records.count === count,
      `There are ${records.count} records, as many as were signed.`,
      `There are ${records.count} records; signed were ${Number.isSafeInteger(count) ? count : "others"}.`,
    );
    note(
      records.root === root,
      `The records make the signed Merkle root ${records.root}.`,
      "The records do not make the signed Merkle root.",
    );
  }
  note(
    leaves.order === null,
    "No record is there twice, and their order is right.",
    `The order in records.leaves is not right: ${leaves.order}.`,
  );
  if (records.chain === leaves.chain) {
    note(true, "Each record has its hash in records.leaves.", "");
    const erased = Math.max(0, records.erased - leaves.erased);
    if (erased > 0) note(true, `Of ${erased} records the values were erased; a hash of them is left.`, "");
    const others = leaves.erased > leaves.own.length ? " and others" : "";
    if (leaves.erased > 0)
      note(true, `Not erased, though they read so, as they came in: ${quoted(leaves.own)}${others}.`, "");
    return;
  }
  const key = await identifierKey(named, attestation, tools);
  for (const line of await differences(named, records.hashes, leaves.hashes, key)) note(false, "", line);
  const misled =
    (await rootOfLeaves(named.get("records.leaves"), tools)) !== root &&
    " records.leaves was changed, too, so that the names may mislead.";
  const intact = records.root === root && " The records are as they were signed: records.leaves was changed.";
  note(false, "", `The records and the hashes in records.leaves do not fit each other.${intact || misled || ""}`);
}

/** What happened to which record, in sentences. key: the member that tells records apart. */
async function differences(named, lines, leaves, key) {
  const { gone, extra, moved } = compareLists(leaves, lines);
  if (!gone) return ["Too many records differ to name them."];
  const goneIds = await namesAt(named.get("records.leaves"), gone, (line) => leafOf(line).id);
  const movedIds = await namesAt(named.get("records.leaves"), moved, (line) => leafOf(line).id);
  const extraIds = await namesAt(named.get("records.jsonl"), extra, (line) => recordId(line, key));
  const known = await among(named.get("records.leaves"), new Set(extraIds.values()));
  const removed = new Set(goneIds.values());
  const [changed, doubled, second, added] = [[], [], [], []];
  for (const [at, id] of extraIds) {
    if (removed.delete(id)) changed.push(id);
    else if (!known.has(id)) added.push(id);
    else (known.get(id) === lines[at] ? doubled : second).push(id);
  }
  const more = [gone, extra, moved].some(({ length }) => length > LOOKED_AT_MAX);
  return [
    changed.length > 0 && `Changed: ${quoted(changed)}.`,
    removed.size > 0 && `Removed: ${quoted([...removed])}.`,
    added.length > 0 && `Added: ${quoted(added)}.`,
    doubled.length > 0 && `There twice: ${quoted(doubled)}.`,
    second.length > 0 && `There a second time, with other values: ${quoted(second)}.`,
    movedIds.size > 0 && `In another place: ${quoted([...movedIds.values()])}.`,
    more && `Only the first ${LOOKED_AT_MAX} of each kind were looked at.`,
  ].filter((line) => line !== false);
}

/** Positions in a that are gone from b, positions in b that a has not, and positions in a that stand elsewhere in b. */
function compareLists(a, b) {
  let [from, aTo, bTo] = [0, a.length, b.length];
  while (from < aTo && from < bTo && a[from] === b[from]) from++;
  while (aTo > from && bTo > from && a[aTo - 1] === b[bTo - 1]) [aTo, bTo] = [aTo - 1, bTo - 1];
  if (aTo - from + (bTo - from) > COMPARED_MAX) return {};
  const places = new Map();
  for (let at = aTo - 1; at >= from; at--) {
    const same = places.get(a[at]);
    if (same) same.push(at);
    else places.set(a[at], [at]);
  }
  const [extra, pairs] = [[], []];
  for (let at = from; at < bTo; at++) {
    const place = places.get(b[at])?.pop();
    if (place === undefined) extra.push(at);
    else pairs.push(place);
  }
  const gone = [...places.values()].flat().sort((left, right) => left - right);
  const risen = longestRise(pairs);
  const fewest = pairs.filter((place) => !risen.has(place));
  // Two that changed places are both out of place, though moving one alone could mend neighbours.
  const apart = gone.length + extra.length === 0 ? pairs.filter((place, at) => place !== from + at) : fewest;
  const moved = apart.length <= 2 * fewest.length ? apart : fewest;
  return { gone, extra, moved: moved.sort((left, right) => left - right) };
}

/** The most numbers of a list that rise from its beginning to its end: those kept their order. */
function longestRise(numbers) {
  const [ends, before] = [[], new Int32Array(numbers.length)];
  numbers.forEach((number, at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]] < number) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? ends[low - 1] : -1;
    ends[low] = at;
  });
  const kept = new Set();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]) kept.add(numbers[at]);
  return kept;
}

/** What stands in the lines at some places, by place. */
async function namesAt(member, places, read) {
  const wanted = new Set(places.slice(0, LOOKED_AT_MAX));
  const found = new Map();
  if (wanted.size > 0) await eachLine(member, (line, at) => wanted.has(at) && found.set(at, read(line)));
  return found;
}

/** Which of some ids records.leaves knows, with the beginning of their hashes. */
async function among(member, ids) {
  const known = new Map();
  if (ids.size === 0) return known;
  await eachLine(member, (line) => {
    const { hash, id } = leafOf(line);
    if (ids.has(id)) known.set(id, keyOf(hash));
  });
  return known;
}

/** The member of a record that is its id: the attestation tells it; of an older one, records that are unchanged do. */
async function identifierKey(named, attestation, tools) {
  const told = attestation?.identifierKey;
  if (typeof told === "string") return told;
  const ids = new Map();
  let keys;
  await eachLine(named.get("records.leaves"), (line, at) => {
    if (at >= LOOKED_AT_MAX) return;
    const { hash, id } = leafOf(line);
    ids.set(hex(hash), id);
  });
  await eachLine(named.get("records.jsonl"), (line, at) => {
    if (at >= LOOKED_AT_MAX) return;
    const id = ids.get(hex(tools.digest(joined([Uint8Array.of(0), line]))));
    if (id === undefined || isErased(line)) return;
    const record = recordOf(line) ?? {};
    keys = (keys ?? Object.keys(record)).filter((key) => record[key] === id);
  });
  return keys?.sort(compared)[0] ?? "id";
}

/** A record's id as its line says it; that of an erased one stands at "id". */
function recordId(line, key) {
  const record = recordOf(line);
  const start = text(line.subarray(0, 60));
  if (!record) return `(a line that is no record: ${start})`;
  const id = Object.hasOwn(record, key) ? record[key] : isErased(line) && record.id;
  return typeof id === "string" ? id : `(a line without an id: ${start})`;
}

/** A record as its line says it, each number as the text that it is; null: it is none. */
function recordOf(line) {
  try {
    const written = strict.decode(line);
    JSON.parse(written);
    // After the first reading, as otherwise what is no number could be made a text.
    const record = JSON.parse(written.replace(TOKENS, (token) => (token[0] === '"' ? token : `"${token}"`)));
    return isObject(record) ? record : null;
  } catch {
    return null;
  }
}

async function checkReveal(named, { id, pointer, value, salt }, content, tools, note) {
  const bytes = salt.match(/../g).map((pair) => Number.parseInt(pair, 16));
  const sum = hex(tools.digest(Uint8Array.from([2, ...bytes, ...new TextEncoder().encode(value)])));
  let place = -1;
  await eachLine(named.get("records.leaves"), (line, at) => leafOf(line).id === id && (place = at));
  const [line] = (await namesAt(named.get("records.jsonl"), place < 0 ? [] : [place], text)).values();
  let there = line === undefined ? undefined : parsedOrNull(line);
  for (const step of stepsOf(pointer)) there = there?.[step];
  const redacted = isRedacted(content, pointer);
  const same = redacted && there?.$redacted === sum;
  const what = `${printable(pointer)} of ${quoted([id])}`;
  const no = redacted ? `The value does not belong to ${what}.` : `Nothing was redacted at ${what}: it came in so.`;
  const why = line === undefined ? `There is no record ${quoted([id])}.` : no;
  note(same, `The value that was redacted at ${what} is the one you gave.`, why);
}

/** Whether content.json says that what stands at a place was redacted: a record may hold what looks so. */
function isRedacted(content, pointer) {
  const steps = stepsOf(pointer);
  const { redactions } = content ?? {};
  return (Array.isArray(redactions) ? redactions : []).some((redaction) => {
    if (typeof redaction !== "string" || !redaction.startsWith("/")) return false;
    const wanted = stepsOf(redaction);
    return wanted.length === steps.length && wanted.every((step, at) => step === "*" || step === steps[at]);
  });
}

const stepsOf = (pointer) =>
  pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

// Small tools --------------------------------------------------------------------------------------------------------

/** Cuts bytes into lines, whatever slices they come in. */
function lineCutter(take) {
  let [held, bytesHeld] = [[], 0];
  const hold = (part) => {
    held.push(part);
    bytesHeld += part.length;
    if (bytesHeld > LINE_BYTES_MAX) throw new Error("a line is longer than any record");
  };
  const line = (last) => {
    const whole = held.length === 0 ? last : joined([...held, last]);
    [held, bytesHeld] = [[], 0];
    take(whole);
  };
  return {
    push(part) {
      let from = 0;
      for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, from)) {
        line(part.subarray(from, at));
        from = at + 1;
      }
      if (from < part.length) hold(part.slice(from));
    },
    end: () => held.length > 0 && line(new Uint8Array()),
  };
}

async function eachLine(member, take) {
  let at = 0;
  const cut = lineCutter((line) => take(line, at++));
  for await (const part of member?.bytes() ?? []) cut.push(part);
  cut.end();
}

function progress(members, onProgress) {
  const of = members.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  return async (bytes) => {
    done += bytes;
    await onProgress?.(done, of);
  };
}

function parsed(scanned, name, note) {
  if (!scanned) return null;
  try {
    const value = JSON.parse(strict.decode(scanned.small ?? new Uint8Array()));
    if (isObject(value)) return value;
  } catch {
    // said below, as for what is JSON and no object
  }
  note(false, "", `${name} cannot be read: it is no JSON object.`);
  return null;
}

function parsedOrNull(written) {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}

const listOf = (value) => (Array.isArray(value) ? value.filter((item) => typeof item?.name === "string") : []);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const text = (bytes) => decoder.decode(bytes);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const sentence = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const bytesOf = (view, at, length) => new Uint8Array(view.buffer, view.byteOffset + at, length);

async function view(file, from, to) {
  if (from < 0 || from > to || to > file.size) throw new Error("beyond the end");
  const bytes = await file.read(from, to);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** By their UTF-8 bytes, which is by code points. */
function compared(left, right) {
  if (!/[\ud800-\udfff]/.test(left + right)) return left < right ? -1 : left > right ? 1 : 0;
  const [one, other] = [Array.from(left), Array.from(right)].map((all) => all.map((letter) => letter.codePointAt(0)));
  const at = one.findIndex((point, index) => point !== other[index]);
  if (at < 0) return one.length - other.length;
  return at >= other.length ? 1 : one[at] - other[at];
}

/** What a bundle says may hold anything: nothing of it may steer a terminal or turn a line around. */
const printable = (words) =>
  String(words).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (letter) => `\\u{${letter.codePointAt(0).toString(16)}}`);

function quoted(names) {
  const shown = names.slice(0, NAMED_MAX).map((name) => printable(JSON.stringify(name)));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

// The command --------------------------------------------------------------------------------------------------------

/** What Node brings, where this runs in Node. @returns {Tools} */
export function nodeTools() {
  const { createHash, createPublicKey, hash, verify } = process.getBuiltinModule("node:crypto");
  const { crc32 } = process.getBuiltinModule("node:zlib");
  return {
    sha256: () => createHash("sha256"),
    digest: (bytes) => hash("sha256", bytes, "buffer"),
    crc32,
    verify: async (spki, signature, message) => {
      const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
      return verify(null, message, key, signature);
    },
  };
}

async function main(words) {
  const fs = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  const { file, keys, reveal } = options(words, fs);
  const where = file ?? path.dirname(process.getBuiltinModule("node:url").fileURLToPath(import.meta.url));
  const isFolder = fs.statSync(where).isDirectory();
  const bundle = isFolder ? folder(where, fs, path) : opened(where, fs);
  const { good, checks, kid } = await checkBundle(bundle, nodeTools(), { keys, reveal });
  const say = (line) => process.stdout.write(`${line}\n`);
  for (const { ok, says } of checks) say(`${ok ? "ok  " : "FAIL"}  ${says}`);
  if (isFolder) {
    say("note  This is a folder: of the ZIP itself nothing was checked.");
    const others = fs.readdirSync(where).filter((name) => !ORDER.includes(name));
    if (others.length > 0) say(`note  These belong to no bundle, and were not looked at: ${quoted(others.sort())}.`);
  }
  if (good && !keys)
    say(`note  Whose key ${kid} is, this cannot tell: compare it with what its owner says, or use --jwks.`);
  const failed = checks.filter(({ ok }) => !ok).length;
  say(
    good
      ? "\nGOOD: the evidence is complete and as it was signed."
      : `\nNOT GOOD: ${failed} of ${checks.length} checks failed.`,
  );
  return good ? 0 : 1;
}

function options(words, fs) {
  const rest = [...words];
  const set = {};
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--key") set.keys = [{ kid: kidFrom(rest.shift() ?? "", fs) }];
    else if (word === "--jwks") set.keys = keysFrom(rest.shift() ?? "", fs);
    else if (word === "--reveal") {
      const [id, pointer, value, salt] = rest.splice(0, 4);
      if (salt === undefined) throw new Error("--reveal takes ID POINTER VALUE SALT");
      // Of no other length: a longer salt could hold the first digits of a number, and the value be what is left.
      if (!/^[0-9a-f]{64}$/.test(salt)) throw new Error("SALT is 64 digits and letters a to f, no more and no less");
      set.reveal = { id, pointer, value, salt };
    } else if (word.startsWith("--") || set.file)
      throw new Error(`${word} is not known; the first lines of this file say what is`);
    else set.file = word;
  }
  return set;
}

function kidFrom(word, fs) {
  if (/^[0-9a-f]{64}$/.test(word)) return word;
  const spki = fromPem(fs.readFileSync(word));
  if (spki === null) throw new Error(`${word} is neither the name of a key nor a public key as PEM`);
  return hex(nodeTools().digest(spki));
}

function keysFrom(name, fs) {
  const keys = JSON.parse(fs.readFileSync(name, "utf8"))?.keys;
  if (!Array.isArray(keys)) throw new Error(`${name} is no set of keys as /.well-known/jwks.json is`);
  return keys.filter((key) => typeof key === "object" && key !== null);
}

function opened(name, fs) {
  const descriptor = fs.openSync(name, "r");
  const read = async (from, to) => {
    const bytes = new Uint8Array(to - from);
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, to - from, from));
  };
  return { size: fs.fstatSync(descriptor).size, read };
}

function folder(name, fs, path) {
  const files = ORDER.filter((file) => fs.existsSync(path.join(name, file)));
  return files.map((file) => {
    const source = opened(path.join(name, file), fs);
    return { name: file, size: source.size, bytes: () => slices(source, 0, source.size) };
  });
}

const ran = typeof process === "object" ? process.argv?.[1] : undefined;
if (ran && !process.getBuiltinModule) {
  process.stderr.write(
    "Nothing was checked: verify.mjs needs Node 20.16 or newer. verify.py needs Python 3.8 or newer.\n",
  );
  process.exitCode = 2;
} else if (ran) {
  const { realpathSync, existsSync } = process.getBuiltinModule("node:fs");
  const { pathToFileURL } = process.getBuiltinModule("node:url");
  if (existsSync(ran) && pathToFileURL(realpathSync(ran)).href === import.meta.url) {
    main(process.argv.slice(2)).then(
      (code) => (process.exitCode = code),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
        process.exitCode = 2;
      },
    );
  }
}
