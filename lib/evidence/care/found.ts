import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import { findCare, type CareRow } from "./store";

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
