import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { digest, write } from "@/lib/changes/write";
import type { Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import { lockJudged } from "../store-rows";
import type { Upserted } from "../upsert";
import { cancelIn, cancelSession } from "./cancel";
import { completeIn, completeSession } from "./complete";
import { judgeUpload, uploadIn, uploadRecords } from "./upload";

/** What a request of v1 does with the session that its headers name. */
export type Sending = { id: string; then?: "complete" | "cancel" };

type Sent = { read: { single: boolean; rows: readonly RawItem[] }; confirmDeletes?: number };

/**
 * Stages records in a session, and then completes or cancels it when the request says so: two steps, so that what was
 * staged stays when the second one is refused. The answer under an Idempotency-Key is kept with the last step. The same
 * request again, from a caller who did not wait for the answer, is answered and completes nothing twice: by itself it
 * would be a session of its last records only. Throws what both throw.
 */
export async function sendToSession(
  ctx: Context,
  target: Target,
  sending: Sending,
  { read, confirmDeletes }: Sent,
): Promise<Upserted> {
  const { id, then } = sending;
  if (then === undefined) return uploadRecords(ctx, target, id, read);
  const print = then === "complete" ? digest(id, ...read.rows.map(({ text }) => text)) : undefined;
  if (ctx.dryRun) return sendDry(ctx, target, { ...sending, print }, { read, confirmDeletes });
  const uploaded = await uploadRecords({ ...ctx, keeper: undefined }, target, id, { ...read, print });
  if (uploaded.done || refusesAll(uploaded)) return uploaded;
  const { keeper } = ctx;
  const last = keeper && { ...keeper, keep: (tx: Parameters<typeof keeper.keep>[0]) => keeper.keep(tx, uploaded) };
  const named = { name: id };
  if (then === "complete") {
    await completeSession({ ...ctx, keeper: last }, target, named, { confirmDeletes, print });
  } else await cancelSession({ ...ctx, keeper: last }, target, named);
  return uploaded;
}

/** The one record was refused: that is the answer, and a caller who reads 400 believes that nothing was done. */
const refusesAll = ({ single, answers }: Upserted): boolean => single && answers.some((answer) => "rejected" in answer);

/** Both steps in one write, which a dry run takes back as a whole. */
async function sendDry(
  ctx: Context,
  target: Target,
  { id: name, then, print }: Sending & { print: Buffer | undefined },
  { read, confirmDeletes }: Sent,
): Promise<Upserted> {
  const { resource, verdicts } = await judgeUpload(ctx, target, name, read);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const { answers, session, done } = await uploadIn(tx, ctx, { head, resource, name, print }, verdicts);
      const result = { single: read.single, answers };
      const nothing = { result, change: { resources: [] } };
      if (done || refusesAll(result)) return nothing;
      if (then === "complete") await completeIn(tx, ctx, { head, resource, id: session.id }, { confirmDeletes });
      else await cancelIn(tx, ctx, session, { stamp: head.stamp, expired: false });
      return nothing;
    }),
  );
}
