import { z } from "zod";

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)+$/, "send a JSON pointer like /owner or /address/city")
  .max(2_000);

/** What a publication does to records that are there, one step after the other. */
export const migrationStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rename"), from: pointer, to: pointer }),
  z.strictObject({ kind: z.literal("default"), pointer, value: z.unknown() }),
  z.strictObject({
    kind: z.literal("coerce"),
    pointer,
    to: z.enum(["text", "number", "integer", "boolean", "date"]),
  }),
  z.strictObject({ kind: z.literal("drop"), pointer }),
]);

export type MigrationStep = z.infer<typeof migrationStep>;
