import type { Context } from "@/lib/changes/context";
import type { Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { differences } from "@/lib/schema/difference";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { marksFor, type Marks } from "../hidden";
import { markedAt } from "../past/marked";
import { maskTexts } from "../store";
import { endsAt, type Asked } from "./ends";
import * as store from "./store";

/** So many touched records are counted at once; more is a job. */
const COUNTED_MAX = 15_000;
const LOOKED_AT = 500;

/**
 * How many records were created, changed and deleted between two moments; counts are null where it would take long, and
 * a job counts. Throws invalid, notFound.
 */
export async function compareMoments(ctx: Context, target: Target, asked: Asked) {
  const { ends } = await endsAt(ctx, target, asked);
  const counted =
    ends.touched > COUNTED_MAX
      ? undefined
      : await store.countDifferences(reader, ends, { afterId: null, size: COUNTED_MAX + 1 });
  return {
    from: ends.from,
    to: ends.to,
    touched: ends.touched,
    counts: counted ? { created: counted.created, changed: counted.changed, deleted: counted.deleted } : null,
  };
}

export type DifferenceKind = "created" | "changed" | "deleted";

/** One record that differs: for a changed one the places, else what it was or is; JSON texts, so that no digit is lost. */
export type ComparedRow = {
  id: string;
  kind: DifferenceKind;
  beforeRevision: number | null;
  afterRevision: number | null;
  attributes: string | null;
  fields: string;
};

/**
 * The records that differ, in the order of their ids, as the caller may read them. after: the id that the page before
 * ended with. Throws invalid, notFound.
 */
export async function listDifferences(
  ctx: Context,
  target: Target,
  asked: Asked & { kind?: DifferenceKind; after?: string; size: number },
): Promise<{ rows: ComparedRow[]; next: string | null }> {
  const { resource, ends } = await endsAt(ctx, target, asked);
  const read = (afterId: string | null) => store.listTouched(reader, ends, { afterId, size: LOOKED_AT });
  return pageOfDifferences(read, asked, marksFor(ctx, await markedAt(ctx, resource, [ends.from, ends.to])));
}

/** A page of records that differ. read: the next ones that could, in the order of their ids; none: there are no more. */
export async function pageOfDifferences(
  read: (afterId: string | null) => Promise<readonly store.DifferentRow[]>,
  asked: { kind?: DifferenceKind; after?: string; size: number },
  marks: Marks,
): Promise<{ rows: ComparedRow[]; next: string | null }> {
  const rows: ComparedRow[] = [];
  let afterId = asked.after ?? null;
  for (;;) {
    const touched = await read(afterId);
    if (touched.length === 0) return { rows, next: null };
    const wanted = touched.filter(({ kind }) => kind !== null && (asked.kind === undefined || kind === asked.kind));
    const room = asked.size - rows.length;
    rows.push(...(await compared(wanted.slice(0, room), marks)));
    if (wanted.length > room) return { rows, next: rows.at(-1)?.id ?? null };
    afterId = touched.at(-1)?.id ?? null;
  }
}

/** Rows as they are told: masked first, so that no difference tells what is hidden. */
export async function compared(rows: readonly store.DifferentRow[], marks: Marks): Promise<ComparedRow[]> {
  const texts = rows.flatMap(({ before, after }) => [before, after].filter((text) => text !== null));
  const shown = (marks === null ? texts : await maskTexts(reader, texts, marks)).values();
  const next = (text: string | null): string | null => (text === null ? null : (shown.next().value ?? null));
  return rows.map((row) => {
    const [before, after] = [next(row.before), next(row.after)];
    const both = row.kind === "changed" && before !== null && after !== null;
    return {
      id: row.id,
      kind: row.kind ?? "changed",
      beforeRevision: row.before_revision,
      afterRevision: row.after_revision,
      attributes: row.kind === "changed" ? null : (after ?? before),
      fields: both ? printExact(differences(parseExact(before), parseExact(after))) : "[]",
    };
  });
}
