import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { everyPermission, permissionsOf, type Permission } from "@/lib/contract/permissions";
import { newKey, revokeKey } from "../fixtures/admin";
import { anotherServer, ask, type AnotherServer } from "../fixtures/another-server";
import { call, expect, records, test } from "../fixtures/api";
import { session, sql } from "../fixtures/database";
import { putRole, roleKey } from "../fixtures/people";

type Made = {
  keyId: number;
  apiKey: string;
  prefix: string;
  permissions: Permission[];
  connectionIds: number[] | null;
};
type Me = { permissions: Permission[]; connectionIds: number[] | null };
type Seen = { lastUsedAt: string | null; lastRefusedAt: string | null; lastRefusedCause: string | null };

/** A second process of the same installation, which believes what this machine forwards: any address can ask there. */
let second: AnotherServer;
test.beforeAll(async () => {
  second = await anotherServer({ ATTESTRY_TRUSTED_PROXIES: "127.0.0.1" });
});
test.afterAll(() => second?.stop());

const askFrom = (address: string, key: string, target = "/api/connections?size=1") =>
  ask(second.url, "GET", target, { key, headers: { "x-forwarded-for": address } });

/** Waits until a question is answered with a status, and says how long that took. */
async function secondsUntil(status: number, question: () => Promise<{ status: number }>): Promise<number> {
  const began = performance.now();
  for (;;) {
    const answered = await question();
    const seconds = (performance.now() - began) / 1000;
    if (answered.status === status) return seconds;
    if (seconds > 5) throw new Error(`${status} did not come within 5 s; the last answer was ${answered.status}`);
    await pause(20);
  }
}

test("201, a key's power is its scopes and its owner's role, and no more than both", async ({ account }) => {
  const scopes: Permission[] = ["custom-connections-get", "custom-connections-data-post", "evidence-get", "keys-get"];
  for (const role of ["admin", "manager", "contributor", "auditor"] as const) {
    const { apiKey } = await roleKey(account, role, { permissions: scopes });
    const { body } = await call<Me>("GET", "/api/me", { key: apiKey });
    const both = everyPermission.filter(
      (permission) => scopes.includes(permission) && permissionsOf(role).has(permission),
    );
    expect(body.permissions, role).toEqual(both);
  }
});

test("201, the key is shown once and stored as its SHA-256 only", async ({ account }) => {
  const { body } = await account.call<Made>("POST", "/api/keys", { body: { name: "shown once" } });
  expect(body.apiKey).toMatch(/^att_[A-Za-z0-9_-]{43}$/);
  expect(body.apiKey.startsWith(body.prefix)).toBe(true);
  expect(body.prefix.length).toBeLessThan(16);

  for (const path of [`/api/keys/${body.keyId}`, "/api/keys?size=500"]) {
    expect((await account.call("GET", path)).text).not.toContain(body.apiKey.slice(body.prefix.length));
  }
  const hash = createHash("sha256").update(body.apiKey).digest();
  const found = await sql<{ key_id: number }>("select key_id from api_key_lookup where secret_hash = $1", [hash]);
  expect(found).toEqual([{ key_id: body.keyId }]);
  const secret = body.apiKey.slice(body.prefix.length);
  for (const table of ["api_key", "api_key_lookup", "audit_entry", "kept_answer"]) {
    const rows = await sql(`select 1 from ${table} t where t::text like '%' || $1 || '%'`, [secret]);
    expect(rows, `${table} holds the secret`).toEqual([]);
  }
});

test("401, an expired key is refused from its moment on", async ({ account }) => {
  const expiresAt = new Date(Date.now() + 700).toISOString();
  const { body } = await account.call<Made>("POST", "/api/keys", { body: { name: "short", expiresAt } });
  expect((await call("GET", "/api/me", { key: body.apiKey })).status).toBe(200);
  await pause(Date.parse(expiresAt) - Date.now() + 5);
  expect((await call("GET", "/api/me", { key: body.apiKey })).status).toBe(401);
});

const ranges: [string[], string, number][] = [
  [["127.0.0.1"], "127.0.0.1", 200],
  [["10.0.0.0/8"], "127.0.0.1", 401],
  [["10.0.0.0/8"], "10.255.255.255", 200],
  [["10.0.0.0/8"], "11.0.0.0", 401],
  [["192.168.4.0/22"], "192.168.7.255", 200],
  [["192.168.4.0/22"], "192.168.8.0", 401],
  [["10.0.0.0/8", "127.0.0.1/32"], "127.0.0.1", 200],
  [["::1"], "127.0.0.1", 401],
  [["::1"], "::1", 200],
  [["::1"], "::2", 401],
  [["2001:db8::/32"], "2001:db8:ffff::1", 200],
  [["2001:db8::/32"], "2001:db9::1", 401],
  [["10.0.0.0/8"], "::ffff:10.1.2.3", 200],
  [["::/0"], "10.1.2.3", 401],
];

test("200 or 401, allowed addresses are IPv4 and IPv6 addresses and ranges", async ({ account }) => {
  for (const [addresses, address, status] of ranges) {
    const made = await account.call<Made>("POST", "/api/keys", { body: { name: "at home", addresses } });
    expect(made.status).toBe(201);
    const heard = await askFrom(address, made.body.apiKey);
    expect(heard.status, `${addresses.join()} asked from ${address}`).toBe(status);
  }
});

test("401, X-Forwarded-For of a caller who is no trusted proxy opens nothing", async ({ account }) => {
  const { apiKey } = await newKey(account.accountId, { addresses: ["10.0.0.0/8"] });
  const headers = { "x-forwarded-for": "10.1.2.3", forwarded: "for=10.1.2.3", "x-real-ip": "10.1.2.3" };
  expect((await call("GET", "/api/me", { key: apiKey, headers })).status).toBe(401);
});

test("400, nonsense in a new key is named", async ({ account }) => {
  for (const [wrong, named] of [
    [{ addresses: ["10.0.0.0/33"] }, "10.0.0.0/33"],
    [{ addresses: ["localhost"] }, "localhost"],
    [{ permissions: ["everything"] }, "permissions"],
    [{ expiresAt: "tomorrow" }, "expiresAt"],
    [{ connectionIds: [999_999_999] }, "connectionIds"],
    [{ ownerId: 999_999_999 }, "999999999"],
    [{ scopes: [] }, "scopes"],
    [{ name: " " }, "name"],
  ] as const) {
    const { status, text } = await account.call("POST", "/api/keys", { body: { name: "key", ...wrong } });
    expect([status, text.includes(named), text]).toEqual([400, true, text]);
  }
});

test("404, a key kept to a connection sees and reaches no other", async ({ account, connection }) => {
  const [own, other] = [await connection(), await connection()];
  const { body } = await account.call<Made>("POST", "/api/keys", {
    body: { name: "kept", connectionIds: [own.connectionId] },
  });
  const key = body.apiKey;
  const data = { id: "a" };
  for (const base of ["/public/custom-connections", "/public/v2/custom-connections", "/api/connections"]) {
    const at = ({ connectionId, resourceId }: typeof own) => `${base}/${connectionId}/resources/${resourceId}/records`;
    expect((await call("POST", at(own), { key, body: { data } })).status).toBeLessThan(300);
    expect((await call("POST", at(other), { key, body: { data } })).status).toBe(404);
    expect((await call("GET", `${base}/${own.connectionId}`, { key })).status).toBe(200);
    expect((await call("GET", `${base}/${other.connectionId}`, { key })).status).toBe(404);
  }
  await account.call("POST", `/api/connections/${other.connectionId}/resources/${other.resourceId}/evidence`);
  await call("POST", `/api/connections/${own.connectionId}/resources/${own.resourceId}/evidence`, { key });
  for (const path of [
    "/public/v2/custom-connections?includeTotalCount=true",
    "/api/connections?includeTotalCount=true",
  ]) {
    const list = await call<{ data: { id: number }[]; pagination: { totalCount: number } }>("GET", path, { key });
    expect(list.body.data.map(({ id }) => id)).toEqual([own.connectionId]);
    expect(list.body.pagination.totalCount).toBe(1);
  }
  const evidence = await call<{ data: { connectionId: number }[] }>("GET", "/api/evidence", { key });
  expect(evidence.body.data.map(({ connectionId }) => connectionId)).toEqual([own.connectionId]);

  const name = "another";
  const create = { name, providerTypes: ["CUSTOM"], workspaceIds: [1], schema: {} };
  expect((await call("POST", "/public/v2/custom-connections", { key, body: create })).status).toBe(403);
  expect((await call("DELETE", `/api/connections/${other.connectionId}`, { key })).status).toBe(404);
  expect(
    (await call("DELETE", `/api/connections/${other.connectionId}/resources/${other.resourceId}`, { key })).status,
  ).toBe(404);
});

test("403, a key cannot give what it does not hold", async ({ account, connection }) => {
  const [own, other] = [await connection(), await connection()];
  const scopes: Permission[] = ["keys-post", "custom-connections-get"];
  const made = await account.call<Made>("POST", "/api/keys", {
    body: { name: "giver", permissions: scopes, connectionIds: [own.connectionId] },
  });
  const give = (body: Record<string, unknown>) =>
    call<Made & { message: string }>("POST", "/api/keys", { key: made.body.apiKey, body: { name: "given", ...body } });

  const tooMuch = await give({ permissions: ["custom-connections-get", "custom-connections-data-post"] });
  expect([tooMuch.status, tooMuch.body.message]).toEqual([
    403,
    expect.stringContaining("custom-connections-data-post"),
  ]);
  expect((await give({})).status, "all permissions are more than it holds").toBe(403);
  expect((await give({ permissions: scopes, connectionIds: [other.connectionId] })).status).toBe(403);

  const same = await give({ permissions: scopes });
  expect([same.status, same.body.connectionIds]).toEqual([201, [own.connectionId]]);
  const open = await give({ permissions: scopes, connectionIds: null });
  expect([open.status, open.body.connectionIds], "null must not open what is closed").toEqual([
    201,
    [own.connectionId],
  ]);
});

test("401, the body is the same for a key that is unknown, revoked, expired or not at home", async ({ account }) => {
  const revoked = await newKey(account.accountId);
  await account.call("DELETE", `/api/keys/${revoked.keyId}`);
  const expired = await newKey(account.accountId, { expires: new Date(Date.now() - 1_000) });
  const away = await newKey(account.accountId, { addresses: ["10.0.0.0/8"] });
  const unknown = `att_${"A".repeat(43)}`;
  const bodies = [];
  for (const key of [unknown, revoked.apiKey, expired.apiKey, away.apiKey, "nonsense"]) {
    const { status, body } = await call("GET", "/api/me", { key });
    bodies.push({ ...body, requestId: "", status });
  }
  for (const authorization of [`Basic ${btoa("a:b")}`, account.apiKey, "Bearer", "Bearer "]) {
    const { status, body } = await call("GET", "/api/me", { headers: { authorization } });
    bodies.push({ ...body, requestId: "", status });
  }
  const refused = {
    name: "Unauthorized",
    statusCode: 401,
    message: "Invalid Authorization",
    code: 10000,
    requestId: "",
  };
  expect(bodies).toEqual(bodies.map(() => ({ ...refused, status: 401 })));
  const { body } = await call("GET", "/api/me");
  expect({ ...body, requestId: "" }).toEqual({ ...refused, code: 26430 });
});

test("401, a revoked key is refused by the very next request, and by another process within a second", async ({
  account,
}) => {
  const { keyId, apiKey } = await newKey(account.accountId);
  expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(200);
  expect((await askFrom("127.0.0.1", apiKey)).status).toBe(200);
  expect((await account.call("DELETE", `/api/keys/${keyId}`)).status).toBe(200);
  expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(401);
  expect(await secondsUntil(401, () => askFrom("127.0.0.1", apiKey))).toBeLessThan(1);
  const again = await account.call("DELETE", `/api/keys/${keyId}`);
  expect([again.status, again.body]).toEqual([200, { keyId, revoked: true }]);
});

test("401, a key revoked by the admin command is refused within a second, while it is in use", async ({ account }) => {
  const { keyId, apiKey } = await newKey(account.accountId);
  const until = secondsUntil(401, () => call("GET", "/api/me", { key: apiKey }));
  await revokeKey(keyId);
  const returned = performance.now();
  await until;
  expect(performance.now() - returned).toBeLessThan(1_000);
});

test("403, a role that changes bounds the keys of its person within a second", async ({ account }) => {
  const { apiKey, email } = await roleKey(account, "admin");
  expect((await call("GET", "/api/keys", { key: apiKey })).status).toBe(200);
  await putRole(account.accountId, "contributor", email);
  expect(await secondsUntil(403, () => call("GET", "/api/keys", { key: apiKey }))).toBeLessThan(1);
  expect(await secondsUntil(403, () => askFrom("127.0.0.1", apiKey, "/api/keys"))).toBeLessThan(1);
  await putRole(account.accountId, "auditor", email);
  expect(await secondsUntil(200, () => call("GET", "/api/keys", { key: apiKey }))).toBeLessThan(1);
});

test("200, a key's page says when it was used and why it was last refused", async ({ account }) => {
  const used = await newKey(account.accountId);
  const away = await newKey(account.accountId, { addresses: ["10.0.0.0/8"] });
  expect((await call("GET", "/api/me", { key: used.apiKey })).status).toBe(200);
  expect((await call("GET", "/api/me", { key: away.apiKey })).status).toBe(401);
  const seen = async (keyId: number) => (await account.call<Seen>("GET", `/api/keys/${keyId}`)).body;
  await expect.poll(async () => (await seen(used.keyId)).lastUsedAt, { timeout: 15_000 }).not.toBeNull();
  const facts = await seen(away.keyId);
  expect(facts.lastUsedAt).toBeNull();
  expect(facts.lastRefusedCause).toBe("address 127.0.0.1");
  expect(Date.now() - Date.parse(facts.lastRefusedAt ?? "")).toBeLessThan(20_000);
});

test("503: keys that are made by the hundred at once say that they wait too long, and keep no push waiting", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const slow = await session();
  try {
    // What each of them writes has to wait for this, as for a neighbour that is at it.
    await slow.query("begin");
    await slow.query("select 1 from account where id = $1 for no key update", [account.accountId]);
    let refused = 0;
    const burst = Array.from({ length: 200 }, async (_, at) => {
      const body = { name: `one of many ${at}`, permissions: ["custom-connections-get"] };
      const { status, headers } = await account.call("POST", "/api/keys", { body });
      if (status === 503) refused += 1;
      return { status, retryAfter: headers.get("retry-after") };
    });
    await expect.poll(() => refused, { timeout: 20_000 }).toBeGreaterThan(0);
    const push = await account.call("POST", records(place, "v1"), { body: { data: { id: "beside" } } });
    expect(push.status).toBe(201);
    await slow.query("rollback");
    for (const { status, retryAfter } of await Promise.all(burst)) {
      if (status !== 201) expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: "2" });
    }
  } finally {
    await slow.end();
  }
});
