import { Client } from "pg";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { connectionConfig, reader, type Reader } from "@/lib/db/client";
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

type Place = { accountId: number; id: number };

export type NewRow = {
  kind: string;
  title: string;
  connectionId: number | null;
  resourceId: number | null;
  input: string;
  undoesId: number | null;
};

/** The job's row, made and queued in the transaction of whoever asks for it. */
export async function insertJob(tx: Tx, ctx: Context, job: NewRow): Promise<JobRow> {
  const { actor, channel, requestId, reason = null } = ctx;
  const [row] = await tx.query<JobRow>(
    `insert into job (account_id, kind, title, connection_id, resource_id, input, undoes_id,
       actor_kind, actor_id, actor_label, channel, request_id, reason)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13) returning *`,
    [
      ctx.accountId,
      job.kind,
      job.title,
      job.connectionId,
      job.resourceId,
      job.input,
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

/** Puts a job into the queue; one that is queued already stays there once. */
export async function enqueue(tx: Tx, { accountId, id }: Place): Promise<void> {
  await addTask(tx, "job", { account: accountId, job: id }, { key: `job:${accountId}:${id}`, attempts: 1_000 });
}

/** Queues a task in the transaction that asks for it: it runs when that commits, and never otherwise. */
export async function addTask(
  tx: Tx,
  task: string,
  payload: object,
  options: { key?: string; attempts: number },
): Promise<void> {
  await tx.query("select graphile_worker.add_job($1, $2::json, job_key := $3, max_attempts := $4)", [
    task,
    JSON.stringify(payload),
    options.key ?? null,
    options.attempts,
  ]);
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

// Files -----------------------------------------------------------------------------------------------------------

/** One piece of a job's file. */
export async function insertChunk(tx: Tx, { accountId, id }: Place, ordinal: number, bytes: Buffer): Promise<void> {
  await tx.query(
    "insert into job_chunk (account_id, job_id, ordinal, bytes) values ($1, $2, $3, $4)",
    [accountId, id, ordinal, bytes],
    "insert_job_chunk",
  );
}

/** The pieces of a file in order, one at a time. */
export async function* chunks({ accountId, id }: Place, from: Reader = reader): AsyncGenerator<Uint8Array> {
  for (let ordinal = 0; ; ordinal += 1) {
    const [row] = await from.query<{ bytes: Buffer }>(
      "select bytes from job_chunk where account_id = $1 and job_id = $2 and ordinal = $3",
      [accountId, id, ordinal],
      "read_job_chunk",
    );
    if (!row) return;
    yield row.bytes;
  }
}

/** Whether a job's file holds in clear what is sensitive now. */
export async function holdsSensitive({ accountId, id }: Place): Promise<boolean> {
  const [row] = await reader.query<{ clear: boolean }>(
    `select exists (select from jsonb_array_elements(r.sensitive) path
       where path not in (select jsonb_array_elements(j.masked))) as clear
     from job j join resource r on r.account_id = j.account_id and r.id = j.resource_id
     where j.account_id = $1 and j.id = $2`,
    [accountId, id],
  );
  return row?.clear ?? false;
}

/** Removes the files of jobs that ended before so many days; the jobs stay. Answers how many files went. */
export async function sweepFiles(tx: Tx, days: number): Promise<number> {
  const rows = await tx.query<{ id: number }>(
    `with old as (
       update job set file_name = null, media_type = null, byte_count = null
       where file_name is not null and finished_at < now() - make_interval(days => $1) returning account_id, id
     ), gone as (
       delete from job_chunk c using old where c.account_id = old.account_id and c.job_id = old.id
     )
     select id from old`,
    [days],
  );
  return rows.length;
}

/** Drops mails that waited for a day: this installation has no mail server. */
export async function dropUnsentMails(tx: Tx): Promise<void> {
  await tx.query(
    `select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
     where task_identifier = 'send_mail' and locked_at is null and created_at < now() - interval '1 day'
     having count(*) > 0`,
  );
}

// The queue -------------------------------------------------------------------------------------------------------

/**
 * Unfinished jobs that the queue does not know: after a restore, whose file holds the jobs and not the queue, or when
 * somebody cleared it.
 */
export async function strayJobs(tx: Tx): Promise<Place[]> {
  const rows = await tx.query<{ account_id: number; id: number }>(
    `select j.account_id, j.id from job j
     where j.finished_at is null and j.created_at < now() - interval '10 seconds'
       and not exists (select from graphile_worker.jobs q where q.key = 'job:' || j.account_id || ':' || j.id)
     limit 1000`,
  );
  return rows.map(({ account_id, id }) => ({ accountId: account_id, id }));
}

/**
 * Jobs that the queue puts off since their worker lost the database, or had been killed often: the queue waits longer each
 * time, for hours at last, and nothing of that makes a job wrong.
 */
export async function hastenJobs(tx: Tx): Promise<void> {
  await tx.query(
    `select graphile_worker.reschedule_jobs(array_agg(id), run_at := now(), attempts := 1) from graphile_worker.jobs
     where task_identifier = 'job' and locked_at is null and run_at > now() + interval '3 seconds'
     having count(*) > 0`,
  );
}

const markOf = (worker: string) => `hashtextextended('attestry worker ' || ${worker}, 0)`;

/**
 * The sign of life of this process's workers: a lock on a connection of its own, which the database lets go of the
 * moment the process is gone, however it went. onLost: the connection broke, so others may take our jobs.
 */
export class SignOfLife {
  private readonly own: string[] = [];
  private last: Promise<unknown> = Promise.resolve();
  private constructor(
    private readonly client: Client,
    private readonly onLost: (error: Error) => void,
  ) {}

  /** Opens the connection. */
  static async open(onLost: (error: Error) => void): Promise<SignOfLife> {
    const client = new Client({ ...connectionConfig(), keepAliveInitialDelayMillis: 5_000 });
    client.on("error", onLost);
    await client.connect();
    await client.query("set statement_timeout = 0; set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5");
    return new SignOfLife(client, onLost);
  }

  /** Marks a worker as alive for as long as this process lives. */
  async mark(worker: string): Promise<void> {
    this.own.push(worker);
    await this.inTurn(() => this.client.query(`select pg_advisory_lock(${markOf("$1")})`, [worker]));
  }

  /**
   * Gives back what workers held that are no more; the queue alone would wait for four hours. A worker that began less
   * than three seconds ago may not have left its mark yet. Answers the workers found dead.
   */
  async freeTheDead(): Promise<string[]> {
    const { rows } = await this.inTurn(() =>
      this.client.query<{ worker: string }>(
        `with holding as materialized (
         select distinct locked_by as worker from graphile_worker.jobs
         where locked_by <> all($1::text[]) and locked_at < now() - interval '3 seconds'
       ), dead as materialized (
         select worker from holding where pg_try_advisory_xact_lock(${markOf("worker")})
       )
       select worker, graphile_worker.force_unlock_workers(array[worker])::text from dead`,
        [this.own],
      ),
    );
    return rows.map(({ worker }) => worker);
  }

  /** One statement at a time: the connection is ours alone, and two of us may want it. */
  private inTurn<Result>(ask: () => Promise<Result>): Promise<Result> {
    const mine = this.last.then(ask);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Lets go. */
  async close(): Promise<void> {
    this.client.off("error", this.onLost);
    this.client.on("error", () => undefined);
    await this.client.end();
  }
}
