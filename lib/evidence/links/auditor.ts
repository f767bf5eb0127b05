import type { Context, Holds } from "@/lib/changes/context";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import { reader } from "@/lib/db/client";
import { evidenceFacts } from "../facts";
import { bundleOf, fileOf, type Sent } from "../read";
import { findKey } from "../signing/store";
import { findEvidence, noteDownload, type EvidenceRow } from "../store";
import { stillShares } from "./standing";
import * as store from "./store";
import { accountOfToken, hashOfToken } from "./token";

type Attested = { names?: Names; generatedAt?: string };
type Names = { account: string | null; connection: string | null; resource: string | null };

/**
 * What a link leads to: one evidence that is ready, with the names things had when it was made. Opening it is written to
 * the audit trail under the link's label. Throws notFound, the same for a link that never was, ran out, was ended, or whose
 * maker may no longer share it.
 */
export async function openByLink(ctx: Context, token: string, holds: Holds) {
  const { link, row } = await follow(ctx, token, holds);
  await note(ctx, link, "open", {});
  const attestation = row.attestation === null ? undefined : (JSON.parse(row.attestation) as Attested);
  const { jobId: _job, error: _error, scheduleId: _schedule, legalHold: _hold, ...facts } = evidenceFacts(row);
  const base = `/api/auditor/${token}`;
  return {
    id: facts.id,
    label: link.label,
    expiresAt: isoDate(link.expires_at),
    names: attestation?.names ?? { account: null, connection: null, resource: null },
    title: facts.title,
    note: facts.note,
    tags: facts.tags,
    asOf: facts.asOf,
    session: facts.session,
    revision: facts.revision,
    revisionAt: facts.revisionAt,
    schemaVersion: facts.schemaVersion,
    filter: facts.filter,
    columns: facts.columns,
    sample: facts.sample,
    redactions: facts.redactions,
    recordCount: facts.recordCount,
    totalCount: facts.totalCount,
    matchingCount: facts.matchingCount,
    failingCount: facts.failingCount,
    createdAt: facts.createdAt,
    createdBy: facts.createdBy,
    generatedAt: attestation?.generatedAt ?? facts.createdAt,
    fileName: facts.fileName,
    byteCount: facts.byteCount,
    sha256: facts.sha256,
    contentSha256: facts.contentSha256,
    merkleRoot: facts.merkleRoot,
    keyId: facts.keyId,
    keyRevoked: facts.keyId === null ? null : await revocationOf(row.account_id, facts.keyId),
    files: facts.files.map((file) => ({ ...file, downloadUrl: `${base}/files/${encodeURIComponent(file.name)}` })),
    downloadUrl: `${base}/download`,
  };
}

async function revocationOf(accountId: number, kid: string) {
  const key = await findKey(reader, accountId, kid);
  return key?.revoked_at ? { at: isoDate(key.revoked_at), reason: key.revoke_reason ?? "" } : null;
}

/** The bundle that a link leads to, or one file of it; taking it is written to the audit trail. Throws notFound. */
export async function downloadByLink(
  ctx: Context,
  { token, fileName }: { token: string; fileName?: string },
  holds: Holds,
): Promise<Sent> {
  const { link, row } = await follow(ctx, token, holds);
  const sent = fileName === undefined ? bundleOf(row) : fileOf(row, fileName);
  if (!sent) throw new Refusal("notFound");
  await note(ctx, link, "download", { file: sent.fileName });
  return sent;
}

type Followed = { link: store.LinkRow; row: EvidenceRow };

async function follow(ctx: Context, token: string, holds: Holds): Promise<Followed> {
  const accountId = accountOfToken(token);
  const link = accountId === undefined ? undefined : await store.findLink(accountId, hashOfToken(token));
  const row = link && (await findEvidence(reader, link.account_id, link.evidence_id));
  if (!link || row?.status !== "ready") throw new Refusal("notFound");
  if (await stillShares(link, row.connection_id, holds)) return { link, row };
  await note(ctx, link, "refuse", { why: `${link.created_by} may no longer share this evidence` });
  throw new Refusal("notFound");
}

type Did = "open" | "download" | "refuse";

async function note(ctx: Context, link: store.LinkRow, did: Did, told: object): Promise<void> {
  if (ctx.headOnly && did !== "refuse") return;
  const { account_id: accountId, evidence_id: evidenceId, id, label } = link;
  const actor = { kind: "link" as const, id, label, epoch: null };
  await writeInTurn<void>({ accountId, dryRun: false }, async (tx) => {
    if (did !== "refuse") await store.countUse(tx, link, did === "open" ? "openings" : "downloads");
    if (did === "download") await noteDownload(tx, accountId, evidenceId);
    const details = { ...told, address: ctx.caller?.address ?? "unknown" };
    const origin = { actor, channel: ctx.channel, requestId: ctx.requestId };
    const audit = { accountId, action: `evidence.link-${did}`, target: `evidence ${evidenceId}`, details, origin };
    return { result: undefined, change: { resources: [], audit } };
  });
}
