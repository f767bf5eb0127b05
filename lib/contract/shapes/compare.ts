import { z } from "zod";

const count = z.int().nonnegative();
const moment = z.string().min(1).max(40);

const ends = {
  from: moment.describe("The older moment: a revision, or an ISO 8601 time"),
  to: moment.optional().describe("The newer moment; default: now"),
};
export const compareQuery = ends;
export const compareBody = z.strictObject({
  ...ends,
  format: z.enum(["csv", "jsonl"]).optional().describe("Writes the differences into a file, too"),
});
export const compareRecordsQuery = {
  ...ends,
  kind: z.enum(["created", "changed", "deleted"]).optional(),
  after: z.string().max(255).optional().describe("The next of the page before"),
  size: z.coerce.number<string>().int().min(1).max(200).default(50),
};

export const comparison = z.strictObject({
  from: z.int().describe("The revision of the older moment"),
  to: z.int(),
  touched: count.describe("How many writes of records lie between the two; no fewer than there are differences"),
  counts: z
    .strictObject({ created: count, changed: count, deleted: count })
    .nullable()
    .describe("null: too many to count at once; POST starts a job that does"),
});

export const comparedRecords = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["created", "changed", "deleted"]),
      beforeRevision: z.int().nullable(),
      afterRevision: z.int().nullable(),
      attributes: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe("Of a record that was created or deleted; null for a changed one, and for what was erased"),
      fields: z
        .array(
          z.strictObject({
            kind: z.enum(["added", "removed", "changed", "moved"]),
            pointer: z.string(),
            before: z.unknown().optional(),
            after: z.unknown().optional(),
          }),
        )
        .describe("Of a changed record: the places that differ"),
    }),
  ),
  next: z.string().nullable(),
});
