import { get } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import type { JobFacts } from "@/lib/contract/jobs";
import { expect, newConnection, records, resource } from "../fixtures/api";
import { session, sql } from "../fixtures/database";
import { changesOf, disorder, headOf, test, versionsOf } from "../fixtures/heart";
import { jobOver, jobWhen, runJob } from "../fixtures/jobs";
import { run } from "../fixtures/run";
import { workerBehind } from "../fixtures/worker-process";

const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `r${String(from + at).padStart(6, "0")}`, n: from + at }));

/** The pid of the worker that waits for what a connection holds, if it is one that is started again when it ends. */
async function workerWaitingFor(holder: Client): Promise<number | undefined> {
  const { rows: own } = await holder.query<{ pid: number }>("select pg_backend_pid() as pid");
  const [waiting] = await sql<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and $1 = any(pg_blocking_pids(pid))`,
    [own[0]?.pid],
  );
  return waiting && workerBehind(waiting.name);
}

test("a worker that is killed in the middle of 20,000 deletes leaves them to be done exactly once", async ({
  busy,
}) => {
  test.setTimeout(240_000);
  const place = await newConnection(busy);
  for (let from = 0; from < 20_000; from += 5_000) {
    await busy.call("POST", records(place, "api"), { body: { data: rows(5_000, from) } });
  }
  const holder = await session();
  const { body: started } = await busy.call<JobFacts>("POST", `${records(place, "api")}/bulk-delete`, {
    body: { selection: {} },
  });
  try {
    await jobWhen(busy, started.id, ({ done }) => done > 0);
    await holder.query("begin");
    await holder.query("select 1 from resource where id = $1 for update", [place.resourceId]);
    // The worker stands in the middle for as long as this holds its way; whichever it is, it is killed there.
    let worker: number | undefined;
    await expect.poll(async () => (worker = await workerWaitingFor(holder)), { timeout: 30_000 }).toBeDefined();
    if (worker) process.kill(worker, "SIGKILL");
    const [stood] = await sql<{ done: number }>("select done from job where id = $1", [started.id]);
    expect(stood?.done).toBeLessThan(20_000);
  } finally {
    await holder.end();
  }

  const job = await jobOver(busy, started.id);
  expect(job).toMatchObject({ status: "done", done: 20_000, total: 20_000, counts: { deleted: 20_000, changed: 0 } });
  const changes = await changesOf(place);
  expect(changes.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(20_000);
  expect(disorder(await versionsOf(place), changes, await headOf(place))).toEqual([]);
  const [row] = await sql<{ run: number }>("select run from job where id = $1", [started.id]);
  expect(row?.run).toBeGreaterThan(1);
});

/** Follows a stream of events until it ends or enough came. */
function follow(path: string, key: string, enough: (jobs: JobFacts[]) => boolean): Promise<JobFacts[]> {
  return new Promise((resolve, reject) => {
    let text = "";
    const jobs = () =>
      text
        .split("\n")
        .filter((line) => line.startsWith("data: "))
        .map((line) => JSON.parse(line.slice(6)) as JobFacts);
    const asking = get(`${run.url}${path}`, { headers: { authorization: `Bearer ${key}` } }, (incoming) => {
      expect(incoming.headers["content-type"]).toBe("text/event-stream");
      incoming.setEncoding("utf8");
      incoming.on("data", (part: string) => {
        text += part;
        if (text.endsWith("\n\n") && enough(jobs())) asking.destroy();
      });
      incoming.once("close", () => resolve(jobs()));
    });
    asking.once("error", (error) => (text ? resolve(jobs()) : reject(error)));
  });
}

test("events tell how a job gets on, and the stream of one job ends with it", async ({ busy }) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), { body: { data: rows(5_000) } });
  const all = follow("/api/jobs/events", busy.apiKey, (jobs) =>
    jobs.some(({ resourceId, finishedAt }) => resourceId === place.resourceId && finishedAt !== null),
  );
  await pause(300); // the stream is open by then; nothing is lost when it is not, as it begins with what moves
  const { body: started } = await busy.call<JobFacts>("POST", `${records(place, "api")}/bulk-delete`, {
    body: { selection: {} },
  });
  const own = await follow(`/api/jobs/${started.id}/events`, busy.apiKey, () => false);
  expect(own.at(-1)).toMatchObject({ id: started.id, status: "done", done: 5_000 });
  expect(own.every(({ id }) => id === started.id)).toBe(true);
  const seen = (await all).filter(({ id }) => id === started.id);
  expect(seen.at(-1)).toMatchObject({ status: "done" });
  const done = seen.map((job) => job.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
});

test("publishing a schema finds the records that fail it, and lists them", async ({ busy }) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), { body: { data: rows(2_500) } });
  const schema = { type: "object", properties: { n: { maximum: 2_399 } } };
  await busy.call("PUT", `${resource(place, "api")}/schema`, { body: { schema } });
  const { body } = await busy.call<{ data: JobFacts[] }>("GET", "/api/jobs?size=50");
  const check = body.data.find(({ kind, resourceId }) => kind === "schema.check" && resourceId === place.resourceId);
  const job = await jobOver(busy, check?.id ?? 0);
  expect(job).toMatchObject({ status: "done", counts: { failing: 100, fitting: 2_400 } });
  const list = await busy.call("GET", `${records(place, "api")}?failing=true&includeTotalCount=true&size=1`);
  expect(list.body.pagination).toMatchObject({ totalCount: 100 });
  const gone = await runJob(busy, `${records(place, "api")}/bulk-delete`, { selection: { failing: true } });
  expect(gone.counts).toMatchObject({ deleted: 100 });
});
