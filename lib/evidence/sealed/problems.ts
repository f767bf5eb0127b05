import { createHash } from "node:crypto";
import { actsOn } from "@/lib/chain/trail/acts";
import { readTogether, reader } from "@/lib/db/client";
import { canonicalValue } from "@/lib/schema/canonical-value";
import { membersOf } from "../bundle/members";
import { zipOf } from "../bundle/zip";
import { isKeptByTrail } from "../care/kept-until";
import { bundleOf } from "../read";
import { findEvidence, type EvidenceRow, type FileRow } from "../store";
import { actions, comparedOf, saidInTrail } from "./in-trail";
import { saidAgain, type Texts } from "./said-again";
import * as store from "./store";

const NEAR_MS = 60_000;

/**
 * What of a sealed evidence is not as it was made, a sentence each: columns of its row against its sealed texts and the
 * trail, then the bytes that are kept of it. Throws what its storage throws.
 */
export async function* evidenceProblems(accountId: number, id: number): AsyncGenerator<string> {
  const columns = await readTogether(async (from) => {
    const row = await store.findWhole(from, accountId, id);
    return row ? [...againstTexts(row), ...(await againstTrail(from, accountId, row))] : [];
  });
  for (const says of columns) yield `Evidence ${id}: ${says}`;
  const row = await findEvidence(reader, accountId, id);
  if (row?.status === "ready") yield* await againstBytes(row);
}

function againstTexts(row: store.WholeRow): string[] {
  const texts = textsOf(row);
  return (texts ? saidAgain(texts) : []).flatMap(({ where, says }) => differing(row, says, `in ${where}`));
}

/** None of what cannot be read any more: that the texts were changed is told where the row is met. */
function textsOf({ manifest, attestation }: store.WholeRow): Texts | undefined {
  try {
    return {
      content: JSON.parse(String(manifest)) as Texts["content"],
      attestation: attestation === null ? null : (JSON.parse(String(attestation)) as Texts["attestation"]),
    };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function againstTrail(from: Parameters<typeof actsOn>[0], accountId: number, row: store.WholeRow) {
  const { id } = row;
  const acts = await actsOn(from, accountId, { room: "evidence", target: `evidence ${id}`, actions });
  const { says, times } = saidInTrail(row, acts, await store.downloadsInTrail(from, accountId, id));
  const compared = { ...row, compared: comparedOf(row.compared, says.compared) };
  const told = differing(compared, says, "in the audit trail");
  for (const [column, at] of Object.entries(times)) {
    if (at === undefined || says[column] !== undefined || isNear(row[column], at)) continue;
    told.push(sentence(column, "in the audit trail"));
  }
  if (!(await isKeptByTrail(from, { accountId, id }, row))) told.push(sentence("keep_until", "in the audit trail"));
  return told;
}

function differing(row: Record<string, unknown>, says: Record<string, unknown>, where: string): string[] {
  const others = Object.entries(says).filter(([column, value]) => value !== undefined && !isSame(row[column], value));
  return others.map(([column]) => sentence(column, where));
}

const sentence = (column: string, where: string) => `its ${column} is not the one ${where}`;

const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)$/;

function isSame(one: unknown, other: unknown): boolean {
  return canonicalValue(exact(one)) === canonicalValue(exact(other));
}

/** Times to the microsecond, in whichever of our two ways they are written. */
function exact(value: unknown): unknown {
  if (typeof value !== "string" || !TIME.test(value)) return value ?? null;
  return `${value.slice(0, 19)}.${(/\.(\d+)/.exec(value)?.[1] ?? "").padEnd(6, "0")}`;
}

function isNear(value: unknown, at: string | null): boolean {
  if (typeof value !== "string" || at === null) return value === at;
  return Math.abs(Date.parse(value) - Date.parse(at)) < NEAR_MS;
}

async function againstBytes(row: EvidenceRow): Promise<string[]> {
  const files = JSON.parse(row.files) as FileRow[];
  const whole = createHash("sha256");
  const others: string[] = [];
  if (row.format === "attestry-evidence/1") {
    for await (const part of bundleOf(row).stream) whole.update(part);
    if (files[0]?.sha256 !== row.sha256) others.push(row.file_name);
  } else {
    const members = membersOf(row, files).map((member, at) => {
      const onHash = (sha256: string) => sha256 !== files[at]?.sha256 && others.push(member.name);
      return { ...member, content: () => hashed(member.content(), onHash) };
    });
    for await (const part of zipOf(members)) whole.update(part);
  }
  return [
    ...(whole.digest("hex") === row.sha256 ? [] : [`The files of Evidence ${row.id} are not those that were made`]),
    ...others.map((name) => `Evidence ${row.id}: the hash that is told of its ${name} is not that of the file`),
  ];
}

async function* hashed(parts: AsyncIterable<Uint8Array>, onHash: (sha256: string) => void): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const part of parts) {
    hash.update(part);
    yield part;
  }
  onHash(hash.digest("hex"));
}
