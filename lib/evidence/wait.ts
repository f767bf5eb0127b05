import { setTimeout as pause } from "node:timers/promises";
import { findJob, type JobRow } from "@/lib/jobs/store";

const LONGEST_PAUSE_MS = 250;

/** Waits until a job is over, at most so long. Answers it as it is then. */
export async function jobEnded(
  place: { accountId: number; id: number },
  atMostMs: number,
): Promise<JobRow | undefined> {
  const until = performance.now() + atMostMs;
  for (let rest = 10; ; rest = Math.min(LONGEST_PAUSE_MS, rest * 1.5)) {
    const job = await findJob(place);
    if (!job || job.finished_at !== null || performance.now() + rest > until) return job;
    await pause(rest);
  }
}
