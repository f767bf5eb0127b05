import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import type { Access } from "./authenticate";
import { effectivePermissions, reachOf, seesConnection } from "./power";
import { connectionsExcept } from "./people/store";

/** What is about to be done: with which permission, on which connection, and whether it only reads. */
type Deed = { permission: Permission; connectionId?: number; reads: boolean };

/**
 * The same access, narrowed to what a request is about: on a connection the role there counts, a list shows the
 * connections on which its permission is held. Throws notFound for a connection that the role does not show, and
 * forbidden.
 */
export async function narrowed(access: Access, deed: Deed): Promise<Access> {
  return deed.connectionId === undefined ? narrowedToReach(access, deed) : narrowedTo(access, deed, deed.connectionId);
}

function forbidden(permission: Permission): Refusal {
  return new Refusal("forbidden", { cause: `lacks ${permission}` });
}

function narrowedTo(access: Access, { permission }: Deed, connectionId: number): Access {
  const permissions = effectivePermissions(access.power, connectionId);
  if (permissions.has(permission)) return { ...access, permissions };
  throw seesConnection(access.power, connectionId) ? forbidden(permission) : new Refusal("notFound");
}

async function narrowedToReach(access: Access, { permission, reads }: Deed): Promise<Access> {
  const reach = reachOf(access.power, permission);
  if (reach === "all") return access;
  const permissions = new Set([...access.permissions, permission]);
  if ("only" in reach) {
    if (reach.only.length === 0) throw forbidden(permission);
    return { ...access, permissions, connectionIds: both(access.connectionIds, reach.only) };
  }
  if (!reads) return access;
  const others = await connectionsExcept(access.accountId, reach.except);
  return { ...access, connectionIds: both(access.connectionIds, others) };
}

function both(keptTo: readonly number[] | null, ids: readonly number[]): readonly number[] {
  return keptTo ? ids.filter((id) => keptTo.includes(id)) : ids;
}
