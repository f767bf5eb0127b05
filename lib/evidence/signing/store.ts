import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

export type SigningKeyRow = {
  account_id: number;
  kid: string;
  public_key: Buffer;
  sealed: Buffer | null;
  in_setting: boolean;
  created_at: string;
  created_by: string;
  retired_at: string | null;
  revoked_at: string | null;
  revoked_by: string | null;
  revoke_reason: string | null;
};

const columns = `account_id, kid, public_key, sealed, in_setting, created_at, created_by, retired_at, revoked_at,
  revoked_by, revoke_reason`;

/** An account's keys, newest first. */
export async function keysOf(accountId: number): Promise<SigningKeyRow[]> {
  return reader.query(`select ${columns} from signing_key where account_id = $1 order by created_at desc, kid`, [
    accountId,
  ]);
}

/** The keys of every account of the installation, for whoever checks what they signed. */
export async function everyKey(): Promise<SigningKeyRow[]> {
  return reader.query(`select ${columns} from signing_key order by account_id, created_at, kid`);
}

/** One key. */
export async function findKey(from: Reader, accountId: number, kid: string): Promise<SigningKeyRow | undefined> {
  const [row] = await from.query<SigningKeyRow>(
    `select ${columns} from signing_key where account_id = $1 and kid = $2`,
    [accountId, kid],
  );
  return row;
}

/** The key whose private half an account holds. */
export async function heldKey(from: Reader, accountId: number): Promise<SigningKeyRow | undefined> {
  const [row] = await from.query<SigningKeyRow>(
    `select ${columns} from signing_key where account_id = $1 and sealed is not null`,
    [accountId],
  );
  return row;
}

type NewKey = { accountId: number; kid: string; publicKey: Buffer; sealed: Buffer | null; createdBy: string };

/** Writes a key down; false when the account holds one already, or knows this one. */
export async function insertKey(tx: Tx, key: NewKey): Promise<boolean> {
  const rows = await tx.query(
    `insert into signing_key (account_id, kid, public_key, sealed, in_setting, created_by)
     values ($1, $2, $3, $4, $4::bytea is null, $5) on conflict do nothing returning kid`,
    [key.accountId, key.kid, key.publicKey, key.sealed, key.createdBy],
  );
  return rows.length > 0;
}

/** Throws the private half away of the key that an account holds: it signs no more. Answers which it was. */
export async function retireKey(tx: Tx, accountId: number): Promise<string | null> {
  const [row] = await tx.query<{ kid: string }>(
    `update signing_key set sealed = null, retired_at = now() where account_id = $1 and sealed is not null
     returning kid`,
    [accountId],
  );
  return row?.kid ?? null;
}

/** Says that a key is to be trusted no more, and throws its private half away. False when it was said before. */
export async function revokeKey(
  tx: Tx,
  accountId: number,
  kid: string,
  { by, reason }: { by: string; reason: string },
): Promise<boolean> {
  const rows = await tx.query(
    `update signing_key set sealed = null, revoked_at = now(), revoked_by = $3, revoke_reason = $4
     where account_id = $1 and kid = $2 and revoked_at is null returning kid`,
    [accountId, kid, by, reason],
  );
  return rows.length > 0;
}
