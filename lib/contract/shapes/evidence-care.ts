import { z } from "zod";
import { line } from "./evidence";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const actor = z.strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() });

// Hours that an auditor's link may be good for: one hour to 90 days.
const LINK_HOURS_MAX = 90 * 24;

const legalHold = z
  .strictObject({ since: isoTime, by: z.string(), reason: z.string() })
  .nullable()
  .describe("While there is one, neither people nor retention delete the evidence");
const keepUntil = isoTime.nullable().describe("It is deleted after this time; null: it is kept");

export const holdBody = z.strictObject({
  on: z.boolean(),
  reason: z.string().trim().min(1).max(500).describe("Why it is held, or may be let go"),
});
export const keepBody = z.strictObject({ until: isoTime.nullable().describe("null: for ever") });
export const care = z.strictObject({ id: idNumber, keepUntil, legalHold });

export const linkBody = z.strictObject({
  label: line(120).describe("Whom it is for, as the log names who came by it"),
  hours: z.int().min(1).max(LINK_HOURS_MAX).default(168).describe(`1 to ${LINK_HOURS_MAX}; a week unless said`),
});
export const link = z.strictObject({
  id: idNumber,
  label: z.string(),
  status: z
    .enum(["open", "expired", "revoked", "lapsed"])
    .describe("lapsed: whoever made it may no longer share the evidence, and it leads nowhere while that is so"),
  createdAt: isoTime,
  createdBy: z.string(),
  expiresAt: isoTime,
  revokedAt: isoTime.nullable(),
  revokedBy: z.string().nullable(),
  openings: z.int(),
  downloads: z.int(),
  lastUsedAt: isoTime.nullable(),
});
export const newLink = z.strictObject({ ...link.shape, url: z.string().describe("Shown once") });
export const linkList = z.strictObject({ data: z.array(link) });

export const acts = z.strictObject({
  data: z.array(
    z.strictObject({
      id: idNumber,
      at: isoTime,
      action: z.string(),
      actor,
      channel: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
  next: z.int().nullable(),
});
