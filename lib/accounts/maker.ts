import type { Maker } from "@/lib/changes/context";
import type { Permission } from "@/lib/contract/permissions";
import { powerOfKey } from "./authenticate";
import { effectivePermissions } from "./power";
import { powerOf } from "./sign-ins/access";
import { findMember } from "./sign-ins/store";
import * as store from "./store";

/**
 * Whether somebody still holds what their work takes: asked again while it runs, since a role that is taken away or a key
 * that is revoked has to stop it. A key that only ran out meanwhile does not.
 */
export async function makerHolds(
  { accountId, kind, id, connectionId }: Maker,
  permission: Permission,
): Promise<boolean> {
  if (id === null) return true;
  const there = connectionId ?? undefined;
  if (kind === "person") {
    const member = await findMember(accountId, id);
    return member !== undefined && effectivePermissions(powerOf(member), there).has(permission);
  }
  if (kind !== "key") return true;
  const key = await store.findKeyNow(accountId, id);
  if (!key || key.revoked_at !== null) return false;
  const reaches = there === undefined || key.connection_ids === null || key.connection_ids.includes(there);
  return reaches && effectivePermissions(powerOfKey(key), there).has(permission);
}
