import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import { jobKinds, type JobFacts, type JobKind, type JobProblem } from "@/lib/contract/jobs";
import type { JobRow } from "./store";

/** A job as it is shown; now: what its rate is reckoned by. */
export function jobFacts(row: JobRow, now = Date.now()): JobFacts {
  const { done, total, status } = row;
  const counts = JSON.parse(row.counts) as Record<string, number>;
  const rate = rateOf(row, now);
  const left = status === "running" && rate && total !== null ? Math.max(0, total - done) / rate : null;
  return {
    id: row.id,
    kind: row.kind as JobKind,
    title: row.title,
    status,
    done,
    total,
    rate,
    secondsLeft: left === null ? null : Math.ceil(left),
    counts: Object.keys(counts).length ? counts : null,
    problems: JSON.parse(row.problems) as JobProblem[],
    error: row.error,
    result: resultOf(row),
    connectionId: row.connection_id,
    resourceId: row.resource_id,
    reason: row.reason,
    createdBy: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    createdAt: isoDate(row.created_at),
    startedAt: isoDateOrNull(row.started_at),
    finishedAt: isoDateOrNull(row.finished_at),
    canUndo: canUndo(row, counts),
  };
}

function rateOf({ done, run_from, run_at, finished_at }: JobRow, now: number): number | null {
  if (run_at === null || done <= run_from) return null;
  const until = finished_at === null ? now : Date.parse(finished_at);
  const seconds = Math.max(0.001, (until - Date.parse(run_at)) / 1_000);
  return Math.round(((done - run_from) / seconds) * 10) / 10;
}

function resultOf(row: JobRow): JobFacts["result"] {
  if (row.status !== "done" || row.file_name === null) return null;
  return { downloadUrl: `/api/jobs/${row.id}/download`, fileName: row.file_name, bytes: row.byte_count ?? 0 };
}

/** Which counts say that something was written. */
const written = ["deleted", "updated", "restored"];

/** Whether a job has done something that can be taken back, and nobody has. */
export function canUndo(row: JobRow, counts = JSON.parse(row.counts) as Record<string, number>): boolean {
  const { undoable } = jobKinds[row.kind as JobKind];
  return undoable && row.finished_at !== null && row.undone_by_id === null && written.some((name) => counts[name]);
}
