import { z } from "zod";

const isoTime = z.iso.datetime();
/** What a signing key is called. */
export const kid = z.string().regex(/^[0-9a-f]{64}$/, "64 of 0-9 a-f");

export const signingKey = z.strictObject({
  kid: kid.describe("SHA-256 of the public key (SPKI, DER)"),
  algorithm: z.literal("Ed25519"),
  status: z.enum(["signing", "retired", "revoked"]),
  inSetting: z.boolean().describe("Whether its private half stands in ATTESTRY_SIGNING_KEY, and not in the database"),
  publicKeyPem: z.string(),
  createdAt: isoTime,
  createdBy: z.string(),
  retiredAt: isoTime.nullable(),
  revokedAt: isoTime.nullable(),
  revokedBy: z.string().nullable(),
  revokeReason: z.string().nullable(),
});
export const signingKeys = z.strictObject({
  data: z.array(signingKey),
  inSetting: kid.nullable().describe("The key that ATTESTRY_SIGNING_KEY holds; with one, keys cannot be rotated here"),
});
export const revocation = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe("Why it is to be trusted no more; anybody can read it"),
});

export const keySet = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal("OKP"),
      crv: z.literal("Ed25519"),
      x: z.string(),
      kid,
      alg: z.literal("EdDSA"),
      use: z.literal("sig"),
      account: z.int().positive().describe("Whose evidence it signs"),
      created_at: isoTime,
      retired_at: isoTime.optional().describe("Since when it signs no more; what it signed before stays good"),
      revoked: z
        .strictObject({ revoked_at: isoTime, reason: z.string() })
        .optional()
        .describe("Since when, and why, it is to be trusted no more"),
    }),
  ),
});
