import { setTimeout as pause } from "node:timers/promises";
import { newKey } from "../fixtures/admin";
import { anotherServer, ask, type AnotherServer } from "../fixtures/another-server";
import { call, faces, newConnection, records, type Place } from "../fixtures/api";
import { session, sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { run } from "../fixtures/run";

let second: AnotherServer;
test.beforeAll(async () => {
  second = await anotherServer({ ATTESTRY_LOCK_WAIT_SECONDS: "1" });
});
test.afterAll(() => second?.stop());

type Item = { id: string; createdAt: string; updatedAt: string; statusCode: number; data: Record<string, unknown> };
type Push = {
  id: number;
  revision: number | null;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
};

const many = <Result>(count: number, each: (at: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, at) => each(at)));
const countOf = (statuses: readonly number[]) =>
  Object.fromEntries(
    [...new Set(statuses)].sort().map((each) => [each, statuses.filter((one) => one === each).length]),
  );
const pushesOf = async (place: Place, key: string) => {
  const path = `${records(place, "api").replace(/records$/, "pushes")}?size=500`;
  return (await call<{ data: Push[] }>("GET", path, { key })).body.data;
};

for (const same of [false, true]) {
  const what = same ? "the same record" : "50 versions of one record";
  test(`201 once and 200 49 times, when ${what} race to be the first, in two processes`, async ({ busy }) => {
    const place = await newConnection(busy);
    const rows = await many(50, async (at) => {
      const data = { id: "contested", by: same ? 0 : at };
      const path = records(place, faces[at % 3] ?? "api");
      const heard = await ask(at % 2 ? run.url : second.url, "POST", path, { key: busy.apiKey, body: { data } });
      return { data, status: heard.status, item: JSON.parse(heard.text) as Item };
    });
    expect(countOf(rows.map(({ status }) => status))).toEqual({ 200: 49, 201: 1 });
    for (const { data, item, status } of rows) {
      expect(item).toMatchObject({ id: "contested", statusCode: status, data });
      expect([item.createdAt, item.updatedAt].every(Boolean)).toBe(true);
    }
    expect(new Set(rows.map(({ item }) => item.createdAt.replace("T", " ").slice(0, 23))).size).toBe(1);

    const [versions, changes, head] = [await versionsOf(place), await changesOf(place), await headOf(place)];
    expect(disorder(versions, changes, head)).toEqual([]);
    expect([versions.length, head.record_count]).toEqual([same ? 1 : 50, 1]);
    expect(changes.map(({ created }) => created).reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await pushesOf(place, busy.apiKey)).toHaveLength(50);
  });
}

test("200, an unchanged push makes no Change but a push row, alone and in bulk", async ({ busy }) => {
  const place = await newConnection(busy);
  const data = [
    { id: "a", n: 1 },
    { id: "b", n: 1.0 },
  ];
  await busy.call("POST", records(place, "api"), { body: { data } });
  const before = await headOf(place);
  expect(before.revision).toBe(2);
  await busy.call("POST", records(place, "api"), { body: { data } });
  await busy.call("POST", records(place, "v1"), { body: { data: data[0] } });
  await busy.call("PUT", `${records(place, "v2")}/a`, { body: { data: { n: 1 } } });
  expect(await headOf(place)).toEqual(before);
  expect((await versionsOf(place)).map(({ revision }) => revision)).toEqual([2, 2]);
  const rows = (await pushesOf(place, busy.apiKey)).map(({ id: _, ...push }) => push);
  expect(rows).toMatchObject([
    { revision: null, created: 0, updated: 0, unchanged: 1, rejected: 0 },
    { revision: null, created: 0, updated: 0, unchanged: 2, rejected: 0 },
    { revision: 2, created: 2, updated: 0, unchanged: 0, rejected: 0 },
  ]);
  const [row] = await sql<{ unchanged_ids: string[] }>(
    "select unchanged_ids from push where resource_id = $1 and unchanged = 2",
    [place.resourceId],
  );
  expect(row?.unchanged_ids.sort()).toEqual(["a", "b"]);
});

test("201, singles that share a transaction keep a revision, a Change and a push row of their own", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  const names = await many(80, async (at) => {
    const headers = { "x-request-id": `single-${place.resourceId}-${at}` };
    const { status } = await busy.call("POST", records(place, "api"), { body: { data: { id: `s${at}` } }, headers });
    expect(status).toBe(201);
    return headers["x-request-id"];
  });
  const [versions, changes, head] = [await versionsOf(place), await changesOf(place), await headOf(place)];
  expect(disorder(versions, changes, head)).toEqual([]);
  const upserts = changes.slice(1);
  expect(upserts.map(({ request_id }) => request_id).sort()).toEqual(names.sort());
  expect(upserts.every(({ created, updated }) => created === 1 && updated === 0)).toBe(true);
  expect(versions.map(({ revision }) => revision)).toEqual(upserts.map(({ revision }) => revision));
  const pushed = (await pushesOf(place, busy.apiKey)).map(({ revision }) => revision);
  expect(pushed.sort((a, b) => Number(a) - Number(b))).toEqual(upserts.map(({ revision }) => revision));
  const [shared] = await sql<{ transactions: number }>(
    "select count(distinct xmin::text) as transactions from change where resource_id = $1 and revision > 1",
    [place.resourceId],
  );
  expect(shared?.transactions).toBeLessThan(40);
});

test("500 for the single that the database refuses, 201 for those that came together with it", async ({ busy }) => {
  const place = await newConnection(busy);
  const poison = `poison ${crypto.randomUUID()}`;
  const trigger = `refuse_${place.resourceId}`;
  await sql(
    `create trigger ${trigger} before insert on data_record for each row when (new.id = '${poison}')
     execute function refuse_new_key()`,
  );
  try {
    const statuses = await many(30, async (at) => {
      const id = at === 10 ? poison : `good ${at}`;
      return (await busy.call("POST", records(place, "v1"), { body: { data: { id } } })).status;
    });
    expect(countOf(statuses)).toEqual({ 201: 29, 500: 1 });
    expect(statuses[10]).toBe(500);
  } finally {
    await sql(`drop trigger ${trigger} on data_record`);
  }
  const [versions, changes, head] = [await versionsOf(place), await changesOf(place), await headOf(place)];
  expect(disorder(versions, changes, head)).toEqual([]);
  expect(head).toMatchObject({ record_count: 29, revision: 30 });
});

test("201 for everybody else, when one of two keys that push together is revoked", async ({ busy }) => {
  const place = await newConnection(busy);
  const leaving = await newKey(busy.accountId);
  const until = Date.now() + 1_500;
  const push = async (key: string, name: string) => {
    const statuses: number[] = [];
    for (let turn = 0; Date.now() < until; turn += 1) {
      const data = { id: `${name} ${turn}` };
      statuses.push((await call("POST", records(place, "v1"), { key, body: { data } })).status);
    }
    return statuses;
  };
  const staying = many(6, (at) => push(busy.apiKey, `stays ${at}`));
  const gone = many(2, (at) => push(leaving.apiKey, `leaves ${at}`));
  await pause(500);
  expect((await busy.call("DELETE", `/api/keys/${leaving.keyId}`)).status).toBe(200);
  const revokedAt =
    (
      await sql<{ at: string }>(
        "select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as at",
      )
    )[0]?.at ?? "";
  expect([...new Set((await staying).flat())]).toEqual([201]);
  for (const statuses of await gone) {
    const first = statuses.indexOf(401);
    expect(first).toBeGreaterThan(0);
    expect([...new Set(statuses.slice(first))]).toEqual([401]);
  }
  const late = (await changesOf(place)).filter(({ at }) => at > revokedAt);
  const writers = await sql<{ actor_id: number }>(
    "select distinct actor_id from change where resource_id = $1 and revision = any($2::bigint[])",
    [place.resourceId, late.map(({ revision }) => revision)],
  );
  expect(writers).toEqual([{ actor_id: busy.keyId }]);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("401 for a push that was let in before its key was revoked and would be written after; 201 for its neighbour", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  const leaving = await newKey(busy.accountId);
  const holder = await session();
  try {
    await holder.query("begin");
    await holder.query("select 1 from resource where id = $1 for update", [place.resourceId]);
    const push = (key: string, data: unknown) => call("POST", records(place, "v1"), { key, body: { data } });
    const pushed = [
      push(leaving.apiKey, { id: "left alone" }),
      push(busy.apiKey, { id: "stays" }),
      push(leaving.apiKey, { id: "left together" }),
      push(leaving.apiKey, [{ id: "left in bulk" }]),
    ];
    await pause(200);
    expect((await busy.call("DELETE", `/api/keys/${leaving.keyId}`)).status).toBe(200);
    await holder.query("commit");
    expect((await Promise.all(pushed)).map(({ status }) => status)).toEqual([401, 201, 401, 401]);
  } finally {
    await holder.end();
  }
  expect((await versionsOf(place)).map(({ id }) => id)).toEqual(["stays"]);
});

test("201 at once on other resources while one waits for its turn; 503 with Retry-After when the wait is over", async ({
  busy,
}) => {
  const [held, free] = [await newConnection(busy), await newConnection(busy)];
  const holder = await session();
  try {
    await holder.query("begin");
    await holder.query("select 1 from resource where id = $1 for update", [held.resourceId]);
    const waiting = many(30, (at) => busy.call("POST", records(held, "api"), { body: { data: [{ id: `w${at}` }] } }));
    const late = many(3, (at) => {
      const body = { data: [{ id: `late${at}` }] };
      return ask(second.url, "POST", records(held, "api"), { key: busy.apiKey, body });
    });
    await pause(100);
    const began = performance.now();
    const others = await many(20, (at) =>
      busy.call("POST", records(free, "api"), { body: { data: { id: `f${at}` } } }),
    );
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(countOf(others.map(({ status }) => status))).toEqual({ 201: 20 });
    const reads = await many(5, () => busy.call("GET", records(held, "api")));
    expect(countOf(reads.map(({ status }) => status)), "readers never wait for writers").toEqual({ 200: 5 });
    for (const { status, headers } of await late) {
      expect(status).toBe(503);
      expect(String(headers["retry-after"])).toMatch(/^[1-9]\d*$/);
    }
    await holder.query("commit");
    expect(countOf((await waiting).map(({ status }) => status))).toEqual({ 200: 30 });
  } finally {
    await holder.end();
  }
  expect((await headOf(held)).record_count).toBe(30);
});
