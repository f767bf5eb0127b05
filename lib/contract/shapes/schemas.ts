import { z } from "zod";
import { jobStatuses } from "../jobs";
import { migrationStep } from "../migration-step";
import { filterField, numbered, problem } from "../shapes";

const isoTime = z.iso.datetime();
const count = z.int().nonnegative();
const jsonObject = z.record(z.string(), z.unknown());

const STEPS_MAX = 50;

const reason = z.string().trim().min(1).max(500);
export const reasonBody = z.strictObject({ reason: reason.optional().describe("Why, kept with the version") });
export const schemaBody = z.strictObject({ schema: jsonObject, reason: reasonBody.shape.reason });

export const schemaVersion = z.strictObject({
  version: z.int(),
  hash: z.string(),
  schemaText: z.string().describe("As it was published, letter by letter"),
  schema: jsonObject,
  identifierKey: z.string(),
  displayNameKey: z.string().nullable(),
  revision: z.int().describe("The change that published it"),
  reason: z.string().nullable(),
  restoredFrom: z.int().nullable().describe("The older version that it made hold again"),
  createdAt: isoTime,
  createdBy: z.string(),
});
export const schemaVersions = numbered(schemaVersion);

const versionOrDraft = z.union([z.literal("draft"), z.coerce.number<string>().int().positive()]);
export const differenceQuery = {
  from: z.coerce.number<string>().int().positive().optional().describe("A version; default: the present one"),
  to: versionOrDraft.optional().describe("A version, or draft; default: draft"),
};
export const difference = z.strictObject({
  kind: z.enum(["same", "notes", "compatible", "breaking"]),
  entries: z.array(
    z.strictObject({
      pointer: z.string().describe("Of the value in a record; * for any item or member"),
      schemaPointer: z.string(),
      schema: z.enum(["before", "after"]).describe("Which of the two schemaPointer leads into"),
      effect: z.enum(["breaking", "compatible", "notes"]),
      says: z.string(),
      because: z.string().optional(),
    }),
  ),
  cut: z.boolean().describe("There are more entries than are told"),
});

export const draftBody = z.strictObject({
  schema: jsonObject,
  identifierKey: z.string().min(1).max(255).optional(),
  displayNameKey: z.string().nullable().optional(),
  filterFields: z.array(filterField).max(8).optional(),
  steps: z
    .array(migrationStep)
    .max(STEPS_MAX)
    .optional()
    .describe("What is done to records that are there when it is published, in order"),
  baseVersion: z.int().positive().optional().describe("The version it is meant to follow"),
});
export const draft = z.strictObject({
  edit: z.int(),
  baseVersion: z.int(),
  presentVersion: z.int().describe("What holds now; another than the base was published meanwhile"),
  schema: jsonObject,
  schemaText: z.string(),
  identifierKey: z.string(),
  displayNameKey: z.string().nullable(),
  filterFields: z.array(filterField),
  steps: z.array(migrationStep),
  updatedAt: isoTime,
  updatedBy: z.string(),
  hasImpact: z.boolean().describe("Whether somebody asked what it would do"),
});

export const draftPreview = z.strictObject({
  among: count.describe("How many records were tried"),
  rows: z.array(z.strictObject({ id: z.string(), before: jsonObject, after: jsonObject, problems: z.array(problem) })),
});

export const impact = z.strictObject({
  jobId: z.int(),
  status: z.enum(jobStatuses).nullable().describe("Of its job"),
  edit: z.int().describe("The edit of the draft that it is of"),
  draftEdit: z.int().describe("The draft's edit now"),
  fromRevision: z.int(),
  toRevision: z.int().describe("The records were read between these two revisions"),
  revision: z.int().describe("The resource's revision now"),
  checked: count,
  records: count,
  failing: count,
  mended: count.describe("Of the failing ones, those that were mended since; counted up to 1,000"),
  migrated: count.describe("Records that the draft's steps change"),
  causes: z.array(
    z.strictObject({
      pointer: z.string(),
      keyword: z.string(),
      message: z.string(),
      count,
      examples: z.array(z.string()).describe("Ids of the first records"),
    }),
  ),
  keyless: count.describe("With another identifier key: records that have no value in it that could be an id"),
  duplicateKeys: count.describe("With another identifier key: records that share theirs with another"),
  updatedAt: isoTime,
});

export const impactRecordsQuery = {
  size: z.coerce.number<string>().int().min(1).max(500).default(50),
  after: z.string().max(255).optional().describe("The next of the page before"),
};
export const impactRecords = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      displayName: z.string().nullable(),
      revision: z.int().nullable().describe("Now; null: deleted since"),
      problems: z.array(problem).describe("What the draft has against it now"),
    }),
  ),
  next: z.string().nullable(),
});
