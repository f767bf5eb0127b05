import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

const STOP_MS = 30_000;
/** A group of its own, so that what a process started ends with it, and no signal of the terminal comes twice. */
const detached = process.platform !== "win32";

const running = new Set<ChildProcess>();

// Should the bench itself break, its last act is to end what it started.
process.once("exit", () => running.forEach((child) => child.kill("SIGTERM")));

/** Starts a process that ends with the bench, whatever happens. */
export function start(file: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(file, args, { ...options, detached });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Runs a program to its end and answers what it printed. Throws with its words when it fails. */
export async function runToEnd(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = start(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  child.stdout?.on("data", (part: Buffer) => (said += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (complained += part.toString()));
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit, signal) => resolve(exit ?? signal ?? "?"));
  });
  if (code === 0) return said;
  throw new Error(`${file} ${args.join(" ").slice(0, 300)} ended with ${code}:\n${(complained + said).slice(-2_000)}`);
}

/** Asks a process to end and waits until it has; after half a minute it is made to, with all that it started. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  if ((await Promise.race([ended.then(() => "ended"), pause(STOP_MS, "late", { ref: false })])) === "ended") return;
  if (detached && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  else child.kill("SIGKILL");
  await ended;
}

/** Ends all that was started. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map(stop));
}
