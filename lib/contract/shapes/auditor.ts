import { z } from "zod";
import { evidence } from "./evidence";

const name = z.string().nullable().describe("As it was when the evidence was made");

/** What an auditor's link shows: the evidence without what is only of use inside the account. */
export const auditorEvidence = z.strictObject({
  ...evidence.pick({
    id: true,
    title: true,
    note: true,
    tags: true,
    asOf: true,
    session: true,
    revision: true,
    revisionAt: true,
    schemaVersion: true,
    filter: true,
    columns: true,
    sample: true,
    redactions: true,
    recordCount: true,
    totalCount: true,
    matchingCount: true,
    failingCount: true,
    createdAt: true,
    createdBy: true,
    fileName: true,
    byteCount: true,
    sha256: true,
    contentSha256: true,
    merkleRoot: true,
    keyId: true,
    files: true,
    downloadUrl: true,
  }).shape,
  generatedAt: z.iso.datetime().describe("As its attestation says"),
  keyRevoked: z
    .strictObject({ at: z.iso.datetime(), reason: z.string() })
    .nullable()
    .describe("Since when, and why, the key that signed it is to be trusted no more; null: it was not revoked"),
  label: z.string().describe("Whom the link is for"),
  expiresAt: z.iso.datetime(),
  names: z.strictObject({ account: name, connection: name, resource: name }),
});
