import type { Context } from "@/lib/changes/context";
import { Moved } from "@/lib/changes/write";
import { resourceAt, type Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { JobRow } from "@/lib/jobs/store";
import type { BatchWriter } from "@/lib/jobs/batch";
import type { JobWork } from "@/lib/jobs/run";
import { targetOf } from "@/lib/records/bulk/target";
import * as staged from "@/lib/records/staged/store";
import { isFileError } from "../files/file-error";
import { isTableRow, type SourceRow } from "../files/source-row";
import { readRows } from "../files/read-rows";
import { importIdOf, mappingOf, namesOf, readOptionsOf } from "../kept";
import { positionAfter } from "../position";
import { withMends } from "../rows/mend";
import * as rowStore from "../rows/store";
import * as store from "../store";
import { Causes, type Cause } from "./causes";
import { judgePlaced, mapperOf, refusalOfFile, type PlacedRow } from "./judge";
import { stagePart } from "./stage-rows";

const BATCH_ROWS = 2_000;
const BATCH_BYTES = 4 * 1024 * 1024;

/** How far a plan came: rows that were dealt with, the last one's position, and the bytes of the file until there. */
type Position = { setId?: number; rows?: number; last?: number; read?: boolean };

/**
 * A plan: every row is read, validated and compared with what is live, and nothing is written. The file is read once,
 * from where the job came to; an import that was canceled or planned anew meanwhile ends it quietly.
 */
export const planBatch: JobWork = async (ctx, job, writeBatch, mayGoOn) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id, id: importIdOf(job) };
  const found = await store.findImport(reader, place);
  if (found?.job_id !== job.id || found.status !== "planning") return leave(writeBatch);
  const at = JSON.parse(job.position) as Position;
  const set = at.setId === undefined ? undefined : await staged.findSet(reader, ctx.accountId, at.setId);
  if (!set) return begin(place, resource, found, writeBatch);
  if (found.schema_version !== resource.schema_version) return begin(place, resource, found, writeBatch);
  if (at.read) return finish(place, set, writeBatch);
  try {
    await readOn(ctx, { resource, place, found, set }, job, writeBatch, mayGoOn);
  } catch (error) {
    if (isFileError(error)) throw refusalOfFile(error, found.file_name);
    throw error;
  }
};

function leave(writeBatch: BatchWriter): Promise<void> {
  return writeBatch(() => Promise.resolve({ batch: { position: {}, done: 0, over: true }, change: { resources: [] } }));
}

/** Empties what an earlier plan left, and begins a set that is compared with what is live from now on. */
function begin(place: store.Place, resource: Resource, found: store.ImportRow, writeBatch: BatchWriter): Promise<void> {
  return writeBatch(async (tx, job) => {
    const current = await store.lockImport(tx, place);
    if (current?.job_id !== job.id || current.status !== "planning") {
      return { batch: { position: {}, done: 0, over: true }, change: { resources: [] } };
    }
    if (found.set_id !== null) await staged.clearSet(tx, { accountId: place.accountId, id: found.set_id });
    await rowStore.clearRows(tx, place, { mended: false });
    const set = await staged.beginSet(tx, place, "import");
    await store.updateImport(tx, place, {
      set_id: set.id,
      schema_version: resource.schema_version,
      row_count: 0,
      rejected: 0,
      causes: "[]",
    });
    // Begun again after a new schema, what was done does not count.
    const batch = { position: { setId: set.id, rows: 0, last: 0 }, done: -job.done, over: false };
    return { batch, change: { resources: [] } };
  });
}

type Planned = { resource: Resource; place: store.Place; found: store.ImportRow; set: staged.StagedSet };

async function readOn(
  ctx: Context,
  { resource, place, found, set }: Planned,
  job: JobRow,
  writeBatch: BatchWriter,
  mayGoOn: () => boolean,
): Promise<void> {
  const at = JSON.parse(job.position) as Position;
  const mapping = mappingOf(found);
  const mapper = mapperOf(resource, mapping, namesOf(found));
  const causes = new Causes(JSON.parse(found.causes) as Cause[]);
  let [rows, last] = [at.rows ?? 0, at.last ?? 0];
  const meter = { bytes: 0 };
  const source = metered(store.chunks(place), meter);
  const options = { ...readOptionsOf(found), skip: rows, batchRows: BATCH_ROWS };
  for await (const batch of readRows(source, options)) {
    for (const part of inParts(batch)) {
      const placed = part.map((row): PlacedRow => ({ row, position: (last = positionAfter(last, row.line)) }));
      rows += part.length;
      const total = totalOf(rows, meter.bytes, found.byte_count);
      const position = { setId: set.id, rows, last };
      await writePart(ctx, { resource, place, set }, placed, { mapping, mapper, causes, position, total }, writeBatch);
      if (!mayGoOn()) return;
    }
  }
  const position = { setId: set.id, rows, last, read: true };
  await writeBatch(() =>
    Promise.resolve({ batch: { position, done: 0, total: rows, over: false }, change: { resources: [] } }),
  );
}

type Reading = Pick<Parameters<typeof judgePlaced>[3], "mapping" | "mapper"> & {
  causes: Causes;
  position: Position;
  total: number | undefined;
};

async function writePart(
  ctx: Context,
  { resource, place, set }: Omit<Planned, "found">,
  placed: readonly PlacedRow[],
  { mapping, mapper, causes, position, total }: Reading,
  writeBatch: BatchWriter,
): Promise<void> {
  const fixes = await rowStore.fixesBetween(place, placed[0]?.position ?? 0, placed.at(-1)?.position ?? 0);
  const mended = placed.map(({ row, position: here }) => ({ row: withMends(row, fixes.get(here)), position: here }));
  const rows = await judgePlaced(ctx, resource, mended, { mapping, mapper });
  await writeBatch(async (tx, now) => {
    const current = await store.lockImport(tx, place);
    if (current?.job_id !== now.id || current.status !== "planning") {
      return { batch: { position: {}, done: 0, over: true }, change: { resources: [] } };
    }
    if (current.schema_version !== resource.schema_version) throw new Moved("schema");
    const { schema_version: schemaVersion } = resource;
    const options = { rows, causes, schemaVersion, mended: new Set(fixes.keys()) };
    const part = await stagePart(tx, place.id, set, options);
    await store.updateImport(tx, place, {
      row_count: current.row_count + rows.length,
      rejected: current.rejected + part.refused.length,
      causes: JSON.stringify(causes.list()),
    });
    const counts = { accepted: part.accepted, rejected: part.refused.length };
    return { batch: { position, done: rows.length, total, counts, over: false }, change: { resources: [] } };
  });
}

/** Compares what moved while the file was read, and lets the plan stand. */
function finish(place: store.Place, set: staged.StagedSet, writeBatch: BatchWriter): Promise<void> {
  return writeBatch(async (tx, job) => {
    const current = await store.lockImport(tx, place);
    const over = { position: {}, done: 0, over: true };
    if (current?.job_id !== job.id || current.status !== "planning") return { batch: over, change: { resources: [] } };
    await staged.compareItems(tx, set);
    await staged.keepCounts(tx, set);
    await store.updateImport(tx, place, { status: "planned", error: null });
    return { batch: over, change: { resources: [] } };
  });
}

async function* metered(source: AsyncIterable<Uint8Array>, meter: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    meter.bytes += bytes.length;
    yield bytes;
  }
}

/** How many rows there will be, as far as the bytes until here tell. */
function totalOf(rows: number, bytes: number, byteCount: number | null): number | undefined {
  return byteCount === null || bytes === 0 ? undefined : Math.max(rows, Math.round((rows * byteCount) / bytes));
}

/** Rows in parts that fit into one statement. */
function* inParts(rows: readonly SourceRow[]): Generator<SourceRow[]> {
  let part: SourceRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += isTableRow(row)
      ? row.cells.reduce((sum, cell) => sum + (typeof cell === "string" ? cell.length : 20), 0)
      : row.text.length;
    part.push(row);
    if (bytes < BATCH_BYTES) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}
