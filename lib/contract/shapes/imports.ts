import { z } from "zod";
import { pointerShape } from "../filters";
import { importModes, importStatuses, planKinds } from "../imports";

const SAMPLES_MAX = 50;
const FIXES_MAX = 1_000;
const COLUMNS_MAX = 2_000;
const CELL_CHARACTERS_MAX = 100_000;
const ROW_CHARACTERS_MAX = 8 * 2 ** 20;

const id = z.int().positive();
const count = z.int().min(0);
const isoTime = z.iso.datetime();
const jsonObject = z.record(z.string(), z.unknown());
const column = z.int().min(0).max(COLUMNS_MAX).describe("The column's place in the file; the first is 0");
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

// How a file is read ------------------------------------------------------------------------------------------------

const formats = ["csv", "json", "ndjson", "xlsx"] as const;
const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;

const readChoice = z
  .strictObject({
    format: z.enum(formats).optional(),
    encoding: z.enum(encodings).optional(),
    delimiter: z.string().length(1).optional(),
    quote: z.string().length(1).nullable().optional().describe("null: nothing is quoted"),
    headerRow: z.int().min(0).max(10_000).optional().describe("1 is the first row; 0: there is none"),
    sheet: z.string().max(100).optional().describe("The sheet's name"),
  })
  .describe("How the file is read; what is not sent stays as it was found");

const readFacts = z.strictObject({
  format: z.enum(formats),
  encoding: z.enum(encodings).nullable(),
  delimiter: z.string().nullable(),
  quote: z.string().nullable(),
  headerRow: z.int().nullable().describe("1 is the first row; 0: there is none; null: the file has no rows of cells"),
  sheet: z.string().nullable(),
  sheets: z.array(z.string()),
});

// What its columns become -------------------------------------------------------------------------------------------

/** How a cell becomes a value: text is what stands there; as-is what the schema, or the workbook, says it is. */
const coercions = [
  "as-is",
  "text",
  "number",
  "integer",
  "boolean",
  "date",
  "date-time",
  "choice",
  "list",
  "json",
] as const;

const mapping = z
  .strictObject({
    columns: z
      .array(
        z.strictObject({
          column,
          name: z.string().max(CELL_CHARACTERS_MAX),
          pointer: pointerShape.nullable().describe("The place in the record; null leaves the column out"),
          coerce: z
            .enum(coercions)
            .describe("text: what stands there; as-is: what the schema or the workbook says it is"),
          decimal: z.enum([".", ","]).nullish().describe("What stands before the fraction of a number; null: a point"),
          dateOrder: z
            .enum(["ymd", "dmy", "mdy"])
            .nullish()
            .describe("How dates are written; null: any way that can be read in one way only"),
          separator: z.string().min(1).max(10).nullish().describe("Between two items of a list; null: a semicolon"),
          values: z
            .record(z.string(), z.unknown())
            .optional()
            .describe("Values that stand for others: what the cell says, and what the record holds instead"),
        }),
      )
      .max(COLUMNS_MAX),
    constants: z
      .array(z.strictObject({ pointer: pointerShape, value: z.unknown() }))
      .max(100)
      .describe("Values that every record gets"),
    blanksAsNull: z.boolean().describe("An empty cell is null; else its member is left out"),
  })
  .describe("Which column fills which place of a record, and how");

// What is asked -----------------------------------------------------------------------------------------------------

export const createQuery = {
  fileName: z.string().trim().min(1).max(255).describe("The file's name, as people know it"),
  bytes: whole(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe("How many bytes the whole file has; without it the body is the whole file"),
};
export const contentQuery = {
  offset: whole(0, Number.MAX_SAFE_INTEGER).describe("How many bytes arrived before these"),
};
export const changeBody = z.strictObject({
  read: readChoice.optional(),
  mapping: mapping.optional(),
  profileId: id.optional().describe("Take how to read and map from a saved profile"),
  mode: z.enum(importModes).optional(),
  bad: z.enum(["refuse", "skip"]).optional().describe("refuse: all or nothing; skip: the good rows only"),
});
export const sampleQuery = { size: whole(1, SAMPLES_MAX).default(10).describe(`1 to ${SAMPLES_MAX}, default 10`) };
export const rowsQuery = {
  kind: z.enum(planKinds).optional().describe("Without it: every row, in the order of the file"),
  cause: z.string().max(100).optional().describe("With kind=reject: only rows refused for this cause"),
  after: z.string().max(1_000).optional().describe("next of the page before"),
  size: whole(1, 200).default(50).describe("1 to 200, default 50"),
};
const position = z.int().min(0).describe("The row by its position, as rows tell it");
const value = z
  .string()
  .max(CELL_CHARACTERS_MAX)
  .describe("What the cell should say; of JSON it is read as the field asks, and an empty one takes the member away");
export const fixesBody = z.strictObject({
  fixes: z
    .array(
      z.union(
        [
          z.strictObject({ line: z.int().min(1), column, value }),
          z.strictObject({ position, column, value }),
          z.strictObject({ position, text: z.string().max(ROW_CHARACTERS_MAX).describe("A row of JSON anew") }),
        ],
        "a fix has line, column and value, or position, column and value, or position and text",
      ),
    )
    .min(1)
    .max(FIXES_MAX)
    .describe("Cells of refused rows, or rows of JSON, and what they should say"),
});
export const fixCauseBody = z.strictObject({
  cause: z.string().min(1).max(100),
  value: value.optional().describe("What the cell should say in each row; without it, what is suggested there"),
  after: z
    .string()
    .regex(/^\d{1,16}$/, "send what the call before gave as next")
    .optional()
    .describe("next of the call before"),
});
export const commitQuery = {
  confirmDeletes: whole(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe("How many records it deletes, where the deletion guard asks for it"),
  moved: z
    .enum(["replan", "accept"])
    .default("replan")
    .describe("What if records changed since the plan: plan again and stop, or commit what the plan comes to now"),
};
export const rollbackQuery = {
  later: z
    .enum(["keep", "overwrite"])
    .default("keep")
    .describe("Records that changed since: keep them as they are, or make them what they were before, too"),
};
export const rejectedQuery = { format: z.enum(["csv", "xlsx"]).default("csv") };
export const templateQuery = { format: z.enum(["csv", "xlsx"]).default("csv") };
export const profileBody = z.strictObject({ name: z.string().trim().min(1).max(100) });

// What is answered --------------------------------------------------------------------------------------------------

const plan = z.strictObject({
  baseRevision: z.int().describe("What the rows were compared with"),
  liveRecords: count,
  rows: count,
  create: count,
  update: count,
  unchanged: count,
  delete: count,
  skip: count.describe("Good rows that the mode leaves out"),
  reject: count,
  moved: z.boolean().describe("Something was written since; it is compared again before anything is committed"),
  replanned: z.string().nullable().describe("Why it was planned again, where it was"),
  confirmDeletes: count
    .nullable()
    .describe("The number that has to be confirmed; null: the deletion guard does not bite"),
});

export const importFacts = z.strictObject({
  id,
  fileName: z.string(),
  bytes: count.nullable(),
  received: count.describe("Fewer than bytes: go on from here"),
  sha256: z.string().nullable(),
  sameAs: z
    .strictObject({ id, status: z.enum(importStatuses), createdAt: isoTime, revision: z.int().nullable() })
    .nullable()
    .describe("The newest earlier import of the same bytes into this resource"),
  status: z.enum(importStatuses),
  error: z.string().nullable(),
  jobId: id.nullable().describe("The job that works on it, or did last"),
  done: count,
  total: count.nullable(),
  read: readFacts.nullable(),
  mapping: mapping.nullable(),
  mappingFrom: z.enum(["suggested", "remembered", "profile", "chosen"]),
  mode: z.enum(importModes),
  bad: z.enum(["refuse", "skip"]),
  plan: plan.nullable(),
  revision: z.int().nullable().describe("The Change that it became; null also where nothing was left to write"),
  counts: z
    .strictObject({ created: count, updated: count, unchanged: count, deleted: count, skipped: count, rejected: count })
    .nullable()
    .describe("What it wrote"),
  rolledBack: z.strictObject({ revision: z.int().nullable(), kept: count }).nullable(),
  createdBy: z.strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() }),
  createdAt: isoTime,
  committedAt: isoTime.nullable(),
  canCommit: z.boolean(),
  canRollBack: z.boolean(),
});
export const importList = z.strictObject({ data: z.array(importFacts), next: z.int().nullable() });

const problem = z.strictObject({
  pointer: z.string(),
  column: z.int().nullable().describe("The column that fills the place"),
  message: z.string(),
  cause: z.string(),
  suggestion: z.string().nullable().describe("What the cell may have meant"),
});
const change = z.strictObject({
  pointer: z.string(),
  before: z.unknown().optional().describe("Missing: there was nothing"),
  after: z.unknown().optional().describe("Missing: there is nothing any more"),
});

export const planRows = z.strictObject({
  data: z.array(
    z.strictObject({
      line: z
        .int()
        .nullable()
        .describe(
          "Line of the file, row of the sheet or record of the JSON list; null: a record that has no row and is deleted",
        ),
      position: z.int().nullable().describe("Rises from row to row"),
      id: z.string().nullable(),
      displayName: z.string().nullable(),
      kind: z.enum(planKinds),
      changes: z.array(change).describe("Up to 100"),
      cells: z
        .array(z.string())
        .nullable()
        .describe("In the order of the mapping's columns, each cut at 2,000 characters"),
      text: z.string().nullable().describe("Of a refused row of JSON: its own text, where that is not too long"),
      fixed: z.boolean(),
      problems: z.array(problem),
    }),
  ),
  next: z.string().nullable(),
});

export const causes = z.strictObject({
  data: z.array(
    z.strictObject({
      cause: z.string(),
      pointer: z.string(),
      column: z.int().nullable(),
      keyword: z.string(),
      message: z.string(),
      suggestion: z.string().nullable().describe("What the cell of the first of them may have meant"),
      count,
      ranges: z.array(z.tuple([z.int(), z.int()])).describe("Rows of the file, up to 20 ranges"),
      more: z.boolean().describe("Whether there are rows beyond those ranges"),
    }),
  ),
});

export const sample = z.strictObject({
  columns: z.array(z.strictObject({ column: z.int(), name: z.string(), samples: z.array(z.string()) })),
  rows: z.array(
    z.strictObject({
      line: z.int(),
      cells: z.array(z.string()).nullable(),
      record: jsonObject.nullable(),
      coercions: z.array(
        z.strictObject({ column: z.int().nullable(), pointer: z.string(), from: z.string(), to: z.unknown() }),
      ),
      problems: z.array(problem),
    }),
  ),
});

export const causeFixed = z.strictObject({
  import: importFacts,
  mended: count.describe("Rows that are refused no more"),
  next: z.string().nullable().describe("Send it as after, for the next rows; null: there are none"),
});

const profile = z.strictObject({ id, name: z.string(), createdBy: z.string(), updatedAt: isoTime });
export const theProfile = profile;
export const profiles = z.strictObject({ data: z.array(profile) });

export const report = z.strictObject({
  import: importFacts,
  connectionId: id,
  resourceId: id,
  resource: z.string(),
  schemaVersion: z.int().nullable(),
  causes: causes.shape.data,
  rejectedRows: z
    .array(z.strictObject({ line: z.int(), id: z.string().nullable(), problems: z.array(problem) }))
    .describe("The first 1,000"),
  madeAt: isoTime,
});
