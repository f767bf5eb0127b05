import type { Problem } from "@/lib/contract/errors";
import type { Tx } from "@/lib/changes/tx";
import { PROBLEMS_KEPT } from "../bulk/store";
import * as store from "./store";

/**
 * A row on its way into a set. text: null where it was refused, so that the live record of its id is kept whatever becomes
 * of the set. basis: the live revision that hidden values were taken from.
 */
export type RowToStage = {
  id: string;
  position: number;
  text: string | null;
  problems?: readonly Problem[];
  basis?: number;
};

/** What became of a row. earlier: the position of the row of the same id that stayed, or was replaced. */
export type Staged = { staged: boolean; fresh: boolean; earlier: number | null; createdAt: string; updatedAt: string };

/**
 * Stages judged rows, in their order, and compares them with what is live. again: of two rows with one id the later one
 * counts; else the first.
 */
export async function stageRows(
  tx: Tx,
  set: store.StagedSet,
  rows: readonly RowToStage[],
  options: { schemaVersion: number; again: boolean },
): Promise<Staged[]> {
  if (rows.length === 0) return [];
  const stamp = await store.timeNow(tx);
  const chosen = chosenOf(rows, options.again);
  const unique = [...chosen.values()];
  const written = await store.stageItems(
    tx,
    set,
    {
      ids: unique.map(({ id }) => id),
      texts: unique.map(({ text }) => text ?? "null"),
      positions: unique.map(({ position }) => position),
      problems: unique.map(({ problems }) => (problems?.length ? problems.slice(0, PROBLEMS_KEPT) : null)),
      basis: unique.map(({ basis }) => basis ?? null),
    },
    { ...options, stamp },
  );
  const outcomes = new Map(unique.map(({ id }, at) => [id, written[at]]));
  const seen = new Set<string>();
  return rows.map((row) => {
    const outcome = outcomes.get(row.id);
    const winner = chosen.get(row.id);
    if (!outcome || !winner) throw new Error(`No outcome for row ${row.position}`);
    const fresh = outcome.fresh && !seen.has(row.id);
    seen.add(row.id);
    const times = { createdAt: outcome.created_at, updatedAt: stamp };
    if (winner === row) return { staged: outcome.staged, fresh, earlier: outcome.earlier, ...times };
    return { staged: false, fresh, earlier: winner.position, ...times };
  });
}

/** The row that counts of each id: a good one before one that was refused, then the last, or the first. */
function chosenOf(rows: readonly RowToStage[], again: boolean): Map<string, RowToStage> {
  const chosen = new Map<string, RowToStage>();
  for (const row of rows) {
    const known = chosen.get(row.id);
    if (!known || (row.text !== null && (again || known.text === null))) chosen.set(row.id, row);
  }
  return chosen;
}
