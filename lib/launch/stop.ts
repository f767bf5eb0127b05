import { setTimeout as pause } from "node:timers/promises";
import { closeDatabase } from "@/lib/db/client";
import { stopListening } from "@/lib/db/freshness";
import { flushLog, log } from "@/lib/guard/log";
import { endJobEvents } from "@/lib/jobs/events";
import type { Running } from "./main";

const DRAIN_MS = 10_000;
const STEP_MS = 3_000;
/** Ctrl-C reaches us twice under npm: from the terminal, and passed on by npm. Only a later one means "now". */
const SAME_SIGNAL_MS = 1_000;

/**
 * Stops everything that was started when a signal comes: finishes what runs, then lets go of pages, database and lock.
 * A second signal ends at once. Answers the stop itself, for a start that failed.
 */
export function stopOnSignals(running: Running): (code: number, why?: unknown) => Promise<never> {
  let since: number | undefined;
  let stopping: Promise<never> | undefined;
  const stop = (code: number, why?: unknown): Promise<never> => {
    // A start that is being stopped stumbles over what is no longer there; that is no news.
    if (why !== undefined && since === undefined) console.error(why instanceof Error ? why.message : why);
    since ??= Date.now();
    return (stopping ??= takeDown(running, code));
  };
  const onSignal = () => {
    if (since === undefined) void stop(0);
    else if (Date.now() - since > SAME_SIGNAL_MS) process.exit(1);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, onSignal);
  surviveBrokenPipes();
  process.on("unhandledRejection", (error) => log().error({ err: error }, "a promise failed and nobody waited for it"));
  process.on("uncaughtException", (error) => {
    log().fatal({ err: error }, "an error that nobody caught; stopping");
    if (since === undefined) void stop(1);
  });
  return stop;
}

async function takeDown(running: Running, code: number): Promise<never> {
  setInterval(() => undefined, 1_000); // once everything is let go of, nothing else would keep this process to the end
  // In development Next never lets go: there we leave at once.
  await Promise.all([running.worker?.stop(), running.dev ? undefined : drain(running)]);
  if (running.leaveTidy) await inTime("notes of key use", running.leaveTidy());
  await inTime("database connections", Promise.all([stopListening(), closeDatabase()]));
  await running.database?.stop();
  running.lock.release();
  flushLog();
  process.exit(code);
}

async function drain({ server, pages }: Running): Promise<void> {
  if (server) {
    const closed = new Promise((resolve) => server.close(resolve));
    // An answer that is being made still goes out; its connection, kept alive, is idle a moment later.
    const idle = setInterval(() => {
      endJobEvents(); // whoever follows jobs would follow them for ever
      server.closeIdleConnections();
    }, 50);
    await Promise.race([closed, pause(DRAIN_MS)]);
    clearInterval(idle);
    server.closeAllConnections();
  }
  if (pages) await inTime("pages", pages.close());
}

async function inTime(what: string, work: Promise<unknown>): Promise<void> {
  try {
    await Promise.race([work, pause(STEP_MS)]);
  } catch (error) {
    log().warn({ err: error }, `stopping: ${what} did not close cleanly`);
  }
}

/** When npm or the terminal that read our lines is gone, we go on without a reader. */
function surviveBrokenPipes(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on("error", (error: Error & { code?: string }) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
