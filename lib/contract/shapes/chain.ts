import { z } from "zod";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const sealedKinds = z.strictObject({
  audit: z.int().min(0),
  change: z.int().min(0),
  evidence: z.int().min(0),
  schema: z.int().min(0),
});
const chainPlace = z.strictObject({ link: z.int().min(0), at: isoTime });
const chainProblem = z.strictObject({
  kind: z.enum(["changed", "deleted", "inserted", "cut", "signature"]),
  says: z.string(),
  auditId: z.int().optional(),
  connectionId: z
    .int()
    .optional()
    .describe(
      "Where its resource stands, unless that was deleted; where its evidence was made, unless its row is gone",
    ),
  resourceId: z.int().optional(),
  revision: z.int().optional(),
  recordId: z.string().optional(),
  schemaVersion: z.int().optional(),
  evidenceId: z.int().optional(),
  link: z.int().optional(),
});
export const chainStatus = z.strictObject({
  sealedTo: chainPlace.nullable().describe("The last link of the chain, and when it was made"),
  unsealed: sealedKinds.describe("What happened since, and is sealed within seconds"),
  checkpoint: chainPlace
    .extend({ hash: z.string(), kid: z.string() })
    .nullable()
    .describe("The newest signed end of the chain"),
  webhook: chainPlace
    .extend({ error: z.string().nullable() })
    .nullable()
    .describe("What came of posting the newest checkpoint to the webhook; error null: the receiver took it"),
  check: z
    .strictObject({
      at: isoTime,
      fullAt: isoTime.describe("When everything was checked, and not only what was new"),
      intact: z.boolean(),
      completeUpTo: chainPlace.nullable().describe("Nothing before is missing; what came after may have been cut off"),
      checkpoint: chainPlace
        .extend({ outside: z.boolean() })
        .nullable()
        .describe("Which signed checkpoint vouches for it"),
      counts: z.strictObject({
        links: z.int(),
        records: z.int(),
        erased: z.int(),
        removedByRetention: z.int(),
      }),
      unsealed: sealedKinds,
      problemCount: z.int().min(0),
      problems: z.array(chainProblem).describe("The first 200"),
      seconds: z.number(),
    })
    .nullable()
    .describe("What the last check found"),
});
export const checkpointsPage = z.strictObject({
  data: z.array(
    z.strictObject({
      account: idNumber,
      at: z.string(),
      counts: sealedKinds,
      format: z.literal("attestry-checkpoint/1"),
      hash: z.string(),
      kid: z.string(),
      ordinal: z.int(),
      signature: z.string().describe("Ed25519 over the canonical JSON of the other members but publicKey, as base64"),
      publicKey: z.string(),
    }),
  ),
  next: z.int().nullable().describe("Pass it as below; null means the end"),
});
