import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

type Place = { accountId: number; resourceId: number };

export type ProfileRow = {
  id: number;
  name: string;
  read: string;
  mapping: string;
  created_by: string;
  updated_at: string;
};

/** The saved profiles of a resource, by name. */
export async function listProfiles({ accountId, resourceId }: Place): Promise<ProfileRow[]> {
  return reader.query<ProfileRow>(
    "select * from import_profile where account_id = $1 and resource_id = $2 order by name limit 500",
    [accountId, resourceId],
  );
}

/** One profile. */
export async function findProfile({ accountId, resourceId }: Place, id: number): Promise<ProfileRow | undefined> {
  const [row] = await reader.query<ProfileRow>(
    "select * from import_profile where account_id = $1 and resource_id = $2 and id = $3",
    [accountId, resourceId, id],
  );
  return row;
}

/** Keeps how a file is read and mapped under a name, in the place of what had it. */
export async function saveProfile(
  tx: Tx,
  { accountId, resourceId }: Place,
  profile: { name: string; read: string; mapping: string; by: string },
): Promise<ProfileRow> {
  const [row] = await tx.query<ProfileRow>(
    `insert into import_profile (account_id, resource_id, name, read, mapping, created_by)
     values ($1, $2, $3, $4::jsonb, $5::jsonb, $6)
     on conflict (account_id, resource_id, name) do update set read = excluded.read, mapping = excluded.mapping,
       created_by = excluded.created_by, updated_at = clock_timestamp()
     returning *`,
    [accountId, resourceId, profile.name, profile.read, profile.mapping, profile.by],
  );
  if (!row) throw new Error("A profile was not stored");
  return row;
}

/** Removes a profile. False: there is none. */
export async function removeProfile(tx: Tx, { accountId, resourceId }: Place, id: number): Promise<boolean> {
  const rows = await tx.query(
    "delete from import_profile where account_id = $1 and resource_id = $2 and id = $3 returning 1",
    [accountId, resourceId, id],
  );
  return rows.length > 0;
}
