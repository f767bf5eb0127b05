import type { Tx } from "@/lib/changes/tx";
import { stageRows, type RowToStage } from "@/lib/records/staged/stage";
import type { StagedSet } from "@/lib/records/staged/store";
import { lineOf } from "../position";
import * as rowStore from "../rows/store";
import { whole, type JudgedRow } from "./judge";
import type { Causes, RowProblem } from "./causes";

/** What became of rows: how many are in the set, and which were refused. */
export type StagedPart = { accepted: number; refused: { position: number; problems: readonly RowProblem[] }[] };

/**
 * Stages the good rows of a part and keeps the others with what is wrong; of two rows with one id the first counts. A
 * refused row keeps the live record of its id from being deleted. mended: rows that are kept already, whatever becomes of
 * them.
 */
export async function stagePart(
  tx: Tx,
  importId: number,
  set: StagedSet,
  {
    rows,
    causes,
    schemaVersion,
    mended,
  }: {
    rows: readonly JudgedRow[];
    causes: Causes;
    schemaVersion: number;
    mended: ReadonlySet<number>;
  },
): Promise<StagedPart> {
  const named = rows.filter((row): row is JudgedRow & { id: string } => row.id !== null);
  const staged = await stageRows(tx, set, named.map(toStage), { schemaVersion, again: false });
  const earlier = new Map(named.map(({ position }, at) => [position, staged[at]]));
  const part: StagedPart = { accepted: 0, refused: [] };
  const kept: rowStore.NewRefusedRow[] = [];
  for (const row of rows) {
    const outcome = earlier.get(row.position);
    const problems = "refused" in row ? row.refused : outcome?.staged === false ? [twice(row, outcome.earlier)] : null;
    if (problems) {
      causes.add(lineOf(row.position), problems);
      part.refused.push({ position: row.position, problems });
    } else part.accepted += 1;
    if (problems || mended.has(row.position)) kept.push(keptOf(row, problems));
  }
  await rowStore.keepRows(tx, { accountId: set.accountId, id: importId }, kept);
  return part;
}

const toStage = (row: JudgedRow & { id: string }): RowToStage => ({
  id: row.id,
  position: row.position,
  ...("refused" in row ? { text: null } : { text: row.text, problems: row.marks, basis: row.basis }),
});

function twice({ id }: JudgedRow, earlier: number | null): RowProblem {
  const where = earlier === null ? "another row" : `row ${lineOf(earlier)}`;
  return whole(`${where} has the same identifier, "${id ?? ""}"`, "duplicate");
}

const keptOf = (row: JudgedRow, problems: readonly RowProblem[] | null): rowStore.NewRefusedRow => ({
  position: row.position,
  id: row.id,
  cells: row.cells,
  text: row.own,
  problems,
  causes: problems ? [...new Set(problems.map(({ cause }) => cause))] : [],
});
