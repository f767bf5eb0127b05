import type { ChildProcess } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runToEnd, start } from "./children";

const START_SECONDS = 240;

/** The checkout's folder: the bundle that this runs from stands in .build beside lib. */
export const project = path.resolve(import.meta.dirname, "..");
const launcher = path.join(project, "lib/launch/start.mjs");

/** What differs from a plain `npm start`, and is said in the output. */
export const settings = { ATTESTRY_DEMO: "off", ATTESTRY_RATE_PER_MINUTE: "0" };

export type AppProcess = { child: ChildProcess; origin: string; data: string; log: string };

/** Starts what `npm start` runs on a fresh data folder, and waits until it answers. */
export async function startApp(home: string): Promise<AppProcess> {
  const data = path.join(home, "data");
  const log = path.join(home, "app.log");
  const port = await freePort();
  const env = { ...environment(data), ...settings, PORT: String(port) };
  const handle = openSync(log, "a");
  const child = start(process.execPath, [launcher], {
    cwd: project,
    env,
    stdio: ["ignore", handle, handle],
  });
  const app = { child, origin: `http://127.0.0.1:${port}`, data, log };
  for (const until = Date.now() + START_SECONDS * 1_000; Date.now() < until; await pause(200)) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${lastWords(app)}`);
    if (await isUp(app.origin)) return app;
  }
  throw new Error(`npm start did not answer within ${START_SECONDS} s:\n${lastWords(app)}`);
}

/** The end of the app's log. */
export const lastWords = ({ log }: Pick<AppProcess, "log">) =>
  readFileSync(log, "utf8").split("\n").slice(-30).join("\n");

/** Runs the admin command on the app's data and answers the object it prints. */
export async function admin<Answer>({ data }: Pick<AppProcess, "data">, ...words: string[]): Promise<Answer> {
  return JSON.parse(
    await runToEnd(process.execPath, [launcher, "--admin", ...words, "--json"], environment(data)),
  ) as Answer;
}

/** The most memory a process ever held, in megabytes, where the system keeps count (Linux). */
export function peakMemoryMb({ pid }: Pick<ChildProcess, "pid">): number | undefined {
  if (process.platform !== "linux") return undefined;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
  return kilobytes / 1_024;
}

const isUp = (origin: string) =>
  fetch(`${origin}/api/health`).then(
    (answer) => answer.ok,
    () => false,
  );

/** Nothing that this machine has set may change what is measured. */
function environment(data: string): NodeJS.ProcessEnv {
  const ours = (name: string) =>
    name.startsWith("ATTESTRY_") || ["PORT", "HOST", "DATABASE_URL", "NODE_ENV"].includes(name);
  const kept = Object.entries(process.env).filter(([name]) => !ours(name));
  return { ...Object.fromEntries(kept), ATTESTRY_DATA: data } as unknown as NodeJS.ProcessEnv;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
