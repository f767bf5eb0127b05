import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { processIdentity } from "./process-identity.mjs";

const QUIT_MS = 3_000;

/**
 * Ends the backends of a cluster that outlived their postmaster. One that is in the middle of a long statement would not
 * notice before its end, and PostgreSQL does not start as long as one is there. What it wrote is undone either way.
 */
export async function endOrphans(folder: string): Promise<void> {
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    const orphans = orphansOf(folder);
    for (const pid of orphans) send(pid, signal);
    for (const began = Date.now(); orphans.some(processIdentity) && Date.now() - began < QUIT_MS;) await pause(20);
  }
}

function orphansOf(folder: string): number[] {
  if (process.platform !== "linux") return [];
  const home = realpathSync(folder);
  const ours = readdirSync("/proc").flatMap((name) =>
    /^\d+$/.test(name) && worksIn(home, name) ? [Number(name)] : [],
  );
  return ours.filter((pid) => !ours.includes(parentOf(pid)));
}

function worksIn(home: string, pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8") === "postgres\n" && readlinkSync(`/proc/${pid}/cwd`) === home;
  } catch {
    return false; // gone meanwhile, or of another user and so not ours
  }
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0; // gone meanwhile
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
