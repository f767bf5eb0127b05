import { z } from "zod";
import { evidenceBody, evidenceStatus } from "./evidence";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const every = z.enum(["day", "week", "push", "session"]);

const MINUTES_BETWEEN_MAX = 24 * 60;
const KEEP_DAYS_MAX = 36_500;

const request = evidenceBody.omit({ asOf: true, session: true }).describe("As generating evidence takes it, of then");
const hour = z.int().min(0).max(23).nullable().describe("Of the account's time zone; with day and week");
const weekday = z.int().min(1).max(7).nullable().describe("1 is Monday; with week");
const minutesBetween = z
  .int()
  .min(1)
  .max(MINUTES_BETWEEN_MAX)
  .describe("With push and session: the next one is generated no sooner; nothing is for an unchanged revision");
const keepDays = z
  .int()
  .min(1)
  .max(KEEP_DAYS_MAX)
  .nullable()
  .describe("Days that what it generates is kept; null: ever");

export const scheduleBody = z.strictObject({
  every: every.describe("day and week go by the clock; push and session by what came in and was completed"),
  hour: hour.optional(),
  weekday: weekday.optional(),
  minutesBetween: minutesBetween.optional(),
  request: request.optional(),
  keepDays: keepDays.optional(),
  on: z.boolean().optional(),
});
export const scheduleChange = scheduleBody.partial();

export const schedule = z.strictObject({
  id: idNumber,
  connectionId: idNumber,
  resourceId: idNumber,
  every,
  hour,
  weekday,
  timeZone: z.string(),
  minutesBetween,
  request: z.record(z.string(), z.unknown()),
  keepDays,
  on: z.boolean(),
  createdBy: z
    .strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() })
    .describe("Whose permissions each run is judged by"),
  createdAt: isoTime,
  nextAt: isoTime.nullable(),
  lastAt: isoTime.nullable(),
  lastStatus: evidenceStatus.nullable().describe("What became of the last run; null: there was none"),
  lastEvidenceId: idNumber.nullable().describe("Of the last run; null where it began none"),
  lastError: z.string().nullable().describe("Why the last run generated nothing; the next one tries it again"),
});
export const scheduleList = z.strictObject({ data: z.array(schedule) });
