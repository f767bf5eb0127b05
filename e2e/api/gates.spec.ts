import { readFileSync } from "node:fs";
import path from "node:path";
import { newKey, revokeKey, setPlan, setRate, setTerms } from "../fixtures/admin";
import { anotherServer, ask, type AnotherServer, type Sent } from "../fixtures/another-server";
import { call, expect, freshAccount, newConnection, record, records, test } from "../fixtures/api";
import { withinOneMinute } from "../fixtures/minute";

const bodyBytesMax = 1_024;
const refusalsPerMinute = 3;

/** A process whose limits are small enough to be passed, and which asks the proxy where a caller is. */
let small: AnotherServer;
test.beforeAll(async () => {
  const limits = {
    ATTESTRY_BODY_BYTES_MAX: String(bodyBytesMax),
    ATTESTRY_REFUSALS_PER_MINUTE: String(refusalsPerMinute),
  };
  small = await anotherServer({ ...limits, ATTESTRY_TRUSTED_PROXIES: "127.0.0.1" });
});
test.afterAll(() => small?.stop());

/** The contract's order. 404 for an unknown path and 405 come before the array, 404 and later from the verb. */
const order = [
  "429 by address",
  "401",
  "403 from another site",
  "429 by key",
  "412 terms",
  "402",
  "403",
  "415",
  "413",
  "400",
];

test("the gates are the contract's, in the contract's order", () => {
  const source = readFileSync(path.resolve(import.meta.dirname, "../../lib/guard/gates.ts"), "utf8");
  const table = source.slice(source.indexOf("export const gates"), source.indexOf("];"));
  expect([...table.matchAll(/name: "([^"]+)"/g)].map(([, name]) => name)).toEqual(order);
});

test("each gate answers before the next: one request fails at all of them, and is mended one by one", async () => {
  const account = await freshAccount();
  const { accountId } = account;
  const place = await newConnection(account, { schema: { type: "object", required: ["name"] } });
  const powerless = await newKey(accountId, { permissions: ["custom-connections-get"] });
  const revoked = await newKey(accountId);
  await setRate(accountId, 1);
  await withinOneMinute(15);

  const nowhere = records({ connectionId: 900_000_001, resourceId: 900_000_002 }, "v1");
  const malformed = `{"data": [${" ".repeat(bodyBytesMax)}`;
  const wrong: Sent & { method: string; path: string } = {
    method: "PATCH",
    path: `${nowhere}/`,
    raw: malformed,
    headers: { "content-type": "text/plain", "x-forwarded-for": "203.0.113.7" },
  };
  const asked = { ...wrong };
  const send = async () => {
    const { status, headers, text } = await ask(small.url, asked.method, asked.path, asked);
    const { code } = JSON.parse(text) as { code: number };
    return { status, code, limit: headers["ratelimit-limit"], headers };
  };
  const used = async (key: string) =>
    ask(small.url, "GET", "/api/me", { key, headers: { "x-forwarded-for": "203.0.113.1" } });
  for (let guess = 0; guess < refusalsPerMinute; guess += 1) {
    await ask(small.url, "GET", "/api/me", { key: "att_guess", headers: { "x-forwarded-for": "203.0.113.7" } });
  }

  expect(await send(), "404 unknown path before 405").toMatchObject({ status: 404, code: 40400 });
  asked.path = nowhere;
  const notAllowed = await send();
  expect(notAllowed, "405 before 429 by address").toMatchObject({ status: 405 });
  expect(notAllowed.headers.allow).toBe("POST");
  asked.method = "POST";
  expect(await send(), "429 by address before 401").toMatchObject({ status: 429, limit: String(refusalsPerMinute) });

  asked.headers = { ...asked.headers, "x-forwarded-for": "203.0.113.1" };
  expect((await used(revoked.apiKey)).status).toBe(200);
  await setTerms(accountId, "withdraw");
  await setPlan(accountId, "basic");
  asked.key = revoked.apiKey;
  await expect.poll(send, { message: "its minute is used up" }).toMatchObject({ status: 429, limit: "1" });
  await revokeKey(revoked.keyId);
  await expect.poll(send, { message: "401 before 429 by key" }).toMatchObject({ status: 401, code: 10000 });

  asked.key = powerless.apiKey;
  await used(powerless.apiKey);
  expect(await send(), "429 by key before 412 terms").toMatchObject({ status: 429, limit: "1" });
  await setRate(accountId, 0);
  await expect.poll(send, { message: "412 terms before 402" }).toMatchObject({ status: 412, code: 41200 });
  await setTerms(accountId, "accept");
  await expect.poll(send, { message: "402 before 403" }).toMatchObject({ status: 402 });
  await setPlan(accountId, "custom-connections");
  await expect.poll(send, { message: "403 before 415" }).toMatchObject({ status: 403 });
  asked.key = account.apiKey;
  expect(await send(), "415 before 413").toMatchObject({ status: 415 });
  asked.headers = { "content-type": "application/json" };
  expect(await send(), "413 before 400").toMatchObject({ status: 413, code: 41300 });
  asked.raw = `{"data": [`;
  expect(await send(), "400 before 404").toMatchObject({ status: 400, code: 40000 });
  asked.raw = `{"data": {"id": "b"}}`;
  expect(await send(), "404 before the schema").toMatchObject({ status: 404 });
  asked.path = records(place, "v1");
  expect(await send(), "the schema last").toMatchObject({ status: 400, code: 28022 });
  asked.raw = `{"data": {"id": "b", "name": "b"}}`;
  expect((await send()).status).toBe(201);
});

test("404 before 412 stale, 412 stale before the schema, 422 before the schema", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", name: "a" } } });
  const failing = { body: { data: { id: "a" } }, headers: { "if-match": '"999"' } };
  const missing = await account.call("PUT", record(place, "api", "b"), { ...failing, body: { data: { id: "b" } } });
  expect(missing.status).toBe(404);
  const stale = await account.call("PUT", record(place, "api", "a"), failing);
  expect([stale.status, stale.body.code]).toEqual([412, "stale"]);
  const failed = await account.call("PUT", record(place, "api", "a"), { ...failing, headers: { "if-match": "*" } });
  expect([failed.status, failed.body.code]).toEqual([400, 28022]);

  const headers = { "idempotency-key": crypto.randomUUID() };
  await account.call("POST", records(place, "v2"), { body: { data: { id: "c", name: "c" } }, headers });
  const reused = await account.call("POST", records(place, "v2"), { body: { data: { id: "c" } }, headers });
  expect(reused.status).toBe(422);
});

test("428, a replacement without If-Match is refused before the record is looked for", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", name: "first" } } });
  for (const id of ["none", "a"]) {
    expect((await account.call("PUT", record(place, "api", id), { body: { data: {} } })).status).toBe(428);
  }
  const malformed = await account.call("PUT", record(place, "api", "none"), { raw: "{" });
  expect(malformed.status, "400 before 428").toBe(400);
  const { body } = await account.call("GET", record(place, "api", "a"));
  expect(body.attributes).toEqual({ id: "a", name: "first" });
});

test("404, an unknown path is nowhere before everything else, key or not", async ({ account }) => {
  const body = { data: {} };
  for (const target of [
    "/api",
    "/api/",
    "/public",
    "/public/v2",
    "/api/nothing",
    "/api/health/",
    "/public/custom-connections",
  ]) {
    for (const key of [undefined, "att_wrong", account.apiKey]) {
      const { status } = await call("POST", target, { key, body, headers: { "content-type": "text/plain" } });
      expect([target, status]).toEqual([target, 404]);
    }
  }
});

test("every answer names its request, is never stored, and says where the caller stands", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const answers = [
    await account.call("GET", "/api/me"),
    await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } }),
    await account.call("DELETE", record(place, "v2", "a")),
    await account.call("GET", record(place, "api", "a")),
    await account.call("POST", records(place, "v1"), { raw: "{" }),
    await account.call("POST", records(place, "v1"), { raw: "{", headers: { "content-type": "text/plain" } }),
    await call("GET", "/api/health"),
    await call("GET", "/api/me"),
    await call("GET", "/api/me", { key: "att_wrong" }),
    await account.call("DELETE", "/api/me"),
    await account.call("GET", "/api/nothing"),
    await account.call("GET", "/api/connections/1/resources/1/records/%zz"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 201, 204, 404, 400, 415, 200, 401, 401, 405, 404, 400]);
  for (const { headers, status } of answers) {
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    for (const name of ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]) {
      expect(headers.get(name), `${name} of a ${status}`).toMatch(/^\d+$/);
    }
  }
});

test("X-Request-Id comes back when it is sane, also in the body, and is made anew when it is not", async ({
  account,
}) => {
  for (const id of ["a", "req-1:2/3.4+5=6_7", "x".repeat(128)]) {
    for (const target of ["/api/me", "/api/nothing", "/api/keys/0"]) {
      const { headers, body, status } = await account.call("GET", target, { headers: { "x-request-id": id } });
      expect(headers.get("x-request-id")).toBe(id);
      if (status !== 200) expect(body.requestId).toBe(id);
    }
  }
  for (const id of ["", "two words", "x".repeat(129), "<script>", '"quoted"', "a\tb", "ä"]) {
    const { headers } = await account.call("GET", "/api/me", { headers: { "x-request-id": id } });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
});
