import { Refusal } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import type { Head, Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import { presentDraft } from "@/lib/connections/schemas/drafts";
import { checkAlone, checkBase, takeFields, versionOf } from "@/lib/connections/schemas/publish-draft";
import { publishVersion } from "@/lib/connections/schemas/publish-schema";
import { findDraft, type DraftRow } from "@/lib/connections/schemas/store";
import { resourceAt, type Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import type { JobWork } from "@/lib/jobs/run";
import { targetOf } from "../bulk/target";
import * as store from "./store";

const STAGED_RECORDS = 5_000;

type Position = { afterId?: string | null; since?: number; staged?: boolean };

const CHANGED = "The draft was saved or discarded while it was being published, so nothing was; publish it again";

/**
 * One batch of a publication that changes records. They are made ready beside the pushes, and then written together with
 * the new version as one Change; what was pushed meanwhile is made ready anew under the lock.
 */
export const publishBatch: JobWork = async (ctx, job, writeBatch) => {
  const resource = await resourceAt(ctx, targetOf(job));
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const { edit } = JSON.parse(job.input) as { edit: number };
  const draft = await findDraft(reader, place);
  if (draft?.edit !== edit) throw new Refusal("conflict", { message: CHANGED });
  await checkAlone(reader, place, job.id);
  const migration = migrationOf(draft, resource);
  const at = JSON.parse(job.position) as Position;
  if (at.since === undefined) {
    return writeBatch(async (tx) => {
      const { since, total } = await store.beginStaging(tx, place);
      return { batch: { position: { since, afterId: null }, done: 0, total, over: false }, change: { resources: [] } };
    });
  }
  const { since } = at;
  if (!at.staged) {
    return writeBatch(async (tx) => {
      const page = { afterId: at.afterId ?? null, size: STAGED_RECORDS };
      const part = await store.stageRecords(tx, place, migration, page);
      const position = { since, afterId: part.last_id, staged: part.looked_at === 0 };
      return { batch: { position, done: part.looked_at, over: false }, change: { resources: [] } };
    });
  }
  await inTurn(ctx.accountId, resource.id, () =>
    writeBatch(async (tx) => {
      const head = await tx.lockLive(ctx.accountId, resource.id);
      if (head.schemaVersion !== resource.schema_version) throw new Moved("schema");
      const present = await presentDraft(tx, head);
      if (present.edit !== edit) throw new Refusal("conflict", { message: CHANGED });
      checkBase(present, head);
      await store.restageRecords(tx, head, migration, since);
      if (migration.key !== null) await checkKeys(tx, head, migration.key);
      const { counts, change, audit } = await apply(tx, ctx, { head, resource, draft: present });
      const batch = { position: {}, done: 0, counts, over: true };
      return { batch, change: { resources: [change], audit } };
    }),
  );
};

function migrationOf(draft: DraftRow, resource: Resource): store.Migration {
  const rekeyed = draft.identifier_key !== resource.identifier_key;
  return { steps: draft.steps, key: rekeyed ? draft.identifier_key : null };
}

async function checkKeys(tx: Tx, head: Head, key: string): Promise<void> {
  const { keyless, duplicates, example } = await store.badKeys(tx, head);
  if (keyless + duplicates === 0) return;
  const reasons = [
    ...(keyless ? [`${keyless} have no value in it that could be an id`] : []),
    ...(duplicates ? [`${duplicates} share theirs with another, such as "${example ?? ""}"`] : []),
  ];
  throw new Refusal("conflict", { message: `Records cannot be told apart by "${key}": ${reasons.join(", ")}` });
}

async function apply(
  tx: Tx,
  ctx: Context,
  { head, resource, draft }: { head: Head; resource: Resource; draft: DraftRow },
) {
  const rekey = draft.identifier_key !== resource.identifier_key;
  const written = await store.applyStaged(tx, head, { rekey });
  await store.clearStaged(tx, head);
  const counts = rekey ? { ...noCounts, created: written, deleted: written } : { ...noCounts, updated: written };
  const kind = rekey ? ("schema.rekey" as const) : written ? ("records.migrate" as const) : ("schema.publish" as const);
  const next = versionOf(draft, ctx.reason);
  const { change, audit } = await publishVersion(tx, ctx, { head, resource, next }, { kind, counts });
  const filling = await takeFields(tx, ctx, resource, draft);
  const told: Record<string, number> = rekey ? { rekeyed: written } : { updated: written };
  return { counts: told, change, audit: [...audit, ...filling] };
}
