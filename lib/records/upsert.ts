import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import { upsertTogether } from "./coalesce";
import { judgeRows, type Accepted, type Verdict } from "./judge";
import { answerOf, countsOf, lockJudged, pushOf, storeRows, type RowAnswer } from "./store-rows";
import type { WrittenRow } from "./store";

/** An answer per row in input order; single: the caller sent one record, not a list. */
export type Upserted = { single: boolean; answers: RowAnswer[] };

/**
 * Stores records; an upsert replaces the record with its id. The good rows of one request commit in one transaction,
 * the bad ones answer beside them. A single good record shares its transaction with those that come meanwhile.
 * Throws notFound, busy.
 */
export async function upsertRecords(
  ctx: Context,
  target: Target,
  { single, rows }: { single: boolean; rows: readonly RawItem[] },
): Promise<Upserted> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  if (rows.length === 0) return { single, answers: [] };
  const verdicts = await judgeRows(resource, rows);
  const [only] = verdicts;
  const alone = ctx.dryRun || ctx.keeper !== undefined;
  if (single && only && "accepted" in only && !alone) {
    return { single, answers: [await upsertTogether(ctx, resource, only.accepted)] };
  }
  return upsertJudged(ctx, resource, single, verdicts);
}

async function upsertJudged(
  ctx: Context,
  resource: Resource,
  single: boolean,
  verdicts: readonly Verdict[],
): Promise<Upserted> {
  const accepted = verdicts.flatMap((verdict) => ("accepted" in verdict ? [verdict.accepted] : []));
  const rejected = verdicts.flatMap((verdict) => ("rejected" in verdict ? [verdict.rejected] : []));
  const last = new Map(accepted.map((row) => [row.id, row]));
  const unique = [...last.values()];
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const { written, stored } = await storeRows(tx, head, unique, { each: false });
      const answers = answersOf(verdicts, unique, written, stored);

      const counts = countsOf(written, rejected.length);
      const moved = counts.created + counts.updated > 0;
      const revisions = moved ? [{ kind: "records.upsert" as const, counts, origin: ctx }] : [];
      const push = pushOf(ctx, moved ? head.revision + 1 : null, counts, {
        unchangedIds: unique.flatMap(({ id }, at) => (written[at]?.outcome === "unchanged" ? [id] : [])),
        rejected,
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
