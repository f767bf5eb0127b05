import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import { judgeRows, type Accepted, type Verdict } from "../judge";
import { keepStored } from "../keep-stored";
import { stageRows, type Staged } from "../staged/stage";
import { findSet } from "../staged/store";
import { answersFor, countsOf, lockJudged, pushOf, type RowAnswer } from "../store-rows";
import type { Upserted } from "../upsert";
import { readStaged } from "./held/store";
import { checkName, sessionFor } from "./open";
import * as store from "./store";

/**
 * Stages records in the session of that name, and opens it when it is the first upload. Good rows are staged, bad ones
 * answer beside them; whether one was new is told by what is staged. A sensitive value's mask stands for what is stored
 * now. Throws invalid, notFound, busy, and conflict while another session is open.
 */
export async function uploadRecords(
  ctx: Context,
  target: Target,
  name: string,
  { single, rows }: { single: boolean; rows: readonly RawItem[] },
): Promise<Upserted> {
  checkName(name);
  const resource = await resourceAt(ctx, target);
  const kept = await keepStored(ctx, resource, rows);
  const verdicts = kept.asSent(await judgeRows(resource, kept.rows));
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
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
      return { result: { single, answers }, change: { resources: [{ head, revisions: [], pushes }], audit } };
    }),
  );
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
