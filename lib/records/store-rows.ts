import { errors, type Problem } from "@/lib/contract/errors";
import { noCounts, type Counts, type Push, type RejectedRow } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import type { Reader } from "@/lib/db/client";
import { withoutSensitive, type SensitivePath } from "@/lib/schema/mask";
import { noteFailing, PROBLEMS_KEPT } from "./bulk/store";
import { marksFor, problemsFor } from "./hidden";
import { refusalOf, type Accepted, type Rejected } from "./judge";
import { maskTexts, readTexts, writeRecords, type WrittenRow } from "./store";

/** One row's answer: the record as stored, or the refusal with the row as sent. */
export type RowAnswer =
  | {
      id: string;
      created: boolean;
      createdAt: string;
      updatedAt: string;
      data: string;
      problems: readonly Problem[];
    }
  | { rejected: Rejected };

/** Waits for the resource's turn, and for the schema that its rows were judged by. Throws notFound, Moved. */
export async function lockJudged(tx: Tx, resource: Resource): Promise<Head> {
  const head = await tx.lockLive(resource.account_id, resource.id);
  if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
  return head;
}

/**
 * Writes judged records of different ids under the resource's lock, and marks those that were taken although they fail
 * the schema.
 */
export async function writeJudged(
  tx: Tx,
  head: Head,
  rows: readonly Pick<Accepted, "id" | "text" | "problems">[],
  { each }: { each: boolean },
): Promise<WrittenRow[]> {
  if (rows.length === 0) return [];
  const [ids, texts] = [rows.map(({ id }) => id), rows.map(({ text }) => text)];
  const written = await writeRecords(tx, head, { ids, texts, each });
  const failing = rows.flatMap(({ id, problems }, at) => {
    const revision = written[at]?.revision;
    return problems?.length && revision !== undefined
      ? [{ id, revision, problems: problems.slice(0, PROBLEMS_KEPT) }]
      : [];
  });
  if (failing.length) {
    await noteFailing(tx, head, head.schemaVersion, { ids: failing.map(({ id }) => id), failing });
  }
  return written;
}

/**
 * Stores rows of different ids, and reads back the text of those whose numbers PostgreSQL writes otherwise. each: every
 * row that changes something takes a revision of its own.
 */
export async function storeRows(tx: Tx, head: Head, rows: readonly Accepted[], { each }: { each: boolean }) {
  const written = await writeJudged(tx, head, rows, { each });
  const rewritten = rows.filter(({ plain }) => !plain).map(({ id }) => id);
  const stored = rewritten.length ? await readTexts(tx, head, rewritten) : new Map<string, string>();
  return { written, stored };
}

/** The answer for a stored row; its data are the caller's own text unless PostgreSQL writes a number otherwise. */
export function answerOf(row: Accepted, written: WrittenRow, created: boolean, storedText?: string): RowAnswer {
  const { created_at: createdAt, updated_at: updatedAt } = written;
  return { id: row.id, created, createdAt, updatedAt, data: storedText ?? row.text, problems: row.problems ?? [] };
}

/** Answers as the caller may read them. A rejected row is shown as it was sent. */
export async function answersFor(
  ctx: Context,
  resource: Resource,
  { from, answers }: { from: Reader; answers: readonly RowAnswer[] },
): Promise<RowAnswer[]> {
  const marks = marksFor(ctx, resource);
  if (marks === null) return [...answers];
  const texts = answers.flatMap((answer) => ("rejected" in answer ? [] : [answer.data]));
  const masked = (await maskTexts(from, texts, marks)).values();
  return answers.map((answer) => {
    if ("rejected" in answer) return answer;
    const problems = problemsFor(ctx, resource, answer.problems);
    return { ...answer, data: masked.next().value ?? "", problems };
  });
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
  rows: { unchangedIds: string[]; rejected: readonly Rejected[]; sensitive?: readonly SensitivePath[] },
): Push {
  const { unchangedIds, rejected, sensitive = [] } = rows;
  const rejectedRows = rejected.map((row) => rejectedRow(row, sensitive));
  return { revision, bodyBytes: ctx.bodyBytes, counts, unchangedIds, rejectedRows, origin: ctx };
}

/** Kept for everybody who reads pushes, so that it tells nothing of a sensitive value. */
function rejectedRow(row: Rejected, sensitive: readonly SensitivePath[]): RejectedRow {
  const { position, id, kind } = row;
  const hide = (problems: readonly Problem[]) => withoutSensitive(problems, sensitive);
  const { message } = sensitive.length ? refusalOf(row, hide) : row;
  return { position, id, code: errors[kind].code, message };
}
