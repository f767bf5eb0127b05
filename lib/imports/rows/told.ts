import type { Context } from "@/lib/changes/context";
import type { Resource } from "@/lib/connections/resource";
import { isHidden, problemsFor } from "@/lib/records/hidden";
import { pointerNames } from "@/lib/schema/columns";
import { MASK } from "@/lib/schema/mask";
import type { Mapping } from "../mapping/mapping";
import type { RowProblem } from "../plan/causes";

/** How much of a cell is shown. */
export const CELL_CHARACTERS_MAX = 2_000;

/** Problems as the caller may read them: nothing of a value that is hidden from them. */
export function problemsTold(ctx: Context, resource: Resource, problems: readonly RowProblem[]) {
  return problems.map((problem) => {
    const [told = problem] = problemsFor(ctx, resource, [problem]);
    const hidden = told.keyword === "sensitive";
    const { column, cause } = problem;
    const { pointer, message } = told;
    return { pointer, column, message, cause, suggestion: hidden ? null : problem.suggestion };
  });
}

/** Cells as the caller may read them: those of a column that fills a hidden place are masked. */
export function cellsFor(
  ctx: Context,
  resource: Resource,
  mapping: Mapping,
  cells: readonly string[],
  most = CELL_CHARACTERS_MAX,
): string[] {
  const hidden = hiddenColumns(ctx, resource, mapping);
  return cells.map((cell, column) => (hidden.has(column) && cell !== "" ? MASK : cell.slice(0, most)));
}

/** The columns that fill a place which is hidden from the caller. */
export function hiddenColumns(ctx: Context, resource: Resource, { columns }: Mapping): Set<number> {
  const hidden = columns.filter(({ pointer }) => pointer !== null && isHidden(ctx, resource, pointerNames(pointer)));
  return new Set(hidden.map(({ column }) => column));
}
