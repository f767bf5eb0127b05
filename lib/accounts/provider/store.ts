import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

/** Whom a provider means by a subject. */
export async function findByIdentity(
  issuer: string,
  subject: string,
): Promise<{ id: number; email: string } | undefined> {
  const [row] = await reader.query<{ id: number; email: string }>(
    `select p.id, p.email from person_identity i join person p on p.id = i.person_id
     where i.issuer = $1 and i.subject = $2`,
    [issuer, subject],
  );
  return row;
}

/** Remembers whom a provider means by a subject. */
export async function insertIdentity(tx: Tx, issuer: string, subject: string, personId: number): Promise<void> {
  await tx.query(
    "insert into person_identity (issuer, subject, person_id) values ($1, $2, $3) on conflict (issuer, subject) do nothing",
    [issuer, subject, personId],
  );
}

/** Adds somebody who signs in through a provider and has no password; undefined when the address is taken. */
export async function insertPersonWithoutPassword(
  tx: Tx,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into person (email, first_name, last_name) values ($1, $2, $3) on conflict (email) do nothing returning id`,
    [email, firstName, lastName],
  );
  return row?.id;
}
