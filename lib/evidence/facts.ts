import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import { careFacts } from "./care/facts";
import type { EvidenceRow, FileRow } from "./store";

export type EvidenceFacts = ReturnType<typeof evidenceFacts>;

type Comparison = { at: string; by: string; equal: boolean; differences: { file: string; says: string }[] };

/** Evidence as our own face shows it; the vendor's operation answers a part of it. */
export function evidenceFacts(row: EvidenceRow) {
  const { keepUntil, legalHold } = careFacts(row);
  const files = JSON.parse(row.files) as FileRow[];
  const parsed = <Value>(text: string | null) => (text === null ? null : (JSON.parse(text) as Value));
  return {
    id: row.id,
    status: row.status,
    connectionId: row.connection_id,
    resourceId: row.resource_id,
    revision: row.revision,
    revisionAt: isoDateOrNull(row.revision_at),
    changesSince: row.revision_now - row.revision,
    schemaVersion: row.schema_version,
    title: row.title,
    note: row.note,
    tags: row.tags,
    formats: row.formats,
    filter: parsed<Record<string, unknown>>(row.filter),
    columns: parsed<string[]>(row.columns),
    sample: parsed<{ size: number; seed: string }>(row.sample),
    redactions: JSON.parse(row.redactions) as string[],
    session: parsed<{ id: number; sessionId: string }>(row.session),
    asOf: row.as_of,
    fileName: row.file_name,
    recordCount: row.record_count,
    totalCount: row.total_count,
    matchingCount: row.matching_count,
    failingCount: row.failing_count,
    byteCount: row.byte_count,
    sha256: row.sha256,
    contentSha256: row.content_sha256,
    merkleRoot: row.merkle_root,
    keyId: row.key_id,
    files: files.map(({ name, bytes, sha256 }) => {
      return { name, bytes, sha256, downloadUrl: `/api/evidence/${row.id}/files/${name}` };
    }),
    jobId: row.job_id,
    progress: row.status === "generating" ? { done: row.job_done ?? 0, total: row.job_total } : null,
    error: row.error,
    createdAt: isoDate(row.created_at),
    readyAt: isoDateOrNull(row.ready_at),
    createdBy: row.created_by,
    downloadUrl: `/api/evidence/${row.id}/download`,
    keepUntil,
    legalHold,
    scheduleId: row.schedule_id,
    deletedAt: isoDateOrNull(row.deleted_at),
    deletedBy: row.deleted_by,
    deleteReason: row.delete_reason,
    downloads: { count: row.downloaded, lastAt: isoDateOrNull(row.downloaded_at) },
    compared: parsed<Comparison>(row.compared),
  };
}
