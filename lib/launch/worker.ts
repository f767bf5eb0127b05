import { once } from "node:events";
import { setPriority } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { makerHolds } from "@/lib/accounts/maker";
import { sweepHistory } from "@/lib/accounts/retention/sweep";
import { checkFeeds } from "@/lib/alerts/check-feeds";
import { deliverMail, deliverWebhook, postToAccount } from "@/lib/alerts/deliver";
import { checkDue } from "@/lib/chain/check/check-due";
import type { Maker } from "@/lib/changes/context";
import { keepOutside } from "@/lib/chain/checkpoints/outside";
import { postCheckpoint } from "@/lib/chain/checkpoints/post";
import { runSealer } from "@/lib/chain/seal/sealer";
import { evidenceProblems } from "@/lib/doors/evidence-problems";
import {
  jobFailures,
  jobWorks,
  removeEvidence,
  runSchedules,
  signingKey,
  sweepEvidence,
  sweepSessions,
} from "@/lib/doors/job-works";
import { jobKinds, type JobKind } from "@/lib/contract/jobs";
import type { Permission } from "@/lib/contract/permissions";
import type { JobRow } from "@/lib/jobs/store";
import { sweepImports } from "@/lib/imports/sweep";
import { sweepJobs } from "@/lib/jobs/sweep";
import { migrateQueue, startQueue, type Queue } from "@/lib/jobs/queue";
import { runJob } from "@/lib/jobs/run";
import { closeDatabase, onIdleError, pointAtDatabase } from "@/lib/db/client";
import { env, readEnv } from "@/lib/db/env";
import { stopListening } from "@/lib/db/freshness";
import { migrate } from "@/lib/db/migrate";
import { flushLog, log } from "@/lib/guard/log";
import { mailConfigured, onMailError, type Mail } from "@/lib/notify/mail";
import { checkpointFiles } from "./checkpoint-files";
import { openDatabase } from "./database";
import { reachEmbedded } from "./embedded";
import { given } from "./environment.mjs";
import { takeLock } from "./lock.mjs";
import { dataFolder } from "./places.mjs";
import { provideSecret } from "./secret";

const STOP_MS = 10_000;
/** Long work gives way to requests where both want the processor (nice 10). */
const PRIORITY = 10;
/**
 * The bytes of records count as heap, so each thirty megabytes of them had V8 look through a heap of twenty that hardly
 * changes: a tenth of the processor's time of a large evidence. It does so when the heap has grown by that much, in percent.
 */
const HEAP_GROWS = 200;

/** What the clock starts: the minute's and the hour's work. */
const CRONTAB = [
  "* * * * * check_feeds",
  "* * * * * run_evidence_schedules",
  "23 * * * * sweep_files",
  "41 * * * * sweep_history",
  "11 * * * * check_chains",
  "*/10 * * * * sweep_sessions",
].join("\n");

type JobTask = { account: number; job: number };

/**
 * The worker: runs jobs until it is told to stop. Alone it works on DATABASE_URL or on the embedded database of a
 * running server; as the server's child (--child) on the database it is told of, and it ends when the server does.
 */
export async function run(args: readonly string[]): Promise<number> {
  const child = args.includes("--child");
  const data = dataFolder();
  readEnv(given());
  provideSecret(data);
  onIdleError((error) => log().warn({ err: error }, "a database connection was lost"));
  onMailError((error) => log().warn({ err: error }, "a mail could not be sent"));
  const stopping = new AbortController();
  const told = stopSignal(child, stopping);
  await findDatabase(child, data);
  if (!child) {
    await migrate();
    await migrateQueue();
    console.log("The worker is at work; stop it with Ctrl-C.");
  }
  setPriority(PRIORITY);
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWS}`);
  keepOutside(checkpointFiles(data));
  const sealing = runSealer({ signer: signingKey, stopping: stopping.signal, onError: sealingFailed });
  const queue = await startQueue(tasks(stopping.signal), CRONTAB, tell);
  const broken = queue.ended.then(
    () => new Error("the queue ended by itself"),
    (error: unknown) => error,
  );
  const why = await Promise.race([told, broken]);
  if (why !== undefined) log().error({ err: why }, "the worker ends");
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await sealing;
  await leave(queue);
  flushLog();
  process.exit(why === undefined ? 0 : 1);
}

const tell = {
  info: (line: string) => log().info(line),
  warn: (line: string, error?: unknown) => log().warn(error === undefined ? {} : { err: error }, line),
};

function tasks(stopping: AbortSignal) {
  const onError = (error: unknown, place: object) => log().error({ err: error, ...place }, "a job met an error");
  return {
    job: async (payload: unknown) => {
      const { account, job } = payload as JobTask;
      const bound = { works: jobWorks, failures: jobFailures };
      await runJob({ accountId: account, id: job }, { ...bound, mayGoOn, holds, stopping, onError });
    },
    check_feeds: () => checkFeeds(pagesAddress()),
    send_webhook: (payload: unknown) => deliverWebhook(payload as Parameters<typeof deliverWebhook>[0]),
    post_checkpoint: (payload: unknown) =>
      postCheckpoint(payload as Parameters<typeof postCheckpoint>[0], postToAccount),
    // A worker without a mail server leaves mails to one that has it.
    ...(mailConfigured() && { send_mail: (payload: unknown) => deliverMail(payload as Mail) }),
    remove_evidence: (payload: unknown) => removeEvidence(payload as Parameters<typeof removeEvidence>[0]),
    sweep_history: () => sweepHistory(),
    run_evidence_schedules: () => runSchedules({ holds: makerHolds, onError }),
    sweep_files: async () => {
      await sweepEvidence(env().ATTESTRY_EXPORT_DAYS);
      await sweepJobs(env().ATTESTRY_EXPORT_DAYS);
      await sweepImports(env().ATTESTRY_IMPORT_DAYS);
    },
    sweep_sessions: () => sweepSessions(),
    check_chains: async () => {
      const hours = env().ATTESTRY_AUDIT_CHECK_HOURS;
      if (hours > 0) await checkDue(hours, stopping, { evidenceProblems, onFound: tampered });
    },
  };
}

const sealingFailed = (error: unknown, accountId?: number) =>
  log().error({ err: error, accountId }, "sealing failed; it is tried again");
const tampered = (accountId: number, problems: readonly string[]) =>
  log().error({ accountId, problems: problems.slice(0, 10) }, "the audit chain does not fit what the database holds");

function holds({ account_id, actor_kind, actor_id, connection_id }: JobRow, permission: Permission): Promise<boolean> {
  const maker = { accountId: account_id, kind: actor_kind as Maker["kind"], id: actor_id, connectionId: connection_id };
  return makerHolds(maker, permission);
}

const mayGoOn = (job: JobRow) => holds(job, jobKinds[job.kind as JobKind].permission);

function pagesAddress(): string {
  const { ATTESTRY_URL, HOST, PORT } = env();
  return ATTESTRY_URL || `http://${HOST === "0.0.0.0" || HOST === "::" ? "localhost" : HOST}:${PORT}`;
}

/** Undefined once we are told to stop: by a signal, or by the end of the server whose child we are. */
function stopSignal(child: boolean, { signal }: AbortController): Promise<undefined> {
  return new Promise((resolve) => {
    const stop = () => {
      if (signal.aborted) process.exit(1);
      resolve(undefined);
    };
    for (const name of ["SIGTERM", "SIGHUP"] as const) process.on(name, stop);
    // Ctrl-C reaches the whole terminal: a child waits for the server's word, which lets what runs come to its end.
    process.on("SIGINT", child ? () => undefined : stop);
    if (child) process.once("disconnect", stop);
    process.stdout.on("error", () => undefined);
    process.stderr.on("error", () => undefined);
  });
}

async function findDatabase(child: boolean, data: string): Promise<void> {
  if (env().DATABASE_URL) return void (child || (await openDatabase(data, { say: console.log, warn: tell.warn })));
  if (child) {
    const [message] = (await once(process, "message")) as [{ database: string }];
    return pointAtDatabase(message.database);
  }
  const lock = takeLock(join(data, "lock"), "npm run worker");
  if (!("heldBy" in lock)) {
    lock.release();
    throw new Error(
      `No server runs on ${data}, and with it no database: run npm start, which brings a worker of its own, or set DATABASE_URL.`,
    );
  }
  pointAtDatabase(await reachEmbedded(data));
}

async function leave(queue: Queue): Promise<void> {
  await queue.stop();
  await Promise.all([stopListening(), closeDatabase()]);
}
