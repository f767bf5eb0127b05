import type { Context } from "@/lib/changes/context";
import { importFacts } from "./facts";
import { importAt, type ImportTarget } from "./read";
import { causesTold } from "./rows/list-causes";
import { lineOf } from "./position";
import { listRefused } from "./rows/store";
import { problemsTold } from "./rows/told";
import type { RowProblem } from "./plan/causes";

const ROWS_MAX = 1_000;

/** What an import was, who made it, what it came to and what it refused, to be kept beside the evidence. Throws notFound. */
export async function reportImport(ctx: Context, target: ImportTarget): Promise<string> {
  const { resource, place, row } = await importAt(ctx, target);
  const refused = await listRefused(place, { after: 0, size: ROWS_MAX });
  const rejectedRows = refused.map(({ position, id, problems }) => ({
    line: lineOf(position),
    id,
    problems: problemsTold(ctx, resource, JSON.parse(problems ?? "[]") as RowProblem[]),
  }));
  const facts = {
    connectionId: row.connection_id,
    resourceId: row.resource_id,
    resource: resource.name,
    schemaVersion: row.schema_version,
    causes: causesTold(ctx, resource, row),
    rejectedRows,
    madeAt: new Date().toISOString(),
  };
  return `{"import":${await importFacts(resource, row)},${JSON.stringify(facts).slice(1)}`;
}
