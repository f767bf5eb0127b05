import { z } from "zod";
import { actor, belowQuery, changeMark, idParam, searched, whyFields } from "../shapes";

const RESTORED_MAX = 10_000;

const isoTime = z.iso.datetime();
const recordId = z.string().min(1).max(255);
const reason = z.string().trim().min(1).max(500).optional().describe("Why; kept with the change");

export const changesQuery = {
  ...belowQuery,
  kind: z.string().min(1).max(64).optional().describe("Only changes of this kind, like record.update"),
  jobId: idParam.optional().describe("Only changes that this job made"),
  actor: z.string().min(1).max(255).optional().describe("Only changes by those whose name holds this, in any case"),
};

export const revertBody = z.strictObject({
  revision: z.int().positive().describe("The record becomes what it was at this revision"),
  reason,
});

export const eraseBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe("Why; kept with the change and in the audit trail"),
});
export const erased = z.strictObject({
  id: z.string(),
  revision: z.int().describe("The change that erased it"),
  versions: z.int().describe("How many versions lost their values; each keeps the SHA-256 of its canonical text"),
  importsCanceled: z.int().describe("Imports into this resource that were not over; their files may have held it"),
  exportsRemoved: z.int().describe("Files of exports of this resource that were removed"),
  answersRemoved: z.int().describe("Answers kept for Idempotency-Keys in this account that were removed"),
  evidence: z.int().describe("Evidence files made while the record existed; they stay as they are"),
});

export const provenance = z.strictObject({
  id: z.string(),
  revision: z.int(),
  createdAt: isoTime,
  updatedAt: isoTime,
  madeBy: changeMark,
  lastConfirmedAt: isoTime
    .nullable()
    .describe("When a source last pushed this value; null: none has, as far as pushes are kept"),
  lastConfirmedBy: actor.nullable(),
  lastConfirmedThrough: z.string().nullable(),
  pushId: z.int().nullable(),
});

export const deletedQuery = {
  ...belowQuery,
  q: searched.optional().describe("Only records whose id or a value holds this, in any case"),
};
export const deletedPage = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      attributes: z.record(z.string(), z.unknown()).describe("The record as it was when it went"),
      revision: z.int(),
      deletedRevision: z.int(),
      deletedAt: isoTime,
      deletedBy: actor,
      channel: z.string(),
      ...whyFields,
    }),
  ),
  next: z.int().nullable(),
});

export const restoreBody = z
  .strictObject({
    ids: z.array(recordId).min(1).max(RESTORED_MAX).optional().describe("Records to bring back"),
    revision: z.int().positive().optional().describe("Or: all that went with this revision and are still gone"),
    reason,
  })
  .refine(({ ids, revision }) => (ids === undefined) !== (revision === undefined), "send ids or revision");
export const restored = z.strictObject({
  revision: z.int().nullable().describe("The change that brought them back; null: none came back"),
  restored: z.int(),
  restoredIds: z.array(z.string()).describe("The first 1,000"),
  refused: z.array(z.strictObject({ id: z.string(), message: z.string() })).describe("The first 1,000"),
});
