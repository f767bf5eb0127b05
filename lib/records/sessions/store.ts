import type { Origin } from "@/lib/changes/change";
import type { Head, Tx } from "@/lib/changes/tx";
import type { SessionStatus } from "@/lib/contract/shapes/sessions";
import { reader, type Reader } from "@/lib/db/client";
import type { Place } from "../store";

export type SessionRow = {
  account_id: number;
  id: number;
  connection_id: number;
  resource_id: number;
  session_id: string;
  status: SessionStatus;
  set_id: number;
  /** Of a live one, how many records the resource has. */
  records: number;
  rejected: number;
  created_at: string;
  updated_at: string;
  activated_at: string | null;
  archived_at: string | null;
  canceled_at: string | null;
  expired: boolean;
  activated_revision: number | null;
  archived_revision: number | null;
  /** The job that is making it live. */
  job_id: number | null;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
};

/** What is read of a session, with the number of records of a live one. */
export const columns = `u.account_id, u.id, u.connection_id, u.resource_id, u.session_id, u.status, u.set_id, u.rejected,
  case u.status when 'ACTIVE' then r.record_count else u.records end as records, u.created_at, u.updated_at,
  u.activated_at, u.archived_at, u.canceled_at, u.expired, u.activated_revision, u.archived_revision, u.actor_kind,
  u.actor_id, u.actor_label, u.channel, (
    select j.id from job j where j.account_id = u.account_id and j.id = u.job_id and j.finished_at is null) as job_id`;
export const tables = "upload_session u join resource r on r.account_id = u.account_id and r.id = u.resource_id";
export const here = "u.account_id = $1 and u.resource_id = $2";

/** The session of a resource that is open. */
export async function findOpen(from: Reader, { accountId, resourceId }: Place): Promise<SessionRow | undefined> {
  const [row] = await from.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and u.status = 'IN_PROGRESS'`,
    [accountId, resourceId],
    "open_session",
  );
  return row;
}

/** The name of the session that a resource's live records are in; null: none. */
export async function activeName(from: Reader, { accountId, resourceId }: Place): Promise<string | null> {
  const [row] = await from.query<{ session_id: string }>(
    "select session_id from upload_session where account_id = $1 and resource_id = $2 and status = 'ACTIVE'",
    [accountId, resourceId],
    "active_session",
  );
  return row?.session_id ?? null;
}

/**
 * The live session of that name that the same request completed within the last hour. One that came in several requests
 * is told by its last one, which alone would not be the whole; one that came in a single request only as long as nothing
 * was written since, so that the same records may be made the live ones anew.
 */
export async function findCompleted(
  from: Reader,
  { accountId, resourceId }: Place,
  name: string,
  print: Buffer,
): Promise<SessionRow | undefined> {
  const [row] = await from.query<SessionRow>(
    `select ${columns} from ${tables}
     where ${here} and u.session_id = $3 and u.status = 'ACTIVE' and u.completed_by = $4
       and u.activated_at > now() - interval '1 hour' and (u.uploads > 1 or r.revision = u.activated_revision)`,
    [accountId, resourceId, name, print],
  );
  return row;
}

/** One session of a resource by its number. */
export async function findSession(from: Reader, place: Place, id: number): Promise<SessionRow | undefined> {
  const [row] = await from.query<SessionRow>(`select ${columns} from ${tables} where ${here} and u.id = $3`, [
    place.accountId,
    place.resourceId,
    id,
  ]);
  return row;
}

/** A resource's session of a name: the live one before an open one, that before the newest finished one. */
export async function findNamed(from: Reader, place: Place, name: string): Promise<SessionRow | undefined> {
  const [row] = await from.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and u.session_id = $3
     order by array_position(array['ACTIVE', 'IN_PROGRESS'], u.status), u.id desc limit 1`,
    [place.accountId, place.resourceId, name],
  );
  return row;
}

/** A resource's newest session of a name. */
export async function findNewest(from: Reader, place: Place, name: string): Promise<SessionRow | undefined> {
  const [row] = await from.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and u.session_id = $3 order by u.id desc limit 1`,
    [place.accountId, place.resourceId, name],
  );
  return row;
}

// Writing: whoever calls holds the resource's lock -----------------------------------------------------------------

/** A new session over a new staged set. */
export async function insertSession(
  tx: Tx,
  head: Head,
  { name, setId, origin }: { name: string; setId: number; origin: Origin },
): Promise<SessionRow> {
  const { actor, channel } = origin;
  const [made] = await tx.query<{ id: number }>(
    `insert into upload_session (account_id, connection_id, resource_id, session_id, status, set_id, created_at, updated_at,
       actor_kind, actor_id, actor_label, channel)
     values ($1, $2, $3, $4, 'IN_PROGRESS', $5, $6::timestamptz, $6::timestamptz, $7, $8, $9, $10) returning id`,
    [
      head.accountId,
      head.connectionId,
      head.resourceId,
      name,
      setId,
      head.stamp,
      actor.kind,
      actor.id,
      actor.label,
      channel,
    ],
  );
  const row = made && (await findSession(tx, head, made.id));
  if (!row) throw new Error(`The session ${name} is gone in the transaction that made it`);
  return row;
}

/** What an upload brought: rows whose ids are new in the session, and rows that were refused. */
export async function noteUpload(
  tx: Tx,
  head: Head,
  id: number,
  { fresh, rejected }: { fresh: number; rejected: number },
): Promise<void> {
  await tx.query(
    `update upload_session set records = records + $3, rejected = rejected + $4, updated_at = $5::timestamptz,
       uploads = uploads + 1
     where account_id = $1 and id = $2`,
    [head.accountId, id, fresh, rejected, head.stamp],
    "note_upload",
  );
}

/**
 * Makes a session the live one by the revision that the Change will take; the one that was is archived. print: of what
 * the request that completes it brought.
 */
export async function activate(tx: Tx, head: Head, id: number, print?: Buffer): Promise<void> {
  await tx.query(
    `update upload_session set status = 'ARCHIVED', archived_revision = $3, archived_at = $4::timestamptz,
       updated_at = $4::timestamptz, records = $5
     where account_id = $1 and resource_id = $2 and status = 'ACTIVE'`,
    [head.accountId, head.resourceId, head.revision + 1, head.stamp, head.recordCount],
  );
  await tx.query(
    `update upload_session set status = 'ACTIVE', activated_revision = $3, activated_at = $4::timestamptz,
       archived_revision = null, archived_at = null, updated_at = $4::timestamptz, completed_by = $5
     where account_id = $1 and id = $2`,
    [head.accountId, id, head.revision + 1, head.stamp, print ?? null],
  );
}

/** One session of a resource, held until commit. */
export async function lockSession(tx: Tx, place: Place, id: number): Promise<SessionRow | undefined> {
  await tx.query("select 1 from upload_session where account_id = $1 and id = $2 for no key update", [
    place.accountId,
    id,
  ]);
  return findSession(tx, place, id);
}

/** Notes the job that makes a session live. */
export async function noteJob(tx: Tx, accountId: number, id: number, jobId: number): Promise<void> {
  await tx.query("update upload_session set job_id = $3 where account_id = $1 and id = $2", [accountId, id, jobId]);
}

/** Ends an open session without a trace in what is live. Answers whether it was open. */
export async function cancel(
  tx: Tx,
  { accountId, id }: { accountId: number; id: number },
  { stamp, expired }: { stamp: string; expired: boolean },
): Promise<boolean> {
  const rows = await tx.query(
    `update upload_session set status = 'CANCELED', canceled_at = $3::timestamptz, updated_at = $3::timestamptz, expired = $4
     where account_id = $1 and id = $2 and status = 'IN_PROGRESS' returning 1`,
    [accountId, id, stamp, expired],
  );
  return rows.length > 0;
}

/** Open sessions of every account that nobody added to for so many hours. */
export async function findStranded(hours: number): Promise<SessionRow[]> {
  return reader.query<SessionRow>(
    `select ${columns} from ${tables}
     where u.status = 'IN_PROGRESS' and u.updated_at < now() - make_interval(hours => $1) order by u.updated_at limit 1000`,
    [hours],
  );
}

/** Whether another identifier key was published after a revision. */
export async function wasRekeyed(from: Reader, { accountId, resourceId }: Place, revision: number): Promise<boolean> {
  const rows = await from.query(
    `select 1 from change where account_id = $1 and resource_id = $2 and revision > $3 and kind = 'schema.rekey' limit 1`,
    [accountId, resourceId, revision],
  );
  return rows.length > 0;
}

/**
 * Staged sets that nobody needs any more, of every account: of sessions that are over, and of moments that were staged an
 * hour ago and more, by a process that did not come to the end.
 */
export async function findLeftovers(): Promise<{ account_id: number; id: number }[]> {
  return reader.query<{ account_id: number; id: number }>(
    `select s.account_id, s.id from staged_set s
     where s.kind = 'session' and not exists (
         select from upload_session u
         where u.account_id = s.account_id and u.resource_id = s.resource_id and u.set_id = s.id
           and u.status = 'IN_PROGRESS')
       or s.kind = 'moment' and s.created_at < now() - interval '1 hour'
     limit 1000`,
  );
}

/** Rows that a session holds no more, since the schema that holds now refuses them. */
export async function noteRefused(tx: Tx, accountId: number, sessionId: number, refused: number): Promise<void> {
  await tx.query(
    "update upload_session set records = records - $3, rejected = rejected + $3 where account_id = $1 and id = $2",
    [accountId, sessionId, refused],
  );
}
