import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { importFacts } from "../facts";
import type { RowProblem } from "../plan/causes";
import { importAt, type ImportTarget } from "../read";
import { type Fix, mendWithin } from "./fix";
import * as store from "./store";

const BATCH_ROWS = 500;

type Asked = { cause: string; value?: string; after?: string };

/**
 * Mends the next rows that are refused for one cause: the cell in which it is gets a value, or what it may have meant.
 * next: what the following call is asked with; null: no row of the cause is left. Rows whose cell is not known, or that
 * nothing is suggested for, are passed over. Throws notFound, conflict, invalid.
 */
export async function fixCause(ctx: Context, target: ImportTarget, { cause, value, after }: Asked): Promise<string> {
  const { resource, place } = await importAt(ctx, target);
  const page = { after: Number(after ?? 0), size: BATCH_ROWS, cause };
  const rows = await store.listRefused(place, page);
  const fixes = rows.flatMap((row) => fixFor(row, cause, value) ?? []);
  const next = rows.length === BATCH_ROWS ? String(rows.at(-1)?.position) : null;
  return write(ctx, async (tx) => {
    const { row, audit, refused } = await mendWithin(tx, ctx, { resource, place }, fixes);
    const facts = await importFacts(resource, row, tx);
    const told = { mended: fixes.length - refused, next };
    const result = `{"import":${facts},${JSON.stringify(told).slice(1)}`;
    return { result, change: { resources: [], audit: fixes.length > 0 ? audit : undefined } };
  });
}

function fixFor({ position, problems }: store.RefusedRow, cause: string, value: string | undefined): Fix | undefined {
  const found = (JSON.parse(problems ?? "[]") as RowProblem[]).find((problem) => problem.cause === cause);
  const said = value ?? found?.suggestion ?? null;
  if (!found || found.column === null || said === null) return undefined;
  return { position, column: found.column, value: said };
}
