export type EvidenceFacts = ReturnType<typeof evidenceFacts>;

type Known = {
  id: number;
  connectionId: number;
  resourceId: number;
  revision: number;
  schemaVersion: number;
  fileName: string;
  recordCount: number;
  byteCount: number;
  sha256: string;
  createdAt: string;
  createdBy: string;
};

/** Evidence as our own face shows it; the vendor's operation answers a part of it. */
export function evidenceFacts(row: Known) {
  return {
    id: row.id,
    status: "ready" as const,
    connectionId: row.connectionId,
    resourceId: row.resourceId,
    revision: row.revision,
    schemaVersion: row.schemaVersion,
    fileName: row.fileName,
    recordCount: row.recordCount,
    byteCount: row.byteCount,
    sha256: row.sha256,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    downloadUrl: `/api/evidence/${row.id}/download`,
  };
}
