import { heard } from "@/lib/db/read-ahead";
import type { BatchWriter } from "@/lib/jobs/batch";
import { Stopped } from "@/lib/jobs/stopped";
import type { JobRow } from "@/lib/jobs/store";

const TOLD_MS = 500;

/** Hears of more records, and is settled in the end. */
export type Progress = { told: (records: number) => Promise<void>; settled: () => Promise<void> };

/**
 * Tells a job how many records are done, and ends the work when it may not go on. The work goes on while the job is told,
 * since that waits for the disk; settled waits for the last time, before anything else is written of the job.
 */
export function progress(job: JobRow, writeBatch: BatchWriter, mayGoOn: () => boolean): Progress {
  let records = 0;
  let said = job.done;
  let next = performance.now() + TOLD_MS;
  let telling = Promise.resolve();
  const settled = async () => {
    await telling;
    if (!mayGoOn()) throw new Stopped();
  };
  const told = async (more: number): Promise<void> => {
    records += more;
    if (performance.now() < next) return;
    await settled();
    const done = Math.max(0, records - said);
    said += done;
    telling = heard(
      writeBatch(() => Promise.resolve({ batch: { position: {}, done, over: false }, change: { resources: [] } })),
    );
    next = performance.now() + TOLD_MS;
  };
  return { told, settled };
}
