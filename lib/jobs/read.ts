import { streamOf } from "@/lib/contract/answer";
import { Refusal } from "@/lib/contract/errors";
import type { JobStatus } from "@/lib/contract/jobs";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { jobFacts } from "./facts";
import * as files from "./files/store";
import * as store from "./store";
import { visibleJob, visibleTo } from "./visible";

/** The caller's jobs, newest first; everybody's for who may manage them. */
export async function listJobs(ctx: Context, page: { below: number; size: number; status?: JobStatus[] }) {
  const found = await store.listJobs(visibleTo(ctx), { ...page, size: page.size + 1, statuses: page.status ?? null });
  const data = found.slice(0, page.size).map((row) => jobFacts(row));
  return { data, next: found.length > page.size ? (data.at(-1)?.id ?? null) : null };
}

/** One job. Throws notFound. */
export async function getJob(ctx: Context, id: number) {
  return jobFacts(await visibleJob(ctx, id));
}

/**
 * The file a job made, piece by piece; taking it is written to the audit trail. Throws notFound, conflict, forbidden when
 * it holds values in clear that the caller may not read.
 */
export async function downloadJob(ctx: Context, id: number) {
  const row = await visibleJob(ctx, id);
  const { result } = jobFacts(row);
  if (!result) {
    throw new Refusal("conflict", {
      message: "There is no file: the job is not done, or its file was swept; start it again",
    });
  }
  const reads = row.connection_id === null || ctx.permitsOn("sensitive-get", row.connection_id);
  if (!reads && (await files.holdsSensitive({ accountId: ctx.accountId, id }))) {
    throw new Refusal("forbidden", {
      message:
        "This file holds sensitive values in clear: taking it needs the permission Read Sensitive Data, which an admin can give you; or export again",
      cause: "lacks sensitive-get",
    });
  }
  const details = { fileName: result.fileName, connectionId: row.connection_id, resourceId: row.resource_id };
  const { accountId } = ctx;
  await noteAudit({ accountId, action: "job.download", target: `job ${id}`, details, origin: ctx });
  return { ...result, stream: streamOf(files.chunks({ accountId, id })) };
}
