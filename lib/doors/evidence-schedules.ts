import type { OperationId } from "@/lib/contract/operations";
import { createSchedule, deleteSchedule, listSchedules, updateSchedule } from "@/lib/evidence/schedules/schedules";
import { open, type Door } from "@/lib/guard/door";
import { created, none, ok, textOf } from "./bindings";

export const evidenceScheduleDoors = {
  "api.evidence-schedules.list": open(
    "api.evidence-schedules.list",
    (ctx, { params }) => listSchedules(ctx, params),
    (data) => ok({ data }),
  ),
  "api.evidence-schedules.create": open(
    "api.evidence-schedules.create",
    (ctx, { params, body: { request: _, ...body }, read }) =>
      createSchedule(ctx, params, { ...body, requestText: textOf(read, "request") }),
    created,
  ),
  "api.evidence-schedule.update": open(
    "api.evidence-schedule.update",
    (ctx, { params, body: { request: _, ...body }, read }) =>
      updateSchedule(ctx, params, params.scheduleId, { ...body, requestText: textOf(read, "request") }),
    ok,
  ),
  "api.evidence-schedule.delete": open(
    "api.evidence-schedule.delete",
    (ctx, { params }) => deleteSchedule(ctx, params, params.scheduleId),
    none,
  ),
} satisfies Partial<Record<OperationId, Door>>;
