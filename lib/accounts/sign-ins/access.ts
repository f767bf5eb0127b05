import { Refusal } from "@/lib/contract/errors";
import { permissionsOf, type Role } from "@/lib/contract/permissions";
import { recall } from "@/lib/db/cache";
import type { Access } from "../authenticate";
import { effectivePermissions, rolesByConnection, type Power } from "../power";
import { noteSeen } from "./seen";
import * as store from "./store";

/** Who is signed in, by which sign-in. */
export type SignedIn = { signInId: string; personId: number; email: string; firstName: string; lastName: string };

/** The person of a sign-in that is still open. Throws signInEnded. */
export async function whoSignedIn(signInId: string): Promise<SignedIn> {
  const row = await recall(`sign-in:${signInId}`, async () => {
    const found = await store.findOpenSignIn(signInId);
    return found && { value: found, notice: `person:${found.person_id}` };
  });
  if (!row || Date.parse(row.expires_at) <= Date.now()) throw new Refusal("signInEnded");
  noteSeen(signInId);
  const { person_id: personId, email, first_name: firstName, last_name: lastName } = row;
  return { signInId, personId, email, firstName, lastName };
}

/** A person's role in an account and the account's switches; undefined when they do not belong to it. */
export function membershipOf(accountId: number, personId: number): Promise<store.MemberRow | undefined> {
  return recall(`member:${accountId}:${personId}`, async () => {
    const found = await store.findMember(accountId, personId);
    return found && { value: found, notice: `account:${accountId}` };
  });
}

/**
 * What a signed-in person may do in an account; viewAs leaves only what that role may do, too. Throws signInEnded, and
 * notFound for an account they do not belong to.
 */
export async function accessOfMember(signInId: string, accountId: number, viewAs?: Role): Promise<Access> {
  const person = await whoSignedIn(signInId);
  const member = await membershipOf(accountId, person.personId);
  if (!member) throw new Refusal("notFound");
  const power = powerOf(member, viewAs);
  return {
    ...accessOfPerson(person),
    actor: { kind: "person", id: person.personId, label: person.email, epoch: member.access_epoch },
    accountId,
    plan: member.plan,
    termsAccepted: member.terms_accepted,
    ratePerMinute: member.rate_per_minute,
    power,
    permissions: effectivePermissions(power),
  };
}

/** What a member's roles let them do; viewAs keeps only what that role may do, too. */
export function powerOf(member: store.MemberRow, viewAs?: Role): Power {
  return {
    role: member.role,
    connectionRoles: rolesByConnection(member.connection_roles),
    scopes: viewAs ? permissionsOf(viewAs) : "all",
  };
}

/** What a signed-in person may do about themselves, in no account. */
export async function accessOfSelf(signInId: string): Promise<Access> {
  return accessOfPerson(await whoSignedIn(signInId));
}

function accessOfPerson({ signInId, personId, email }: SignedIn): Access {
  return {
    actor: { kind: "person", id: personId, label: email, epoch: null },
    accountId: 0,
    plan: "custom-connections",
    termsAccepted: true,
    ratePerMinute: null,
    power: { role: null, connectionRoles: new Map(), scopes: "all" },
    permissions: new Set(),
    connectionIds: null,
    ownerId: personId,
    bounds: { expiresAt: null, addresses: [] },
    signInId,
  };
}
