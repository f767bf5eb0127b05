import { stringify } from "csv-stringify/sync";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { streamOf } from "@/lib/contract/answer";
import { readSnapshot } from "@/lib/db/client";
import { entryFacts, filterOf, page, type AuditFilters } from "./list-audit";
import type { Row } from "./store";

const PAGE_ENTRIES = 2_000;
const columns = [
  ...["id", "at", "actor_kind", "actor_id", "actor", "action", "target"],
  ...["connection_id", "resource_id", "resource", "channel", "request_id", "details"],
];

/**
 * All entries that match, newest first and of one moment, made while the caller takes them. Taking them is an entry
 * itself.
 */
export async function exportAudit(ctx: Context, query: AuditFilters & { format: "csv" | "jsonl" }) {
  const { accountId } = ctx;
  const { format, ...filters } = query;
  const details = { format, ...filters };
  await noteAudit({ accountId, action: "audit.export", target: `account ${accountId}`, details, origin: ctx });
  const filter = filterOf(filters);
  const lines = readSnapshot(async function* (from) {
    if (format === "csv") yield stringify([columns], { bom: true });
    let last: Row | undefined;
    do {
      const rows: Row[] = await page(from, accountId, filter, last, PAGE_ENTRIES);
      last = rows.length === PAGE_ENTRIES ? rows.at(-1) : undefined;
      if (rows.length) yield format === "csv" ? csvLines(rows) : jsonLines(rows);
    } while (last);
  });
  const day = new Date().toISOString().slice(0, 10);
  const mediaType = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  return { stream: streamOf(lines), mediaType, fileName: `audit-${accountId}-${day}.${format}` };
}

const jsonLines = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(entryFacts(row))}\n`).join("");

/** No cell of it is a formula, whatever people and keys call themselves. */
function csvLines(rows: readonly Row[]): string {
  const cells = rows
    .map(entryFacts)
    .map(({ id, at, actor, action, target, resource, channel, requestId, details }) => [
      ...[id, at, actor.kind, actor.id, actor.label, action, target],
      ...[resource?.connectionId, resource?.resourceId, resource?.name, channel, requestId, JSON.stringify(details)],
    ]);
  return stringify(cells, { escape_formulas: true });
}
