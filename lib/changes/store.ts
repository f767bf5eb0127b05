import { gunzipSync, gzipSync } from "node:zlib";
import { pool } from "@/lib/db/client";
import type { AuditEntry, Origin, ResourceChange } from "./change";
import { markOf } from "./mark";
import type { Tx } from "./tx";

export type KeptAnswer = { fingerprint: Buffer; status: number; headers: Record<string, string>; body: string };

const REJECTED_ROWS_MAX = 1_000;
const REJECTED_BYTES_MAX = 64 * 1024;

function originValues({ actor, channel, requestId }: Origin) {
  return { actor_kind: actor.kind, actor_id: actor.id, actor_label: actor.label, channel, request_id: requestId };
}

/** Writes the revisions and pushes of one resource and moves its row on: one statement however many there are. */
export async function closeChange(tx: Tx, { head, revisions, pushes = [] }: ResourceChange): Promise<void> {
  const changes = revisions.map(({ kind, counts, origin, undoes }, at) => ({
    revision: head.revision + 1 + at,
    kind,
    ...counts,
    ...originValues(origin),
    reason: origin.reason,
    job_id: origin.jobId,
    undoes,
  }));
  const pushed = pushes.map((push) => ({
    revision: push.revision,
    body_bytes: push.bodyBytes,
    ...push.counts,
    unchanged_ids: push.unchangedIds,
    rejected_rows: fitting(push.rejectedRows),
    upload_session_id: push.uploadSessionId,
    ...originValues(push.origin),
  }));
  const grown = revisions.reduce((sum, { counts }) => sum + counts.created - counts.deleted, 0);
  await tx.query(
    "select close_change($1, $2, $3::timestamptz, $4, $5::jsonb, $6::jsonb, $7, $8)",
    [
      head.accountId,
      head.resourceId,
      head.stamp,
      head.schemaVersion,
      JSON.stringify(changes),
      JSON.stringify(pushed),
      revisions.length,
      grown,
    ],
    "close_change",
  );
}

function fitting<Row>(rows: Row[]): Row[] {
  let bytes = 0;
  const most = rows.slice(0, REJECTED_ROWS_MAX);
  const end = most.findIndex((row) => (bytes += Buffer.byteLength(JSON.stringify(row))) > REJECTED_BYTES_MAX);
  return end < 0 ? most : most.slice(0, end);
}

/** The account's access epoch, held until commit. */
export async function lockAccessEpoch(tx: Tx, accountId: number): Promise<number> {
  await tx.query("select 1 from account where id = $1 for no key update", [accountId]);
  const [row] = await tx.query<{ access_epoch: number }>("select access_epoch from account where id = $1", [accountId]);
  if (!row) throw new Error(`There is no account ${accountId}.`);
  return row.access_epoch;
}

/** Makes every judgement made before this transaction be made again. */
export async function raiseAccessEpoch(tx: Tx, accountId: number): Promise<void> {
  await tx.query("update account set access_epoch = access_epoch + 1 where id = $1", [accountId]);
}

const insertEntry = `insert into audit_entry
  (account_id, actor_kind, actor_id, actor_label, channel, request_id, action, target, details, mark)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10)`;

function entryValues({ accountId, action, target, details = {}, origin }: AuditEntry): unknown[] {
  const { actor, channel, requestId, reason } = origin;
  const told = JSON.stringify(reason === undefined ? details : { ...details, reason });
  const mark = markOf({ accountId, actor, channel, requestId, action, target });
  return [accountId, actor.kind, actor.id, actor.label, channel, requestId, action, target, told, mark];
}

/** One audit row inside a write. */
export async function insertAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.query(insertEntry, entryValues(entry), "insert_audit");
}

/** One audit row for something that writes nothing else: a refusal, a download. */
export async function noteAudit(entry: AuditEntry): Promise<void> {
  await pool().query(insertEntry, entryValues(entry));
}

/** False when another transaction is at work on the same Idempotency-Key. */
export async function claimScope(tx: Tx, scope: Buffer): Promise<boolean> {
  const lock = scope.readBigInt64BE(0).toString();
  const [row] = await tx.query<{ mine: boolean }>("select pg_try_advisory_xact_lock($1::bigint) as mine", [lock]);
  return row?.mine === true;
}

const selectAnswer = `select fingerprint, status, headers, body from kept_answer
  where account_id = $1 and scope = $2 and created_at > now() - interval '24 hours'`;

type AnswerRow = { fingerprint: Buffer; status: number; headers: string; body: Buffer };

function answerOf(row: AnswerRow | undefined): KeptAnswer | undefined {
  if (!row) return undefined;
  const headers = JSON.parse(row.headers) as Record<string, string>;
  return { fingerprint: row.fingerprint, status: row.status, headers, body: gunzipSync(row.body).toString("utf8") };
}

/** The answer kept for an Idempotency-Key within the last 24 hours. */
export async function keptAnswer(tx: Tx, accountId: number, scope: Buffer): Promise<KeptAnswer | undefined> {
  const [row] = await tx.query<AnswerRow>(selectAnswer, [accountId, scope]);
  return answerOf(row);
}

/** The same, outside a write: the first look, before any work. */
export async function findKeptAnswer(accountId: number, scope: Buffer): Promise<KeptAnswer | undefined> {
  const { rows } = await pool().query<AnswerRow>(selectAnswer, [accountId, scope]);
  return answerOf(rows[0]);
}

const putAnswer = `insert into kept_answer (account_id, scope, fingerprint, status, headers, body)
  values ($1, $2, $3, $4, $5::jsonb, $6)
  on conflict (account_id, scope) do update set fingerprint = excluded.fingerprint, status = excluded.status,
    headers = excluded.headers, body = excluded.body`;
const insertAnswer = `${putAnswer}, created_at = now() where kept_answer.created_at <= now() - interval '24 hours'`;

function keptValues(accountId: number, scope: Buffer, answer: KeptAnswer): unknown[] {
  const body = gzipSync(answer.body, { level: 1 });
  return [accountId, scope, answer.fingerprint, answer.status, JSON.stringify(answer.headers), body];
}

/** Keeps an answer in the transaction that earned it. */
export async function keepAnswer(tx: Tx, accountId: number, scope: Buffer, answer: KeptAnswer): Promise<void> {
  await tx.query(insertAnswer, keptValues(accountId, scope, answer));
}

/** Keeps an answer that no transaction carries: a refusal, or one that wrote nothing. */
export async function keepAlone(accountId: number, scope: Buffer, answer: KeptAnswer): Promise<void> {
  await pool().query(insertAnswer, keptValues(accountId, scope, answer));
}

/** The same in the place of one that was kept for the time being. */
export async function keepInstead(accountId: number, scope: Buffer, answer: KeptAnswer): Promise<void> {
  await pool().query(putAnswer, keptValues(accountId, scope, answer));
}

/**
 * Removes what its time has passed: kept answers after 24 hours, pushes after the set days, old rate leases, stale
 * trash, and what keys did more than 90 days ago.
 */
export async function sweep(pushDays: number): Promise<void> {
  await pool().query("delete from kept_answer where created_at < now() - interval '24 hours'");
  await pool().query("delete from push where at < now() - make_interval(days => $1)", [pushDays]);
  // What is live again without a restore: its row in the trash is of no use, as long as no later delete renews it.
  await pool().query(
    `delete from deleted_record d using data_record r
     where r.account_id = d.account_id and r.resource_id = d.resource_id and r.id = d.id and r.revision > d.deleted_revision`,
  );
  await pool().query("delete from rate_lease where window_start < extract(epoch from now()) - 600");
  await pool().query("delete from key_activity where hour < now() - interval '90 days'");
}
