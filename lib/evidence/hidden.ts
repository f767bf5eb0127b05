import type { Context } from "@/lib/changes/context";
import type { Filter } from "@/lib/contract/filters";
import { asksSensitive, filterFor } from "@/lib/records/hidden";
import { covers, type SensitivePath } from "@/lib/schema/mask";
import { evidenceFacts, type EvidenceFacts } from "./facts";
import * as store from "./store";

/** Whether an evidence tells in clear what is sensitive now: in its records, or by what they were filtered by. */
export async function holdsSensitive(accountId: number, id: number): Promise<boolean> {
  const row = await store.findMarks(accountId, id);
  if (!row) return false;
  const { sensitive, identifier_key } = marksIn(row);
  const hidden = JSON.parse(row.masked) as SensitivePath[];
  if (!sensitive.every((path) => hidden.some((whole) => covers(whole, path)))) return true;
  return row.filter !== null && asksSensitive({ sensitive, identifier_key }, JSON.parse(row.filter) as Filter);
}

/** Evidence as the caller may see it. */
export function factsFor(ctx: Context, row: store.EvidenceRow): EvidenceFacts {
  return evidenceFacts({ ...row, filter: shownFilter(ctx, row) });
}

/** The filter of an evidence, as JSON, without values that are hidden from the caller. */
function shownFilter(ctx: Context, row: store.EvidenceRow): string | null {
  if (row.filter === null) return null;
  const marked = { ...marksIn(row), connection_id: row.connection_id };
  return JSON.stringify(filterFor(ctx, marked, JSON.parse(row.filter) as Filter));
}

/** The manifest of an evidence with the same; not the bytes that are signed. */
export function shownManifest(ctx: Context, row: store.EvidenceRow): Record<string, unknown> | null {
  if (row.manifest === null) return null;
  const manifest = JSON.parse(row.manifest) as Record<string, unknown>;
  const filter = shownFilter(ctx, row);
  return "filter" in manifest ? { ...manifest, filter: filter === null ? null : JSON.parse(filter) } : manifest;
}

const marksIn = (row: Pick<store.EvidenceRow, "sensitive" | "identifier_key">) => ({
  sensitive: JSON.parse(row.sensitive) as SensitivePath[],
  identifier_key: row.identifier_key,
});
