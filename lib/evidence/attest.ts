import { freshCheckpoint } from "@/lib/chain/checkpoints/checkpoint";
import { isoDate } from "@/lib/contract/dates";
import { version } from "@/lib/contract/version";
import { reader } from "@/lib/db/client";
import { canonicalValue } from "@/lib/schema/canonical-value";
import { verifierFiles } from "./bundle/verifiers";
import type { MadeFile, Sinks } from "./content/sink";
import { listed, type Content } from "./content/write-content";
import type { RecordLine } from "./formats/cells";
import type { AttestedFacts, ReportFacts } from "./formats/report-facts";
import { FIRST_RECORDS, writePdf } from "./formats/pdf";
import { writeXlsx } from "./formats/xlsx";
import { signingKey, type SigningKey } from "./signing/sign";
import { timestampOf } from "./signing/timestamp";
import { storedRecords } from "./stored-lines";
import * as store from "./store";

/** What attests an evidence: attestation.json and the files that stand beside it. */
export type Attestation = { text: string; keyId: string; files: MadeFile[] };

/**
 * Says who had an evidence made, when and how, over the hash of content.json and of every file beside it, and signs that.
 * Throws conflict when there is no key to sign with, or no timestamp where one is demanded.
 */
export async function attest(row: store.EvidenceRow, content: Content, sinks: Sinks): Promise<Attestation> {
  const key = await signingKey(row.account_id);
  const checkpoint = await freshCheckpoint(row.account_id, () => Promise.resolve(key));
  const attested = { ...(await attestedFacts(row, key)), checkpoint };
  const { response, missing } = await timestampOf(Buffer.from(content.sha256, "hex"));
  const beside = await writeBeside(row, { ...attested, ...reported(content) }, sinks);
  if (response) beside.push(await writeBytes(sinks, "timestamp.tsr", response));
  for (const file of verifierFiles()) beside.push(await writeBytes(sinks, file.name, file.content));
  const text = canonicalValue({
    format: "attestry-attestation/1",
    ...attested,
    identifierKey: content.identifierKey,
    content: { bytes: content.files[0]?.bytes, sha256: content.sha256 },
    files: [...content.files.slice(1), ...beside].map(listed),
    timestampMissing: missing ?? undefined,
  });
  const bytes = Buffer.from(text);
  const signed = [
    await writeBytes(sinks, "attestation.json", bytes),
    await writeBytes(sinks, "attestation.sig", key.sign(bytes)),
    await writeBytes(sinks, "public-key.pem", Buffer.from(key.publicKeyPem)),
  ];
  return { text, keyId: key.kid, files: [...signed, ...beside] };
}

async function attestedFacts(row: store.EvidenceRow, { kid }: SigningKey): Promise<Omit<AttestedFacts, "checkpoint">> {
  const place = { accountId: row.account_id, connectionId: row.connection_id, resourceId: row.resource_id };
  const names = await store.findNames(reader, place);
  return {
    evidence: row.id,
    names: { account: names.account, connection: names.connection ?? "", resource: names.resource },
    generatedAt: isoDate(names.now),
    generatedBy: { kind: row.actor_kind ?? "", id: row.actor_id, label: row.created_by },
    requestId: row.request_id,
    title: row.title,
    note: row.note,
    tags: row.tags,
    timeZone: names.time_zone,
    generator: { name: "Attestry", version },
    rejectedSinceLastPush: names.rejected,
    key: { kid, algorithm: "Ed25519" },
  };
}

const reported = ({ content, sha256, schemaText, columns }: Content) => ({
  content,
  contentSha256: sha256,
  schemaText,
  columns,
});

/** The files for people, as far as they were asked for. */
async function writeBeside(row: store.EvidenceRow, facts: ReportFacts, sinks: Sinks): Promise<MadeFile[]> {
  const made: MadeFile[] = [];
  const add = async (name: string, parts: AsyncIterable<Uint8Array>) => made.push(await writeParts(sinks, name, parts));
  if (row.formats.includes("pdf")) await add("report.pdf", writePdf(facts, await firstLines(row, FIRST_RECORDS)));
  if (row.formats.includes("xlsx"))
    await add(
      "records.xlsx",
      writeXlsx(facts, () => storedRecords(row)),
    );
  return made;
}

async function firstLines(row: store.EvidenceRow, most: number): Promise<RecordLine[]> {
  const lines: RecordLine[] = [];
  for await (const line of storedRecords(row)) {
    if (lines.length === most) break;
    lines.push(line);
  }
  return lines;
}

async function writeParts(sinks: Sinks, name: string, parts: AsyncIterable<Uint8Array>): Promise<MadeFile> {
  const sink = sinks(name);
  for await (const part of parts) await sink.write(part);
  return sink.end();
}

async function writeBytes(sinks: Sinks, name: string, bytes: Uint8Array): Promise<MadeFile> {
  const sink = sinks(name);
  await sink.write(bytes);
  return sink.end();
}
