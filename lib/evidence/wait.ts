import { setTimeout as pause } from "node:timers/promises";
import { findJob, type JobRow } from "@/lib/jobs/store";

const LONGEST_PAUSE_MS = 250;
/** So long pauses each for every one that waits, so that a hundred looks a second are the most. */
const APART_MS = 10;

let waiting = 0;

/** Waits until a job is over, at most so long. Answers it as it is then. */
export async function jobEnded(
  place: { accountId: number; id: number },
  atMostMs: number,
): Promise<JobRow | undefined> {
  const until = performance.now() + atMostMs;
  waiting += 1;
  try {
    for (let rest = APART_MS; ; rest = Math.max(waiting * APART_MS, Math.min(LONGEST_PAUSE_MS, rest * 1.5))) {
      const job = await findJob(place);
      if (!job || job.finished_at !== null || performance.now() + rest > until) return job;
      await pause(rest);
    }
  } finally {
    waiting -= 1;
  }
}
