import { z } from "zod";
import { pointerShape } from "../filters";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const jsonObject = z.record(z.string(), z.unknown());
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const evidenceFormats = ["csv", "xlsx", "pdf"] as const;

export const evidenceStatus = z.enum(["generating", "ready", "failed", "deleted"]);

const SAMPLE_MAX = 10_000;
const REDACTIONS_MAX = 200;

/** Whole texts of people: no control characters but a line's end in notes. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "holds a control character");

export const evidenceBody = z.strictObject({
  asOf: z
    .string()
    .max(40)
    .optional()
    .describe("A revision, or an ISO 8601 time with its zone that has come: records as they stood then; else now"),
  session: z
    .union([idNumber, z.string().regex(/^[\w-]{3,64}$/)])
    .optional()
    .describe("The number or name of an upload session that is ACTIVE or ARCHIVED: records as they stood in it"),
  filter: jsonObject.optional().describe("A filter as lists take it; without one all records"),
  columns: z
    .array(pointerShape)
    .min(1)
    .max(500)
    .optional()
    .describe("What the tables show, after the id; records.jsonl is whole in any case"),
  formats: z.array(z.enum(evidenceFormats)).max(3).optional().describe("Beside records.jsonl; all when not sent"),
  title: line(200).optional(),
  note: z
    .string()
    .trim()
    .min(1)
    .max(4_000)
    .regex(/^[^\0\p{Cs}]*$/u, "holds half of a character")
    .optional(),
  tags: z.array(line(100)).max(50).optional().describe("Names of controls that this is evidence of"),
  sample: z
    .strictObject({ size: z.int().min(1).max(SAMPLE_MAX), seed: line(200).optional() })
    .optional()
    .describe("So many records, drawn by a seed that is recorded: the same seed draws the same"),
  redact: z
    .array(pointerShape)
    .max(REDACTIONS_MAX)
    .optional()
    .describe(
      "Values to leave out, which the filter does not ask about; * is every item of a list or member. A salted hash stands in their place",
    ),
});

const fields = {
  id: idNumber,
  status: evidenceStatus,
  fileName: z.string(),
  recordCount: z.int().nullable().describe("Records in it; null as long as it is not ready"),
  sha256: sha256.nullable().describe("Of the file as it is downloaded"),
  progress: z
    .strictObject({ done: z.int(), total: z.int().nullable() })
    .nullable()
    .describe(
      "Records done, of so many; total is null where a filter leaves it open. null unless it is being generated",
    ),
  createdAt: isoTime,
  downloadUrl: z.string(),
};

export const generatedEvidence = z.strictObject(fields);

const file = z.strictObject({ name: z.string(), bytes: z.int(), sha256, downloadUrl: z.string() });
const difference = z.strictObject({ file: z.string(), says: z.string() });
const comparison = z.strictObject({
  at: isoTime,
  by: z.string(),
  equal: z.boolean(),
  differences: z.array(difference),
});

export const evidence = z.strictObject({
  ...fields,
  connectionId: idNumber,
  resourceId: idNumber,
  revision: z.int(),
  revisionAt: isoTime.nullable(),
  changesSince: z.int().describe("Revisions that its resource has taken since: 0 is as fresh as can be"),
  schemaVersion: z.int(),
  title: z.string().nullable(),
  note: z.string().nullable(),
  tags: z.array(z.string()),
  formats: z.array(z.enum(evidenceFormats)),
  filter: jsonObject.nullable(),
  columns: z.array(z.string()).nullable(),
  sample: z.strictObject({ size: z.int(), seed: z.string() }).nullable(),
  redactions: z.array(z.string()),
  session: z.strictObject({ id: idNumber, sessionId: z.string() }).nullable(),
  asOf: z.string().nullable().describe("As it was asked for; null: the moment of asking"),
  totalCount: z.int().nullable().describe("Records of the resource at that revision"),
  matchingCount: z.int().nullable().describe("Those that the filter means"),
  failingCount: z.int().nullable().describe("Of those in it, how many do not fit the schema in force at that revision"),
  byteCount: z.int().nullable(),
  contentSha256: sha256.nullable().describe("Of content.json, which stands for the whole reproducible part"),
  merkleRoot: sha256.nullable(),
  keyId: z.string().nullable().describe("The key that signed the attestation"),
  files: z.array(file),
  jobId: idNumber.nullable(),
  error: z.string().nullable(),
  readyAt: isoTime.nullable(),
  createdBy: z.string(),
  keepUntil: isoTime.nullable(),
  legalHold: z.strictObject({ since: isoTime, by: z.string(), reason: z.string() }).nullable(),
  scheduleId: idNumber.nullable(),
  deletedAt: isoTime.nullable(),
  deletedBy: z.string().nullable(),
  deleteReason: z.string().nullable(),
  downloads: z.strictObject({ count: z.int(), lastAt: isoTime.nullable() }),
  compared: comparison.nullable().describe("The last time it was generated again and compared"),
});

export const evidenceList = z.strictObject({ data: z.array(evidence), next: z.int().nullable() });
export const evidenceWithManifest = z.strictObject({
  ...evidence.shape,
  manifest: jsonObject.nullable().describe("content.json"),
  attestation: jsonObject.nullable().describe("attestation.json"),
});

export const evidenceQuery = {
  status: evidenceStatus.optional(),
};

export const regenerated = z.strictObject({
  status: z.enum(["done", "comparing", "failed"]),
  equal: z.boolean().nullable().describe("null: not known yet"),
  differences: z.array(difference).describe("What differs: of records at most 100, by id"),
  error: z.string().nullable(),
  jobId: idNumber,
});

export const revealBody = z.strictObject({
  id: z.string().min(1).describe("The record's id"),
  pointer: pointerShape.describe("The place of the value: a number, not *, for an item of a list"),
});
export const revealed = z.strictObject({
  id: z.string(),
  pointer: z.string(),
  value: z.string().describe("As the JSON text that was hashed, to be given on just so"),
  salt: sha256.describe("64 hexadecimal digits"),
});

export const oscal = z.strictObject({ "assessment-results": jsonObject.describe("As the public model has it") });
