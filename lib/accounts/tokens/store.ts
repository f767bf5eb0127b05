import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

export type Purpose = "password-reset" | "invitation" | "first-run";

export type Aim = { personId?: number; accountId?: number; invitationId?: number };

/** Keeps the hash of a link that works once, for some minutes. */
export async function insertToken(tx: Tx, hash: Buffer, purpose: Purpose, aim: Aim, minutes: number): Promise<void> {
  await tx.query(
    `insert into one_time_token (hash, purpose, person_id, account_id, invitation_id, expires_at)
     values ($1, $2, $3, $4, $5, now() + make_interval(mins => $6))`,
    [hash, purpose, aim.personId ?? null, aim.accountId ?? null, aim.invitationId ?? null, minutes],
  );
}

type Found = { person_id: number | null; account_id: number | null; invitation_id: number | null };

/** What a link that can still be used leads to. */
export async function findToken(hash: Buffer, purpose: Purpose, from: Reader = reader): Promise<Aim | undefined> {
  const [row] = await from.query<Found>(
    `select person_id, account_id, invitation_id from one_time_token
     where hash = $1 and purpose = $2 and used_at is null and expires_at > now()`,
    [hash, purpose],
  );
  return row && aimOf(row);
}

/** Uses a link up; undefined when it was used, or its time has passed, by whichever of two who came at once. */
export async function useToken(tx: Tx, hash: Buffer, purpose: Purpose): Promise<Aim | undefined> {
  const [row] = await tx.query<Found>(
    `update one_time_token set used_at = now()
     where hash = $1 and purpose = $2 and used_at is null and expires_at > now()
     returning person_id, account_id, invitation_id`,
    [hash, purpose],
  );
  return row && aimOf(row);
}

const aimOf = (row: Found): Aim => ({
  personId: row.person_id ?? undefined,
  accountId: row.account_id ?? undefined,
  invitationId: row.invitation_id ?? undefined,
});

/** Makes every open link of a purpose void: all of a person's, or all there are. */
export async function voidTokens(tx: Tx, purpose: Purpose, personId?: number): Promise<void> {
  await tx.query(
    `update one_time_token set used_at = now()
     where purpose = $1 and used_at is null and ($2::bigint is null or person_id = $2)`,
    [purpose, personId ?? null],
  );
}

/** Removes links whose time has passed a month ago. */
export async function sweepTokens(): Promise<void> {
  await reader.query("delete from one_time_token where expires_at < now() - interval '30 days'");
}
