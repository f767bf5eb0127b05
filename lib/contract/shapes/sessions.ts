import { z } from "zod";
import { actor, belowQuery, idParam, page, sessionName, v2List } from "../shapes";

export const sessionStatuses = ["IN_PROGRESS", "ACTIVE", "ARCHIVED", "CANCELED"] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const count = z.int().nonnegative();
const status = z.enum(sessionStatuses);

const LIMIT_MAX = 50;

const whole = (least: number, most: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .default(fallback);

const statusQuery = z
  .string()
  .transform((text) => (text === "CANCELLED" ? "CANCELED" : text))
  .pipe(status)
  .optional()
  .describe("One status; CANCELLED is taken as CANCELED");

const pages = {
  page: whole(1, 1_000_000, 1).describe("From 1"),
  limit: whole(1, LIMIT_MAX, 20).describe(`1 to ${LIMIT_MAX}, default 20`),
};

// The vendor's ---------------------------------------------------------------------------------------------------

export const v1SessionsQuery = { ...pages, connectionId: idParam.optional(), resourceId: idParam.optional() };
export const v1EvidenceQuery = pages;
export const v2SessionsQuery = { ...v2List, status: statusQuery };

const allowEmpty = z.boolean().optional().describe("true: completes a session that holds no record, too");
export const actionBody = z.object({
  action: z.enum(["complete", "cancel"]).describe("complete makes the session's records the live ones"),
  allowEmpty,
});

export const sessionItem = z.strictObject({
  id: idNumber,
  sessionId: sessionName,
  status,
  createdAt: isoTime,
  updatedAt: isoTime,
  activatedAt: isoTime.nullable(),
  canceledAt: isoTime.nullable(),
});
export const sessionsPage = page(sessionItem);

export const acted = z.strictObject({
  sessionId: sessionName,
  status,
  action: z.enum(["complete", "cancel"]),
  connectionId: idNumber,
  resourceId: idNumber,
  rejected: count.optional().describe("How many rows were refused on the way; absent when none was"),
});

const numberedPages = { page: z.int(), limit: z.int(), total: count };
export const v1Sessions = z.strictObject({
  data: z.array(
    z.strictObject({
      id: idNumber,
      sessionId: sessionName,
      connectionId: idNumber,
      customResourceId: idNumber,
      status,
      createdAt: isoTime,
      updatedAt: isoTime,
      activatedAt: isoTime.optional(),
      canceledAt: isoTime.optional(),
      workspaces: z.array(z.strictObject({ id: idNumber, name: z.string() })),
    }),
  ),
  ...numberedPages,
});
export const v1SessionEvidence = z.strictObject({
  data: z.array(z.record(z.string(), z.unknown())).describe("The records as they were sent"),
  ...numberedPages,
  sessionId: sessionName,
  connectionId: idNumber,
  customResourceId: idNumber,
});

// Ours -----------------------------------------------------------------------------------------------------------

export const sessionsQuery = { ...belowQuery, status: statusQuery };
export const confirmQuery = {
  confirmDeletes: z
    .string()
    .regex(/^\d{1,15}$/, "a whole number")
    .transform(Number)
    .optional()
    .describe("How many live records may go, where the deletion guard asks for it"),
};
export const completeBody = z.strictObject({ allowEmpty });
export const differenceQuery = {
  kind: z.enum(["created", "changed", "deleted"]).optional(),
  after: z.string().max(255).optional().describe("The next of the page before"),
  size: z.coerce.number<string>().int().min(1).max(200).default(50),
};

export const session = z.strictObject({
  ...sessionItem.shape,
  archivedAt: isoTime.nullable(),
  expired: z.boolean().describe("Nobody completed it in time, so it was canceled"),
  records: count.describe("How many it holds, or held when it was archived"),
  rejected: count.describe("How many rows were refused on the way"),
  openedBy: actor,
  channel: z.string(),
  activatedRevision: z.int().nullable().describe("The change that made it live"),
  archivedRevision: z.int().nullable().describe("The change that replaced it"),
  expiresAt: isoTime.nullable().describe("When it is canceled unless somebody completes it"),
  jobId: z.int().nullable().describe("The job that is making it live; null: none is"),
});
export const sessionsList = z.strictObject({ data: z.array(session), next: z.int().nullable() });
export const sessionWithDifference = z.strictObject({
  ...session.shape,
  difference: z
    .strictObject({ created: count, changed: count, unchanged: count, deleted: count })
    .nullable()
    .describe("What would become of the live records if it were made live now; null where it cannot be"),
  confirmDeletes: count.nullable().describe("The number that the deletion guard asks for; null: it does not"),
});
