import { errors } from "@/lib/contract/errors";
import { noCounts, type Counts, type Push, type RejectedRow } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import type { Accepted, Rejected } from "./judge";
import { readTexts, writeRecords, type WrittenRow } from "./store";

/** One row's answer: the record as stored, or the refusal with the row as sent. */
export type RowAnswer =
  { id: string; created: boolean; createdAt: string; updatedAt: string; data: string } | { rejected: Rejected };

/** Waits for the resource's turn, and for the schema that its rows were judged by. Throws notFound, Moved. */
export async function lockJudged(tx: Tx, resource: Resource): Promise<Head> {
  const head = await tx.lockLive(resource.account_id, resource.id);
  if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
  return head;
}

/**
 * Stores rows of different ids, and reads back the text of those whose numbers PostgreSQL writes otherwise. each: every
 * row that changes something takes a revision of its own.
 */
export async function storeRows(tx: Tx, head: Head, rows: readonly Accepted[], { each }: { each: boolean }) {
  const ids = rows.map(({ id }) => id);
  const texts = rows.map(({ text }) => text);
  const written = rows.length ? await writeRecords(tx, head, { ids, texts, each }) : [];
  const rewritten = rows.filter(({ plain }) => !plain).map(({ id }) => id);
  const stored = rewritten.length ? await readTexts(tx, head, rewritten) : new Map<string, string>();
  return { written, stored };
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
