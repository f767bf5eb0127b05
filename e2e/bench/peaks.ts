import { readdirSync, readFileSync, writeFileSync } from "node:fs";
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

function workerOf(parent: number): number {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = all.map(Number).find((pid) => {
    try {
      const parentOf = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
      return parentOf === parent && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--worker-child");
    } catch {
      return false; // gone meanwhile
    }
  });
  if (found === undefined) throw new Error("The app has no worker");
  return found;
}
