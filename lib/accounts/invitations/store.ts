import type { Role } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import type { ConnectionRole } from "../people/store";

type InvitationRow = {
  id: number;
  email: string;
  role: Role;
  connection_roles: string;
  created_by: string;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
};

const columns = "id, email, role, connection_roles, created_by, created_at, expires_at, accepted_at";

/** The invitations of an account, the newest first. */
export async function listInvitations(accountId: number): Promise<InvitationRow[]> {
  return reader.query<InvitationRow>(`select ${columns} from invitation where account_id = $1 order by id desc`, [
    accountId,
  ]);
}

type NewInvitation = {
  accountId: number;
  email: string;
  role: Role;
  connectionRoles: readonly ConnectionRole[];
  createdBy: string;
  days: number;
};

/** Adds an invitation; answers its id and when it ends. */
export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<{ id: number; expires_at: string }> {
  const { accountId, email, role, connectionRoles, createdBy, days } = invitation;
  const [row] = await tx.query<{ id: number; expires_at: string }>(
    `insert into invitation (account_id, email, role, connection_roles, created_by, expires_at)
     values ($1, $2, $3, $4::jsonb, $5, now() + make_interval(days => $6)) returning id, expires_at`,
    [accountId, email, role, JSON.stringify(connectionRoles), createdBy, days],
  );
  if (!row) throw new Error("The invitation was not stored");
  return row;
}

/** Takes an invitation back, and its link with it; false when the account has no such one that is open. */
export async function deleteInvitation(tx: Tx, accountId: number, id: number): Promise<string | undefined> {
  const [row] = await tx.query<{ email: string }>(
    "delete from invitation where account_id = $1 and id = $2 and accepted_at is null returning email",
    [accountId, id],
  );
  return row?.email;
}

/** Takes back the open invitations of an address: the newest one counts. */
export async function replaceInvitations(tx: Tx, accountId: number, email: string): Promise<void> {
  await tx.query("delete from invitation where account_id = $1 and email = $2 and accepted_at is null", [
    accountId,
    email,
  ]);
}

/** One invitation that is open, and what its account is called. */
export async function findInvitation(
  accountId: number,
  id: number,
  from: Reader = reader,
): Promise<(InvitationRow & { account_name: string; known: boolean }) | undefined> {
  const [row] = await from.query<InvitationRow & { account_name: string; known: boolean }>(
    `select i.id, i.email, i.role, i.connection_roles, i.created_by, i.created_at, i.expires_at, i.accepted_at,
       a.name as account_name, exists (select 1 from person p where p.email = i.email) as known
     from invitation i join account a on a.id = i.account_id
     where i.account_id = $1 and i.id = $2 and i.accepted_at is null and i.expires_at > now()`,
    [accountId, id],
  );
  return row;
}

/** Open invitations of an address, of whichever account: for who comes in through an identity provider. */
export async function openInvitationsOf(email: string): Promise<{ account_id: number; id: number }[]> {
  return reader.query<{ account_id: number; id: number }>(
    `select account_id, id from invitation where email = $1 and accepted_at is null and expires_at > now()
     order by account_id, id`,
    [email],
  );
}

/** Notes that an invitation was accepted; false when it was, or was taken back, meanwhile. */
export async function acceptInvitation(tx: Tx, accountId: number, id: number): Promise<boolean> {
  const rows = await tx.query(
    `update invitation set accepted_at = now() where account_id = $1 and id = $2 and accepted_at is null
     and expires_at > now() returning 1`,
    [accountId, id],
  );
  return rows.length === 1;
}

/** Which of the connections are there, of those an invitation names. */
export async function presentConnections(tx: Tx, accountId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await tx.query<{ id: number }>(
    "select id from connection where account_id = $1 and id = any($2::bigint[]) and deleted_at is null",
    [accountId, ids],
  );
  return rows.map(({ id }) => id);
}
