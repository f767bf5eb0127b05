import { expect, freshAccount, newConnection, record, records, test, type Account, type Place } from "../fixtures/api";
import { liveOf, sessionsOf, uploaded, act } from "../fixtures/sessions";

type Flags = { complete?: string; abort?: string; more?: string };

/** One request of v1 with the session headers, as clients send them. */
const push = (
  account: Account,
  place: Place,
  name: string,
  data: unknown,
  { complete, abort, more = "" }: Flags = {},
) =>
  account.call("POST", records(place, "v1") + more, {
    headers: { "x-session-id": name, "x-session-complete": complete, "x-session-abort": abort },
    body: { data },
  });

type Listed = {
  data: Record<string, unknown>[];
  page: number;
  limit: number;
  total: number;
  sessionId?: string;
  connectionId?: number;
  customResourceId?: number;
};

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("201: the headers stage records, in whatever case flags are written, and the last request completes", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const one = await push(account, place, "nightly-1", { id: "a" }, { complete: "false", abort: "False" });
  expect([one.status, one.body.statusCode]).toEqual([201, 201]);
  expect(one.body.createdAt).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/);
  expect(await liveOf(account, place)).toEqual([]);
  const last = await push(account, place, "nightly-1", [{ id: "a" }, { id: "b" }], { complete: "TRUE", abort: "" });
  expect(last.status).toBe(200);
  expect((await liveOf(account, place)).map(({ id, sessionId }) => [id, sessionId])).toEqual([
    ["a", "nightly-1"],
    ["b", "nightly-1"],
  ]);
});

test("200: abort stages first and then cancels, also a session that this request opened", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, "nightly", [{ id: "a" }]);
  const aborted = await push(account, place, "nightly", [{ id: "b" }], { abort: "true" });
  expect(aborted.status).toBe(200);
  expect((await push(account, place, "another", { id: "c" }, { abort: "true" })).status).toBe(201);
  expect(await liveOf(account, place)).toEqual([]);
  expect((await sessionsOf(account, place)).map(({ sessionId, status }) => [sessionId, status])).toEqual([
    ["another", "CANCELED"],
    ["nightly", "CANCELED"],
  ]);
});

test("400: one record that is refused completes nothing, so that a caller who reads 400 is right", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  await push(account, place, "nightly", { id: "a", name: "x" });
  expect((await push(account, place, "nightly", { id: "b" }, { complete: "true" })).status).toBe(400);
  expect((await sessionsOf(account, place))[0]?.status).toBe("IN_PROGRESS");
  const last = await push(account, place, "nightly", [{ id: "b" }], { complete: "true" });
  expect(last.status).toBe(200);
  expect(ids(await liveOf(account, place))).toEqual(["a"]);
});

test("422 and 409: an empty session is not completed, and a second one does not begin beside an open one", async ({
  account,
  connection,
}) => {
  const place = await connection();
  expect((await push(account, place, "nightly", [], { complete: "true" })).status).toBe(422);
  const second = await push(account, place, "another", { id: "a" });
  expect(second.status).toBe(409);
  expect(second.body.message).toContain('"nightly"');
  expect((await push(account, place, "nightly", { id: "a" }, { complete: "true" })).status).toBe(201);
});

test("201: a dry run of a last request answers as if, also what would be refused, and leaves no trace", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const dry = { complete: "true", more: "?dryRun=true" };
  expect((await push(account, place, "empty", [], dry)).status).toBe(422);
  expect(await sessionsOf(account, place)).toEqual([]);
  await push(account, place, "nightly", { id: "a" });
  const tried = await push(account, place, "nightly", [{ id: "b" }], dry);
  expect([tried.status, tried.headers.get("x-dry-run")]).toEqual([200, "true"]);
  expect((await sessionsOf(account, place))[0]?.status).toBe("IN_PROGRESS");
  const aborted = await push(account, place, "nightly", [{ id: "b" }], { abort: "true", more: "?dryRun=true" });
  expect(aborted.status).toBe(200);
  await act(account, place, "nightly", "complete");
  expect(ids(await liveOf(account, place))).toEqual(["a"]);
});

test("200: the last request again, from a caller who did not wait, is answered and completes nothing twice", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, "nightly", [{ id: "a" }, { id: "b" }]);
  const last = () => push(account, place, "nightly", [{ id: "c", n: 1 }], { complete: "true" });
  const twins = await Promise.all([last(), last()]);
  expect(twins.map(({ status }) => status)).toEqual([200, 200]);
  await account.call("POST", records(place, "v1"), { body: { data: { id: "pushed" } } });
  const again = await last();
  expect(again.status).toBe(200);
  expect(again.body).toMatchObject([{ id: "c", statusCode: 200, data: { id: "c", n: 1 } }]);
  expect(ids(await liveOf(account, place))).toEqual(["a", "b", "c", "pushed"]);
  expect((await sessionsOf(account, place)).map(({ status }) => status)).toEqual(["ACTIVE"]);

  const next = await push(account, place, "nightly", [{ id: "c", n: 2 }], { complete: "true" });
  expect(next.status, "other records are a session of their own").toBe(200);
  expect(ids(await liveOf(account, place))).toEqual(["c"]);
});

test("200: a whole session in one request is made the live records anew once something else was written", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const whole = () => push(account, place, "nightly", [{ id: "a" }, { id: "b" }], { complete: "true" });
  await whole();
  expect((await whole()).status).toBe(200);
  expect((await sessionsOf(account, place)).length).toBe(1);
  await account.call("POST", records(place, "v1"), { body: { data: { id: "pushed" } } });
  expect((await whole()).status).toBe(200);
  expect(ids(await liveOf(account, place))).toEqual(["a", "b"]);
  expect((await sessionsOf(account, place)).map(({ status }) => status)).toEqual(["ACTIVE", "ARCHIVED"]);
});

test("201: an Idempotency-Key keeps the answer of a last request with what it completed", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const headers = { "x-session-id": "nightly", "x-session-complete": "true", "idempotency-key": crypto.randomUUID() };
  const asked = { headers, body: { data: { id: "a" } } };
  const first = await account.call("POST", records(place, "v1"), asked);
  const again = await account.call("POST", records(place, "v1"), asked);
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await sessionsOf(account, place)).length).toBe(1);
});

test("200: sessions of the account, newest first, page by page, by connection and resource", async () => {
  const account = await freshAccount();
  const [first, second] = [await newConnection(account), await newConnection(account)];
  await push(account, first, "one", { id: "a" }, { complete: "true" });
  await push(account, second, "two", { id: "a" }, { abort: "true" });
  await push(account, second, "three", { id: "a" });
  const list = async (query: string) => (await account.call<Listed>("GET", `/public/sessions${query}`)).body;
  const all = await list("");
  expect([all.page, all.limit, all.total]).toEqual([1, 20, 3]);
  expect(all.data.map(({ sessionId }) => sessionId)).toEqual(["three", "two", "one"]);
  const [three, two, one] = all.data;
  expect(one).toMatchObject({
    connectionId: first.connectionId,
    customResourceId: first.resourceId,
    status: "ACTIVE",
    workspaces: [{ id: 1 }],
  });
  expect(one?.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  expect([Object.hasOwn(one ?? {}, "canceledAt"), Object.hasOwn(two ?? {}, "activatedAt")]).toEqual([false, false]);
  expect([Object.hasOwn(one ?? {}, "activatedAt"), Object.hasOwn(two ?? {}, "canceledAt")]).toEqual([true, true]);
  expect(three?.status).toBe("IN_PROGRESS");

  const page = await list("?page=2&limit=2");
  expect([page.page, page.limit, page.total, page.data.length]).toEqual([2, 2, 3, 1]);
  expect((await list("?page=9")).data).toEqual([]);
  expect((await list(`?connectionId=${second.connectionId}`)).total).toBe(2);
  expect((await list(`?resourceId=${first.resourceId}&unknown=x`)).total).toBe(1);
  for (const query of ["page=0", "limit=0", "limit=51", "page=x", "connectionId=0", "resourceId=x"]) {
    expect((await account.call("GET", `/public/sessions?${query}`)).status, query).toBe(400);
  }
});

test("200: a session's records as v1 lists them: live, archived and open ones, of a canceled one none", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const name = `s-${crypto.randomUUID().slice(0, 8)}`;
  const read = async (named: string | number, query = "") =>
    (await account.call<Listed>("GET", `/public/sessions/${named}/evidence${query}`)).body;
  await push(account, place, name, [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }]);
  const open = await read(name);
  expect(open).toMatchObject({
    data: [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }],
    page: 1,
    limit: 20,
    total: 3,
    sessionId: name,
    connectionId: place.connectionId,
    customResourceId: place.resourceId,
  });
  await act(account, place, name, "complete");
  await account.call("PUT", record(place, "v1", "a"), { body: { data: { n: 2 } } });
  expect((await read(name)).data[0]).toEqual({ id: "a", n: 2 });
  const second = await read(name, "?page=2&limit=2");
  expect([second.data, second.total]).toEqual([[{ id: "c" }], 3]);
  const [first] = await sessionsOf(account, place);

  await push(account, place, name, { id: "z" }, { complete: "true" });
  expect((await read(name)).data, "the newest of that name").toEqual([{ id: "z" }]);
  expect((await read(first?.id ?? 0)).data[0], "as it stood when it was archived").toEqual({ id: "a", n: 2 });
  await push(account, place, name, { id: "q" }, { abort: "true" });
  expect(await read(name)).toMatchObject({ data: [], total: 0 });
  expect((await account.call("GET", "/public/sessions/nobody-knows-it/evidence")).status).toBe(404);
  expect((await account.call("GET", "/public/sessions/900000001/evidence")).status).toBe(404);
  expect((await account.call("GET", `/public/sessions/${name}/evidence?limit=51`)).status).toBe(400);
});

test("200: a key that is kept to connections sees their sessions only", async ({ account, connection }) => {
  const [mine, other] = [await connection(), await connection()];
  const name = `s-${crypto.randomUUID().slice(0, 8)}`;
  await uploaded(account, mine, name, { id: "mine" });
  await uploaded(account, other, `${name}-2`, { id: "other" });
  const { body } = await account.call<{ apiKey: string }>("POST", "/api/keys", {
    body: { name: "kept", connectionIds: [mine.connectionId] },
  });
  const asked = { key: body.apiKey };
  const list = await account.call<Listed>("GET", "/public/sessions?limit=50", asked);
  expect(list.body.data.map(({ sessionId }) => sessionId)).toEqual([name]);
  expect((await account.call("GET", `/public/sessions/${name}/evidence`, asked)).status).toBe(200);
  expect((await account.call("GET", `/public/sessions/${name}-2/evidence`, asked)).status).toBe(404);
});
