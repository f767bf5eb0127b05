import { createHash } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import type { Filter } from "@/lib/contract/filters";
import { reader } from "@/lib/db/client";
import type { JobFailed, JobWork } from "@/lib/jobs/run";
import { unlessStopped } from "@/lib/jobs/stopped";
import { attest } from "./attest";
import { membersOf } from "./bundle/members";
import { zipBytes, zipOf } from "./bundle/zip";
import type { Wanted } from "./content/request";
import { storing, type MadeFile } from "./content/sink";
import { writeContent } from "./content/write-content";
import { holdsSensitive } from "./hidden";
import { progress } from "./progress";
import * as store from "./store";

/** The order that a bundle has its files in. */
const bundleOrder = [
  "content.json",
  "records.jsonl",
  "records.leaves",
  "records.csv",
  "schema.json",
  "provenance.jsonl",
  "attestation.json",
  "attestation.sig",
  "public-key.pem",
  "timestamp.tsr",
  "report.pdf",
  "records.xlsx",
  "VERIFY.md",
  "verify.mjs",
  "verify.py",
] as const;

/** What the reproducible part of an evidence is made of. */
export function wantedOf(row: store.EvidenceRow): Wanted {
  const parsed = <Value>(text: string | null) => (text === null ? null : (JSON.parse(text) as Value));
  return {
    accountId: row.account_id,
    connectionId: row.connection_id,
    resourceId: row.resource_id,
    revision: row.revision,
    session: parsed<{ id: number; sessionId: string }>(row.session),
    filter: parsed<Filter>(row.filter),
    columns: parsed<string[]>(row.columns),
    sample: parsed<{ size: number; seed: string }>(row.sample),
    redactions: JSON.parse(row.redactions) as string[],
    csv: row.formats.includes("csv"),
  };
}

/**
 * Generates an evidence: its reproducible part from one snapshot, then what attests it, then the hash of the whole. What
 * was stored by a worker that was killed is written again, as it comes out the same.
 */
export const generateBatch: JobWork = async (ctx, job, writeBatch, mayGoOn) => {
  const { evidenceId } = JSON.parse(job.input) as { evidenceId: number };
  const row = await store.findEvidence(reader, ctx.accountId, evidenceId);
  if (row?.status !== "generating") throw new Refusal("conflict", { message: "The evidence was deleted meanwhile" });
  await refuseClear(row, ctx.permits("sensitive-get"));
  const made = await unlessStopped(() =>
    storing(row.stored_in, { accountId: ctx.accountId, evidenceId }, async (sinks) => {
      const content = await writeContent(wantedOf(row), sinks, progress(job, writeBatch, mayGoOn));
      return { content, attestation: await attest(row, content, sinks) };
    }),
  );
  if (!made) return;
  const { content, attestation } = made;
  const files = [...content.files, ...attestation.files].sort(inBundle);
  const members = membersOf(row, files);
  const sha256 = await hashOf(zipOf(members));
  await writeBatch(async (tx, now) => {
    const { counts, merkle, schema } = content.content;
    const readyAt = await store.noteReady(tx, ctx.accountId, evidenceId, {
      revisionAt: content.revisionAt,
      schemaVersion: schema.version,
      counts,
      bytes: zipBytes(members),
      sha256,
      manifest: content.text,
      attestation: attestation.text,
      contentSha256: content.sha256,
      merkleRoot: merkle.root,
      keyId: attestation.keyId,
      files,
    });
    const details = { revision: row.revision, sha256, contentSha256: content.sha256, merkleRoot: merkle.root, readyAt };
    const audit = {
      accountId: ctx.accountId,
      action: "evidence.ready",
      target: `evidence ${evidenceId}`,
      details,
      origin: ctx,
    };
    const batch = { position: {}, done: counts.included - now.done, total: counts.included, over: true };
    return { batch, change: { resources: [], audit } };
  });
};

/** What could not be generated stands in the trail, as what was ready does. */
export const auditFailed: JobFailed = async (tx, ctx, job, error) => {
  const { evidenceId } = JSON.parse(job.input) as { evidenceId: number };
  const { accountId } = ctx;
  const row = await store.findEvidence(tx, accountId, evidenceId);
  if (row?.status !== "failed") return [];
  const { connection_id: connectionId, resource_id: resourceId, revision, schedule_id: scheduleId } = row;
  const details = { connectionId, resourceId, revision, scheduleId, error };
  return [{ accountId, action: "evidence.fail", target: `evidence ${evidenceId}`, details, origin: ctx }];
};

/** Whoever lost the right to read what is sensitive since they asked gets none of it in clear. */
async function refuseClear(row: store.EvidenceRow, reads: boolean): Promise<void> {
  if (reads || !(await holdsSensitive(row.account_id, row.id))) return;
  throw new Refusal("forbidden", { message: "Whoever asked for it may no longer read what it would hold in clear" });
}

const placeInBundle = ({ name }: MadeFile) => bundleOrder.findIndex((each) => each === name);
const inBundle = (left: MadeFile, right: MadeFile) => placeInBundle(left) - placeInBundle(right);

async function hashOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of parts) hash.update(part);
  return hash.digest("hex");
}
