import type { AuditEntry } from "@/lib/changes/change";
import { commandContext } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { join } from "../invitations/accept";
import { openInvitationsOf } from "../invitations/store";
import { openSignIn, SignInRefused, type Caller } from "../sign-ins/sign-in";
import { accountsOf, findByEmail } from "../sign-ins/store";
import * as store from "./store";

/** Whom the provider vouches for. emailVerified: whether it says that the address is really theirs. */
export type Vouched = {
  issuer: string;
  subject: string;
  email: string | undefined;
  emailVerified: boolean;
  firstName: string;
  lastName: string;
};

type Person = { id: number; email: string };

/**
 * Opens a sign-in for somebody an identity provider vouches for: whom it meant before, or a member or invited person
 * with that verified e-mail address. Throws SignInRefused for anybody else.
 */
export async function signInByProvider(caller: Caller, vouched: Vouched): Promise<string> {
  const person =
    (await store.findByIdentity(vouched.issuer, vouched.subject)) ??
    (await known(caller, vouched)) ??
    (await invited(caller, vouched));
  if (!person) throw new SignInRefused("unknown-person");
  return openSignIn(caller, person, "oidc");
}

const verified = ({ email, emailVerified }: Vouched) =>
  emailVerified && email ? email.trim().toLowerCase() : undefined;

async function known(caller: Caller, vouched: Vouched): Promise<Person | undefined> {
  const email = verified(vouched);
  const found = email === undefined ? undefined : await findByEmail(email);
  if (!email || !found) return undefined;
  const person = { id: found.id, email };
  const details = { issuer: vouched.issuer };
  const origin = originOf(caller, person);
  const entry = { action: "person.identity", target: `person ${person.id}`, details, origin };
  const audit: AuditEntry[] = (await accountsOf(person.id)).map(({ id: accountId }) => ({ ...entry, accountId }));
  await write({ dryRun: false, accountId: 0 }, async (tx) => {
    await store.insertIdentity(tx, vouched.issuer, vouched.subject, person.id);
    return { result: undefined, change: { resources: [], audit } };
  });
  return person;
}

async function invited(caller: Caller, vouched: Vouched): Promise<Person | undefined> {
  const email = verified(vouched);
  const invitations = email === undefined ? [] : await openInvitationsOf(email);
  if (email === undefined || invitations.length === 0) return undefined;
  const ctx = { ...commandContext("admin"), channel: "api" as const, requestId: caller.requestId };
  const { firstName, lastName } = vouched;
  return write({ dryRun: false, accountId: 0 }, async (tx) => {
    const id = await store.insertPersonWithoutPassword(tx, { email, firstName, lastName });
    if (id === undefined) throw new SignInRefused("unknown-person");
    await store.insertIdentity(tx, vouched.issuer, vouched.subject, id);
    const audit: AuditEntry[] = [];
    for (const { account_id: accountId, id: invitationId } of invitations) {
      audit.push((await join(ctx, tx, { accountId, invitationId, personId: id })).audit);
    }
    return { result: { id, email }, change: { resources: [], audit, people: [id] } };
  });
}

function originOf(caller: Caller, { id, email }: Person) {
  const actor = { kind: "person" as const, id, label: email, epoch: null };
  return { actor, channel: "api" as const, requestId: caller.requestId };
}
