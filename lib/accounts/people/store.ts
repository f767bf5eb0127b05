import type { Role } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

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
