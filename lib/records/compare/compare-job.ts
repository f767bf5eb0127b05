import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { numberText, parseExact, printExact } from "@/lib/schema/exact-json";
import { csvText, safeText } from "../bulk/csv";
import { afterIdOf } from "../bulk/selection";
import { targetOf } from "../bulk/target";
import { marksFor } from "../hidden";
import { markedAt } from "../past/marked";
import { compared, type ComparedRow } from "./compare";
import { endsAt, type Asked } from "./ends";
import * as store from "./store";

const COUNTED = 5_000;
const WRITTEN = 1_000;

type Format = "csv" | "jsonl";
type Input = { ends: store.Ends; format?: Format };

/** Starts the job that counts the differences of two moments, and with a format writes them into a file. */
export async function startCompare(ctx: Context, target: Target, asked: Asked & { format?: Format }) {
  const { resource, ends } = await endsAt(ctx, target, asked);
  const { format } = asked;
  const title = `${format ? "Export" : "Count"} differences of ${resource.name}, revisions ${ends.from} to ${ends.to}`;
  const input: Input = { ends, format };
  return write(ctx, async (tx) => {
    const { job, audit } = await startJob(tx, ctx, {
      kind: "records.compare",
      title: title.slice(0, 300),
      target,
      input: JSON.stringify(input),
    });
    return { result: job, change: { resources: [], audit } };
  });
}

/** One part: the next touched records, counted, and written where a file is wanted. History never changes under it. */
export const compareBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job), { deleted: true });
  const { ends, format } = JSON.parse(job.input) as Input;
  const afterId = afterIdOf(job.position);
  if (!format) {
    const part = await store.countDifferences(reader, ends, { afterId, size: COUNTED });
    const { created, changed, deleted, touched, last } = part;
    const batch = {
      position: { afterId: last },
      done: touched,
      total: ends.touched,
      counts: { newRecords: created, changedRecords: changed, goneRecords: deleted },
      over: touched === 0,
    };
    return writeBatch(() => Promise.resolve({ batch, change: { resources: [] } }));
  }
  const touched = await store.listTouched(reader, ends, { afterId, size: WRITTEN });
  const marked = await markedAt(ctx, resource, [ends.from, ends.to]);
  const marks = marksFor(ctx, marked);
  const rows = await compared(
    touched.filter(({ kind }) => kind !== null),
    marks,
  );
  const count = (kind: ComparedRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  const head = afterId === null && format === "csv" ? csvHead : "";
  const fileName = `differences-${resource.id}-${ends.from}-${ends.to}.${format}`;
  const mediaType = format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  const batch = {
    position: { afterId: touched.at(-1)?.id ?? null },
    done: touched.length,
    total: ends.touched,
    counts: { newRecords: count("created"), changedRecords: count("changed"), goneRecords: count("deleted") },
    over: touched.length === 0,
    file: {
      fileName,
      mediaType,
      bytes: Buffer.from(head + (format === "csv" ? csvOf(rows) : linesOf(rows))),
      masked: marks === null ? [] : marked.sensitive,
    },
  };
  await writeBatch(() => Promise.resolve({ batch, change: { resources: [] } }));
};

/** A compared row as JSON. Joined from text, so that no digit is lost. */
export function rowText({ id, kind, beforeRevision, afterRevision, attributes, fields }: ComparedRow): string {
  const facts = JSON.stringify({ id, kind, beforeRevision, afterRevision });
  return `${facts.slice(0, -1)},"attributes":${attributes ?? "null"},"fields":${fields}}`;
}

const linesOf = (rows: readonly ComparedRow[]) => rows.map((row) => `${rowText(row)}\n`).join("");

const csvHead = csvText([["id", "kind", "place", "before", "after"]], { first: true });

/** A line for each place that differs; for a record that came or went one line with the whole of it. */
function csvOf(rows: readonly ComparedRow[]): string {
  const lines = rows.flatMap(({ id, kind, attributes, fields }) => {
    const named = safeText(id);
    if (kind === "created") return [[named, kind, "", "", attributes ?? ""]];
    if (kind === "deleted") return [[named, kind, "", attributes ?? "", ""]];
    const places = parseExact(fields) as { pointer: string; before?: unknown; after?: unknown }[];
    return places.map(({ pointer, before, after }) => [named, kind, safeText(pointer), cell(before), cell(after)]);
  });
  return csvText(lines);
}

const cell = (value: unknown): string =>
  value === undefined ? "" : (numberText(value) ?? (typeof value === "string" ? safeText(value) : printExact(value)));
