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
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
};

const columns = `u.account_id, u.id, u.connection_id, u.resource_id, u.session_id, u.status, u.set_id, u.rejected,
  case u.status when 'ACTIVE' then r.record_count else u.records end as records, u.created_at, u.updated_at,
  u.activated_at, u.archived_at, u.canceled_at, u.expired, u.activated_revision, u.archived_revision, u.actor_kind,
  u.actor_id, u.actor_label, u.channel`;
const tables = "upload_session u join resource r on r.account_id = u.account_id and r.id = u.resource_id";
const here = "u.account_id = $1 and u.resource_id = $2";

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

type Anywhere = { accountId: number; onlyConnections: readonly number[] | null };

const anywhere = `u.account_id = $1 and ($2::bigint[] is null or u.connection_id = any($2)) and r.deleted_at is null`;

/** A session of the account by its number, else the newest one of that name. */
export async function findAnywhere(
  { accountId, onlyConnections }: Anywhere,
  named: string,
): Promise<SessionRow | undefined> {
  const number = /^[1-9]\d{0,14}$/.test(named) ? Number(named) : null;
  const [row] = await reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${anywhere} and (u.id = $3 or u.session_id = $4)
     order by (u.id = $3) desc nulls last, u.id desc limit 1`,
    [accountId, onlyConnections, number, named],
  );
  return row;
}

/** A page of the account's sessions, newest first, and how many there are. workspaces: JSON text. */
export async function listAnywhere(
  { accountId, onlyConnections }: Anywhere,
  asked: { page: number; limit: number; connectionId?: number; resourceId?: number },
) {
  const { connectionId = null, resourceId = null } = asked;
  const where = `${anywhere} and ($3::bigint is null or u.connection_id = $3) and ($4::bigint is null or u.resource_id = $4)`;
  const values = [accountId, onlyConnections, connectionId, resourceId];
  const [counted] = await reader.query<{ total: number }>(
    `select count(*) as total from ${tables} where ${where}`,
    values,
  );
  const rows = await reader.query<SessionRow & { workspaces: string }>(
    `select ${columns}, (select jsonb_agg(jsonb_build_object('id', w.id, 'name', a.name) order by w.n)
       from connection c, account a, unnest(c.workspace_ids) with ordinality as w(id, n)
       where c.account_id = u.account_id and c.id = u.connection_id and a.id = u.account_id) as workspaces
     from ${tables} where ${where} order by u.created_at desc, u.id desc limit $5 offset $6`,
    [...values, asked.limit, (asked.page - 1) * asked.limit],
  );
  return { rows, total: counted?.total ?? 0 };
}

type Listed = Place & {
  status?: SessionStatus;
  by: "created_at" | "updated_at";
  descending: boolean;
  after?: { time: string; id: number };
  size: number;
};

/** A page of a resource's sessions and one more. */
export async function listSessions({ accountId, resourceId, status, by, descending, after, size }: Listed) {
  const [beyond, direction] = descending ? ["<", "desc"] : [">", "asc"];
  return reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and ($3::text is null or u.status = $3)
       and ($4::timestamptz is null or (u.${by}, u.id) ${beyond} ($4, $5::bigint))
     order by u.${by} ${direction}, u.id ${direction} limit $6`,
    [accountId, resourceId, status ?? null, after?.time ?? null, after?.id ?? null, size + 1],
  );
}

/** How many sessions a resource has, of one status or of all. */
export async function countSessions({ accountId, resourceId }: Place, status?: SessionStatus): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*) as count from upload_session u where ${here} and ($3::text is null or u.status = $3)`,
    [accountId, resourceId, status ?? null],
  );
  return row?.count ?? 0;
}

/** Sessions below a number (0: all), newest first. */
export async function listNumbered(
  { accountId, resourceId }: Place,
  { below, size, status }: { below: number; size: number; status?: SessionStatus },
): Promise<SessionRow[]> {
  return reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and ($3 = 0 or u.id < $3) and ($4::text is null or u.status = $4)
     order by u.id desc limit $5`,
    [accountId, resourceId, below, status ?? null, size],
  );
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
    `update upload_session set records = records + $3, rejected = rejected + $4, updated_at = $5::timestamptz
     where account_id = $1 and id = $2`,
    [head.accountId, id, fresh, rejected, head.stamp],
    "note_upload",
  );
}

/** Makes a session the live one by the revision that the Change will take; the one that was is archived. */
export async function activate(tx: Tx, head: Head, id: number): Promise<void> {
  await tx.query(
    `update upload_session set status = 'ARCHIVED', archived_revision = $3, archived_at = $4::timestamptz,
       updated_at = $4::timestamptz, records = $5
     where account_id = $1 and resource_id = $2 and status = 'ACTIVE'`,
    [head.accountId, head.resourceId, head.revision + 1, head.stamp, head.recordCount],
  );
  await tx.query(
    `update upload_session set status = 'ACTIVE', activated_revision = $3, activated_at = $4::timestamptz,
       archived_revision = null, archived_at = null, updated_at = $4::timestamptz
     where account_id = $1 and id = $2`,
    [head.accountId, id, head.revision + 1, head.stamp],
  );
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

/** Makes the live records what they were at a revision. Answers what came to what. */
export async function restoreMoment(tx: Tx, head: Head, revision: number) {
  await tx.query("set local statement_timeout = 0");
  const [row] = await tx.query<{ created: number; updated: number; deleted: number }>(
    "select * from restore_moment($1, $2, $3, $4, $5::timestamptz)",
    [head.accountId, head.resourceId, revision, head.revision + 1, head.stamp],
  );
  return row ?? { created: 0, updated: 0, deleted: 0 };
}

/** Whether another identifier key was published after a revision. */
export async function wasRekeyed(tx: Tx, { accountId, resourceId }: Place, revision: number): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from change where account_id = $1 and resource_id = $2 and revision > $3 and kind = 'schema.rekey' limit 1`,
    [accountId, resourceId, revision],
  );
  return rows.length > 0;
}

/** Records that a revision wrote, in the order of their ids. */
export async function writtenBy(tx: Tx, head: Head, page: { afterId: string | null; size: number }) {
  return tx.query<{ id: string; revision: number; data: string }>(
    `select id, revision, data from data_record
     where account_id = $1 and resource_id = $2 and revision = $3 and ($4::text is null or id > $4)
     order by id limit $5`,
    [head.accountId, head.resourceId, head.revision + 1, page.afterId, page.size],
  );
}

/** Sessions that are over, of every account, whose staged records are still there. */
export async function findLeftovers(): Promise<SessionRow[]> {
  return reader.query<SessionRow>(
    `select ${columns} from ${tables} join staged_set s on s.account_id = u.account_id and s.id = u.set_id
     where u.status <> 'IN_PROGRESS' limit 1000`,
  );
}

/** Rows that a session holds no more, since the schema that holds now refuses them. */
export async function noteRefused(tx: Tx, accountId: number, sessionId: number, refused: number): Promise<void> {
  await tx.query(
    "update upload_session set records = records - $3, rejected = rejected + $3 where account_id = $1 and id = $2",
    [accountId, sessionId, refused],
  );
}
