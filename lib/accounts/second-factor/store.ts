import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

type Factor = { secret: Buffer; confirmed: boolean; last_step: number };

/** The authenticator app of a person, confirmed or only begun. */
export async function findFactor(personId: number, from: Reader = reader): Promise<Factor | undefined> {
  const [row] = await from.query<Factor>(
    "select secret, confirmed_at is not null as confirmed, last_step from second_factor where person_id = $1",
    [personId],
  );
  return row;
}

/** Begins anew with a secret; false when one is confirmed already, which only its removal changes. */
export async function beginFactor(tx: Tx, personId: number, secret: Buffer): Promise<boolean> {
  const rows = await tx.query(
    `insert into second_factor as f (person_id, secret) values ($1, $2)
     on conflict (person_id) do update set secret = excluded.secret, last_step = 0
     where f.confirmed_at is null returning 1`,
    [personId, secret],
  );
  return rows.length === 1;
}

/** Uses up a step of time; false when it or a later one was used before, by whichever of two who came at once. */
export async function useStep(from: Reader, personId: number, step: number): Promise<boolean> {
  const rows = await from.query(
    "update second_factor set last_step = $2 where person_id = $1 and last_step < $2 returning 1",
    [personId, step],
  );
  return rows.length === 1;
}

/** From now on the code is asked for. */
export async function confirmFactor(tx: Tx, personId: number): Promise<void> {
  await tx.query("update second_factor set confirmed_at = now() where person_id = $1", [personId]);
}

/** Takes the app and its recovery codes away; false when there was none. */
export async function removeFactor(tx: Tx, personId: number): Promise<boolean> {
  await tx.query("delete from recovery_code where person_id = $1", [personId]);
  const rows = await tx.query(
    "delete from second_factor where person_id = $1 and confirmed_at is not null returning 1",
    [personId],
  );
  return rows.length === 1;
}

/** Replaces all recovery codes. */
export async function putRecoveryCodes(tx: Tx, personId: number, hashes: readonly Buffer[]): Promise<void> {
  await tx.query("delete from recovery_code where person_id = $1", [personId]);
  await tx.query("insert into recovery_code (person_id, code_hash) select $1, unnest($2::bytea[])", [personId, hashes]);
}

/** Uses up a recovery code; false when it is none, or was used before. */
export async function useRecoveryCode(from: Reader, personId: number, hash: Buffer): Promise<boolean> {
  const rows = await from.query(
    "update recovery_code set used_at = now() where person_id = $1 and code_hash = $2 and used_at is null returning 1",
    [personId, hash],
  );
  return rows.length === 1;
}

/** How many recovery codes are left. */
export async function countRecoveryCodes(personId: number): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    "select count(*) as count from recovery_code where person_id = $1 and used_at is null",
    [personId],
  );
  return row?.count ?? 0;
}
