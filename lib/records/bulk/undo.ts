import { Refusal } from "@/lib/contract/errors";
import { noCounts, type ResourceChange } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved, write } from "@/lib/changes/write";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import type { JobWork } from "@/lib/jobs/run";
import { refuseForgotten } from "../forgotten";
import { judgeTexts } from "./check";
import { afterIdOf } from "./selection";
import * as store from "./store";
import { BATCH_RECORDS, targetOf } from "./target";

const KEPT_MAX = 1_000;
/** Records of a Change that are gathered at once rather than looked for in the order of their ids. */
const FEW = 20_000;

type Kept = { id: string; reason: string; touchedBy: number | null };
type Part = {
  restored: number;
  created: number;
  deleted: number;
  overwritten: number;
  kept: Kept[];
  done: number;
  last: string | null;
};

/** What becomes of records that changed again since. */
export type Later = "keep" | "overwrite";

/**
 * Undoes one Change: what it created goes, what it replaced or deleted comes back as it was. Records that changed again
 * since are kept and named with who touched them, or go back, too. Throws notFound, conflict.
 */
export async function undoChange(ctx: Context, target: Target, revision: number, later: Later = "keep") {
  const resource = await resourceAt(ctx, target);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, (tx) => undoWithin(tx, ctx, resource, { revision, later })),
  );
}

/** The same inside a write, for whoever does more in it. */
export async function undoWithin(
  tx: Tx,
  ctx: Context,
  resource: Resource,
  { revision, later }: { revision: number; later: Later },
) {
  const head = await lockPresent(tx, resource);
  const undone = await store.revisionsOf(tx, head, { revision });
  if (undone.revisions.length === 0) throw new Refusal("notFound");
  await refuseForgotten(tx, head, { revision, name: "revision", before: true });
  if (undone.kinds.includes("record.erase")) {
    throw new Refusal("conflict", { message: `Revision ${revision} erased a record; what was erased is gone` });
  }
  if (!undone.kinds.every((kind) => kind.startsWith("record"))) {
    throw new Refusal("conflict", {
      message: `Revision ${revision} is no change of records; only those can be undone`,
    });
  }
  const sum = { restored: 0, created: 0, deleted: 0, overwritten: 0, keptCount: 0 };
  const kept: Kept[] = [];
  for (let after: string | null = null; ;) {
    const part: Part = await undoPart(tx, head, resource, { ...flags(undone), afterId: after, later });
    for (const name of ["restored", "created", "deleted", "overwritten"] as const) sum[name] += part[name];
    sum.keptCount += part.kept.length;
    kept.push(...part.kept.slice(0, KEPT_MAX - kept.length));
    after = part.last;
    if (part.done < BATCH_RECORDS) break;
  }
  const because = { ...ctx, reason: ctx.reason ?? `Undo of revision ${revision}` };
  const change = changeOf(because, head, sum, revision);
  const { restored, deleted, overwritten, keptCount } = sum;
  const told = { restored, deleted, overwritten, keptCount, kept: await named(tx, head, kept) };
  const result = { revision: change ? head.revision + 1 : null, ...told };
  return { result, change: { resources: change ? [change] : [] } };
}

/** Says of each record that is kept who touched it last. */
async function named(tx: Tx, head: Head, kept: readonly Kept[]) {
  const marks = await store.marksOf(tx, head, [...new Set(kept.flatMap(({ touchedBy }) => touchedBy ?? []))]);
  return kept.map(({ id, reason, touchedBy }) => ({ id, reason, by: marks.get(touchedBy ?? 0) ?? null }));
}

/** One batch of undoing a job: one Change. */
export const undoBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const { jobId } = JSON.parse(job.input) as { jobId: number };
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx, now) => {
      const head = await lockPresent(tx, resource);
      const undone = await store.revisionsOf(tx, head, { jobId });
      const [first = 0] = undone.revisions;
      await refuseForgotten(tx, head, { revision: first, name: "The job's first change", before: true });
      const part = await undoPart(tx, head, resource, {
        ...flags(undone),
        afterId: afterIdOf(now.position),
        later: "keep",
      });
      const { restored, deleted, kept } = part;
      const batch = {
        position: { afterId: part.last },
        done: part.done,
        total: now.total ?? undone.created + undone.ended,
        counts: { restored, deleted, kept: kept.length },
        problems: kept.map(({ id, reason }) => ({ id, message: reason })),
        over: part.done < BATCH_RECORDS,
      };
      const change = changeOf(ctx, head, part);
      return { batch, change: { resources: change ? [change] : [] } };
    }),
  );
};

const flags = ({ revisions, created, ended }: Awaited<ReturnType<typeof store.revisionsOf>>) => ({
  revisions,
  created: created > 0,
  ended: ended > 0,
  few: created + ended <= FEW,
});

/** Restored records that an older version judged are judged by the present one, which must be the one at hand. */
async function lockPresent(tx: Tx, resource: Resource): Promise<Head> {
  const head = await tx.lockLive(resource.account_id, resource.id);
  if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
  return head;
}

async function undoPart(
  tx: Tx,
  head: Head,
  resource: Resource,
  page: store.Undone & { afterId: string | null; later: Later },
): Promise<Part> {
  const rows = await store.pickTouched(tx, { ...page, ...place(head), size: BATCH_RECORDS });
  const over = page.later === "overwrite";
  const back = rows.filter((row) => comesBack(row) || (over && row.old_revision !== null && !row.erased));
  const goes = rows.filter(
    ({ old_revision, live_revision, made }) =>
      old_revision === null && (over ? live_revision !== null : live_revision === made),
  );
  const done = new Set([...back, ...goes]);
  const kept = rows
    .filter((row) => !done.has(row) && (row.erased || !isUndone(row, over)))
    .map(({ id, erased, live_revision, later }) => ({
      id,
      reason: erased ? "Its values were erased" : "It changed again since",
      touchedBy: live_revision ?? later,
    }));
  const overwritten = [...done].filter((row) => !comesBack(row) && row.live_revision !== row.made).length;
  const versions = back.flatMap(({ id, old_revision: revision }) => (revision === null ? [] : [{ id, revision }]));
  if (versions.length) await restore(tx, head, resource, versions);
  if (goes.length)
    await store.deleteIds(
      tx,
      head,
      goes.map(({ id }) => id),
    );
  const created = back.filter(({ live_revision }) => live_revision === null).length;
  return {
    restored: back.length,
    created,
    deleted: goes.length,
    overwritten,
    kept,
    done: rows.length,
    last: rows.at(-1)?.id ?? null,
  };
}

const place = ({ accountId, resourceId }: Head) => ({ accountId, resourceId });

/** What a Change created is gone already: to overwrite what came after it leaves nothing to do. */
const isUndone = ({ old_revision, live_revision }: store.TouchedRow, over: boolean) =>
  over && old_revision === null && live_revision === null;

/** Replaced and current since, or deleted and not come back since. */
function comesBack({ old_revision, live_revision, made, later, erased }: store.TouchedRow): boolean {
  if (old_revision === null || erased) return false;
  return live_revision === null ? later === null : live_revision === made;
}

async function restore(tx: Tx, head: Head, resource: Resource, versions: { id: string; revision: number }[]) {
  await store.restoreVersions(tx, head, versions);
  const onlyIds = versions.map(({ id }) => id);
  const page = { ...place(head), version: head.schemaVersion, size: BATCH_RECORDS, onlyIds };
  for (let afterId: string | null = null; ;) {
    const older: store.UnjudgedRow[] = await store.pickUnjudged(tx, { ...page, afterId });
    if (older.length === 0) return;
    await judgeTexts(tx, resource, older);
    afterId = older.at(-1)?.id ?? null;
  }
}

function changeOf(
  ctx: Context,
  head: Head,
  did: Pick<Part, "restored" | "created" | "deleted">,
  undoes?: number,
): ResourceChange | undefined {
  const { restored, created, deleted } = did;
  if (restored + deleted === 0) return undefined;
  const counts = { ...noCounts, created, updated: restored - created, deleted };
  return { head, revisions: [{ kind: "records.undo", counts, origin: ctx, undoes }] };
}
