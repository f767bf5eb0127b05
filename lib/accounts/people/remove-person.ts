import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { keepAnAdmin, memberForChange } from "./change-person";
import * as store from "./store";

/**
 * Takes a member out of the account and ends their keys, at once and everywhere. What they did stays under their name.
 * Throws notFound, and conflict for the last admin.
 */
export async function removePerson(ctx: Context, personId: number) {
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const member = await memberForChange(tx, accountId, personId);
    await keepAnAdmin(tx, accountId, member);
    const endedKeys = await store.deleteMember(tx, accountId, personId);
    const details = { email: member.email, role: member.role, endedKeys };
    const target = `person ${personId}`;
    const audit = { accountId, action: "person.remove", target, details, access: true, origin: ctx };
    return { result: { personId, removed: true as const, endedKeys }, change: { resources: [], audit } };
  });
}
