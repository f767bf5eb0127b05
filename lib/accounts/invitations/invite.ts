import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { writeInTurn } from "@/lib/changes/write-in-turn";
import { Refusal } from "@/lib/contract/errors";
import { permissionsOf, type Role } from "@/lib/contract/permissions";
import { sendMail } from "@/lib/notify/mail";
import { checkedEmail } from "../create-person";
import type { ConnectionRole } from "../people/store";
import { findAccount, findPerson, isMember } from "../store";
import { insertToken } from "../tokens/store";
import { hashOfToken, linkWith, makeToken } from "../tokens/token";
import * as store from "./store";

const DAYS = 7;

type Invited = { email: string; role: Role; connectionRoles?: readonly ConnectionRole[] };

/**
 * Invites somebody into the account by a link that works once, within a week; an earlier one is void. It is mailed where
 * there is a mail server, and always answered, to be handed over otherwise. Throws invalid, conflict for a member, and
 * forbidden for a role beyond one's own.
 */
export async function invite(ctx: Context, input: Invited) {
  const { accountId } = ctx;
  const { role, connectionRoles = [] } = input;
  const email = checkedEmail(input.email);
  for (const given of [role, ...connectionRoles.map((each) => each.role)]) refuseBeyond(ctx, given);
  const token = makeToken();
  const made = await writeInTurn(ctx, async (tx) => {
    const personId = await findPerson(tx, email);
    if (personId !== undefined && (await isMember(tx, accountId, personId))) {
      throw new Refusal("conflict", { message: `${email} belongs to this account already; change the role there` });
    }
    checkConnections(await store.presentConnections(tx, accountId, idsOf(connectionRoles)), connectionRoles);
    await store.replaceInvitations(tx, accountId, email);
    const createdBy = ctx.actor.label;
    const row = await store.insertInvitation(tx, { accountId, email, role, connectionRoles, createdBy, days: DAYS });
    const aim = { accountId, invitationId: row.id };
    await insertToken(tx, hashOfToken(token), "invitation", aim, DAYS * 24 * 60);
    const details = { email, role, connectionRoles };
    const audit = { accountId, action: "invitation.create", target: `invitation ${row.id}`, details, origin: ctx };
    return { result: row, change: { resources: [], audit } };
  });
  const link = linkWith(ctx, "/invite", token);
  const mailed = await sendMail(
    letter({ email, link, by: ctx.actor.label, account: (await findAccount(accountId))?.name }),
  );
  return { id: made.id, email, role, link, mailed, expiresAt: new Date(made.expires_at).toISOString() };
}

/** Nobody gives what they do not hold: a key that may invite and little else makes no admin. */
function refuseBeyond(ctx: Context, role: Role): void {
  const beyond = [...permissionsOf(role)].find((permission) => !ctx.permits(permission));
  if (beyond)
    throw new Refusal("forbidden", { message: `You cannot make somebody ${role}: you do not hold ${beyond}` });
}

const idsOf = (roles: readonly ConnectionRole[]) => roles.map(({ connectionId }) => connectionId);

function checkConnections(present: readonly number[], asked: readonly ConnectionRole[]): void {
  const missing = asked.find(({ connectionId }) => !present.includes(connectionId));
  if (missing) {
    throw new Refusal("invalid", { message: `connectionRoles: there is no connection ${missing.connectionId}` });
  }
  if (new Set(idsOf(asked)).size !== asked.length) {
    throw new Refusal("invalid", { message: "connectionRoles: a connection is named twice" });
  }
}

type Letter = { email: string; link: string; by: string; account: string | undefined };

function letter({ email, link, by, account = "" }: Letter) {
  return {
    to: email,
    subject: `You are invited to ${account} on Attestry`,
    text: `${by} invites you to ${account}, where compliance records are kept.\n\nWithin ${DAYS} days, this link lets you in, once:\n${link}\n\nIf you did not expect this, nothing is to be done.\n`,
  };
}

/** Takes an open invitation back; its link leads nowhere from then on. Throws notFound. */
export async function takeInvitationBack(ctx: Context, invitationId: number): Promise<void> {
  const { accountId } = ctx;
  await write(ctx, async (tx) => {
    const email = await store.deleteInvitation(tx, accountId, invitationId);
    if (email === undefined) throw new Refusal("notFound");
    const target = `invitation ${invitationId}`;
    const audit = { accountId, action: "invitation.delete", target, details: { email }, origin: ctx };
    return { result: undefined, change: { resources: [], audit } };
  });
}

/** The invitations of the account, the newest first. */
export async function listInvitations(ctx: Context) {
  const iso = (time: string) => new Date(time).toISOString();
  const rows = await store.listInvitations(ctx.accountId);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
    acceptedAt: row.accepted_at === null ? null : iso(row.accepted_at),
  }));
}
