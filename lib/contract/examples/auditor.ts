import { evidenceExamples } from "./evidence";

const { own } = evidenceExamples;
const base = `http://127.0.0.1:3000/api/auditor/1.${"x".repeat(43)}`;

/** What an auditor's link shows. */
export const auditorExamples = {
  opened: {
    id: own.id,
    label: "Q4 audit, Ms Okafor",
    expiresAt: "2026-12-01T09:05:00.000Z",
    names: { account: "Acme", connection: "Identity", resource: "Access rights" },
    title: own.title,
    note: own.note,
    tags: own.tags,
    asOf: own.asOf,
    session: own.session,
    revision: own.revision,
    revisionAt: own.revisionAt,
    schemaVersion: own.schemaVersion,
    filter: own.filter,
    columns: own.columns,
    sample: own.sample,
    redactions: own.redactions,
    recordCount: own.recordCount,
    totalCount: own.totalCount,
    matchingCount: own.matchingCount,
    failingCount: own.failingCount,
    createdAt: own.createdAt,
    createdBy: own.createdBy,
    generatedAt: own.createdAt,
    fileName: own.fileName,
    byteCount: own.byteCount,
    sha256: own.sha256,
    contentSha256: own.contentSha256,
    merkleRoot: own.merkleRoot,
    keyId: own.keyId,
    keyRevoked: null,
    files: own.files.map((file) => ({ ...file, downloadUrl: `${base}/files/${file.name}` })),
    downloadUrl: `${base}/download`,
  },
};
