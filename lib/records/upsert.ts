import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { RawItem } from "@/lib/schema/json-text";
import { upsertTogether } from "./coalesce";
import { judgeRows, type Accepted, type Verdict } from "./judge";
import { keepStored, stillStored, type Basis } from "./keep-stored";
import { answerOf, answersFor, countsOf, lockJudged, pushOf, storeRows, type RowAnswer } from "./store-rows";
import type { WrittenRow } from "./store";

/** An answer per row in input order; single: the caller sent one record, not a list. */
export type Upserted = { single: boolean; answers: RowAnswer[] };

/**
 * Stores records; an upsert replaces the record with its id. The good rows of one request commit in one transaction,
 * the bad ones answer beside them. A single good record shares its transaction with those that come meanwhile.
 * The mask, sent back where something sensitive stands, keeps what is stored. Throws notFound, busy.
 */
export async function upsertRecords(
  ctx: Context,
  target: Target,
  { single, rows }: { single: boolean; rows: readonly RawItem[] },
): Promise<Upserted> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  if (rows.length === 0) return { single, answers: [] };
  const kept = await keepStored(ctx, resource, rows);
  const verdicts = kept.asSent(await judgeRows(resource, kept.rows));
  const [only] = verdicts;
  const alone = ctx.dryRun || ctx.keeper !== undefined || kept.basis.size > 0;
  if (single && only && "accepted" in only && !alone) {
    const answer = await upsertTogether(ctx, resource, only.accepted);
    return { single, answers: await answersFor(ctx, resource, { from: reader, answers: [answer] }) };
  }
  return upsertJudged(ctx, resource, single, { verdicts, basis: kept.basis });
}

async function upsertJudged(
  ctx: Context,
  resource: Resource,
  single: boolean,
  { verdicts, basis }: { verdicts: readonly Verdict[]; basis: Basis },
): Promise<Upserted> {
  const accepted = verdicts.flatMap((verdict) => ("accepted" in verdict ? [verdict.accepted] : []));
  const rejected = verdicts.flatMap((verdict) => ("rejected" in verdict ? [verdict.rejected] : []));
  const last = new Map(accepted.map((row) => [row.id, row]));
  const unique = [...last.values()];
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      await stillStored(tx, resource, basis);
      const { written, stored } = await storeRows(tx, head, unique, { each: false });
      const all = answersOf(verdicts, unique, written, stored);
      const answers = await answersFor(ctx, resource, { from: tx, answers: all });

      const counts = countsOf(written, rejected.length);
      const moved = counts.created + counts.updated > 0;
      const revisions = moved ? [{ kind: "records.upsert" as const, counts, origin: ctx }] : [];
      const push = pushOf(ctx, moved ? head.revision + 1 : null, counts, {
        unchangedIds: unique.flatMap(({ id }, at) => (written[at]?.outcome === "unchanged" ? [id] : [])),
        rejected,
        sensitive: resource.sensitive,
      });
      return { result: { single, answers }, change: { resources: [{ head, revisions, pushes: [push] }] } };
    }),
  );
}

function answersOf(
  verdicts: readonly Verdict[],
  unique: readonly Accepted[],
  written: readonly WrittenRow[],
  stored: ReadonlyMap<string, string>,
): RowAnswer[] {
  const outcomes = new Map(unique.map((row, at) => [row.id, { row, written: written[at] }]));
  const createdAlready = new Set<string>();
  return verdicts.map((verdict) => {
    if ("rejected" in verdict) return verdict;
    const { id } = verdict.accepted;
    const outcome = outcomes.get(id);
    if (!outcome?.written) throw new Error(`No outcome for record ${id}`);
    // The same id twice in one request: the first created the record, the second replaced it.
    const created = outcome.written.outcome === "created" && !createdAlready.has(id);
    if (created) createdAlready.add(id);
    return answerOf(outcome.row, outcome.written, created, stored.get(id));
  });
}
