import { Refusal } from "@/lib/contract/errors";
import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { startJob } from "@/lib/jobs/start";
import { slotsOf, slotsOfFields, slotsToFill, type FilterField } from "./facts";
import type { ResourceRow } from "./store";
import * as store from "./store";

/**
 * Declares the fields that a resource is filtered and sorted by at speed. Writes keep them from now on; a job fills in
 * the records that are there, and lists use a field once it is filled. Throws invalid when there are too many.
 */
export async function declareFields(
  tx: Tx,
  ctx: Context,
  resource: Pick<ResourceRow, "account_id" | "id" | "connection_id" | "name">,
  fields: readonly FilterField[],
): Promise<AuditEntry[]> {
  const now = await store.findResource(tx, resource.account_id, resource.connection_id, resource.id);
  if (!now) throw new Refusal("notFound");
  const present = slotsOf(now);
  const filterSlots = slotsOfFields(fields, present);
  if (!filterSlots) {
    throw new Refusal("invalid", {
      message: "filterFields: at most 4 of text and 4 of number or date can be declared",
    });
  }
  const filling = now.record_count > 0 ? slotsToFill(present, now.filling, filterSlots) : [];
  await store.updateResource(tx, resource.account_id, resource.id, { filterSlots, filling });
  // What a slot held of a field that is declared no more is cleared, too.
  const cleared = now.record_count > 0 && Object.keys(present).some((slot) => !filterSlots[slot]);
  if (filling.length === 0 && !cleared) return [];
  const { audit } = await startJob(tx, ctx, {
    kind: "fields.fill",
    title: `Make ${resource.name} quick to filter and sort`,
    target: { connectionId: resource.connection_id, resourceId: resource.id },
    input: "{}",
  });
  return [audit];
}
