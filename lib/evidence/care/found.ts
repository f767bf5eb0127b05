import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { findCare, lockCare, type CareRow, type EvidencePlace } from "./store";

/**
 * An evidence of the account by its number, for who holds a permission on its connection. Throws notFound, also for a
 * connection that the caller does not see, and forbidden.
 */
export async function evidenceFor(ctx: Context, id: number, permission: Permission): Promise<CareRow> {
  const row = await findCare({ accountId: ctx.accountId, id });
  if (!row || (ctx.connectionIds && !ctx.connectionIds.includes(row.connection_id))) throw new Refusal("notFound");
  if (ctx.permitsOn(permission, row.connection_id)) return row;
  if (!ctx.permitsOn("custom-connections-get", row.connection_id)) throw new Refusal("notFound");
  throw new Refusal("forbidden", { cause: `lacks ${permission}` });
}

/** Holds an evidence until commit, as long as there is something left of it to care for. Throws notFound, conflict. */
export async function refuseDeleted(tx: Tx, place: EvidencePlace): Promise<void> {
  const row = await lockCare(tx, place);
  if (!row) throw new Refusal("notFound");
  if (row.deleted_at === null) return;
  throw new Refusal("conflict", { message: "The evidence was deleted; there is nothing left to hold or to keep" });
}
