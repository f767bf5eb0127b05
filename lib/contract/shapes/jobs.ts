import { z } from "zod";
import { pointerShape } from "../filters";
import { jobKinds, jobStatuses, type JobKind } from "../jobs";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const jsonObject = z.record(z.string(), z.unknown());
const recordId = z.string().min(1).max(255);

const SELECTED_MAX = 10_000;
const EDITS_MAX = 50;

const selection = z
  .strictObject({
    ids: z.array(recordId).min(1).max(SELECTED_MAX).optional(),
    filter: jsonObject.optional().describe("A filter as lists take it; without one all records match"),
    q: z.string().min(1).max(500).optional().describe("A text that the id or a value holds, as lists take it"),
    failing: z.boolean().optional().describe("Records that fail the present schema, or only the others"),
    except: z.array(recordId).max(SELECTED_MAX).optional().describe("Records to leave out of those that match"),
  })
  .refine(({ ids, ...rest }) => ids === undefined || Object.values(rest).every((part) => part === undefined), {
    message: "send ids alone, or filter, q, failing and except",
  })
  .describe("Named records, or all that match");

const reason = z.string().trim().min(1).max(500).optional().describe("Why, kept with every change");

export const bulkDeleteBody = z.strictObject({ selection, reason });
export const bulkEditBody = z.strictObject({
  selection,
  set: z
    .array(
      z
        .strictObject({ pointer: pointerShape, value: z.unknown() })
        .refine((part) => part.value !== undefined, { message: "needs a value", path: ["value"] }),
    )
    .max(EDITS_MAX)
    .optional()
    .describe("Values to put in their places; objects on the way are made"),
  unset: z.array(pointerShape).max(EDITS_MAX).optional().describe("Places to empty"),
  reason,
});
export const exportBody = z.strictObject({
  selection: selection.optional(),
  format: z.enum(["csv", "jsonl"]),
  columns: z.array(pointerShape).min(1).max(500).optional().describe("CSV: a column each, after the id"),
  asOf: z
    .string()
    .max(40)
    .optional()
    .describe("A revision, or an ISO 8601 time with its zone: records as they stood then"),
});

export const jobsQuery = {
  status: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(jobStatuses)))
    .optional()
    .describe(`One or more of ${jobStatuses.join(", ")}, separated by commas`),
};

export const followQuery = {
  seconds: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "a whole number from 1 to 9999")
    .transform(Number)
    .optional()
    .describe("Ends the stream after so many seconds; without it, it goes on"),
};

const actor = z.strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() });

export const job = z.strictObject({
  id: idNumber,
  kind: z.enum(Object.keys(jobKinds) as [JobKind, ...JobKind[]]),
  title: z.string(),
  status: z.enum(jobStatuses),
  done: z.int(),
  total: z.int().nullable(),
  rate: z.number().nullable().describe("Records a second"),
  secondsLeft: z.int().nullable(),
  counts: z.record(z.string(), z.int()).nullable(),
  problems: z.array(z.strictObject({ id: z.string(), message: z.string() })).describe("Up to 100; 5 in a list"),
  error: z.string().nullable(),
  result: z.strictObject({ downloadUrl: z.string(), fileName: z.string(), bytes: z.int() }).nullable(),
  connectionId: idNumber.nullable(),
  resourceId: idNumber.nullable(),
  reason: z.string().nullable(),
  createdBy: actor,
  createdAt: isoTime,
  startedAt: isoTime.nullable(),
  finishedAt: isoTime.nullable(),
  canUndo: z.boolean(),
});
export const jobsList = z.strictObject({ data: z.array(job), next: z.int().nullable() });

const problem = z.strictObject({ pointer: z.string(), keyword: z.string(), message: z.string() });

export const editPreview = z.strictObject({
  matching: z.int(),
  more: z.boolean().describe("Whether more match than were counted"),
  sample: z.array(
    z.strictObject({ id: z.string(), before: jsonObject, after: jsonObject.nullable(), problems: z.array(problem) }),
  ),
  wouldFail: z.int().describe("Of the first 1,000 that match"),
});

export const undoQuery = {
  later: z
    .enum(["keep", "overwrite"])
    .default("keep")
    .describe("Records that changed again since: keep them as they are, or make them what they were, too"),
};
export const undone = z.strictObject({
  revision: z.int().nullable().describe("null: nothing was left to undo"),
  restored: z.int(),
  deleted: z.int(),
  overwritten: z.int().describe("Of these, records that had changed again since"),
  keptCount: z.int().describe("Left alone"),
  kept: z
    .array(
      z.strictObject({
        id: z.string(),
        reason: z.string(),
        by: z
          .strictObject({ revision: z.int(), kind: z.string(), at: isoTime, actor, channel: z.string() })
          .nullable()
          .describe("The change that touched it last"),
      }),
    )
    .describe("Left alone, up to 1,000"),
});
