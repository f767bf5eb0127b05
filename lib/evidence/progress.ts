import type { BatchWriter } from "@/lib/jobs/batch";
import type { JobRow } from "@/lib/jobs/store";

const TOLD_MS = 500;

/** Thrown out of a work whose job was stopped, or whose process is about to. */
class Stopped extends Error {}

/** Tells a job how many records are done, and ends the work when it may not go on. */
export function progress(job: JobRow, writeBatch: BatchWriter, mayGoOn: () => boolean) {
  let records = 0;
  let said = job.done;
  let next = performance.now() + TOLD_MS;
  return async (more: number): Promise<void> => {
    records += more;
    if (performance.now() < next) return;
    const done = Math.max(0, records - said);
    said += done;
    await writeBatch(() => Promise.resolve({ batch: { position: {}, done, over: false }, change: { resources: [] } }));
    if (!mayGoOn()) throw new Stopped();
    next = performance.now() + TOLD_MS;
  };
}

/** What a work makes; undefined when it was stopped on the way. */
export async function unlessStopped<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    throw error;
  }
}
