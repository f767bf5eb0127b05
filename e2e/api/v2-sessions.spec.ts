import { expect, records, test } from "../fixtures/api";
import { act, liveOf, sessions, sessionsOf, uploaded, type SessionItem } from "../fixtures/sessions";

type Answer = { statusCode: number; id?: string; error?: { code: number } };

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("201 and 200: an item's status is told by what is staged, and nothing is live before the session is completed", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: [{ id: "a", n: 0 }, { id: "old" }] } });
  const one = await uploaded(account, place, "nightly", { id: "a", n: 1 });
  expect([one.status, one.body.statusCode, one.body.data]).toEqual([201, 201, { id: "a", n: 1 }]);
  expect(one.body.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
  const again = await uploaded(account, place, "nightly", { id: "a", n: 2 });
  expect([again.status, again.body.createdAt]).toEqual([200, one.body.createdAt]);
  const bulk = await uploaded(account, place, "nightly", [{ id: "a", n: 3 }, { id: "b" }, { id: "b", n: 1 }]);
  expect((bulk.body as unknown as Answer[]).map(({ statusCode }) => statusCode)).toEqual([200, 201, 200]);

  expect((await liveOf(account, place)).map(({ id, attributes }) => [id, attributes.n])).toEqual([
    ["a", 0],
    ["old", undefined],
  ]);
  const [open] = await sessionsOf(account, place);
  expect(open).toMatchObject({ sessionId: "nightly", status: "IN_PROGRESS", activatedAt: null, canceledAt: null });
});

test("200: complete makes the live set exactly the session's, keeps createdAt, and archives the one before", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), {
    body: { data: [{ id: "a", n: 0 }, { id: "same" }, { id: "old" }] },
  });
  const before = await liveOf(account, place);
  await uploaded(account, place, "first", [{ id: "a", n: 1 }, { id: "same" }, { id: "new" }]);
  const done = await act(account, place, "first", "complete");
  const { connectionId, resourceId } = place;
  expect(done.body).toEqual({ sessionId: "first", status: "ACTIVE", action: "complete", connectionId, resourceId });

  const live = await liveOf(account, place);
  expect(live.map(({ id, attributes, sessionId }) => [id, attributes.n, sessionId])).toEqual([
    ["a", 1, "first"],
    ["new", undefined, "first"],
    ["same", undefined, "first"],
  ]);
  const created = (rows: typeof live, id: string) => rows.find((row) => row.id === id)?.createdAt;
  expect(created(live, "a")).toBe(created(before, "a"));
  expect(created(live, "same")).toBe(created(before, "same"));

  await uploaded(account, place, "second", [{ id: "b" }]);
  await act(account, place, "second", "complete");
  expect((await liveOf(account, place)).map(({ id, sessionId }) => [id, sessionId])).toEqual([["b", "second"]]);
  const found = await sessionsOf(account, place);
  expect(found.map(({ sessionId, status }) => [sessionId, status])).toEqual([
    ["second", "ACTIVE"],
    ["first", "ARCHIVED"],
  ]);
  for (const { activatedAt } of found) expect(activatedAt).toMatch(/Z$/);
});

test("200: cancel leaves no trace in what is live, and its name may be used again", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: { id: "a", n: 0 } } });
  await uploaded(account, place, "nightly", [{ id: "a", n: 9 }, { id: "b" }]);
  const done = await act(account, place, "nightly", "cancel");
  expect(done.body).toMatchObject({ status: "CANCELED", action: "cancel" });
  expect((await liveOf(account, place)).map(({ id, attributes, sessionId }) => [id, attributes.n, sessionId])).toEqual([
    ["a", 0, null],
  ]);
  expect(await liveOf(account, place, "?sessionId=nightly")).toEqual([]);

  expect((await uploaded(account, place, "nightly", { id: "b" })).status).toBe(201);
  await act(account, place, "nightly", "complete");
  const found = await sessionsOf(account, place);
  expect(found.map(({ status }) => status)).toEqual(["ACTIVE", "CANCELED"]);
  expect(found[1]?.canceledAt).toMatch(/Z$/);
  expect(ids(await liveOf(account, place))).toEqual(["b"]);
});

test("200: direct upserts while a session is live join it; update and delete act on what is live", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "nightly", [{ id: "a" }, { id: "b" }]);
  await act(account, place, "nightly", "complete");
  await account.call("POST", records(place, "v2"), { body: { data: { id: "c" } } });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "d" } } });
  const changed = await account.call("PUT", `${records(place, "v2")}/a`, { body: { data: { n: 1 } } });
  expect(changed.body).toMatchObject({ id: "a", attributes: { id: "a", n: 1 }, sessionId: "nightly" });
  await account.call("DELETE", `${records(place, "v2")}/b`);
  expect((await liveOf(account, place)).map(({ id, sessionId }) => [id, sessionId])).toEqual([
    ["a", "nightly"],
    ["c", "nightly"],
    ["d", "nightly"],
  ]);
  expect(ids(await liveOf(account, place, "?sessionId=nightly"))).toEqual(["a", "c", "d"]);
});

test("200: sessionId lists a session's records wherever it stands: open, live, archived; each page by page", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "first", [{ id: "a", n: 1.1 }, { id: "b" }, { id: "c" }]);
  type Page = { data: { id: string; sessionId: string }[]; pagination: { cursor: string | null; totalCount?: number } };
  const walk = async (name: string) => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = `?sessionId=${name}&size=2&includeTotalCount=true${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body }: { body: Page } = await account.call<Page>("GET", records(place, "v2") + query);
      expect(body.data.every(({ sessionId }) => sessionId === name)).toBe(true);
      if (!cursor) expect(body.pagination.totalCount).toBe(3);
      seen.push(...ids(body.data));
      cursor = body.pagination.cursor;
    }
    return seen;
  };
  expect(await walk("first"), "open").toEqual(["a", "b", "c"]);
  await act(account, place, "first", "complete");
  expect(await walk("first"), "live").toEqual(["a", "b", "c"]);
  await uploaded(account, place, "second", [{ id: "z" }]);
  await act(account, place, "second", "complete");
  expect(await walk("first"), "archived").toEqual(["a", "b", "c"]);
  expect(await liveOf(account, place, "?sessionId=no-such-session")).toEqual([]);
});

test("409: one session is open at a time, and the refusal names it", async ({ account, connection }) => {
  const place = await connection();
  await uploaded(account, place, "first", { id: "a" });
  const { status, body } = await account.call("POST", `${sessions(place)}/second`, { body: { data: { id: "b" } } });
  expect([status, body.name]).toEqual([409, "Conflict"]);
  expect(body.message).toContain('"first"');
  expect((await account.call("POST", sessions(place))).status).toBe(409);
  expect((await sessionsOf(account, place)).length).toBe(1);
});

test("409: only an open session can be acted on, and 404 where there is none of that name", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const ask = (name: string, action: string) =>
    account.call("POST", `${sessions(place)}/${name}/actions`, { body: { action } });
  expect((await ask("nowhere", "complete")).status).toBe(404);
  expect((await ask("7", "cancel")).status).toBe(404);
  for (const first of ["complete", "cancel"] as const) {
    await uploaded(account, place, `by-${first}`, { id: "a" });
    await act(account, place, `by-${first}`, first);
    for (const action of ["complete", "cancel"]) {
      const { status, body } = await ask(`by-${first}`, action);
      expect(status, `${first}, then ${action}`).toBe(409);
      expect(body.message).toContain(first === "complete" ? "ACTIVE" : "CANCELED");
    }
  }
});

test("422: an empty session is not completed unless that is said to be meant", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: { id: "a" } } });
  await uploaded(account, place, "empty", []);
  const path = `${sessions(place)}/empty/actions`;
  const refused = await account.call("POST", path, { body: { action: "complete" } });
  expect([refused.status, refused.body.message]).toEqual([422, "Cannot complete a session with no data records"]);
  expect(ids(await liveOf(account, place))).toEqual(["a"]);
  await act(account, place, "empty", "complete", { allowEmpty: true });
  expect(await liveOf(account, place)).toEqual([]);
});

test("200: rows refused on the way do not stop a completion, and its answer counts them", async ({
  account,
  connection,
}) => {
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const place = await connection({ schema });
  const { body } = await uploaded(account, place, "nightly", [{ id: "a", name: "x" }, { id: "b" }, "nonsense"]);
  const items = body as unknown as Answer[];
  expect(items.map(({ statusCode }) => statusCode)).toEqual([201, 400, 400]);
  expect(items[1]?.error?.code).toBe(28022);
  const single = await account.call("POST", `${sessions(place)}/nightly`, { body: { data: { id: "c" } } });
  expect([single.status, single.body.code]).toEqual([400, 28022]);
  const done = await act(account, place, "nightly", "complete");
  expect(done.body).toMatchObject({ status: "ACTIVE", rejected: 3 });
  expect(ids(await liveOf(account, place))).toEqual(["a"]);
});

test("400: an id of a session, an action or a status that is none", async ({ account, connection }) => {
  const place = await connection();
  for (const name of ["ab", "with%20blank", "x".repeat(65), "a%2Fb", "7"]) {
    const { status } = await account.call("POST", `${sessions(place)}/${name}`, { body: { data: { id: "a" } } });
    expect(status, name).toBe(400);
  }
  await uploaded(account, place, "nightly", { id: "a" });
  for (const body of [{}, { action: "finish" }, { action: null }, { action: "complete", allowEmpty: "yes" }]) {
    const { status } = await account.call("POST", `${sessions(place)}/nightly/actions`, { body });
    expect(status, JSON.stringify(body)).toBe(400);
  }
  for (const query of ["status=DONE", "status=", "sort=name", "size=0", "size=501", "cursor=x", "sortDir=up"]) {
    expect((await account.call("GET", `${sessions(place)}?${query}`)).status, query).toBe(400);
  }
  expect((await sessionsOf(account, place)).map(({ status }) => status)).toEqual(["IN_PROGRESS"]);
});

test("200: sessions are listed newest first, by status, sorted and page by page", async ({ account, connection }) => {
  const place = await connection();
  for (const [name, action] of [
    ["one", "complete"],
    ["two", "cancel"],
    ["three", "complete"],
    ["four", "complete"],
  ] as const) {
    await uploaded(account, place, name, { id: name });
    await act(account, place, name, action);
  }
  await uploaded(account, place, "five", { id: "five" });
  type Page = { data: SessionItem[]; pagination: { cursor: string | null; totalCount?: number } };
  const list = async (query: string) => (await account.call<Page>("GET", `${sessions(place)}?${query}`)).body;
  const names = ({ data }: Page) => data.map(({ sessionId }) => sessionId);
  expect(names(await list(""))).toEqual(["five", "four", "three", "two", "one"]);
  expect(names(await list("sort=createdAt&sortDir=ASC&unknown=1"))).toEqual(["one", "two", "three", "four", "five"]);
  expect(names(await list("status=ARCHIVED"))).toEqual(["three", "one"]);
  expect(names(await list("status=CANCELLED"))).toEqual(["two"]);
  expect(names(await list("status=ACTIVE"))).toEqual(["four"]);
  expect(names(await list("status=IN_PROGRESS"))).toEqual(["five"]);
  const first = await list("size=2&includeTotalCount=true");
  const second = await list(`size=2&cursor=${encodeURIComponent(first.pagination.cursor ?? "")}`);
  const third = await list(`size=2&cursor=${encodeURIComponent(second.pagination.cursor ?? "")}`);
  expect([...names(first), ...names(second), ...names(third)]).toEqual(["five", "four", "three", "two", "one"]);
  expect([first.pagination.totalCount, third.pagination.cursor]).toEqual([5, null]);
});

test("201: a session is opened without an id, and takes uploads by the one that was made for it", async ({
  account,
  connection,
}) => {
  const place = await connection();
  for (const path of [sessions(place), sessions(place).replace("/v2/", "/")]) {
    const { status, body } = await account.call<SessionItem>("POST", path);
    expect([status, body.status, body.activatedAt]).toEqual([201, "IN_PROGRESS", null]);
    expect(body.sessionId).toMatch(/^[A-Za-z0-9_-]{3,64}$/);
    await uploaded(account, place, body.sessionId, { id: "a" });
    await act(account, place, body.sessionId, "complete");
  }
  expect(ids(await liveOf(account, place))).toEqual(["a"]);
});

test("200: a dry run of an upload or a completion answers as if and writes nothing", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const asked = { body: { data: { id: "a" } } };
  const tried = await account.call("POST", `${sessions(place)}/nightly?dryRun=true`, asked);
  expect([tried.status, tried.headers.get("x-dry-run"), tried.body.statusCode]).toEqual([200, "true", 201]);
  expect(await sessionsOf(account, place)).toEqual([]);
  await uploaded(account, place, "nightly", { id: "a" });
  const completed = await account.call("POST", `${sessions(place)}/nightly/actions?dryRun=true`, {
    body: { action: "complete" },
  });
  expect([completed.status, completed.headers.get("x-dry-run"), completed.body.status]).toEqual([
    200,
    "true",
    "ACTIVE",
  ]);
  expect((await sessionsOf(account, place))[0]?.status).toBe("IN_PROGRESS");
  expect(await liveOf(account, place)).toEqual([]);
});

test("200: an Idempotency-Key completes once, and answers the same again", async ({ account, connection }) => {
  const place = await connection();
  await uploaded(account, place, "nightly", { id: "a" });
  const headers = { "idempotency-key": crypto.randomUUID() };
  const asked = { headers, body: { action: "complete" } };
  const first = await account.call("POST", `${sessions(place)}/nightly/actions`, asked);
  const again = await account.call("POST", `${sessions(place)}/nightly/actions`, asked);
  expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
});

test("200: numbers keep their digits on their way through a session", async ({ account, connection }) => {
  const place = await connection();
  const data = '{"id":"a","big":12345678901234567890123,"exact":1.10,"far":1e3}';
  const upload = await account.call("POST", `${sessions(place)}/nightly`, { raw: `{"data":${data}}` });
  const stored = /"big": ?12345678901234567890123\b/;
  expect(upload.text).toMatch(stored);
  expect(upload.text).toMatch(/"far": ?1000\b/);
  await act(account, place, "nightly", "complete");
  const { text } = await account.call("GET", records(place, "v2"));
  expect(text).toMatch(stored);
  expect(text).toMatch(/"exact": ?1\.10\b/);
});
