import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { membershipOf, powerOf, whoSignedIn, type SignedIn } from "@/lib/accounts/sign-ins/access";
import { effectivePermissions } from "@/lib/accounts/power";
import { accountsOf } from "@/lib/accounts/sign-ins/store";
import { isRefusal } from "@/lib/contract/errors";
import { type Permission, type Role } from "@/lib/contract/permissions";
import { pageTarget } from "./front";
import { cookieName, readSignInToken } from "./sign-in-cookie";

/** Who looks at a page of an account, and what they may do there. */
export type Viewer = {
  person: { id: number; email: string; firstName: string; lastName: string };
  account: { id: number; name: string; timeZone: string; plan: string; termsAccepted: boolean };
  role: Role;
  permissions: Permission[];
  connectionRoles: Record<string, Role>;
  accounts: { id: number; name: string }[];
  signInId: string;
};

/** Who is signed in, on pages that anybody may see. Once per page, however often it is asked. */
export const personOfPage = cache(async (): Promise<SignedIn | undefined> => {
  const token = (await cookies()).get(cookieName())?.value;
  const signInId = token === undefined ? null : await readSignInToken(token);
  if (signInId === null) return undefined;
  try {
    return await whoSignedIn(signInId);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
});

/** The first page of a person's first account; undefined when they belong to none. */
export async function homeOf(person: SignedIn): Promise<string | undefined> {
  const [first] = await accountsOf(person.personId);
  return first && `/a/${first.id}`;
}

/**
 * Who looks at the pages of an account. Sends whoever is not signed in to the sign-in page and back; an account that
 * is not theirs does not exist for them.
 */
export const viewerOf = cache(async (accountId: number): Promise<Viewer> => {
  const person = await personOfPage();
  if (!person) {
    const target = pageTarget(await headers()) ?? `/a/${accountId}`;
    redirect(`/sign-in?next=${encodeURIComponent(target)}`);
  }
  const { personId, email, firstName, lastName, signInId } = person;
  const member = Number.isSafeInteger(accountId) ? await membershipOf(accountId, personId) : undefined;
  if (!member) notFound();
  const power = powerOf(member);
  return {
    person: { id: personId, email, firstName, lastName },
    account: {
      id: accountId,
      name: member.name,
      timeZone: member.time_zone,
      plan: member.plan,
      termsAccepted: member.terms_accepted,
    },
    role: member.role,
    permissions: [...effectivePermissions(power)],
    connectionRoles: Object.fromEntries(power.connectionRoles),
    accounts: (await accountsOf(personId)).map(({ id, name }) => ({ id, name })),
    signInId,
  };
});
