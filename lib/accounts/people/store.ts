import type { Permission, Role } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

/** The account's connections but for some, deleted ones too. */
export async function connectionsExcept(accountId: number, ids: readonly number[]): Promise<number[]> {
  const rows = await reader.query<{ id: number }>(
    "select id from connection where account_id = $1 and id <> all($2::bigint[]) order by id",
    [accountId, ids],
    "connections_except",
  );
  return rows.map(({ id }) => id);
}

export type ConnectionRole = { connectionId: number; role: Role };

export type MemberRow = {
  id: number;
  email: string;
  first_name: string;
  last_name: string;
  role: Role;
  /** JSON, in the order of the connections. */
  connection_roles: string;
  two_factor: boolean;
  keys: number;
  last_seen_at: string | null;
  joined_at: string;
};

const selectMembers = `select p.id, p.email, p.first_name, p.last_name, m.role, m.created_at as joined_at,
    coalesce((
      select jsonb_agg(jsonb_build_object('connectionId', r.connection_id, 'role', r.role) order by r.connection_id)
      from connection_role r where r.account_id = m.account_id and r.person_id = m.person_id
    ), '[]') as connection_roles,
    exists(
      select from second_factor f where f.person_id = m.person_id and f.confirmed_at is not null
    ) as two_factor,
    (
      select count(*) from api_key k where k.account_id = m.account_id and k.owner_id = m.person_id
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    ) as keys,
    (select max(s.last_seen_at) from sign_in s where s.person_id = m.person_id) as last_seen_at
  from membership m join person p on p.id = m.person_id where m.account_id = $1`;

/** The members of an account by their e-mail addresses. */
export async function listMembers(accountId: number): Promise<MemberRow[]> {
  return reader.query<MemberRow>(`${selectMembers} order by p.email`, [accountId]);
}

/** One member. */
export async function findMember(from: Reader, accountId: number, personId: number): Promise<MemberRow | undefined> {
  const [row] = await from.query<MemberRow>(`${selectMembers} and m.person_id = $2`, [accountId, personId]);
  return row;
}

/** How many admins an account has beside a person. */
export async function countOtherAdmins(tx: Tx, accountId: number, personId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    "select count(*) as count from membership where account_id = $1 and person_id <> $2 and role = 'admin'",
    [accountId, personId],
  );
  return row?.count ?? 0;
}

/** Sets the role of a member in the account. */
export async function updateRole(tx: Tx, accountId: number, personId: number, role: Role): Promise<void> {
  await tx.query("update membership set role = $3 where account_id = $1 and person_id = $2", [
    accountId,
    personId,
    role,
  ]);
}

/** Sets the roles of a member on single connections; those not named are taken away. */
export async function putConnectionRoles(
  tx: Tx,
  accountId: number,
  personId: number,
  roles: readonly ConnectionRole[],
): Promise<void> {
  await tx.query("delete from connection_role where account_id = $1 and person_id = $2", [accountId, personId]);
  await tx.query(
    `insert into connection_role (account_id, person_id, connection_id, role)
     select $1, $2, x."connectionId", x.role from jsonb_to_recordset($3::jsonb) as x("connectionId" bigint, role text)`,
    [accountId, personId, JSON.stringify(roles)],
  );
}

/** Ends a membership and the keys that hung on it; answers the keys that it ended. */
export async function deleteMember(tx: Tx, accountId: number, personId: number): Promise<number[]> {
  const keys = await tx.query<{ id: number }>(
    `update api_key set revoked_at = now() where account_id = $1 and owner_id = $2 and revoked_at is null
     returning id`,
    [accountId, personId],
  );
  await tx.query("delete from membership where account_id = $1 and person_id = $2", [accountId, personId]);
  return keys.map(({ id }) => id).sort((a, b) => a - b);
}

/** What a connection is called, deleted ones too. */
export async function connectionNames(accountId: number): Promise<Map<number, string | null>> {
  const rows = await reader.query<{ id: number; client_alias: string | null }>(
    "select id, client_alias from connection where account_id = $1",
    [accountId],
  );
  return new Map(rows.map(({ id, client_alias }) => [id, client_alias]));
}

export type ReviewedKey = {
  id: number;
  name: string;
  prefix: string;
  owner_id: number | null;
  owner_email: string | null;
  permissions: Permission[];
  connection_ids: number[] | null;
  addresses: string[];
  created_at: string;
  created_by: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
};

/** Every key of an account with its owner, the revoked ones too. */
export async function listAllKeys(accountId: number): Promise<ReviewedKey[]> {
  return reader.query<ReviewedKey>(
    `select k.id, k.name, k.prefix, k.owner_id, p.email as owner_email, k.permissions, k.connection_ids, k.addresses,
       k.created_at, k.created_by, k.expires_at, k.revoked_at, k.last_used_at
     from api_key k left join person p on p.id = k.owner_id where k.account_id = $1 order by k.id`,
    [accountId],
  );
}
