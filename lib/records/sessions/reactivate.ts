import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { askReason, resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { judgeTexts } from "../bulk/check";
import { refuseForgotten } from "../forgotten";
import { checkDeletes } from "../staged/guard";
import { lockJudged } from "../store-rows";
import { because, guardFor } from "./complete";
import * as store from "./store";

const PART_RECORDS = 2_000;

/**
 * Makes an archived session live again, as one Change: the live records become what they were when it was archived, and
 * those that no longer fit the schema are marked. What was erased since stays away. Throws notFound, conflict, invalid
 * where that history is no longer kept, deletionsUnconfirmed.
 */
export async function reactivateSession(
  ctx: Context,
  target: Target,
  id: number,
  { confirmDeletes }: { confirmDeletes?: number },
): Promise<store.SessionRow> {
  const resource = await resourceAt(ctx, target);
  askReason(ctx, resource);
  return inTurn(ctx.accountId, resource.id, () =>
    write(ctx, async (tx) => {
      const head = await lockJudged(tx, resource);
      const session = await findArchived(tx, head, id);
      const revision = lastRevisionOf(session);
      await refuseForgotten(tx, head, { revision, name: "archivedRevision" });
      await refuseRekeyed(tx, head, session);
      const written = await store.restoreMoment(tx, head, revision);
      const guard = guardFor(ctx, resource);
      checkDeletes({ deletes: written.deleted, liveRecords: head.recordCount, guard }, confirmDeletes);
      await judgeWritten(tx, head, resource);
      await store.activate(tx, head, id);
      const found = await store.findSession(tx, head, id);
      if (!found) throw new Error(`The session ${id} is gone in the transaction that made it live again`);
      const records = head.recordCount + written.created - written.deleted;
      const counts = { ...written, unchanged: records - written.created - written.updated, rejected: 0 };
      const revisions = [{ kind: "records.session" as const, counts, origin: because(ctx, session) }];
      return { result: { ...found, records }, change: { resources: [{ head, revisions }] } };
    }),
  );
}

async function findArchived(tx: Tx, head: Head, id: number): Promise<store.SessionRow> {
  const session = await store.findSession(tx, head, id);
  if (!session) throw new Refusal("notFound");
  if (session.status === "ARCHIVED") return session;
  throw new Refusal("conflict", {
    message: `The session "${session.session_id}" is ${session.status}; only one that is ARCHIVED can be made live again`,
  });
}

async function refuseRekeyed(tx: Tx, head: Head, session: store.SessionRow): Promise<void> {
  if (!(await store.wasRekeyed(tx, head, lastRevisionOf(session)))) return;
  throw new Refusal("conflict", {
    message: `Records are told apart by another key since the session "${session.session_id}" was archived; its records cannot stand beside it`,
  });
}

/** The last revision at which an archived session was the live one. */
export function lastRevisionOf({ id, archived_revision }: store.SessionRow): number {
  if (archived_revision === null) throw new Error(`Session ${id} is not archived`);
  return archived_revision - 1;
}

async function judgeWritten(tx: Tx, head: Head, resource: Resource): Promise<void> {
  for (let afterId: string | null = null; ;) {
    const rows = await store.writtenBy(tx, head, { afterId, size: PART_RECORDS });
    const last = rows.at(-1);
    if (!last) return;
    await judgeTexts(tx, resource, rows);
    afterId = last.id;
  }
}
