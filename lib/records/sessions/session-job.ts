import type { Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Tx } from "@/lib/changes/tx";
import { isMoved } from "@/lib/changes/write";
import { resourceAt, type Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { forget } from "@/lib/db/freshness";
import type { Batch, BatchWriter } from "@/lib/jobs/batch";
import type { JobWork } from "@/lib/jobs/run";
import type { JobRow } from "@/lib/jobs/store";
import { targetOf } from "../bulk/target";
import { clearSet } from "../staged/store";
import { lockJudged } from "../store-rows";
import { compareAhead, completeIn, type Completion } from "./complete";
import { findActable, findArchived } from "./find";
import { judgePart, notePart, type Judged } from "./judge-again";
import { reactivateIn, stageArchived, type Reactivation } from "./reactivate";
import type { SessionRow } from "./store";

/** How far it came: what is staged was judged until an id, or to the end; then compared; then it is live. */
type Position = { setId?: number; afterId?: string | null; judged?: true; compared?: true; live?: true };

/** A session as a job works on it. */
type Working = { resource: Resource; session: SessionRow; at: Position };
type Live = Awaited<ReturnType<typeof completeIn>>;

/** What a job is asked to do with a session. */
export type SessionInput = { uploadSessionId: number };

const inputOf = <Input>({ input }: JobRow) => JSON.parse(input) as SessionInput & Input;
const noChange: Change = { resources: [] };
const step = (position: Position, more: Partial<Batch> = {}): Batch => ({ position, done: 0, over: false, ...more });

/**
 * Completes a session: what another schema judged is judged again part by part, what was written meanwhile is compared,
 * and then one statement under the lock makes it live, as one Change. Stopped or killed before that it has not begun.
 */
export const completeBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const at = JSON.parse(job.position) as Position;
  if (at.live) return clear(ctx, at, writeBatch);
  const { uploadSessionId: id, ...completion } = inputOf<Completion>(job);
  const session = await findActable(reader, { accountId: ctx.accountId, resourceId: resource.id }, { id });
  const { set_id: setId } = session;
  const judged = { setId, sessionId: id, uploaded: true };
  if (!at.judged) return judgeOn({ resource, session, at: { ...at, setId } }, judged, writeBatch);
  if (!at.compared) {
    await compareAhead(session);
    return writeBatch(() => Promise.resolve({ batch: step({ ...at, compared: true }), change: noChange }));
  }
  await makeLive({ resource, session, at }, writeBatch, async (tx) => {
    const head = await lockJudged(tx, resource);
    return completeIn(tx, ctx, { head, resource, id }, completion);
  });
};

/** Makes an archived session live again: what differs is staged and judged, and then one statement writes it. */
export const reactivateBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const at = JSON.parse(job.position) as Position;
  if (at.live) return clear(ctx, at, writeBatch);
  const { uploadSessionId: id, ...how } = inputOf<Reactivation>(job);
  const session = await findArchived(reader, { accountId: ctx.accountId, resourceId: resource.id }, id);
  const { setId } = at;
  if (setId === undefined) {
    const staged = await stageArchived(resource, id);
    return writeBatch(() => Promise.resolve({ batch: step({ setId: staged }), change: noChange }));
  }
  if (!at.judged) return judgeOn({ resource, session, at }, { setId, sessionId: id, uploaded: false }, writeBatch);
  await makeLive({ resource, session, at }, writeBatch, async (tx) => {
    const head = await lockJudged(tx, resource);
    return reactivateIn(tx, ctx, { head, resource, id, setId }, how);
  });
};

/** Judges the next part by the present schema; none is left when that is the one that judged all of it. */
async function judgeOn({ resource, session, at }: Working, judged: Judged, writeBatch: BatchWriter): Promise<void> {
  const part = await judgePart(reader, resource, judged, at.afterId ?? null);
  const position: Position = part.last === null ? { ...at, judged: true } : { ...at, afterId: part.last };
  await inTurn(resource.account_id, resource.id, () =>
    writeBatch(async (tx) => {
      if (part.last !== null) await notePart(tx, resource, judged, part);
      return { batch: step(position, { total: session.records }), change: noChange };
    }),
  );
}

async function makeLive(
  { resource, session, at }: Working,
  writeBatch: BatchWriter,
  write: (tx: Tx) => Promise<Live>,
): Promise<void> {
  try {
    await inTurn(resource.account_id, resource.id, () =>
      writeBatch(async (tx) => {
        const { change } = await write(tx);
        const { created = 0, updated = 0, unchanged = 0, deleted = 0 } = change?.revisions[0]?.counts ?? {};
        const counts = { created, updated, unchanged, deleted };
        const batch = step({ setId: at.setId, live: true }, { done: session.records, total: session.records, counts });
        return { batch, change: { resources: change ? [change] : [] } };
      }),
    );
  } catch (error) {
    if (!isMoved(error)) throw error;
    // Another schema holds by now, or what was staged is gone: from the start, with what is known anew.
    forget("");
    await writeBatch(() => Promise.resolve({ batch: step({}), change: noChange }));
  }
}

/** Takes away what was staged, which is live by now. */
function clear({ accountId }: Context, { setId }: Position, writeBatch: BatchWriter): Promise<void> {
  return writeBatch(async (tx) => {
    if (setId !== undefined) await clearSet(tx, { accountId, id: setId });
    return { batch: step({}, { over: true }), change: noChange };
  });
}
