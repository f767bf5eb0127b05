import { setTimeout as pause } from "node:timers/promises";
import type { AuditEntry } from "@/lib/changes/change";
import { workContext, type Actor, type Channel, type Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { isMoved, write } from "@/lib/changes/write";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import type { JobKind } from "@/lib/contract/jobs";
import type { Permission } from "@/lib/contract/permissions";
import { databaseTrouble } from "@/lib/db/client";
import { forget } from "@/lib/db/freshness";
import { batchWriter, LostJob, type BatchWriter, type Running } from "./batch";
import * as store from "./store";

const TRIES_MAX = 10;
const INTERRUPTIONS_MAX = 5;
const NO_LONGER = "Whoever started it may no longer do this; what it did until then stays done";

/** The work of a kind of job: one batch, through the writer. Called again until a batch says that it was the last. */
export type JobWork = (
  ctx: Context,
  job: store.JobRow,
  writeBatch: BatchWriter,
  /** Whether a work that writes several batches by itself may write another one now. */
  mayGoOn: () => boolean,
) => Promise<void>;

/** Every kind with its work. */
export type JobWorks = Readonly<Record<JobKind, JobWork>>;

/** What the trail says where a job failed; error: the sentence that stands on the job. */
export type JobFailed = (tx: Tx, ctx: Context, job: store.JobRow, error: string) => Promise<AuditEntry[]>;

/** The kinds whose failure stands in the trail. */
export type JobFailures = Readonly<Partial<Record<JobKind, JobFailed>>>;

type Place = { accountId: number; id: number };
type Environment = {
  works: JobWorks;
  failures: JobFailures;
  /** Whether a job's maker still holds what its kind takes. */
  mayGoOn: (job: store.JobRow) => Promise<boolean>;
  /** Whether the maker holds a permission now. */
  holds: (job: store.JobRow, permission: Permission) => Promise<boolean>;
  stopping: AbortSignal;
  onError: (error: unknown, place: Place) => void;
};

/**
 * Runs a job from its position to its end, batch by batch. What cannot be mended by trying again ends the job as failed
 * with a sentence; a stop of the process puts it back into the line. Throws when the database is away.
 */
export async function runJob(place: Place, environment: Environment): Promise<void> {
  const { works, failures, mayGoOn, holds, stopping, onError } = environment;
  const job = await claim(place, failures);
  if (!job) return;
  const ctx = contextOf(job);
  const running: Running = { ...place, run: job.run, toldAt: 0, status: "running" };
  const writeBatch = batchWriter(ctx, running);
  const work = works[job.kind as JobKind];
  const goesOn = () => running.status === "running" && !stopping.aborted;
  try {
    if (!work) throw new Error(`No work is bound to jobs of kind ${job.kind}`);
    while (running.status === "running") {
      if (stopping.aborted) return await giveBack(place);
      await persistently(async () => {
        const now = await store.findJob(place);
        if (!now) running.status = "over";
        else if (await mayGoOn(now))
          await work(bounded(ctx, await holds(now, "sensitive-get")), now, writeBatch, goesOn);
        else throw new Refusal("forbidden", { message: NO_LONGER });
      }, stopping);
    }
  } catch (error) {
    if (error instanceof LostJob) return;
    if (databaseTrouble(error) === "away") throw error;
    // Who waited for a lock when the process was told to stop lost nothing: another one takes it up.
    if (stopping.aborted && isPassing(error)) return await giveBack(place);
    if (!isRefusal(error) || error.kind === "internal") onError(error, place);
    await fail(place, { run: job.run, error: sentenceOf(error), failures });
  }
}

function claim(place: Place, failures: JobFailures): Promise<store.JobRow | undefined> {
  return write({ accountId: place.accountId, dryRun: false }, async (tx) => {
    const row = await store.claimJob(tx, place);
    if (!row) return { result: undefined, change: { resources: [] } };
    await store.tellJob(tx, place);
    if (row.interruptions <= INTERRUPTIONS_MAX) return { result: row, change: { resources: [] } };
    const audit = await setFailed(tx, row, `It was interrupted ${INTERRUPTIONS_MAX} times at the same place`, failures);
    return { result: undefined, change: { resources: [], audit } };
  });
}

/** Tries a batch again when it lost a race: for a lock, with another write, or with a schema that was published. */
async function persistently(batch: () => Promise<void>, stopping: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await batch();
    } catch (error) {
      if (!isPassing(error) || tries === TRIES_MAX || stopping.aborted) throw error;
      forget("");
      await pause(100 * tries);
    }
  }
}

/** Whether the same may go well a moment later: it lost a race, or its turn in a crowd. */
export function isPassing(error: unknown): boolean {
  const trouble = databaseTrouble(error);
  return isMoved(error) || trouble === "busy" || trouble === "conflict" || (isRefusal(error) && error.kind === "busy");
}

function giveBack(place: Place): Promise<void> {
  return write({ accountId: place.accountId, dryRun: false }, async (tx) => {
    const row = await store.lockJob(tx, place);
    if (row?.finished_at === null && row.cancel_at === null) {
      await store.setStatus(tx, place, "queued", null);
      await store.enqueue(tx, place);
    } else if (row?.finished_at === null) {
      await store.setStatus(tx, place, "canceled", null);
    }
    await store.tellJob(tx, place);
    return { result: undefined, change: { resources: [] } };
  });
}

type Failure = { run: number; error: string; failures: JobFailures };

function fail(place: Place, { run, error, failures }: Failure): Promise<void> {
  return write({ accountId: place.accountId, dryRun: false }, async (tx) => {
    const row = await store.lockJob(tx, place);
    const mine = row?.run === run && row.finished_at === null;
    const audit = mine ? await setFailed(tx, row, error, failures) : [];
    await store.tellJob(tx, place);
    return { result: undefined, change: { resources: [], audit } };
  });
}

async function setFailed(tx: Tx, job: store.JobRow, error: string, failures: JobFailures): Promise<AuditEntry[]> {
  await store.setStatus(tx, { accountId: job.account_id, id: job.id }, "failed", error);
  return (await failures[job.kind as JobKind]?.(tx, contextOf(job), job, error)) ?? [];
}

function sentenceOf(error: unknown): string {
  if (isRefusal(error)) {
    return error.kind === "notFound" ? "What the job works on was deleted" : error.message.slice(0, 500);
  }
  if (isMoved(error) || databaseTrouble(error)) return "Something else kept changing the same records; try again";
  return "It met an error that is ours to mend; the server's log has it under this job's number";
}

/** What is hidden from the maker stays hidden from their job. */
function bounded(ctx: Context, readsSensitive: boolean): Context {
  const permits = (permission: Permission) => permission !== "sensitive-get" || readsSensitive;
  return { ...ctx, permits, permitsOn: permits };
}

/** The job's maker, as every batch writes it down. What the maker may do is judged before each. */
function contextOf(job: store.JobRow): Context {
  const actor = { kind: job.actor_kind as Actor["kind"], id: job.actor_id, label: job.actor_label };
  const of = { actor, accountId: job.account_id, channel: job.channel as Channel, requestId: job.request_id };
  return { ...workContext(of), reason: job.reason ?? undefined, jobId: job.id };
}
