import { errors, Refusal } from "@/lib/contract/errors";
import { noCounts, type Counts, type Push, type RejectedRow } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { Moved, write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { RawItem } from "@/lib/schema/json-text";
import { upsertTogether } from "./coalesce";
import { judgeRows, type Accepted, type Rejected, type Verdict } from "./judge";
import { readTexts, writeRecords, type WrittenRow } from "./store";

/** One row's answer: the record as stored, or the refusal with the row as sent. */
export type RowAnswer =
  { id: string; created: boolean; createdAt: string; updatedAt: string; data: string } | { rejected: Rejected };

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
      const head = await tx.lock(ctx.accountId, resource.id);
      if (!head || head.deletedAt) throw new Refusal("notFound");
      if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
      const ids = unique.map(({ id }) => id);
      const texts = unique.map(({ text }) => text);
      const written = unique.length ? await writeRecords(tx, head, { ids, texts, each: false }) : [];
      const rewritten = unique.filter(({ plain }) => !plain).map(({ id }) => id);
      const stored = rewritten.length ? await readTexts(tx, head, rewritten) : new Map<string, string>();
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

/** The answer for a stored row; its data are the caller's own text unless PostgreSQL writes a number otherwise. */
export function answerOf(row: Accepted, written: WrittenRow, created: boolean, storedText?: string): RowAnswer {
  const { created_at: createdAt, updated_at: updatedAt } = written;
  return { id: row.id, created, createdAt, updatedAt, data: storedText ?? row.text };
}

/** How many rows came to what. */
export function countsOf(written: readonly WrittenRow[], rejected: number): Counts {
  const counts = { ...noCounts, rejected };
  for (const { outcome } of written) counts[outcome] += 1;
  return counts;
}

/** The push row of one request. */
export function pushOf(
  ctx: Context,
  revision: number | null,
  counts: Counts,
  rows: { unchangedIds: string[]; rejected: readonly Rejected[] },
): Push {
  const { unchangedIds, rejected } = rows;
  const rejectedRows = rejected.map(rejectedRow);
  return { revision, bodyBytes: ctx.bodyBytes, counts, unchangedIds, rejectedRows, origin: ctx };
}

function rejectedRow({ position, id, kind, message }: Rejected): RejectedRow {
  return { position, id, code: errors[kind].code, message };
}

/** A rejected row as a refusal of the whole request. */
export function refusalOf({ kind, message, errors: problems }: Rejected): Refusal {
  return new Refusal(kind, { message, errors: problems });
}
