import { newKey, setPlan, setRate, setTerms } from "../fixtures/admin";
import { anotherServer, ask, type AnotherServer } from "../fixtures/another-server";
import { call, expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { withinOneMinute } from "../fixtures/minute";

const refusalsPerMinute = 4;

let second: AnotherServer;
test.beforeAll(async () => {
  const limits = { ATTESTRY_REFUSALS_PER_MINUTE: String(refusalsPerMinute), ATTESTRY_RATE_PER_MINUTE: "7" };
  second = await anotherServer({ ...limits, ATTESTRY_TRUSTED_PROXIES: "127.0.0.1" });
});
test.afterAll(() => second?.stop());

const me = (key: string) => call("GET", "/api/me", { key });

test("412, nothing is served before somebody accepted the terms, nor after they are withdrawn", async () => {
  const account = await freshAccount({ terms: false });
  const refused = { statusCode: 412, message: "You must accept the terms and conditions to use the API" };
  expect((await me(account.apiKey)).body).toMatchObject(refused);
  await setTerms(account.accountId, "accept");
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(200);
  const place = await newConnection(account);
  await setTerms(account.accountId, "withdraw");
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(412);
  for (const face of ["v1", "v2", "api"] as const) {
    const pushed = await account.call("POST", records(place, face), { body: { data: { id: "a" } } });
    expect(pushed.body).toMatchObject(refused);
  }
  expect((await call("GET", "/api/health")).status).toBe(200);
  await setTerms(account.accountId, "accept");
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(200);
  const list = await account.call<{ data: unknown[] }>("GET", records(place, "api"));
  expect(list.body.data, "nothing was written while the terms were withdrawn").toEqual([]);
});

test("402, the basic plan is asked to upgrade, and works again after it did", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  await setPlan(account.accountId, "basic");
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(402);
  const pushed = await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  expect(pushed.body).toMatchObject({ statusCode: 402, message: "You must upgrade your plan to use this feature" });
  await setPlan(account.accountId, "custom-connections");
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(200);
});

test("429, five a minute are five answers and then Retry-After, for each key by itself; 0 is off", async () => {
  const account = await freshAccount();
  const neighbour = await newKey(account.accountId);
  await setRate(account.accountId, 5);
  await withinOneMinute(10);
  const before = await me(neighbour.apiKey);
  expect([before.status, before.headers.get("ratelimit-limit")]).toEqual([200, "5"]);
  for (const remaining of ["4", "3", "2", "1", "0"]) {
    const { status, headers } = await me(account.apiKey);
    expect([status, headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")]).toEqual([200, "5", remaining]);
    expect(headers.get("ratelimit-policy")).toBe("5;w=60");
  }
  const { status, headers, body } = await me(account.apiKey);
  expect([status, body.message, body.code]).toEqual([429, "Too many requests", 42900]);
  const wait = Number(headers.get("retry-after"));
  expect(Number.isInteger(wait) && wait >= 1 && wait <= 60).toBe(true);
  expect(headers.get("ratelimit-reset")).toBe(headers.get("retry-after"));
  expect(headers.get("ratelimit-remaining")).toBe("0");
  expect((await me(neighbour.apiKey)).status, "the neighbour has a minute of its own").toBe(200);

  await setRate(account.accountId, 0);
  await expect.poll(async () => (await me(account.apiKey)).status, { timeout: 1_000 }).toBe(200);
  for (let asked = 0; asked < 12; asked += 1) expect((await me(account.apiKey)).status).toBe(200);
});

test("429, two processes share a key's minute", async () => {
  const account = await freshAccount();
  await setRate(account.accountId, 6);
  await withinOneMinute(10);
  const statuses: number[] = [];
  for (let asked = 0; asked < 5; asked += 1) {
    statuses.push((await me(account.apiKey)).status);
    statuses.push((await ask(second.url, "GET", "/api/me", { key: account.apiKey })).status);
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(6);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4);
});

test("429, an account's rate wins over the installation's, and default gives it back", async () => {
  const account = await freshAccount();
  const limit = async () =>
    (await ask(second.url, "GET", "/api/me", { key: account.apiKey })).headers["ratelimit-limit"];
  expect(await limit()).toBe("7");
  await setRate(account.accountId, 100);
  await expect.poll(limit, { timeout: 1_000 }).toBe("100");
  await setRate(account.accountId, "default");
  await expect.poll(limit, { timeout: 1_000 }).toBe("7");
});

test("429, an address that guesses keys is stopped, also with a good one; its neighbours are not", async ({
  account,
}) => {
  await withinOneMinute(8);
  const from = (address: string, key?: string, path = "/api/me") =>
    ask(second.url, "GET", path, { key, headers: { "x-forwarded-for": address } });
  for (let guess = 0; guess < refusalsPerMinute; guess += 1) {
    expect((await from("203.0.113.7", `att_guess${guess}`)).status).toBe(401);
  }
  const stopped = await from("203.0.113.7", "att_guess");
  expect([stopped.status, stopped.headers["ratelimit-limit"]]).toEqual([429, String(refusalsPerMinute)]);
  expect(Number(stopped.headers["retry-after"])).toBeGreaterThanOrEqual(1);
  const good = await newKey(account.accountId);
  expect((await from("203.0.113.7", good.apiKey)).status).toBe(429);
  expect((await from("203.0.113.7", undefined, "/api/health")).status).toBe(200);
  expect((await from("203.0.113.8", good.apiKey)).status).toBe(200);
});
