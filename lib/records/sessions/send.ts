import type { Context } from "@/lib/changes/context";
import type { Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import type { Upserted } from "../upsert";
import { cancelSession } from "./cancel";
import { completeSession } from "./complete";
import { uploadRecords } from "./upload";

/** What a request of v1 does with the session that its headers name. */
export type Sending = { id: string; then?: "complete" | "cancel" };

type Sent = { read: { single: boolean; rows: readonly RawItem[] }; confirmDeletes?: number };

/**
 * Stages records in a session, and then completes or cancels it when the request says so: two steps, so that what was
 * staged stays when the second one is refused. The answer under an Idempotency-Key is kept with the last step; a dry
 * run stages nothing, so that there is nothing to complete. Throws what both throw.
 */
export async function sendToSession(
  ctx: Context,
  target: Target,
  { id, then }: Sending,
  { read, confirmDeletes }: Sent,
): Promise<Upserted> {
  if (then === undefined || ctx.dryRun) return uploadRecords(ctx, target, id, read);
  const uploaded = await uploadRecords({ ...ctx, keeper: undefined }, target, id, read);
  // The one record was refused: that is the answer, and a caller who reads 400 believes that nothing was done.
  if (uploaded.single && uploaded.answers.some((answer) => "rejected" in answer)) return uploaded;
  const { keeper } = ctx;
  const last = keeper && { ...keeper, keep: (tx: Parameters<typeof keeper.keep>[0]) => keeper.keep(tx, uploaded) };
  if (then === "complete") await completeSession({ ...ctx, keeper: last }, target, { name: id }, { confirmDeletes });
  else await cancelSession({ ...ctx, keeper: last }, target, { name: id });
  return uploaded;
}
