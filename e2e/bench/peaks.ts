import { writeFileSync } from "node:fs";
import { workersOf } from "../fixtures/workers-of";
import { peakMemoryMb, type AppProcess } from "./app-process";

const RESETS_PEAK = "5";

/** The most memory that the web process and the worker held, whole megabytes. */
export type Peaks = { web: number; worker: number };

/** Begins to count the peaks anew; answers what reads them. Only Linux keeps count. */
export function watchPeaks(app: AppProcess): () => Peaks {
  const worker = workerOf(app.child.pid ?? 0);
  for (const pid of [app.child.pid, worker]) writeFileSync(`/proc/${pid}/clear_refs`, RESETS_PEAK);
  const peakOf = (pid: number | undefined) => Math.round(peakMemoryMb({ pid }) ?? Number.NaN);
  return () => {
    // A worker that ended has taken what it counted along.
    if (workerOf(app.child.pid ?? 0) !== worker) throw new Error("The worker ended while it was measured");
    return { web: peakOf(app.child.pid), worker: peakOf(worker) };
  };
}

function workerOf(server: number): number {
  const [found] = workersOf((parent) => parent === server);
  if (found === undefined) throw new Error("The app has no worker");
  return found;
}
