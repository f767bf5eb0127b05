import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import { judgeRows, type Accepted, type Verdict } from "../judge";
import { keepStored } from "../keep-stored";
import { stageRows, type Staged } from "../staged/stage";
import { findSet } from "../staged/store";
import { answersFor, countsOf, lockJudged, pushOf, type RowAnswer } from "../store-rows";
import type { Upserted } from "../upsert";
import { readLive, readStaged } from "./held/store";
import { checkName, sessionFor } from "./open";
import * as store from "./store";

/** print: of what a request brings that completes its session. */
export type Upload = { single: boolean; rows: readonly RawItem[]; print?: Buffer };

/** done: the same request completed the session already, so nothing was staged. */
export type Uploaded = Upserted & { done: boolean };

/**
 * Stages records in the session of that name, and opens it when it is the first upload. Good rows are staged, bad ones
 * answer beside them; whether one was new is told by what is staged. A sensitive value's mask stands for what is stored
 * now. Throws invalid, notFound, busy, and conflict while another session is open.
 */
export async function uploadRecords(ctx: Context, target: Target, name: string, upload: Upload): Promise<Uploaded> {
  const { resource, verdicts } = await judgeUpload(ctx, target, name, upload);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const { print, single } = upload;
      const { answers, done, change } = await uploadIn(tx, ctx, { head, resource, name, print }, verdicts);
      return { result: { single, answers, done }, change };
    }),
  );
}

/** What becomes of rows before anything is staged. Throws invalid, notFound. */
export async function judgeUpload(ctx: Context, target: Target, name: string, { rows }: Upload) {
  checkName(name);
  const resource = await resourceAt(ctx, target);
  const kept = await keepStored(ctx, resource, rows);
  return { resource, verdicts: kept.asSent(await judgeRows(resource, kept.rows)) };
}

type Uploading = { head: Head; resource: Resource; name: string; print: Buffer | undefined };

/** The same under the lock that the caller holds. Throws conflict while another session is open. */
export async function uploadIn(
  tx: Tx,
  ctx: Context,
  { head, resource, name, print }: Uploading,
  verdicts: readonly Verdict[],
) {
  const done = print && (await completedBefore(tx, head, name, print));
  if (done) {
    const answers = await answersAgain(tx, ctx, { head, resource }, verdicts);
    return { answers, session: done, done: true, change: { resources: [] } };
  }
  const { session, audit } = await sessionFor(tx, ctx, head, name);
  const all = await stageVerdicts(tx, resource, session, verdicts);
  const answers = await answersFor(ctx, resource, { from: tx, answers: all });
  const rejected = verdicts.flatMap((verdict) => ("rejected" in verdict ? [verdict.rejected] : []));
  const fresh = all.filter((answer) => "created" in answer && answer.created).length;
  await store.noteUpload(tx, head, session.id, { fresh, rejected: rejected.length });
  const counts = {
    ...countsOf([], rejected.length),
    created: fresh,
    updated: all.length - rejected.length - fresh,
  };
  const push = pushOf(ctx, null, counts, { unchangedIds: [], rejected, sensitive: resource.sensitive });
  const pushes = [{ ...push, uploadSessionId: session.id }];
  return { answers, session, done: false, change: { resources: [{ head, revisions: [], pushes }], audit } };
}

/** The session that the same request completed, unless one of that name is open: its records go there. */
async function completedBefore(tx: Tx, head: Head, name: string, print: Buffer) {
  const open = await store.findOpen(tx, head);
  return open?.session_id === name ? undefined : store.findCompleted(tx, head, name, print);
}

/** What a request is told that is sent again: its records were staged before, and are live. */
async function answersAgain(
  tx: Tx,
  ctx: Context,
  { head, resource }: Pick<Uploading, "head" | "resource">,
  verdicts: readonly Verdict[],
): Promise<RowAnswer[]> {
  const ids = verdicts.flatMap((verdict) => ("accepted" in verdict ? [verdict.accepted.id] : []));
  const live = new Map((await readLive(tx, head, ids)).map((row) => [row.id, row]));
  const answers = verdicts.map((verdict): RowAnswer => {
    if ("rejected" in verdict) return verdict;
    const { id, text, plain, problems = [] } = verdict.accepted;
    const now = live.get(id) ?? { created_at: head.stamp, updated_at: head.stamp, data: text };
    const data = plain ? text : now.data;
    return { id, created: false, createdAt: now.created_at, updatedAt: now.updated_at, data, problems };
  });
  return answersFor(ctx, resource, { from: tx, answers });
}

async function stageVerdicts(
  tx: Tx,
  resource: Resource,
  session: store.SessionRow,
  verdicts: readonly Verdict[],
): Promise<RowAnswer[]> {
  const set = await findSet(tx, session.account_id, session.set_id);
  if (!set) throw new Error(`The open session ${session.id} has lost what it staged`);
  const accepted = verdicts.flatMap((verdict) => ("accepted" in verdict ? [verdict.accepted] : []));
  const staged = await stageRows(tx, set, accepted, { schemaVersion: resource.schema_version, again: true });
  const stored = await readStaged(
    tx,
    set,
    accepted.filter(({ plain }) => !plain).map(({ id }) => id),
  );
  const outcomes = new Map(accepted.map((row, at) => [row, staged[at]]));
  return verdicts.map((verdict) => {
    if ("rejected" in verdict) return verdict;
    return answerOf(verdict.accepted, outcomes.get(verdict.accepted), stored.get(verdict.accepted.id));
  });
}

function answerOf(row: Accepted, staged: Staged | undefined, storedText: string | undefined): RowAnswer {
  if (!staged) throw new Error(`No outcome for record ${row.id}`);
  const { fresh, createdAt, updatedAt } = staged;
  return {
    id: row.id,
    created: fresh,
    createdAt,
    updatedAt,
    data: storedText ?? row.text,
    problems: row.problems ?? [],
  };
}
