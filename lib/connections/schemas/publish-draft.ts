import { Refusal } from "@/lib/contract/errors";
import type { JobFacts } from "@/lib/contract/jobs";
import type { MigrationStep } from "@/lib/contract/migration-step";
import type { Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { startJob } from "@/lib/jobs/start";
import { declareFields } from "../declare-fields";
import { schemaFacts, type FilterField } from "../facts";
import { resourceAt, type Resource, type Target } from "../resource";
import { presentDraft } from "./drafts";
import { checkedSchema, publishVersion, type NewVersion } from "./publish-schema";
import * as store from "./store";

/** What a publication came to: the version, or the job that changes records and publishes in one Change. */
export type Publication = { version: ReturnType<typeof schemaFacts> } | { job: JobFacts };

/**
 * Publishes the draft. Where it has steps, or tells records apart by another key, a job makes the changed records ready
 * and then publishes and writes them as one Change; everything else holds at once. ifMatch: the edit the caller read.
 * Throws notFound, stale, and conflict when another version was published since the draft was begun.
 */
export async function publishDraft(
  ctx: Context,
  target: Target,
  input: { reason?: string; ifMatch?: (edit: number) => boolean },
): Promise<Publication> {
  const resource = await resourceAt(ctx, target);
  const origin = { ...ctx, reason: input.reason ?? ctx.reason };
  return write(ctx, async (tx) => {
    const head = await tx.lockLive(ctx.accountId, resource.id);
    const draft = await presentDraft(tx, head, input.ifMatch);
    checkBase(draft, head);
    await checkAlone(tx, head);
    if (!changesRecords(draft, resource)) return publishNow(tx, origin, { head, resource, draft });
    const { job, audit } = await startJob(tx, origin, {
      kind: "schema.publish",
      title: `Publish version ${head.schemaVersion + 1} of ${resource.name}`,
      target,
      input: JSON.stringify({ edit: draft.edit }),
    });
    return { result: { job }, change: { resources: [], audit } };
  });
}

/** Throws conflict when the present version is not the one the draft was begun from. */
export function checkBase(draft: store.DraftRow, head: Head): void {
  if (draft.base_version === head.schemaVersion) return;
  throw new Refusal("conflict", {
    message: `Version ${head.schemaVersion} was published after this draft was begun from version ${draft.base_version}. Look at the difference, then save the draft with baseVersion ${head.schemaVersion}`,
  });
}

/** Two publications would make their records ready in one place. but: the job that asks. Throws conflict. */
export async function checkAlone(
  from: Parameters<typeof store.isPublishing>[0],
  place: { accountId: number; resourceId: number },
  but?: number,
): Promise<void> {
  if (!(await store.isPublishing(from, place, but))) return;
  throw new Refusal("conflict", { message: "Another publication of this resource is under way; wait for its end" });
}

/** Whether a draft changes what is stored, and not only how it is judged. */
function changesRecords(draft: store.DraftRow, resource: Pick<Resource, "identifier_key">): boolean {
  return (JSON.parse(draft.steps) as MigrationStep[]).length > 0 || draft.identifier_key !== resource.identifier_key;
}

/** The version that a draft makes. */
export function versionOf(draft: store.DraftRow, reason?: string): NewVersion {
  return {
    schema: checkedSchema(draft.schema_text),
    identifierKey: draft.identifier_key,
    displayNameKey: draft.display_name_key,
    reason,
  };
}

async function publishNow(
  tx: Tx,
  ctx: Context,
  { head, resource, draft }: { head: Head; resource: Resource; draft: store.DraftRow },
): Promise<{ result: Publication; change: Change }> {
  const { row, change, audit } = await publishVersion(tx, ctx, { head, resource, next: versionOf(draft, ctx.reason) });
  const filling = await takeFields(tx, ctx, resource, draft);
  return { result: { version: schemaFacts(row) }, change: { resources: [change], audit: [...audit, ...filling] } };
}

/** Declares the draft's fields and drops the draft: the end of every publication. */
export async function takeFields(tx: Tx, ctx: Context, resource: Resource, draft: store.DraftRow) {
  const audit = await declareFields(tx, ctx, resource, JSON.parse(draft.filter_fields) as FilterField[]);
  await store.removeDraft(tx, { accountId: resource.account_id, resourceId: resource.id });
  return audit;
}
