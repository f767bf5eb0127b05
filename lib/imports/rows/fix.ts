import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import * as staged from "@/lib/records/staged/store";
import { importFacts, standingOf } from "../facts";
import type { Cell } from "../files/source-row";
import { mappingOf, namesOf } from "../kept";
import { Causes, type Cause, type RowProblem } from "../plan/causes";
import { judgePlaced, mapperOf } from "../plan/judge";
import { withFixes } from "../plan/plan-job";
import { stagePart } from "../plan/stage-rows";
import { boundsOf, lineOf } from "../position";
import { importAt, type ImportTarget } from "../read";
import * as importStore from "../store";
import * as store from "./store";

/** What a cell of a row should say. */
export type Fix = { line: number; column: number; value: string };

/**
 * Mends cells of refused rows, which are judged anew at once; rows that were mended before can be mended again. The file
 * stays as it is, and a later plan takes the mended cells. Throws notFound, conflict, invalid.
 */
export async function fixRows(ctx: Context, target: ImportTarget, fixes: readonly Fix[]): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  return write(ctx, async (tx) => {
    const row = await importStore.lockImport(tx, place);
    const set = row?.set_id ? await staged.findSet(tx, ctx.accountId, row.set_id) : undefined;
    if (!row || !set || standingOf(row).status !== "planned") {
      throw new Refusal("conflict", {
        message: "Rows can be mended while the import is planned and not yet committed",
      });
    }
    if (row.schema_version !== resource.schema_version) {
      throw new Refusal("conflict", { message: "Another schema holds since it was planned; plan it again" });
    }
    const mapping = mappingOf(row);
    const cells = cellsByLine(fixes, mapping.columns.length);
    const rows = await store.findRows(tx, place, [...cells.keys()].map(boundsOf));
    checkFound(rows, cells);
    const causes = new Causes(JSON.parse(row.causes) as Cause[]);
    for (const each of rows) causes.remove(lineOf(each.position), problemsOf(each));
    const mended = rows.filter(({ problems }) => problems === null).map(({ position }) => position);
    await staged.removeItems(tx, set, mended);
    const saved = rows.map(({ position }) => ({ position, cells: cells.get(lineOf(position)) ?? {} }));
    await store.saveFixes(tx, place, saved);
    const placed = rows.map((each) => ({ position: each.position, row: mendedRow(each, cells) }));
    const judged = await judgePlaced(ctx, resource, placed, {
      mapping,
      mapper: mapperOf(resource, mapping, namesOf(row)),
    });
    const own = judged.map((each) => ({ ...each, cells: null }));
    const all = new Set(rows.map(({ position }) => position));
    const { schema_version: schemaVersion } = resource;
    const part = await stagePart(tx, row.id, set, { rows: own, causes, schemaVersion, mended: all });
    await staged.keepCounts(tx, set);
    await importStore.updateImport(tx, place, {
      rejected: row.rejected - (rows.length - mended.length) + part.refused.length,
      causes: JSON.stringify(causes.list()),
    });
    const now = await importStore.findImport(tx, place);
    const what = {
      action: "import.fix",
      target: `import ${row.id}`,
      details: { lines: [...cells.keys()].slice(0, 100) },
    };
    const audit = { accountId: ctx.accountId, ...what, origin: ctx };
    return { result: await importFacts(resource, now ?? row, tx), change: { resources: [], audit } };
  });
}

const problemsOf = ({ problems }: store.RefusedRow) => JSON.parse(problems ?? "[]") as RowProblem[];

function cellsByLine(fixes: readonly Fix[], columns: number): Map<number, Record<string, string>> {
  const cells = new Map<number, Record<string, string>>();
  for (const { line, column, value } of fixes) {
    if (column >= columns)
      throw new Refusal("invalid", { message: `fixes: there is no column ${column} in this file` });
    cells.set(line, { ...cells.get(line), [column]: value });
  }
  return cells;
}

function checkFound(rows: readonly store.RefusedRow[], cells: ReadonlyMap<number, unknown>): void {
  const found = new Set(rows.filter((row) => row.cells !== null).map(({ position }) => lineOf(position)));
  const missing = [...cells.keys()].find((line) => !found.has(line));
  if (missing === undefined) return;
  throw new Refusal("conflict", {
    message: `Row ${missing} was not refused, or has no cells, so there is nothing to mend`,
  });
}

function mendedRow(row: store.RefusedRow, cells: ReadonlyMap<number, Record<string, string>>) {
  const line = lineOf(row.position);
  const before = JSON.parse(row.fixes) as Record<string, string>;
  return withFixes({ line, cells: JSON.parse(row.cells ?? "[]") as Cell[] }, { ...before, ...cells.get(line) });
}
