import type { Counts } from "@/lib/changes/change";
import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import type { ImportStatus } from "@/lib/contract/imports";
import type { Resource } from "@/lib/connections/resource";
import { reader, type Reader } from "@/lib/db/client";
import { isGuarded } from "@/lib/records/staged/guard";
import { outcomeOf, type Outcome } from "@/lib/records/staged/outcome";
import * as staged from "@/lib/records/staged/store";
import { recordCount } from "@/lib/records/store";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import * as store from "./store";

/** Whether a job is taking an import back. */
export const isRolling = ({ rollback_status: status }: store.ImportRow): boolean =>
  status === "queued" || status === "running";

/** Where an import stands: what its own row says, as far as its job did not end otherwise. */
export function standingOf(row: store.ImportRow): { status: ImportStatus; error: string | null } {
  const { status, error, job_status: job } = row;
  const jobError = row.job_error ?? error;
  if (status === "planning" && job === "failed") return { status: "failed", error: jobError };
  if (status === "planning" && job === "canceled")
    return { status: "mapping", error: "The plan was stopped; plan it again" };
  if (status === "committing" && (job === "failed" || job === "canceled")) {
    return { status: "planned", error: job === "failed" ? jobError : "The commit was stopped; nothing was written" };
  }
  if (status === "committed" && rolledBackOf(row)) return { status: "rolled-back", error: null };
  if (status === "committed" && row.rollback_status === "failed") return { status, error: row.rollback_error };
  return { status, error };
}

/**
 * The Change that took an import back, by its own roll back or by the undo of its Change, and how many records were kept
 * as they had changed since; revision null: all of them were. Undefined: none did, or what did was taken back itself.
 */
function rolledBackOf(row: store.ImportRow): { revision: number | null; kept: number } | undefined {
  const { undone_by: revision, rolled_back_revision: own, rolled_back_kept: kept } = row;
  if (revision === null) {
    return row.rollback_status === "done" && own === null ? { revision: null, kept: kept ?? 0 } : undefined;
  }
  if (revision === own) return { revision, kept: kept ?? 0 };
  const { created = 0, updated = 0, deleted = 0 } = JSON.parse(row.counts ?? "{}") as Partial<Counts>;
  return { revision, kept: Math.max(0, created + updated + deleted - (row.undone_records ?? 0)) };
}

/** What a plan comes to now, beside the records that were live when it was compared last. */
export async function planOf(
  from: Reader,
  row: store.ImportRow,
): Promise<{ set: staged.StagedSet; outcome: Outcome; liveRecords: number } | undefined> {
  if (row.set_id === null) return undefined;
  const set = await staged.findSet(from, row.account_id, row.set_id);
  if (!set) return undefined;
  const [items, liveRecords] = [await staged.countItems(from, set), await recordCount(from, set, set.baseRevision)];
  return { set, liveRecords, outcome: outcomeOf(items, row.mode, liveRecords) };
}

const PLANNED = new Set<ImportStatus>(["planned", "committing"]);

/** An import as it is shown, as JSON text: numbers of its mapping keep their digits. */
export async function importFacts(resource: Resource, row: store.ImportRow, from: Reader = reader): Promise<string> {
  const { status, error } = standingOf(row);
  const same = row.sha256 === null ? undefined : await store.findSame(from, row);
  const plan = PLANNED.has(status) ? await planFacts(from, resource, row) : null;
  const rolling = isRolling(row);
  const refused = row.bad === "refuse" && row.rejected > 0;
  const facts = {
    id: row.id,
    fileName: row.file_name,
    bytes: row.byte_count,
    received: row.received,
    sha256: row.sha256,
    sameAs: same
      ? { id: same.id, status: standingOf(same).status, createdAt: isoDate(same.created_at), revision: same.revision }
      : null,
    status,
    error,
    jobId: row.rollback_job_id ?? row.job_id,
    done: row.job_done ?? 0,
    total: row.job_total,
    read: row.read === null ? null : (JSON.parse(row.read) as object),
    mapping: row.mapping === null ? null : parseExact(row.mapping),
    mappingFrom: row.mapping_from,
    mode: row.mode,
    bad: row.bad,
    plan,
    revision: row.revision,
    counts: row.counts === null ? null : (JSON.parse(row.counts) as object),
    rolledBack: rolledBackOf(row) ?? null,
    createdBy: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    createdAt: isoDate(row.created_at),
    committedAt: isoDateOrNull(row.committed_at),
    canCommit: status === "planned" && !refused,
    canRollBack: status === "committed" && row.revision !== null && !rolling,
  };
  return printExact(facts);
}

async function planFacts(from: Reader, resource: Resource, row: store.ImportRow) {
  const plan = await planOf(from, row);
  if (!plan) return null;
  const { set, outcome, liveRecords } = plan;
  const now = await staged.revisionNow(from, set);
  const guarded = isGuarded(outcome.delete, liveRecords, resource.deletion_guard);
  return {
    baseRevision: set.baseRevision,
    liveRecords,
    rows: row.row_count,
    ...outcome,
    reject: row.rejected,
    moved: now !== set.baseRevision,
    replanned: row.replanned,
    confirmDeletes: guarded ? outcome.delete : null,
  };
}
