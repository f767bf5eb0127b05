import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

type PersonRow = { id: number; email: string; first_name: string; last_name: string; has_password: boolean };

/** What a person may know of themselves. */
export async function findPersonFacts(personId: number): Promise<PersonRow | undefined> {
  const [row] = await reader.query<PersonRow>(
    `select id, email, first_name, last_name, password_hash is not null as has_password from person where id = $1`,
    [personId],
  );
  return row;
}

/** Changes a person's names; what is undefined stays. */
export async function updateNames(
  tx: Tx,
  personId: number,
  names: { firstName?: string; lastName?: string },
): Promise<void> {
  await tx.query(
    `update person set first_name = coalesce($2, first_name), last_name = coalesce($3, last_name), updated_at = now()
     where id = $1`,
    [personId, names.firstName ?? null, names.lastName ?? null],
  );
}

/** Sets a person's password hash. */
export async function setPassword(tx: Tx, personId: number, passwordHash: string): Promise<void> {
  await tx.query("update person set password_hash = $2, updated_at = now() where id = $1", [personId, passwordHash]);
}

export type OpenSignIn = {
  id: string;
  device: string;
  address: string;
  method: string;
  created_at: Date;
  last_seen_at: Date;
};

/** The open sign-ins of a person, the newest first. */
export async function listSignIns(personId: number): Promise<OpenSignIn[]> {
  const rows = await reader.query<Omit<OpenSignIn, "created_at" | "last_seen_at"> & Record<string, string>>(
    `select id, device, address, method, created_at, last_seen_at from sign_in
     where person_id = $1 and ended_at is null and expires_at > now() order by created_at desc, id`,
    [personId],
  );
  return rows.map((row) => ({
    ...row,
    created_at: new Date(row.created_at ?? ""),
    last_seen_at: new Date(row.last_seen_at ?? ""),
  }));
}
