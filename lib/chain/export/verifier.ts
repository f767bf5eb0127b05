/** verify-chain.mjs: checks an exported chain with nothing but Node's standard library, and without a network. */
export const verifierText = String.raw`#!/usr/bin/env node
// Checks a chain that Attestry exported. Node 18 or newer, nothing else: no packages, no network.
//   node verify-chain.mjs chain.ndjson [--checkpoint FILE]
// FILE: checkpoints that you kept, one a line, the body of a webhook, attestation.json of a bundle, or the bundle itself.
// Ends with 0 when everything fits, with 1 when anything does not, naming it, and with 2 when it cannot be read.
import { createHash, createPublicKey, verify } from "node:crypto";
import { closeSync, createReadStream, openSync, readFileSync, readSync } from "node:fs";
import { createInterface } from "node:readline";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

const args = process.argv.slice(2);
const at = args.indexOf("--checkpoint");
const file = args.find((word, place) => word !== "--checkpoint" && (at < 0 || place !== at + 1));
if (!file) {
  console.error("node verify-chain.mjs chain.ndjson [--checkpoint FILE]");
  process.exit(2);
}

const isZip = (header) => header.length === 30 && header.readUInt32LE(0) === 0x04034b50;

// Files of a bundle, in which each is stored as it is behind its header.
function membersOf(name) {
  const file = openSync(name, "r");
  const bytesAt = (place, length) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, place));
  };
  const found = new Map();
  for (let place = 0, header; isZip((header = bytesAt(place, 30)));) {
    const [size, nameBytes, extraBytes] = [header.readUInt32LE(18), header.readUInt16LE(26), header.readUInt16LE(28)];
    const rest = bytesAt(place + 30, nameBytes + extraBytes);
    const bytes = size === 0xffffffff && extraBytes >= 12 ? Number(rest.readBigUInt64LE(nameBytes + 4)) : size;
    const start = place + 30 + nameBytes + extraBytes;
    const member = rest.toString("utf8", 0, nameBytes);
    if (member === "attestation.json" || member === "public-key.pem") found.set(member, bytesAt(start, bytes).toString());
    place = start + bytes;
  }
  closeSync(file);
  return found;
}

function carriedIn(read) {
  if (read?.type === "audit.checkpoint") return read.data;
  if (read?.format !== "attestry-attestation/1") return read;
  if (!read.checkpoint) throw new Error("the evidence attests no checkpoint: when it was made, nothing was sealed yet");
  return read.checkpoint;
}

function checkpointsIn(name) {
  const members = membersOf(name);
  if (members.size) return [{ ...carriedIn(JSON.parse(members.get("attestation.json"))), publicKey: members.get("public-key.pem") }];
  const text = readFileSync(name, "utf8");
  try {
    return [carriedIn(JSON.parse(text))];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text.split("\n").filter((line) => line.trim()).map((line) => carriedIn(JSON.parse(line)));
  }
}

let problems = 0;
const tell = (sentence) => {
  problems += 1;
  if (problems <= 100) console.log("PROBLEM: " + sentence);
};

const nameOf = (kind, resource, number) =>
  kind === "audit" ? "audit entry " + number
    : kind === "evidence" ? "evidence " + number
    : (kind === "change" ? "Change " : "schema version ") + number + " of resource " + resource;

function signedText({ account, at, counts, format, hash, kid, ordinal }) {
  const { audit, change, evidence, schema } = counts;
  return JSON.stringify({ account, at, counts: { audit, change, evidence, schema }, format, hash, kid, ordinal });
}

function signatureIsGood(checkpoint, publicKey) {
  try {
    const key = createPublicKey(publicKey);
    const kid = sha256(key.export({ format: "der", type: "spki" }));
    const signature = Buffer.from(checkpoint.signature, "base64");
    // Decoders pass over what is no base64: a changed text must not stand for the same bytes.
    const whole = signature.toString("base64") === checkpoint.signature;
    return whole && kid === checkpoint.kid && verify(null, Buffer.from(signedText(checkpoint)), key, signature);
  } catch {
    return false;
  }
}

let chain;
let last = "";
let ordinal = 0;
let sealedAt = "";
let vouched;
const marks = new Map();
const keys = new Map();
const seen = new Map();

function follow([number, kind, resource, row, rowHash, lines, linesHash, time], hash, text) {
  const name = nameOf(kind, resource, row);
  if (number !== ordinal + 1) tell("links " + (ordinal + 1) + " to " + (number - 1) + " are missing");
  else if (sha256(Buffer.from(last, "hex"), JSON.stringify([number, kind, resource, row, rowHash, lines, linesHash, time])) !== hash)
    tell("link " + number + ", which seals " + name + ", was changed or put into another's place");
  if (text === null) tell(name + " was deleted after it was sealed");
  else if (sha256(text) !== rowHash) tell(name + " was changed after it was sealed");
  [ordinal, last, sealedAt] = [number, hash, time];
  marks.set(number, hash);
  seen.set(kind, (seen.get(kind) ?? 0) + 1);
}

function judge(checkpoint, publicKey, whose) {
  const what = whose + " of " + checkpoint.at + " over link " + checkpoint.ordinal;
  if (checkpoint.account !== chain.account) return tell(what + " is of another account");
  if (!publicKey || !signatureIsGood(checkpoint, publicKey)) return tell(what + " proves nothing: its signature is not good");
  const hash = marks.get(checkpoint.ordinal);
  if (hash === undefined) return tell(what + " names a link that is not here: the chain ends at link " + ordinal + ", its end was cut off");
  if (hash !== checkpoint.hash) return tell("link " + checkpoint.ordinal + " is not the one that " + whose + " of " + checkpoint.at + " was made over");
  if (!vouched || checkpoint.ordinal >= vouched.ordinal) vouched = checkpoint;
}

try {
  let place = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    place += 1;
    let line;
    try {
      line = JSON.parse(text);
    } catch {
      tell("line " + place + " is not JSON");
      continue;
    }
    if (!chain) {
      if (line?.format !== "attestry-chain/1") throw new Error("this is no chain that Attestry exported");
      chain = line;
      last = sha256("attestry-chain/1 " + chain.account);
      if (chain.genesis !== last) tell("the beginning of the chain is not that of account " + chain.account);
    } else if (Array.isArray(line.link)) follow(line.link, line.hash, line.text);
    else if (line.checkpoint) {
      keys.set(line.checkpoint.kid, line.publicKey);
      judge(line.checkpoint, line.publicKey, "the checkpoint");
    } else tell("line " + place + " is neither a link nor a checkpoint");
  }
  if (!chain) throw new Error("the file is empty");
  for (const each of at < 0 ? [] : checkpointsIn(args[at + 1])) judge(each, each.publicKey ?? keys.get(each.kid), "your checkpoint");
} catch (error) {
  console.error("The chain cannot be read: " + error.message);
  process.exit(2);
}

const counts = [...seen].map(([kind, count]) => count + " " + kind).join(", ");
console.log("Account " + chain.account + ": " + ordinal + " links (" + counts + "), complete up to link " + ordinal + ", sealed " + sealedAt + ".");
console.log(vouched
  ? "Vouched for up to link " + vouched.ordinal + " by the checkpoint of " + vouched.at + ", signed with key " + vouched.kid + "."
  : "No checkpoint vouches for its end: links after " + ordinal + " may have been cut off.");
if (ordinal > (vouched?.ordinal ?? 0)) console.log((ordinal - (vouched?.ordinal ?? 0)) + " links came after the last checkpoint.");
console.log(problems ? problems + " problem(s) found." : "Nothing was changed, removed or put in.");
process.exit(problems ? 1 : 0);
`;
