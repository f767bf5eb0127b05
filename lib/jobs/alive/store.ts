import { Client } from "pg";
import type { Tx } from "@/lib/changes/tx";
import { connectionConfig } from "@/lib/db/client";
import type { Place } from "../store";

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
