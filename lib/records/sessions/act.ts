import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import type { JobFacts } from "@/lib/contract/jobs";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { jobFacts } from "@/lib/jobs/facts";
import { startJob } from "@/lib/jobs/start";
import { findJob } from "@/lib/jobs/store";
import { checkDeletes } from "../staged/guard";
import { stateNow } from "../store";
import { because, completeSession, guardFor, type Completion } from "./complete";
import { differenceOf } from "./difference";
import { findActable, findArchived } from "./find";
import { reactivateSession, type Reactivation } from "./reactivate";
import * as store from "./store";

/** So many records are made live while the caller waits; more of them by a job. */
const AT_ONCE = 20_000;

/** What came of it: the session as it is now, or the job that is at it. */
export type Acted = { session: store.SessionRow } | { job: JobFacts };

type Act<How> = { id: number; how: How; later: boolean };

/** Completes a session; a large one, or where the caller asks for that, by a job. Throws what completeSession throws. */
export async function complete(ctx: Context, target: Target, { id, how, later }: Act<Completion>): Promise<Acted> {
  const resource = await resourceAt(ctx, target);
  const session = await findActable(reader, placeOf(ctx, resource), { id });
  if (await isQuick(ctx, resource, session, later)) {
    return { session: await completeSession(ctx, target, { id }, how) };
  }
  if (session.records === 0 && how.allowEmpty !== true) throw new Refusal("emptySession");
  return { job: await start(ctx, target, "sessions.complete", { resource, session, how }) };
}

/** Makes an archived session live again; likewise. Throws what reactivateSession throws. */
export async function reactivate(ctx: Context, target: Target, { id, how, later }: Act<Reactivation>): Promise<Acted> {
  const resource = await resourceAt(ctx, target);
  const session = await findArchived(reader, placeOf(ctx, resource), id);
  if (await isQuick(ctx, resource, session, later)) {
    return { session: await reactivateSession(ctx, target, id, how) };
  }
  return { job: await start(ctx, target, "sessions.reactivate", { resource, session, how }) };
}

const placeOf = ({ accountId }: Context, { id: resourceId }: Resource) => ({ accountId, resourceId });

async function isQuick(ctx: Context, resource: Resource, session: store.SessionRow, later: boolean): Promise<boolean> {
  if (ctx.dryRun) return true;
  if (later || session.job_id !== null) return false;
  const { record_count: live } = await stateNow(placeOf(ctx, resource));
  return Math.max(session.records, live) <= AT_ONCE;
}

const titles = {
  "sessions.complete": (name: string) => `Complete the session ${name}`,
  "sessions.reactivate": (name: string) => `Make the session ${name} live again`,
};

/** The job that is at it already, or a new one. What the guard asks for is asked at once, by what is known by now. */
async function start(
  ctx: Context,
  target: Target,
  kind: keyof typeof titles,
  { resource, session, how }: { resource: Resource; session: store.SessionRow; how: Completion & Reactivation },
): Promise<JobFacts> {
  const place = placeOf(ctx, resource);
  askReason(ctx, resource);
  const difference = await differenceOf(place, session);
  const { record_count: liveRecords } = await stateNow(place);
  const deletes = difference?.deleted ?? 0;
  checkDeletes({ deletes, liveRecords, guard: guardFor(ctx, resource) }, how.confirmDeletes);
  return write(ctx, async (tx) => {
    const now = await store.lockSession(tx, place, session.id);
    const running = now?.job_id ? await findJob({ accountId: ctx.accountId, id: now.job_id }) : undefined;
    if (running) return { result: jobFacts(running), change: { resources: [] } };
    const { job, audit } = await startJob(tx, because(ctx, session), {
      kind,
      title: titles[kind](session.session_id),
      target,
      input: JSON.stringify({ uploadSessionId: session.id, ...how }),
    });
    await store.noteJob(tx, ctx.accountId, session.id, job.id);
    return { result: job, change: { resources: [], audit } };
  });
}
