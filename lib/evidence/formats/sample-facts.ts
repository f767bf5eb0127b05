import type { ReportFacts } from "./report-facts";

const hash = (digit: string) => digit.repeat(64);

/** Facts of an evidence that was never made, for tests of the files that tell them. */
export const sampleFacts: ReportFacts = {
  evidence: 41,
  names: { account: "Acme Ltd", connection: "Software inventory", resource: "Packages" },
  generatedAt: "2026-11-23T12:00:02.345678Z",
  generatedBy: { kind: "key", id: 7, label: "ci" },
  requestId: "req-4242",
  title: "Access review, Q4",
  note: "Taken for the auditor of Müller & Söhne",
  tags: ["CC6.1", "A.5.18"],
  timeZone: "Europe/Berlin",
  generator: { name: "Attestry", version: "0.1.0" },
  rejectedSinceLastPush: 3,
  key: { kid: hash("7"), algorithm: "Ed25519" },
  checkpoint: { ordinal: 1_204, hash: hash("a"), at: "2026-11-23T11:59:59.123Z" },
  contentSha256: hash("c"),
  columns: ["/id", "/name", "/amount", "/active"],
  schemaText: JSON.stringify({
    type: "object",
    required: ["id", "name"],
    properties: {
      id: { type: "string" },
      name: { type: "string", minLength: 1, description: "As on the contract" },
      amount: { type: "number", minimum: 0 },
      active: { type: "boolean" },
      status: { enum: ["open", "done"] },
      owner: { type: "object", properties: { mail: { type: "string", format: "email" } } },
    },
  }),
  content: {
    format: "attestry-evidence/2",
    account: 1,
    connection: 2,
    resource: 3,
    revision: 5_102,
    revisionAt: "2026-11-23T11:59:58.000001Z",
    schema: { version: 3, sha256: hash("5") },
    session: { id: 9, sessionId: "nightly" },
    filter: {
      and: [
        { pointer: "/name", op: "contains", value: "left" },
        { pointer: "/active", op: "eq", value: true },
      ],
    },
    columns: null,
    sample: { size: 25, of: 1_048, seed: "dice" },
    redactions: ["/owner/mail"],
    counts: { total: 2_000, matching: 1_048, included: 25, failing: 2 },
    merkle: { root: hash("e"), leaves: 25 },
    files: [
      { name: "records.jsonl", bytes: 12_345, sha256: hash("1") },
      { name: "schema.json", bytes: 345, sha256: hash("2") },
    ],
    complete: true,
  },
};
