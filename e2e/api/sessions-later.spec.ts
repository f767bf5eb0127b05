import type { JobFacts } from "@/lib/contract/jobs";
import { anotherServer, ask } from "../fixtures/another-server";
import { newConnection, records, resource, type Account, type Place } from "../fixtures/api";
import { session as connect, sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { jobOver, jobWhen } from "../fixtures/jobs";
import { act, liveOf, sessions, sessionsOf, uploaded } from "../fixtures/sessions";

const own = (place: Place, rest: string) => `${resource(place, "api")}/sessions/${rest}`;
const later = { headers: { prefer: "respond-async" } };
const heartOf = async (place: Place) => disorder(await versionsOf(place), await changesOf(place), await headOf(place));
const numberOf = async (account: Account, place: Place) => (await sessionsOf(account, place))[0]?.id ?? 0;
const idsOf = async (account: Account, place: Place) => (await liveOf(account, place)).map(({ id }) => id);

async function started(account: Account, path: string): Promise<JobFacts> {
  const { status, body, headers, text } = await account.call<JobFacts>("POST", path, { ...later, body: {} });
  expect(status, text).toBe(202);
  expect(headers.get("location")).toBe(`/api/jobs/${body.id}`);
  return body;
}

/** A server that completes a session as long as somebody holds it up. */
const patient = { ATTESTRY_LOCK_WAIT_SECONDS: "60", ATTESTRY_STATEMENT_SECONDS: "120" };

/** Waits until a statement that begins so waits for a lock that somebody holds. */
const waiting = (begins: string) =>
  expect
    .poll(
      async () =>
        (await sql("select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like $1", [`${begins}%`]))
          .length,
      { timeout: 30_000 },
    )
    .toBeGreaterThan(0);

test("202: a job completes a session and makes the one before live again, each as one change that says what it came to", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  await uploaded(busy, place, "first", [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }]);
  await act(busy, place, "first", "complete");
  const first = await numberOf(busy, place);
  const stood = await liveOf(busy, place);
  await uploaded(busy, place, "second", [{ id: "a", n: 2 }, { id: "b" }, { id: "d" }]);
  const second = await numberOf(busy, place);

  const guarded = await busy.call("POST", own(place, `${second}/complete`), { ...later, body: {} });
  expect([guarded.status, guarded.body.name]).toEqual([422, "DeletionsUnconfirmed"]);
  const job = await started(busy, own(place, `${second}/complete?confirmDeletes=1`));
  expect(await jobOver(busy, job.id)).toMatchObject({
    status: "done",
    kind: "sessions.complete",
    counts: { created: 1, updated: 1, unchanged: 1, deleted: 1 },
  });
  expect(await idsOf(busy, place)).toEqual(["a", "b", "d"]);
  expect((await changesOf(place)).at(-1)).toMatchObject({
    kind: "records.session",
    created: 1,
    updated: 1,
    deleted: 1,
  });
  expect((await busy.call("POST", own(place, `${second}/complete`), { ...later, body: {} })).status).toBe(409);

  const back = await started(busy, own(place, `${first}/reactivate?confirmDeletes=1`));
  expect(await jobOver(busy, back.id)).toMatchObject({
    status: "done",
    counts: { created: 1, updated: 1, unchanged: 1, deleted: 1 },
  });
  const told = (rows: typeof stood) => rows.map(({ id, attributes, createdAt }) => [id, attributes, createdAt]);
  expect(told(await liveOf(busy, place))).toEqual(told(stood));
  expect(await heartOf(place)).toEqual([]);
  const left = "select 1 from staged_set where resource_id = $1";
  await expect.poll(() => sql(left, [place.resourceId])).toEqual([]);
});

test("a job that completes a session can be stopped until the change, and then nothing has begun", async ({ busy }) => {
  const place = await newConnection(busy);
  await uploaded(busy, place, "nightly", [{ id: "a" }, { id: "b" }]);
  const id = await numberOf(busy, place);
  const holder = await connect();
  try {
    await holder.query("begin");
    await holder.query("select 1 from staged_set where resource_id = $1 for update", [place.resourceId]);
    const job = await started(busy, own(place, `${id}/complete`));
    await jobWhen(busy, job.id, ({ status }) => status === "running");
    const again = await started(busy, own(place, `${id}/complete`));
    expect(again.id, "the job that is at it already").toBe(job.id);
    expect((await busy.call<{ jobId: number }>("GET", `${resource(place, "api")}/sessions`)).body).toMatchObject({
      data: [{ status: "IN_PROGRESS", jobId: job.id }],
    });
    expect((await busy.call("POST", `/api/jobs/${job.id}/cancel`)).status).toBe(200);
    await holder.query("rollback");
    expect((await jobOver(busy, job.id)).status).toBe("canceled");
  } finally {
    await holder.end();
  }
  expect((await sessionsOf(busy, place))[0]?.status).toBe("IN_PROGRESS");
  expect(await idsOf(busy, place)).toEqual([]);
  await act(busy, place, "nightly", "complete");
  expect(await idsOf(busy, place)).toEqual(["a", "b"]);
});

test("503: what is pushed while a completion is written waits, is told when to come back, and holds up nobody else", async ({
  busy,
}) => {
  test.slow();
  const [place, beside] = [await newConnection(busy), await newConnection(busy)];
  await uploaded(busy, place, "nightly", [{ id: "a" }, { id: "b" }]);
  const other = await anotherServer(patient);
  const holder = await connect();
  try {
    await holder.query("begin");
    await holder.query("select 1 from upload_session where resource_id = $1 for update", [place.resourceId]);
    const asked = { key: busy.apiKey, body: { action: "complete" } };
    const completing = ask(other.url, "POST", `${sessions(place)}/nightly/actions`, asked);
    await waiting("update upload_session set status = 'ACTIVE'");
    const push = (where: Place) => busy.call("POST", records(where, "v2"), { body: { data: { id: "pushed" } } });
    const refused = await push(place);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await push(beside)).status).toBe(201);
    await holder.query("rollback");
    expect((await completing).status).toBe(200);
    expect(await idsOf(busy, place)).toEqual(["a", "b"]);
    expect((await push(place)).status).toBe(201);
  } finally {
    await holder.end();
    await other.stop();
  }
});

test("a server that is killed while it completes a session has not begun, and another one completes it", async ({
  busy,
}) => {
  test.slow();
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "v2"), { body: { data: [{ id: "before" }, { id: "a", n: 1 }] } });
  await uploaded(busy, place, "nightly", [{ id: "a", n: 2 }, { id: "b" }]);
  const other = await anotherServer(patient);
  const holder = await connect();
  try {
    await holder.query("begin");
    await holder.query("select 1 from upload_session where resource_id = $1 for update", [place.resourceId]);
    const body = { action: "complete" };
    const cut = ask(other.url, "POST", `${sessions(place)}/nightly/actions`, { key: busy.apiKey, body }).catch(
      (error: Error) => error,
    );
    await waiting("update upload_session set status = 'ACTIVE'");
    process.kill(other.pid, "SIGKILL");
    expect(await cut).toBeInstanceOf(Error);
    await holder.query("rollback");
  } finally {
    await holder.end();
    await other.stop();
  }
  expect((await sessionsOf(busy, place))[0]?.status).toBe("IN_PROGRESS");
  expect(await idsOf(busy, place)).toEqual(["a", "before"]);
  await act(busy, place, "nightly", "complete");
  expect(await idsOf(busy, place)).toEqual(["a", "b"]);
  expect((await changesOf(place)).filter(({ kind }) => kind === "records.session")).toHaveLength(1);
  expect(await heartOf(place)).toEqual([]);
});

test("the worker cancels sessions that nobody added to, and takes away what they and others left staged", async ({
  busy,
}) => {
  const [left, open] = [await newConnection(busy), await newConnection(busy)];
  await uploaded(busy, left, "left", [{ id: "a" }, { id: "b" }]);
  await uploaded(busy, open, "open", [{ id: "a" }]);
  await sql("update upload_session set updated_at = now() - interval '25 hours' where resource_id = $1", [
    left.resourceId,
  ]);
  await sql(
    `insert into staged_set (account_id, resource_id, kind, base_revision, created_at)
     values ($1, $2, 'moment', 0, now() - interval '2 hours'), ($1, $2, 'moment', 0, now())`,
    [busy.accountId, open.resourceId],
  );
  await sql("select graphile_worker.add_job('sweep_sessions')");
  await expect.poll(async () => (await sessionsOf(busy, left))[0]?.status, { timeout: 30_000 }).toBe("CANCELED");
  const kinds = () =>
    sql<{ kind: string }>("select kind from staged_set where resource_id = any($1) order by kind", [
      [left.resourceId, open.resourceId],
    ]);
  await expect.poll(kinds, { timeout: 30_000 }).toEqual([{ kind: "moment" }, { kind: "session" }]);
  const audited = await sql<{ action: string; actor_label: string }>(
    "select action, actor_label from audit_entry where account_id = $1 and action = 'session.expire'",
    [busy.accountId],
  );
  expect(audited).toEqual([{ action: "session.expire", actor_label: "expiry" }]);
  expect((await sessionsOf(busy, open))[0]?.status).toBe("IN_PROGRESS");
});
