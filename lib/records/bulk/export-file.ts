import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { momentOf } from "../as-of";
import { markedAt } from "../past/marked";
import { findPast } from "../past/store";
import { refuseForgotten } from "../forgotten";
import { columnsOf, csvHead, csvRows } from "./csv";
import { afterIdOf, pickOf, readSelection } from "./selection";
import * as store from "./store";
import { BATCH_RECORDS, targetOf } from "./target";

export type Export = {
  selectionText: string | undefined;
  format: "csv" | "jsonl";
  columns?: readonly string[];
  asOf?: string;
};

type Input = { selection?: unknown; format: "csv" | "jsonl"; columns?: string[]; revision: number; live: boolean };

/**
 * Starts the job that writes the selected records into a file, as they stand at this moment or stood at another. Throws
 * invalid, notFound.
 */
export async function startExport(ctx: Context, target: Target, asked: Export) {
  const resource = await resourceAt(ctx, target, { deleted: asked.asOf !== undefined });
  const picked = readSelection(asked.selectionText);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const moment = await momentOf(place, asked.asOf);
  pickOf(ctx, resource, picked, await markedAt(ctx, resource, moment.revision === undefined ? [] : [moment.revision]));
  const { format, columns, selectionText = "{}" } = asked;
  return write(ctx, async (tx) => {
    const revision = moment.revision ?? (await store.momentOfResource(tx, place)).revision;
    const rest = JSON.stringify({ format, columns, revision, live: moment.live });
    const input = `{"selection":${selectionText},${rest.slice(1)}`;
    const title = `Export records of ${resource.name}`;
    const { job, audit } = await startJob(tx, ctx, { kind: "records.export", title, target, input });
    return { result: job, change: { resources: [], audit } };
  });
}

/**
 * One piece of an export. All pieces show one revision: read from the records as long as nothing changed since, else
 * from history, so that a worker that was killed goes on where it was.
 */
export const exportBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job), { deleted: true });
  const input = JSON.parse(job.input) as Input;
  const marked = await markedAt(ctx, resource, [input.revision]);
  const pick = pickOf(ctx, resource, readSelection(JSON.stringify(input.selection ?? {})), marked);
  await writeBatch(
    async (tx, now) => {
      await refuseForgotten(tx, pick, { revision: input.revision, name: "asOf" });
      const present = await store.momentOfResource(tx, pick);
      const past = present.revision === input.revision ? undefined : await findPast(tx, pick, input.revision);
      const afterId = afterIdOf(now.position);
      const page = { ...pick, afterId, size: BATCH_RECORDS, past };
      const total = now.total ?? (input.live ? await store.countExported(tx, page) : 0);
      const piece = input.live ? await pieceOf(tx, resource, input, page) : empty(resource, input);
      const batch = {
        position: { afterId: piece.last },
        done: piece.count,
        total,
        over: piece.count === 0,
        file: { ...fileOf(resource, input), bytes: piece.bytes, masked: pick.marks === null ? [] : marked.sensitive },
      };
      return { batch, change: { resources: [] } };
    },
    { oneMoment: true },
  );
};

type Piece = { bytes: Buffer; count: number; last: string | null };
type ExportTx = Parameters<typeof store.exportedCells>[0];
type ExportPage = Parameters<typeof store.exportedCells>[1];

async function pieceOf(tx: ExportTx, resource: Resource, input: Input, page: ExportPage): Promise<Piece> {
  if (input.format === "jsonl") {
    const { lines, last, count } = await store.exportedLines(tx, page);
    return { bytes: lines, count, last };
  }
  const columns = columnsOf(resource, input.columns);
  const rows = await store.exportedCells(
    tx,
    page,
    columns.map(({ path }) => path),
  );
  const head = page.afterId === null ? csvHead(columns) : Buffer.alloc(0);
  const bytes = Buffer.concat([head, csvRows(rows)]);
  return { bytes, count: rows.length, last: rows.at(-1)?.id ?? null };
}

function empty(resource: Resource, { format, columns }: Input): Piece {
  const bytes = format === "csv" ? csvHead(columnsOf(resource, columns)) : Buffer.alloc(0);
  return { bytes, count: 0, last: null };
}

function fileOf(resource: Resource, { format, revision }: Input) {
  const name = resource.name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
  const fileName = `${name.slice(0, 60) || `resource-${resource.id}`}-revision-${revision}.${format}`;
  return { fileName, mediaType: format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson" };
}
