import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { inProject } from "./places.mjs";
import { endWithUs } from "./run-as";

const STOP_MS = 12_000;
const SETTLED_MS = 60_000;
const WAIT_MS_MAX = 5_000;

/** The worker of this server: a process of its own, so that heavy work never holds up an answer. */
export type WorkerChild = { stop: () => Promise<void> };

/** Starts the worker and starts it anew when it ends, until it is told to stop. */
export function keepWorker(database: string | undefined, warn: (line: string) => void): WorkerChild {
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  const kept = (async () => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const since = Date.now();
      child = start(database);
      const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
      if (stopping.signal.aborted) return;
      failures = Date.now() - since > SETTLED_MS ? 1 : failures + 1;
      const wait = Math.min(WAIT_MS_MAX, failures === 1 ? 100 : 250 * 2 ** failures);
      warn(`The worker ended (${signal ?? `code ${code}`}); starting it again in ${wait / 1_000} s.`);
      await Promise.race([pause(wait, undefined, { ref: false }), once(stopping.signal, "abort")]);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      child?.kill("SIGTERM");
      const late = setTimeout(() => child?.kill("SIGKILL"), STOP_MS);
      await kept;
      clearTimeout(late);
    },
  };
}

function start(database: string | undefined): ChildProcess {
  const child = spawn(process.execPath, [inProject("lib", "launch", "start.mjs"), "--worker-child"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.on("error", () => undefined);
  if (database !== undefined) child.send({ database });
  endWithUs(child);
  return child;
}
