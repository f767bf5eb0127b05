import type { Context } from "@/lib/changes/context";
import * as store from "./store";

/** A member as people see it. */
export function personFacts(row: store.MemberRow) {
  return {
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    connectionRoles: JSON.parse(row.connection_roles) as store.ConnectionRole[],
    twoFactor: row.two_factor,
    lastSeenAt: row.last_seen_at && new Date(row.last_seen_at).toISOString(),
    keys: row.keys,
    joinedAt: new Date(row.joined_at).toISOString(),
  };
}

/** Everybody who belongs to the account, by e-mail address. */
export async function listPeople(ctx: Context) {
  const members = await store.listMembers(ctx.accountId);
  return { data: members.map(personFacts) };
}
