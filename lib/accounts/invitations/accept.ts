import type { Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { checkedPassword } from "../create-person";
import { hashPassword, isPassword } from "../passwords";
import { putConnectionRoles, type ConnectionRole } from "../people/store";
import { findByEmail } from "../sign-ins/store";
import { mayTry, rightAfterAll } from "../sign-ins/tries";
import { insertPerson, putMembership } from "../store";
import { findToken, useToken } from "../tokens/store";
import { deadLink, hashOfToken } from "../tokens/token";
import * as store from "./store";

/** What an invitation's link leads to. Throws notFound for a dead one. */
export async function openInvitation(_ctx: Context, { token }: { token: string }) {
  const aim = await findToken(hashOfToken(token), "invitation");
  const invitation = aim && (await store.findInvitation(aim.accountId ?? 0, aim.invitationId ?? 0));
  if (!invitation) throw deadLink();
  return {
    accountName: invitation.account_name,
    email: invitation.email,
    role: invitation.role,
    invitedBy: invitation.created_by,
    expiresAt: new Date(invitation.expires_at).toISOString(),
    known: invitation.known,
  };
}

type Accepted = { token: string; password?: string; firstName?: string; lastName?: string };

/**
 * Makes whoever has the link a member. Somebody new says a password; somebody known shows theirs, unless they are signed
 * in. signedInAs: the e-mail address of who is. Throws notFound for a dead link, invalid, tooManyRequests.
 */
export async function acceptInvitation(ctx: Context, input: Accepted, signedInAs: string | undefined) {
  const hash = hashOfToken(input.token);
  const { email, known } = await openInvitation(ctx, input);
  const passwordHash = known ? null : await hashPassword(checkedPassword(input.password ?? ""));
  if (known && signedInAs !== email) await showPassword(ctx, email, input.password);
  return write(ctx, async (tx) => {
    const aim = await useToken(tx, hash, "invitation");
    const { accountId = 0, invitationId = 0 } = aim ?? {};
    const invitation = aim && (await store.findInvitation(accountId, invitationId, tx));
    if (!invitation) throw deadLink();
    const { firstName = "", lastName = "" } = input;
    const added =
      passwordHash === null ? undefined : await insertPerson(tx, { email, passwordHash, firstName, lastName });
    const personId = added ?? (await findByEmail(email))?.id;
    // Somebody else became this person between the look and the write: the password was not theirs to set.
    if (personId === undefined || (passwordHash !== null && added === undefined)) throw deadLink();
    const change = await join(ctx, tx, { accountId, invitationId, personId });
    return { result: { accountId, email }, change };
  });
}

async function showPassword(ctx: Context, email: string, password: string | undefined): Promise<void> {
  const address = ctx.caller?.address ?? "unknown";
  if (!(await mayTry(email, address))) throw new Refusal("tooManyRequests", { headers: { "retry-after": "900" } });
  if (!(await isPassword((await findByEmail(email))?.password_hash ?? null, password ?? ""))) {
    const message = `Sign in as ${email}, or give the password of that person`;
    throw new Refusal("invalid", { message, errors: [{ pointer: "/password", keyword: "password", message }] });
  }
  await rightAfterAll(email, address);
}

type Join = { accountId: number; invitationId: number; personId: number };

/** Makes a person a member as their invitation says, inside a write; answers the change. Throws notFound when it is gone. */
export async function join(ctx: Context, tx: Tx, { accountId, invitationId, personId }: Join) {
  const invitation = await store.findInvitation(accountId, invitationId, tx);
  if (!invitation || !(await store.acceptInvitation(tx, accountId, invitationId))) throw deadLink();
  const { email, role } = invitation;
  const asked = JSON.parse(invitation.connection_roles) as ConnectionRole[];
  const present = await store.presentConnections(
    tx,
    accountId,
    asked.map(({ connectionId }) => connectionId),
  );
  const connectionRoles = asked.filter(({ connectionId }) => present.includes(connectionId));
  await putMembership(tx, accountId, personId, role);
  await putConnectionRoles(tx, accountId, personId, connectionRoles);
  const actor = { kind: "person" as const, id: personId, label: email, epoch: null };
  const origin = { actor, channel: ctx.channel, requestId: ctx.requestId };
  const details = { email, role, connectionRoles, invitedBy: invitation.created_by };
  const audit = { accountId, action: "person.join", target: `person ${personId}`, details, access: true, origin };
  return { resources: [], audit, people: [personId] } satisfies Change;
}
