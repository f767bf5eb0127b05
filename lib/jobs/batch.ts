import type { Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import type { JobProblem } from "@/lib/contract/jobs";
import { insertChunk } from "./files/store";
import * as store from "./store";

const TOLD_MS = 300;
const PROBLEMS_MAX = 100;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** What one batch did: where the next one begins, and what is added to the job's counts. */
export type Batch = {
  /** Read back by the next batch from the job's row. */
  position: object;
  /** Records that were dealt with, whatever came of them. */
  done: number;
  total?: number;
  counts?: Record<string, number>;
  problems?: readonly JobProblem[];
  over: boolean;
  /** masked: the places that were masked in these bytes. */
  file?: { fileName: string; mediaType: string; bytes: Buffer; masked?: readonly (readonly (string | null)[])[] };
};

/** Writes one batch: its work, its Change and the job's new position are one transaction. */
export type BatchWriter = (
  work: (tx: Tx, job: store.JobRow) => Promise<{ batch: Batch; change: Change }>,
  options?: { oneMoment?: boolean },
) => Promise<void>;

/** Thrown when another worker took the job up: this one stops at once. */
export class LostJob extends Error {}

/** The state of a job as this worker runs it. */
export type Running = { accountId: number; id: number; run: number; toldAt: number; status: "running" | "over" };

/**
 * Writes the batches of one run. The job's row is locked first, so that a job which was taken over, stopped or finished
 * meanwhile is seen before anything is written. Throws LostJob and what the work throws.
 */
export function batchWriter(ctx: Context, running: Running): BatchWriter {
  return (work, options) =>
    write(
      ctx,
      async (tx) => {
        const job = await store.lockJob(tx, running);
        if (!job || job.run !== running.run || job.finished_at !== null) throw new LostJob();
        if (job.cancel_at !== null) {
          await store.setStatus(tx, running, "canceled", null);
          await tell(tx, running, true);
          return { result: "over" as const, change: { resources: [] } };
        }
        const { batch, change } = await work(tx, job);
        const file = batch.file && (await keepFile(tx, job, batch.file));
        await store.saveProgress(tx, running, progressOf(job, batch, file));
        await tell(tx, running, batch.over);
        return { result: batch.over ? ("over" as const) : ("running" as const), change };
      },
      options,
    ).then((status) => {
      running.status = status;
    });
}

async function tell(tx: Tx, running: Running, over: boolean): Promise<void> {
  const now = performance.now();
  if (!over && now - running.toldAt < TOLD_MS) return;
  running.toldAt = now;
  await store.tellJob(tx, running);
}

function progressOf(job: store.JobRow, batch: Batch, file: KeptFile | undefined): store.Progress {
  const counts = JSON.parse(job.counts) as Record<string, number>;
  for (const [name, count] of Object.entries(batch.counts ?? {})) counts[name] = (counts[name] ?? 0) + count;
  const problems = JSON.parse(job.problems) as JobProblem[];
  problems.push(...(batch.problems ?? []).slice(0, PROBLEMS_MAX - problems.length));
  return {
    position: JSON.stringify({ ...batch.position, ...(file && { chunks: file.chunks }) }),
    done: job.done + batch.done,
    total: batch.total ?? job.total,
    counts: JSON.stringify(counts),
    problems: JSON.stringify(problems),
    status: batch.over ? "done" : "running",
    fileName: file?.fileName ?? job.file_name,
    mediaType: file?.mediaType ?? job.media_type,
    byteCount: file?.byteCount ?? job.byte_count,
    masked: batch.file ? maskedIn(job, batch.file) : job.masked,
  };
}

/** What is masked in the whole file: what was masked in every piece of it. */
function maskedIn(job: store.JobRow, { masked = [] }: NonNullable<Batch["file"]>): string {
  const before = job.byte_count === null ? undefined : (JSON.parse(job.masked) as unknown[]);
  const names = before && new Set(before.map((path) => JSON.stringify(path)));
  return JSON.stringify(masked.filter((path) => names?.has(JSON.stringify(path)) ?? true));
}

type KeptFile = { fileName: string; mediaType: string; byteCount: number; chunks: number };

/** Appends to the job's file; its pieces are counted in the position, so a batch that is done again writes none twice. */
async function keepFile(tx: Tx, job: store.JobRow, file: NonNullable<Batch["file"]>): Promise<KeptFile> {
  const { fileName, mediaType, bytes } = file;
  let { chunks = 0 } = JSON.parse(job.position) as { chunks?: number };
  const place = { accountId: job.account_id, id: job.id };
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    await insertChunk(tx, place, chunks++, bytes.subarray(at, at + CHUNK_BYTES));
  }
  return { fileName, mediaType, byteCount: (job.byte_count ?? 0) + bytes.length, chunks };
}
