import { call, expect, faces, freshAccount, records, resource, test, type Account } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { head, raw } from "../fixtures/raw";

const newKey = () => ({ "idempotency-key": crypto.randomUUID() });

/** The same POST twice under one key: the second must be the first, byte for byte. */
async function twice(account: Account, path: string, asked: { body?: unknown; raw?: string }, more = {}) {
  const headers = { ...newKey(), ...more };
  const first = await account.call("POST", path, { ...asked, headers });
  const again = await account.call("POST", path, { ...asked, headers });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  for (const name of ["content-type", "location", "preference-applied"]) {
    expect(again.headers.get(name), name).toBe(first.headers.get(name));
  }
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  return { first, again, headers };
}

test("same answer byte for byte: one record, many, with made ids and odd numbers, at every face", async ({
  account,
  connection,
}) => {
  for (const face of faces) {
    const place = await connection();
    const path = records(place, face);
    const one = await twice(account, path, { raw: '{"data":{"n":1.50,"e":1e2,"t":"\\u00e9"}}' });
    expect(one.first.status, "still 201, although the record is there by now").toBe(201);
    const rows = [{ name: "made id" }, { id: "a" }, { id: "" }, 7, { id: "a", n: 2 }];
    const many = await twice(account, path, { body: { data: rows } });
    expect(many.first.status).toBe(200);
    await twice(account, path, { body: { data: [{ id: "b" }] } }, { prefer: "return=minimal" });
    const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
    expect(stored.body.data, "nothing was done twice").toHaveLength(4);
    const { body } = await account.call<{ data: unknown[] }>("GET", `${resource(place, "api")}/pushes`);
    expect(body.data).toHaveLength(3);
  }
});

test("same answer: a connection, a resource, evidence and a key are made once", async () => {
  const account = await freshAccount();
  const named = { name: "x", providerTypes: ["CUSTOM"], workspaceIds: [1], schema: { type: "object" } };
  const made = await twice(account, "/public/v2/custom-connections", { body: named });
  await twice(account, "/api/connections", { body: named });
  const list = await account.call<{ data: unknown[] }>("GET", "/api/connections");
  expect(list.body.data).toHaveLength(2);
  const { id, customResources } = made.first.body as { id: number; customResources: { id: number }[] };
  const place = { connectionId: id, resourceId: customResources[0]?.id ?? 0 };
  await twice(account, `/api/connections/${id}/resources`, { body: { name: "second", schema: {} } });
  for (const face of ["v1", "api"] as const) await twice(account, `${resource(place, face)}/evidence`, {});
  const evidence = await account.call<{ data: unknown[] }>("GET", "/api/evidence");
  expect(evidence.body.data).toHaveLength(2);
  const key = await twice(account, "/api/keys", { body: { name: "shown once" } });
  expect((await call("GET", "/api/me", { key: String(key.again.body.apiKey) })).status).toBe(200);
});

test("one evidence: its key is claimed where it begins, whatever becomes of the process that waits", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await twice(account, `${resource(place, "api")}/evidence`, { body: { formats: [] } });
  const [row] = await sql<{ before: boolean; evidence: number }>(
    `select (select count(*) from evidence e where e.account_id = k.account_id and e.resource_id = $2)::int as evidence,
       (select bool_and(k.created_at <= e.created_at) from evidence e where e.resource_id = $2) as before
     from kept_answer k where k.account_id = $1 order by k.created_at desc limit 1`,
    [account.accountId, place.resourceId],
  );
  expect(row).toEqual({ evidence: 1, before: true });
});

test("same answer: a 400 and a 404 are kept, too, and the deed is not done later", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  const refused = await twice(account, records(place, "v1"), { body: { data: { id: "a" } } });
  expect(refused.first.status).toBe(400);
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema: { type: "object" } } });
  const later = await account.call("POST", records(place, "v1"), {
    body: { data: { id: "a" } },
    headers: { "idempotency-key": refused.headers["idempotency-key"] },
  });
  expect([later.status, later.text]).toEqual([400, refused.first.text]);
  const nowhere = { ...place, resourceId: 999_999_999 };
  const missing = await twice(account, records(nowhere, "v1"), { body: { data: { id: "a" } } });
  expect(missing.first.status).toBe(404);
});

test("422: another body, query or preference under the same key writes nothing", async ({ account, connection }) => {
  const place = await connection();
  const path = records(place, "v1");
  const headers = newKey();
  const post = (data: unknown, query = "", more = {}) =>
    account.call("POST", path + query, { body: { data }, headers: { ...headers, ...more } });
  expect((await post({ id: "a" })).status).toBe(201);
  for (const answer of [
    await post({ id: "b" }),
    await post([{ id: "a" }]),
    await post({ id: "a" }, "?dryRun=true"),
    await post({ id: "a" }, "?foo=1"),
    await post({ id: "a" }, "", { prefer: "return=minimal" }),
  ]) {
    expect(answer.status).toBe(422);
    expect(answer.body.message).toContain("Idempotency-Key");
  }
  const stored = await account.call<{ data: { id: string }[] }>("GET", records(place, "v2"));
  expect(stored.body.data.map(({ id }) => id)).toEqual(["a"]);
});

test("a key belongs to one operation, one address and one API key; elsewhere it is new", async ({
  account,
  connection,
}) => {
  const [one, other] = [await connection(), await connection()];
  const headers = newKey();
  const post = (path: string) => account.call("POST", path, { body: { data: { id: "a" } }, headers });
  expect((await post(records(one, "v1"))).status).toBe(201);
  expect((await post(records(other, "v1"))).status).toBe(201);
  expect((await post(records(one, "v2"))).status).toBe(200);
  const made = await account.call("POST", "/api/keys", { body: { name: "other" } });
  const foreign = await call("POST", records(one, "v1"), {
    key: String(made.body.apiKey),
    body: { data: { id: "a" } },
    headers,
  });
  expect(foreign.status).toBe(200);
  expect(foreign.headers.get("idempotent-replayed")).toBeNull();
});

test("409: while the first is at work the second is told to wait; afterwards it gets the answer", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const rows = Array.from({ length: 8_000 }, (_, id) => ({ id, filler: "x".repeat(200) }));
  const headers = { ...newKey(), prefer: "return=minimal" };
  const push = () => account.call("POST", records(place, "v1"), { body: { data: rows }, headers });
  const answers = await Promise.all([push(), push(), push(), push()]);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 409)).toContain(200);
  const good = answers.filter(({ status }) => status === 200);
  for (const answer of answers.filter(({ status }) => status === 409)) {
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
  }
  expect(new Set(good.map(({ text }) => text)).size, "those that were answered got one answer").toBe(1);
  const again = await push();
  expect([again.status, again.text]).toEqual([200, good[0]?.text]);
  const { body } = await account.call<{ data: { created: number }[] }>("GET", `${resource(place, "api")}/pushes`);
  expect(body.data.map(({ created }) => created)).toEqual([8_000]);
});

test("201 once: thirty racing singles with one key make one record with a made id", async ({ account, connection }) => {
  const place = await connection();
  const headers = newKey();
  const race = await Promise.all(
    Array.from({ length: 30 }, () => account.call("POST", records(place, "v1"), { body: { data: { n: 1 } }, headers })),
  );
  const statuses = new Set(race.map(({ status }) => status));
  expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
  expect(new Set(race.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toHaveLength(1);
});

test("401 and 415 say nothing about the work and are not kept", async ({ account, connection }) => {
  const place = await connection();
  const headers = newKey();
  const path = records(place, "v1");
  const good = { body: { data: { id: "a" } }, headers };
  expect((await call("POST", path, { ...good, key: "att_nobody" })).status).toBe(401);
  const text = { ...headers, "content-type": "text/plain" };
  expect((await account.call("POST", path, { raw: "x", headers: text })).status).toBe(415);
  expect((await account.call("POST", path, good)).status).toBe(201);
});

test("400: a key that is empty, too long, or holds what no key holds", async ({ account, connection }) => {
  const place = await connection();
  const body = '{"data":{"id":"a"}}';
  for (const key of ["", "x".repeat(256), "a b", "é"]) {
    const authorization = `Bearer ${account.apiKey}`;
    const headers = { authorization, "content-length": body.length, "idempotency-key": key };
    const { status } = await raw(head("POST", records(place, "v1"), headers), body);
    expect(status, key.slice(0, 10)).toBe(400);
  }
  const longest = { "idempotency-key": "x".repeat(255) };
  expect((await account.call("POST", records(place, "v1"), { raw: body, headers: longest })).status).toBe(201);
});

test("PUT and DELETE repeat by nature and heed no key", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const headers = newKey();
  const put = (n: number) => account.call("PUT", `${records(place, "v1")}/a`, { body: { data: { n } }, headers });
  expect([(await put(1)).status, (await put(2)).status]).toEqual([200, 200]);
  const { body } = await account.call("GET", `${records(place, "api")}/a`);
  expect(body.attributes).toEqual({ id: "a", n: 2 });
});
