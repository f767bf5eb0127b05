import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import type { LinkKind } from "../link";
import { byCursor } from "../store";

export type CheckpointRow = { ordinal: number; body: string; signature: string; public_key: string };

const columns = "ordinal, body, signature, public_key";

/** An account's checkpoints, newest first, below a place of the chain (0: all). */
export async function checkpoints(from: Reader, accountId: number, below: number, most: number) {
  return from.query<CheckpointRow>(
    `select ${columns} from chain_checkpoint where account_id = $1 and ($2::bigint = 0 or ordinal < $2)
     order by ordinal desc limit $3`,
    [accountId, below, most],
  );
}

/** The same over a part of the chain, in its order, each with the hash of the link it names (null: that is gone). */
export async function checkpointsAfter(from: Reader, accountId: number, after: number, upto: number | null) {
  return from.query<CheckpointRow & { link_hash: string | null }>(
    `select c.ordinal, c.body, c.signature, c.public_key, encode(l.hash, 'hex') as link_hash
     from chain_checkpoint c left join chain_link l on l.account_id = c.account_id and l.ordinal = c.ordinal
     where c.account_id = $1 and c.ordinal > $2 and ($3::bigint is null or c.ordinal <= $3) order by c.ordinal`,
    [accountId, after, upto],
  );
}

/** Every checkpoint in order. Inside a transaction. */
export function everyCheckpoint(from: Reader, accountId: number): AsyncGenerator<CheckpointRow> {
  const text = `select ${columns} from chain_checkpoint where account_id = $1 order by ordinal`;
  return byCursor<CheckpointRow>(from, "chain_checkpoints", text, [accountId], 1_000);
}

/** The key that a checkpoint of the account was signed with, as PEM: every key that signs, evidence too, is written down. */
export async function publicKeyOf(from: Reader, accountId: number, kid: string): Promise<string | undefined> {
  const [row] = await from.query<{ public_key: string }>(
    `(select public_key from chain_checkpoint where account_id = $1 and kid = $2 limit 1)
     union all
     (select E'-----BEGIN PUBLIC KEY-----\\n' || encode(public_key, 'base64') || E'\\n-----END PUBLIC KEY-----\\n'
      from signing_key where account_id = $1 and kid = $2) limit 1`,
    [accountId, kid],
  );
  return row?.public_key;
}

/** Accounts whose chain moved on since their last checkpoint, so many seconds ago. */
export async function accountsDue(seconds: number): Promise<number[]> {
  const rows = await reader.query<{ account_id: number }>(
    `select account_id from chain_head
     where ordinal > checkpoint_ordinal and checkpoint_at < now() - make_interval(secs => $1)`,
    [seconds],
  );
  return rows.map(({ account_id }) => account_id);
}

/** Accounts that have checkpoints. */
export async function accountsSigned(): Promise<number[]> {
  const rows = await reader.query<{ account_id: number }>(
    "select account_id from chain_head where checkpoint_ordinal > 0 order by account_id",
  );
  return rows.map(({ account_id }) => account_id);
}

export type End = { ordinal: number; hash: Buffer; checkpoint_ordinal: number; at: string };

/** Where the chain ends now. */
export async function endOf(tx: Tx, accountId: number): Promise<End | undefined> {
  const [row] = await tx.query<End>(
    `select ordinal, hash, checkpoint_ordinal, chain_time(clock_timestamp()) as at from chain_head
     where account_id = $1`,
    [accountId],
  );
  return row;
}

/** How many links of each kind there are after a place of the chain. */
export async function countLinks(tx: Tx, accountId: number, after: number) {
  return tx.query<{ kind: LinkKind; count: number }>(
    "select kind, count(*) as count from chain_link where account_id = $1 and ordinal > $2 group by kind",
    [accountId, after],
  );
}

/** Keeps a checkpoint. */
export async function insertCheckpoint(
  tx: Tx,
  accountId: number,
  row: CheckpointRow & { at: string; kid: string },
): Promise<void> {
  await tx.query(
    `insert into chain_checkpoint (account_id, ordinal, at, kid, body, signature, public_key)
     values ($1, $2, $3::timestamptz, $4, $5, $6, $7)`,
    [accountId, row.ordinal, row.at, row.kid, row.body, row.signature, row.public_key],
  );
  await tx.query(
    "update chain_head set checkpoint_ordinal = $2, checkpoint_at = $3::timestamptz where account_id = $1",
    [accountId, row.ordinal, row.at],
  );
}

export type PostedRow = { ordinal: number; at: string; error: string | null };

/** Notes what came of posting a checkpoint. */
export async function notePosted(tx: Tx, accountId: number, ordinal: number, error: string | null): Promise<void> {
  await tx.query(
    `insert into chain_webhook (account_id, ordinal, at, error) values ($1, $2, now(), $3)
     on conflict (account_id) do update set ordinal = excluded.ordinal, at = excluded.at, error = excluded.error`,
    [accountId, ordinal, error],
  );
}

/** What came of the last try; undefined: none was posted, or the account has no webhook any more. */
export async function lastPosted(from: Reader, accountId: number): Promise<PostedRow | undefined> {
  const [row] = await from.query<PostedRow>(
    `select w.ordinal, w.at, w.error from chain_webhook w join account a on a.id = w.account_id
     where w.account_id = $1 and a.webhook_url is not null`,
    [accountId],
  );
  return row;
}

/** Whether an account's alerts go to a webhook. */
export async function hasWebhook(tx: Tx, accountId: number): Promise<boolean> {
  const [row] = await tx.query<{ set: boolean }>("select webhook_url is not null as set from account where id = $1", [
    accountId,
  ]);
  return row?.set === true;
}
