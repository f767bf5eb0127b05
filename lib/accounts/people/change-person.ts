import { Refusal } from "@/lib/contract/errors";
import type { Role } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import { lockAccessEpoch } from "@/lib/changes/store";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { countConnections } from "../store";
import { personFacts } from "./list-people";
import * as store from "./store";

type PersonChange = { role?: Role; connectionRoles?: readonly store.ConnectionRole[] };

/**
 * Gives a member another role, in the account or on single connections. Throws notFound, invalid for a connection the
 * account does not have, and conflict where nobody would be left who runs the account.
 */
export async function changePerson(ctx: Context, personId: number, input: PersonChange) {
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const before = await memberForChange(tx, accountId, personId);
    if (input.role !== undefined && input.role !== "admin") await keepAnAdmin(tx, accountId, before);
    if (input.role !== undefined) await store.updateRole(tx, accountId, personId, input.role);
    if (input.connectionRoles) await replaceConnectionRoles(tx, accountId, personId, input.connectionRoles);
    const after = await store.findMember(tx, accountId, personId);
    if (!after) throw new Refusal("notFound");
    const result = personFacts(after);
    const was = personFacts(before);
    const details = {
      email: result.email,
      before: { role: was.role, connectionRoles: was.connectionRoles },
      after: { role: result.role, connectionRoles: result.connectionRoles },
    };
    const target = `person ${personId}`;
    const audit = { accountId, action: "person.role", target, details, access: true, origin: ctx };
    return { result, change: { resources: [], audit } };
  });
}

/** A member, with the account held so that two admins cannot remove each other at once. Throws notFound. */
export async function memberForChange(tx: Tx, accountId: number, personId: number): Promise<store.MemberRow> {
  await lockAccessEpoch(tx, accountId);
  const member = await store.findMember(tx, accountId, personId);
  if (!member) throw new Refusal("notFound");
  return member;
}

/** Throws conflict when the member is the last who can run the account. */
export async function keepAnAdmin(tx: Tx, accountId: number, member: store.MemberRow): Promise<void> {
  if (member.role !== "admin" || (await store.countOtherAdmins(tx, accountId, member.id)) > 0) return;
  const message = `${member.email} is the last admin of this account; make somebody else an admin first`;
  throw new Refusal("conflict", { message });
}

/** Sets the roles on single connections. Throws invalid for one the account does not have, or one named twice. */
async function replaceConnectionRoles(
  tx: Tx,
  accountId: number,
  personId: number,
  roles: readonly store.ConnectionRole[],
): Promise<void> {
  const ids = new Set(roles.map(({ connectionId }) => connectionId));
  if (ids.size !== roles.length) {
    throw new Refusal("invalid", { message: "connectionRoles names a connection twice; give one role for each" });
  }
  if ((await countConnections(tx, accountId, [...ids])) !== ids.size) {
    throw new Refusal("invalid", { message: "connectionRoles names a connection that this account does not have" });
  }
  await store.putConnectionRoles(tx, accountId, personId, roles);
}
