const at = "2026-11-27T12:00:00.000Z";
const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

const generated = {
  id: 7,
  status: "ready",
  fileName: "software-inventory-r12-evidence-7.zip",
  recordCount: 1048,
  sha256: digest,
  progress: null,
  createdAt: at,
  downloadUrl: "http://127.0.0.1:3000/api/evidence/7/download",
};

const own = {
  ...generated,
  connectionId: 1,
  resourceId: 1,
  revision: 12,
  revisionAt: "2026-11-27T11:58:04.112Z",
  changesSince: 3,
  schemaVersion: 1,
  title: "Access review, fourth quarter",
  note: null,
  tags: ["CC6.2"],
  formats: ["csv", "xlsx", "pdf"],
  filter: null,
  columns: null,
  sample: null,
  redactions: ["/ssn"],
  session: null,
  asOf: null,
  totalCount: 1048,
  matchingCount: 1048,
  failingCount: 0,
  byteCount: 480_113,
  contentSha256: digest,
  merkleRoot: digest,
  keyId: digest,
  files: [
    {
      name: "records.jsonl",
      bytes: 240_113,
      sha256: digest,
      downloadUrl: "http://127.0.0.1:3000/api/evidence/7/files/records.jsonl",
    },
  ],
  jobId: 9,
  error: null,
  readyAt: at,
  createdBy: "ci",
  keepUntil: null,
  legalHold: null,
  scheduleId: null,
  deletedAt: null,
  deletedBy: null,
  deleteReason: null,
  downloads: { count: 0, lastAt: null },
  compared: null,
};

export const evidenceExamples = {
  asked: { title: "Access review, fourth quarter", tags: ["CC6.2"], redact: ["/ssn"] },
  generated,
  own,
  list: { data: [own], next: null },
  withManifest: {
    ...own,
    manifest: { format: "attestry-evidence/2", revision: 12 },
    attestation: { format: "attestry-attestation/1", evidence: 7 },
  },
  oscal: {
    "assessment-results": {
      uuid: "4b6f0b7e-51f3-5f0c-9d8e-2a7f2d3c1b0a",
      metadata: { title: "Access review", "last-modified": at, version: "12", "oscal-version": "1.1.2" },
    },
  },
  regenerated: { status: "done", equal: true, differences: [], error: null, jobId: 10 },
  reveal: { id: "react", pointer: "/ssn" },
  revealed: { id: "react", pointer: "/ssn", value: '"123-45-6789"', salt: "5a".repeat(32) },
  deleted: { ...own, status: "deleted", files: [], deletedAt: at, deletedBy: "ada@example.com" },
};
