import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import type { Filter } from "@/lib/contract/filters";
import { asksSensitive, filterFor, type Marked } from "@/lib/records/hidden";
import { markedBy } from "@/lib/records/past/marked";
import { covers, type SensitivePath } from "@/lib/schema/mask";
import { evidenceFacts, type EvidenceFacts } from "./facts";
import * as store from "./store";

/** Whether an evidence tells in clear what was sensitive then or is now: in its records, or by what they were filtered by. */
export async function holdsSensitive(accountId: number, id: number): Promise<boolean> {
  const row = await store.findMarks(accountId, id);
  if (!row) return false;
  const marked = marksIn(row);
  const hidden = JSON.parse(row.masked) as SensitivePath[];
  if (!redactable(marked).every((path) => hidden.some((whole) => covers(whole, path)))) return true;
  return row.filter !== null && asksSensitive(marked, JSON.parse(row.filter) as Filter);
}

/** What is sensitive and can be left out: what records are told apart by stays, as the addresses of all of them show it. */
export function redactable({ sensitive, identifier_key }: Marked): SensitivePath[] {
  return sensitive.filter(([step]) => step !== identifier_key);
}

/** Refuses who may not read what an evidence holds in clear. does: what they are about to do with it. Throws forbidden. */
export async function refuseHidden(
  ctx: Context,
  { id, connectionId }: { id: number; connectionId: number },
  does: "taking" | "sharing",
): Promise<void> {
  if (ctx.permitsOn("sensitive-get", connectionId) || !(await holdsSensitive(ctx.accountId, id))) return;
  throw new Refusal("forbidden", {
    message: `This evidence holds sensitive values in clear: ${does} it needs the permission Read Sensitive Data, which an admin can give you`,
    cause: "lacks sensitive-get",
  });
}

/** Evidence as the caller may see it. */
export function factsFor(ctx: Context, row: store.EvidenceRow): EvidenceFacts {
  return evidenceFacts({ ...row, filter: shownFilter(ctx, row) });
}

/** The filter of an evidence, as JSON, without values that are hidden from the caller. */
function shownFilter(ctx: Context, row: store.EvidenceRow): string | null {
  if (row.filter === null) return null;
  return JSON.stringify(filterFor(ctx, marksIn(row), JSON.parse(row.filter) as Filter));
}

/** The manifest of an evidence with the same; not the bytes that are signed. */
export function shownManifest(ctx: Context, row: store.EvidenceRow): Record<string, unknown> | null {
  if (row.manifest === null) return null;
  const manifest = JSON.parse(row.manifest) as Record<string, unknown>;
  const filter = shownFilter(ctx, row);
  return "filter" in manifest ? { ...manifest, filter: filter === null ? null : JSON.parse(filter) } : manifest;
}

function marksIn({ sensitive, identifier_key, connection_id, marking }: store.MarkedRow): Marked {
  const now = { sensitive: JSON.parse(sensitive) as SensitivePath[], identifier_key, connection_id };
  return markedBy(now, [{ identifier_key, schema_text: marking }]);
}
