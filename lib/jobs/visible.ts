import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import * as store from "./store";

/** Whose jobs somebody sees: their own, and everybody's who may manage jobs; never of connections hidden from them. */
export function visibleTo(ctx: Context): store.Visible {
  const { accountId, connectionIds, actor } = ctx;
  return { accountId, connectionIds, maker: ctx.permits("jobs-manage") ? null : { kind: actor.kind, id: actor.id } };
}

/** Whether somebody sees a job. */
export function sees({ accountId, connectionIds, maker }: store.Visible, job: store.JobRow): boolean {
  if (job.account_id !== accountId) return false;
  if (connectionIds && (job.connection_id === null || !connectionIds.includes(job.connection_id))) return false;
  return maker === null || (maker.kind === job.actor_kind && maker.id === job.actor_id);
}

/** A job that the caller sees. Throws notFound. */
export async function visibleJob(ctx: Context, id: number): Promise<store.JobRow> {
  const row = await store.findJob({ accountId: ctx.accountId, id });
  if (!row || !sees(visibleTo(ctx), row)) throw new Refusal("notFound");
  return row;
}
