import { createHash, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { crc32 } from "node:zlib";
import { canonicalValue } from "@/lib/schema/canonical-value";
import { kidOf, pemOf, publicOf } from "../signing/key-pair";
import { MerkleTree } from "./merkle";
import { zipOf } from "./zip";

/** A file of a bundle that is small enough to be held. */
export type SmallFile = { name: string; content: Buffer };

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const listed = ({ name, content }: SmallFile) => ({ name, bytes: content.length, sha256: hashOf(content) });
const named = (name: string, content: string | Buffer): SmallFile => ({ name, content: Buffer.from(content) });

/** Records for a small bundle, in their order: ids beyond ASCII and beyond the 16 bits of a code unit among them. */
export function someRecords(count: number): { id: string; line: string }[] {
  const ids = Array.from({ length: count }, (_, at) => `r${String(at).padStart(7, "0")}`);
  return [...ids, "ö", "\ufb33", "\u{1f600}"].map((id, at) => ({
    id,
    line: canonicalValue({ id, n: at, name: `No ${at}` }),
  }));
}

/** What somebody with a key of their own writes in the place of what would be signed. own: ids that are marked. */
export type Forgery = {
  content?: (text: string) => string | Buffer;
  attestation?: (text: string) => string | Buffer;
  leaves?: (text: string) => string;
  own?: readonly string[];
};

/** A bundle as it is generated, from lines that are given: for tests of whoever checks one. */
export function smallBundle(
  records: readonly { id: string; line: string }[],
  extra: readonly SmallFile[] = [],
  key?: KeyObject,
  forged: Forgery = {},
) {
  const privateKey = key ?? generateKeyPairSync("ed25519").privateKey;
  const tree = new MerkleTree();
  const leaves = records.map(
    ({ id, line }) =>
      `${tree.add(Buffer.from(line)).toString("hex")} ${JSON.stringify(id)}${forged.own?.includes(id) ? " own" : ""}\n`,
  );
  const leafText = leaves.join("");
  const schema = named("schema.json", '{"type":"object"}');
  const data = [
    named("records.jsonl", records.map(({ line }) => `${line}\n`).join("")),
    named("records.leaves", forged.leaves?.(leafText) ?? leafText),
    schema,
    named("provenance.jsonl", '{"revision":1}\n'),
  ];
  const said = canonicalValue({
    format: "attestry-evidence/2",
    ...{ account: 1, connection: 2, resource: 3, revision: 4, revisionAt: "2026-11-27T12:00:00.000000Z" },
    schema: { version: 1, sha256: hashOf(schema.content) },
    counts: { total: records.length, matching: records.length, included: records.length, failing: 0 },
    merkle: { root: tree.root().toString("hex"), leaves: records.length },
    files: data.map(listed),
    complete: true,
  });
  const content = named("content.json", forged.content?.(said) ?? said);
  const publicKey = publicOf(privateKey);
  const attested = canonicalValue({
    format: "attestry-attestation/1",
    content: { bytes: content.content.length, sha256: hashOf(content.content) },
    generatedAt: "2026-11-27T12:00:01.000Z",
    key: { kid: kidOf(publicKey), algorithm: "Ed25519" },
    identifierKey: "id",
    files: [...data, ...extra].map(listed),
  });
  const attestation = named("attestation.json", forged.attestation?.(attested) ?? attested);
  const signature = named("attestation.sig", sign(null, attestation.content, privateKey));
  const pem = named("public-key.pem", pemOf(publicKey));
  return { kid: kidOf(publicKey), files: [content, ...data, attestation, signature, pem, ...extra] };
}

/** The same key at each run, so that a bundle has the same bytes. */
export const knownKey = createPrivateKey({
  key: Buffer.from("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g", "base64"),
  format: "der",
  type: "pkcs8",
});

/** The ZIP of such files. */
export async function zipped(files: readonly SmallFile[]): Promise<Buffer> {
  const members = files.map(({ name, content }) => ({
    name,
    bytes: content.length,
    crc32: crc32(content),
    async *content() {
      yield content;
    },
  }));
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(members)) parts.push(part);
  return Buffer.concat(parts);
}
