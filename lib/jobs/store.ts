import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";
import type { JobStatus } from "@/lib/contract/jobs";

export type JobRow = {
  account_id: number;
  id: number;
  kind: string;
  title: string;
  status: JobStatus;
  connection_id: number | null;
  resource_id: number | null;
  /** JSON text, as it was sent: numbers keep their digits as long as nobody parses it. */
  input: string;
  position: string;
  done: number;
  total: number | null;
  counts: string;
  problems: string;
  error: string | null;
  run: number;
  run_at: string | null;
  run_from: number;
  interruptions: number;
  cancel_at: string | null;
  actor_kind: string;
  actor_id: number | null;
  actor_label: string;
  channel: string;
  request_id: string;
  reason: string | null;
  undoes_id: number | null;
  undone_by_id: number | null;
  file_name: string | null;
  media_type: string | null;
  byte_count: number | null;
  /** The places that are masked in the file, as JSON text. */
  masked: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

/** A job by its account and number. */
export type Place = { accountId: number; id: number };

export type NewRow = {
  kind: string;
  title: string;
  connectionId: number | null;
  resourceId: number | null;
  input: string;
  total: number | null;
  undoesId: number | null;
};

/** The job's row, made and queued in the transaction of whoever asks for it. */
export async function insertJob(tx: Tx, ctx: Context, job: NewRow): Promise<JobRow> {
  const { actor, channel, requestId, reason = null } = ctx;
  const [row] = await tx.query<JobRow>(
    `insert into job (account_id, kind, title, connection_id, resource_id, input, total, undoes_id,
       actor_kind, actor_id, actor_label, channel, request_id, reason)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13, $14) returning *`,
    [
      ctx.accountId,
      job.kind,
      job.title,
      job.connectionId,
      job.resourceId,
      job.input,
      job.total,
      job.undoesId,
      actor.kind,
      actor.id,
      actor.label,
      channel,
      requestId,
      reason,
    ],
  );
  if (!row) throw new Error("A job was not stored");
  await enqueue(tx, { accountId: ctx.accountId, id: row.id });
  return row;
}

const BEHIND_MOST = 1_000;

/**
 * Puts a job into the queue; one that is queued already stays there once. It stands as far back as its account has jobs
 * before it, so that an account with many of them lets the others by.
 */
export async function enqueue(tx: Tx, { accountId, id }: Place): Promise<void> {
  const [row] = await tx.query<{ behind: number }>(
    `select count(*)::int as behind from (
       select from job where account_id = $1 and id < $2 and finished_at is null limit $3) before`,
    [accountId, id, BEHIND_MOST],
  );
  const options = { key: `job:${accountId}:${id}`, attempts: 1_000, behind: row?.behind ?? 0 };
  await addTask(tx, "job", { account: accountId, job: id }, options);
}

/**
 * Queues a task in the transaction that asks for it: it runs when that commits, and never otherwise. key: a newer one takes
 * the place of one that waits; line: those of a line run one after another, so that slow ones hold nobody else up; behind:
 * how far back it stands.
 */
export async function addTask(
  tx: Tx,
  task: string,
  payload: object,
  options: { key?: string; line?: string; attempts: number; behind?: number },
): Promise<void> {
  await tx.query(
    "select graphile_worker.add_job($1, $2::json, $3, job_key := $4, max_attempts := $5, priority := $6)",
    [task, JSON.stringify(payload), options.line ?? null, options.key ?? null, options.attempts, options.behind ?? 0],
  );
}

/** One job. */
export async function findJob({ accountId, id }: Place): Promise<JobRow | undefined> {
  const [row] = await reader.query<JobRow>("select * from job where account_id = $1 and id = $2", [accountId, id]);
  return row;
}

/** One job, held until commit. */
export async function lockJob(tx: Tx, { accountId, id }: Place): Promise<JobRow | undefined> {
  const [row] = await tx.query<JobRow>(
    "select * from job where account_id = $1 and id = $2 for no key update",
    [accountId, id],
    "lock_job",
  );
  return row;
}

/** Whose jobs are listed: of these connections (null: all), made by somebody or by anybody. */
export type Visible = {
  accountId: number;
  connectionIds: readonly number[] | null;
  maker: { kind: string; id: number | null } | null;
};

const visible = `account_id = $1 and ($2::bigint[] is null or connection_id = any($2))
  and ($3::text is null or (actor_kind = $3 and actor_id is not distinct from $4))`;

const visibleValues = ({ accountId, connectionIds, maker }: Visible) => [
  accountId,
  connectionIds,
  maker?.kind ?? null,
  maker?.id ?? null,
];

/** Jobs below an id (0: all), newest first, with their first problems. */
export async function listJobs(
  whose: Visible,
  page: { below: number; size: number; statuses: readonly JobStatus[] | null },
): Promise<JobRow[]> {
  return reader.query<JobRow>(
    `select *, jsonb_path_query_array(problems, '$[0 to 4]') as problems from job
     where ${visible} and ($5 = 0 or id < $5) and ($6::text[] is null or status = any($6))
     order by id desc limit $7`,
    [...visibleValues(whose), page.below, page.statuses, page.size],
  );
}

/** Jobs that are not over, and those of some ids. */
export async function listMoving(whose: Visible, ids: readonly number[]): Promise<JobRow[]> {
  return reader.query<JobRow>(
    `select * from job where ${visible} and (finished_at is null or id = any($5::bigint[])) order by id limit 100`,
    [...visibleValues(whose), ids],
  );
}

/** Takes a job up: whoever had it before finds another run and stops. Undefined when it is over. */
export async function claimJob(tx: Tx, { accountId, id }: Place): Promise<JobRow | undefined> {
  const [row] = await tx.query<JobRow>(
    `update job set run = run + 1, run_at = clock_timestamp(), run_from = done, interruptions = interruptions + 1,
       status = 'running', started_at = coalesce(started_at, clock_timestamp())
     where account_id = $1 and id = $2 and finished_at is null returning *`,
    [accountId, id],
  );
  return row;
}

export type Progress = {
  position: string;
  done: number;
  total: number | null;
  counts: string;
  problems: string;
  status: JobStatus;
  fileName: string | null;
  mediaType: string | null;
  byteCount: number | null;
  masked: string;
};

/** Where a job stands after a batch, in the transaction of the batch. */
export async function saveProgress(tx: Tx, { accountId, id }: Place, progress: Progress): Promise<void> {
  await tx.query(
    `update job set position = $3::jsonb, done = $4, total = $5, counts = $6::jsonb, problems = $7::jsonb, status = $8,
       file_name = $9, media_type = $10, byte_count = $11, masked = $12::jsonb, interruptions = 0,
       finished_at = case when $8 in ('done', 'canceled') then clock_timestamp() end
     where account_id = $1 and id = $2`,
    [
      accountId,
      id,
      progress.position,
      progress.done,
      progress.total,
      progress.counts,
      progress.problems,
      progress.status,
      progress.fileName,
      progress.mediaType,
      progress.byteCount,
      progress.masked,
    ],
    "save_progress",
  );
}

/** Ends a job, or puts it back into the line (status queued). */
export async function setStatus(tx: Tx, { accountId, id }: Place, status: JobStatus, error: string | null) {
  const [row] = await tx.query<JobRow>(
    `update job set status = $3, error = $4,
       finished_at = case when $3 in ('done', 'failed', 'canceled') then clock_timestamp() end,
       cancel_at = case when $3 = 'queued' then null else cancel_at end,
       interruptions = 0
     where account_id = $1 and id = $2 returning *`,
    [accountId, id, status, error],
  );
  if (!row) throw new Error(`There is no job ${id}`);
  return row;
}

/** Asks a job to stop after the batch it is at. */
export async function askToStop(tx: Tx, { accountId, id }: Place): Promise<void> {
  await tx.query("update job set cancel_at = clock_timestamp() where account_id = $1 and id = $2", [accountId, id]);
}

/** Notes that another job undoes this one. */
export async function markUndone(tx: Tx, { accountId, id }: Place, by: number): Promise<void> {
  await tx.query("update job set undone_by_id = $3 where account_id = $1 and id = $2", [accountId, id, by]);
}

/** Tells everybody who follows that a job got on. */
export async function tellJob(tx: Tx, { accountId, id }: Place): Promise<void> {
  await tx.query("select pg_notify('attestry', $1)", [`job:${accountId}:${id}`]);
}

/** Drops mails that waited for a day, as this installation has no mail server, and what was tried as often as it may be. */
export async function dropUnsent(tx: Tx): Promise<void> {
  await tx.query(
    `select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
     where locked_at is null and (task_identifier = 'send_mail' and created_at < now() - interval '1 day'
       or task_identifier in ('send_mail', 'send_webhook', 'post_checkpoint') and attempts >= max_attempts)
     having count(*) > 0`,
  );
}
