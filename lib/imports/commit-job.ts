import { isRefusal } from "@/lib/contract/errors";
import type { Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import { resourceAt, type Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { Batch, BatchWriter } from "@/lib/jobs/batch";
import type { JobRow } from "@/lib/jobs/store";
import type { JobWork } from "@/lib/jobs/run";
import { targetOf } from "@/lib/records/bulk/target";
import { commitStaged, compareUnderLock, type Compared } from "@/lib/records/staged/commit";
import { checkDeletes } from "@/lib/records/staged/guard";
import * as staged from "@/lib/records/staged/store";
import { importIdOf } from "./kept";
import { planAnew } from "./plan/start-plan";
import type { CommitInput } from "./start-commit";
import * as store from "./store";

type Position = { compared?: boolean; written?: boolean };
type Committed = { resource: Resource; place: store.Place; set: staged.StagedSet; input: CommitInput };
type Step = { batch: Batch; change: Change };

const over = { position: {}, done: 0, over: true };

/**
 * A commit in three steps: what moved since the plan is compared beside the pushes; then, under the lock, what moved
 * since that, and the set becomes live as one Change; then what was staged is taken away. Killed before the second step
 * it has not begun, after it it is complete.
 */
export const commitBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id, id: importIdOf(job) };
  const at = JSON.parse(job.position) as Position;
  if (at.written) return clear(place, writeBatch);
  const found = await store.findImport(reader, place);
  const set = found?.set_id ? await staged.findSet(reader, ctx.accountId, found.set_id) : undefined;
  if (found?.job_id !== job.id || found.status !== "committing" || !set) {
    return writeBatch(() => Promise.resolve({ batch: over, change: { resources: [] } }));
  }
  const committed = { resource, place, set, input: JSON.parse(job.input) as CommitInput };
  if (!at.compared) return compare(ctx, committed, writeBatch);
  await inTurn(ctx.accountId, resource.id, () => writeBatch((tx, now) => commit(tx, ctx, committed, now)));
};

function compare(ctx: Context, committed: Committed, writeBatch: BatchWriter): Promise<void> {
  const { place, set } = committed;
  return writeBatch(async (tx) => {
    const row = await heldImport(tx, place);
    if (isTaken(row, set)) return { batch: over, change: { resources: [] } };
    const found = await staged.compareItems(tx, set);
    await staged.keepCounts(tx, set);
    const stopped = await stopIfMoved(tx, ctx, committed, row, found);
    if (stopped) return stopped;
    const batch = { position: { compared: true }, done: 0, total: row.row_count, over: false };
    return { batch, change: { resources: [] } };
  });
}

async function heldImport(tx: Tx, place: store.Place): Promise<store.ImportRow> {
  const row = await store.lockImport(tx, place);
  if (!row) throw new Error(`There is no import ${place.id}`);
  return row;
}

/** Taken away while it waited for its turn, as a record of it was erased. */
const isTaken = (row: store.ImportRow, set: staged.StagedSet) => row.status !== "committing" || row.set_id !== set.id;

async function commit(tx: Tx, ctx: Context, committed: Committed, job: JobRow): Promise<Step> {
  const { resource, place, set } = committed;
  const head = await tx.lockLive(ctx.accountId, resource.id);
  if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
  const row = await heldImport(tx, place);
  if (isTaken(row, set)) return { batch: over, change: { resources: [] } };
  const compared = await compareUnderLock(tx, head, set, row.mode);
  const stopped =
    (await stopIfMoved(tx, ctx, committed, row, compared)) ?? (await stopIfUnconfirmed(tx, committed, head, compared));
  if (stopped) return stopped;

  const written = await commitStaged(tx, head, compared, row.mode);
  const changed = written.created + written.updated + written.deleted > 0;
  const counts = { ...written, skipped: compared.outcome.skip, rejected: row.rejected };
  await store.updateImport(tx, place, {
    status: "committed",
    revision: changed ? head.revision + 1 : null,
    counts: JSON.stringify(counts),
    committed_at: head.stamp,
  });
  const batch = { position: { written: true }, done: row.row_count - job.done, counts, over: false };
  const revision = { kind: "records.import" as const, counts: { ...written, rejected: row.rejected }, origin: ctx };
  return { batch, change: { resources: changed ? [{ head, revisions: [revision] }] : [] } };
}

type Moves = Pick<Compared, "touched" | "beside" | "unfounded">;

/**
 * Stops where the plan that somebody read is no more what would be written, and says so. Rows that a new schema has not
 * judged, or that kept hidden values of a record that changed, are planned from the file again whatever was asked.
 */
async function stopIfMoved(
  tx: Tx,
  ctx: Context,
  { resource, place, input }: Committed,
  row: store.ImportRow,
  moves: Moves,
): Promise<Step | undefined> {
  const target = { connectionId: row.connection_id, resourceId: row.resource_id, importId: row.id };
  const schemaMoved = row.schema_version !== resource.schema_version;
  if (schemaMoved || moves.unfounded > 0) {
    const because = schemaMoved
      ? `Version ${resource.schema_version} of the schema was published meanwhile, so all rows are validated again`
      : "Records with hidden values that this file keeps were changed meanwhile, so all rows are read again";
    const audit = await planAnew(tx, ctx, target, row, because);
    return { batch: over, change: { resources: [], audit } };
  }
  const moved = moves.touched + (row.mode === "replace" ? moves.beside : 0);
  if (moved === 0 || input.moved === "accept") return undefined;
  const records = moved === 1 ? "A record was" : `${moved} records were`;
  return replanned(tx, place, `${records} changed meanwhile, so the plan was compared again`);
}

/** Stops where so many deletions were not confirmed. */
async function stopIfUnconfirmed(
  tx: Tx,
  { resource, place, input }: Committed,
  head: Head,
  { outcome }: Compared,
): Promise<Step | undefined> {
  const asked = { deletes: outcome.delete, liveRecords: head.recordCount, guard: resource.deletion_guard };
  try {
    checkDeletes(asked, input.confirmDeletes);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return replanned(tx, place, error.message);
  }
}

async function replanned(tx: Tx, place: store.Place, because: string): Promise<Step> {
  await store.updateImport(tx, place, { status: "planned", replanned: because });
  return { batch: over, change: { resources: [] } };
}

/** Takes away what was staged, which is live by now. */
function clear(place: store.Place, writeBatch: BatchWriter): Promise<void> {
  return writeBatch(async (tx) => {
    const row = await heldImport(tx, place);
    if (row.set_id !== null) await staged.clearSet(tx, { accountId: place.accountId, id: row.set_id });
    await store.updateImport(tx, place, { set_id: null });
    await store.clearChunks(tx, place);
    return { batch: over, change: { resources: [] } };
  });
}
