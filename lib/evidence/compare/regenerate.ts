import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { reader } from "@/lib/db/client";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { unlessStopped } from "@/lib/jobs/stopped";
import { measured } from "../content/sink";
import { writeContent } from "../content/write-content";
import { evidenceFacts } from "../facts";
import { wantedOf } from "../generate-job";
import { progress } from "../progress";
import { visibleEvidence } from "../read";
import { comparisonTold } from "../sealed/in-trail";
import * as store from "../store";
import { jobEnded } from "../wait";
import { differencesOf } from "./differences";

const WAIT_MS = 10_000;

/**
 * Has the reproducible part of an evidence made again from the database and compared with what is stored, and waits for
 * it a while. Throws notFound, and conflict for evidence that is not ready or was made before there were bundles.
 */
export async function regenerateEvidence(ctx: Context, id: number) {
  const row = await visibleEvidence(ctx, id);
  if (row.status !== "ready")
    throw new Refusal("conflict", { message: `The evidence is ${row.status}; only one that is ready can be compared` });
  if (row.format !== "attestry-evidence/2") {
    throw new Refusal("conflict", {
      message:
        "This evidence was made before there were bundles, and cannot be made again the same way; generate it anew as of its revision",
    });
  }
  const target = { connectionId: row.connection_id, resourceId: row.resource_id };
  const title = `Generate evidence ${id} again and compare`;
  const started = await writeInTurn({ ...ctx, keeper: undefined }, async (tx) => {
    const input = JSON.stringify({ evidenceId: id });
    const { job, audit } = await startJob(tx, ctx, { kind: "evidence.compare", title, target, input });
    return { result: job, change: { resources: [], audit } };
  });
  const job = await jobEnded({ accountId: ctx.accountId, id: started.id }, WAIT_MS);
  const over = job?.status === "failed" || job?.status === "canceled";
  const { compared } = evidenceFacts((await store.findEvidence(reader, ctx.accountId, id)) ?? row);
  const done = job?.status === "done" ? compared : null;
  return {
    status: done ? ("done" as const) : over ? ("failed" as const) : ("comparing" as const),
    equal: done?.equal ?? null,
    differences: done?.differences ?? [],
    error: over ? (job.error ?? "It was stopped") : null,
    jobId: started.id,
  };
}

/** Makes an evidence again without storing it, and writes down what differs. */
export const compareEvidenceBatch: JobWork = async (ctx, job, writeBatch, mayGoOn) => {
  const { evidenceId } = JSON.parse(job.input) as { evidenceId: number };
  const row = await store.findEvidence(reader, ctx.accountId, evidenceId);
  if (row?.status !== "ready") throw new Refusal("conflict", { message: "The evidence was deleted meanwhile" });
  const wanted = wantedOf(row);
  const made = await unlessStopped(() => writeContent(wanted, measured, progress(job, writeBatch, mayGoOn)));
  if (!made) return;
  const differences = await differencesOf(row, wanted, made);
  const equal = differences.length === 0;
  await writeBatch(async (tx, now) => {
    const compared = { at: new Date().toISOString(), by: ctx.actor.label, equal, differences };
    await store.noteCompared(tx, ctx.accountId, evidenceId, JSON.stringify(compared));
    const details = { ...comparisonTold(equal, differences), revision: row.revision };
    const audit = {
      accountId: ctx.accountId,
      action: "evidence.regenerate",
      target: `evidence ${evidenceId}`,
      details,
      origin: ctx,
    };
    const { included } = made.content.counts;
    const batch = { position: {}, done: included - now.done, total: included, over: true };
    return { batch, change: { resources: [], audit } };
  });
};
