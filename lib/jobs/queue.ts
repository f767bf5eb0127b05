import { EventEmitter } from "node:events";
import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from "graphile-worker";
import { write } from "@/lib/changes/write";
import { connectionConfig } from "@/lib/db/client";
import { hastenJobs, SignOfLife, strayJobs } from "./alive/store";
import * as store from "./store";

const AT_ONCE = 4;
const POLL_MS = 1_000;
const FREE_MS = 2_000;

type Tell = { info: (line: string) => void; warn: (line: string, error?: unknown) => void };

/** A worker process's queue while it works. ended: rejects when it broke, so that the process can be started anew. */
export type Queue = { ended: Promise<void>; stop: () => Promise<void> };

const options = () => ({ connectionString: connectionConfig().connectionString, noHandleSignals: true });

/** Brings the queue's own tables up to date; they are in the package, so nothing is fetched. */
export async function migrateQueue(): Promise<void> {
  await runMigrations({ ...options(), logger: new Logger(() => () => undefined) });
}

/**
 * Works on the queue until it is stopped: a few tasks at once, the clock's tasks on the minute, and what a dead worker
 * held is taken up within seconds.
 */
export async function startQueue(taskList: TaskList, crontab: string, tell: Tell): Promise<Queue> {
  let lose: (error: Error) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  const sign = await SignOfLife.open(lose);
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => void sign.mark(worker.workerId).catch(lose));
  await tidy(sign, tell);
  const runner = await run({
    ...options(),
    taskList,
    crontab,
    events,
    concurrency: AT_ONCE,
    maxPoolSize: AT_ONCE + 2,
    pollInterval: POLL_MS,
    logger: loggerOf(tell),
  });
  const tidying = setInterval(
    () => void tidy(sign, tell).catch((error: unknown) => tell.warn("tidying failed", error)),
    FREE_MS,
  );
  return {
    ended: Promise.race([runner.promise, lost]),
    stop: async () => {
      clearInterval(tidying);
      await runner.stop().catch((error: unknown) => tell.warn("the queue did not stop cleanly", error));
      await sign.close();
    },
  };
}

async function tidy(sign: SignOfLife, tell: Tell): Promise<void> {
  for (const worker of await sign.freeTheDead()) tell.warn(`${worker} is no more; its jobs go on here`);
  await write({ accountId: 0, dryRun: false }, async (tx) => {
    const stray = await strayJobs(tx);
    for (const place of stray) await store.enqueue(tx, place);
    await hastenJobs(tx);
    return { result: undefined, change: { resources: [] } };
  });
}

function loggerOf(tell: Tell): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === "error") tell.warn(message, meta?.error);
    else if (level === "warning") tell.warn(message);
  });
}
