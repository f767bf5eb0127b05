import { call, expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { asPerson, newPersonIn, trySignIn } from "../fixtures/person";
import { putRole } from "../fixtures/people";
import { run } from "../fixtures/run";
import { roles, type Role } from "@/lib/contract/permissions";

test("200, a person asks with their cookie in the account they name, by header or in a link", async ({ account }) => {
  const { accountId } = account;
  const person = await newPersonIn(accountId, "auditor");
  const { cookie, call: ask } = await asPerson(person, accountId);
  const me = await ask("GET", "/api/me");
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ accountId, actor: { kind: "person", id: person.personId, label: person.email } });
  const link = await call("GET", `/api/me?account=${accountId}`, { headers: { cookie } });
  expect(link.body).toEqual(me.body);
  const unnamed = await call("GET", "/api/me", { headers: { cookie } });
  expect([unnamed.status, unnamed.body.message]).toEqual([
    400,
    "Name the account: send x-account-id, or account in the query",
  ]);
  for (const name of ["", "0", "x", "1.5"]) {
    expect((await call("GET", "/api/me", { headers: { cookie, "x-account-id": name } })).status).toBe(400);
  }
});

test("401, a cookie that is none of ours, and the vendor's addresses take no cookie", async ({ account }) => {
  const named = { "x-account-id": String(account.accountId) };
  const forged = await call("GET", "/api/me", {
    headers: { cookie: "attestry.sign-in=eyJhbGciOiJkaXIifQ..x.y.z", ...named },
  });
  expect([forged.status, forged.body.code]).toEqual([401, 40101]);
  const none = await call("GET", "/api/me", { headers: { cookie: "other=1", ...named } });
  expect([none.status, none.body.code]).toEqual([401, 26430]);
  const { cookie } = await asPerson(await newPersonIn(account.accountId, "admin"));
  const vendor = await call("GET", "/public/v2/custom-connections", { headers: { cookie, ...named } });
  expect([vendor.status, vendor.body.code]).toEqual([401, 26430]);
  const keyFirst = await call("GET", "/api/me", { key: "att_wrong", headers: { cookie, ...named } });
  expect([keyFirst.status, keyFirst.body.code]).toEqual([401, 10000]);
});

test("404_tenant, an account that is not theirs does not exist, and nothing of it is shown", async ({ account }) => {
  const other = await freshAccount();
  const place = await newConnection(other);
  const { call: ask } = await asPerson(await newPersonIn(account.accountId, "admin"), other.accountId);
  for (const path of ["/api/me", "/api/connections", `${records(place, "api")}`]) {
    const { status, body } = await ask("GET", path);
    expect([path, status, body.message]).toEqual([path, 404, "Not Found"]);
  }
});

test("403, a change that another site's page asks for does nothing", async ({ account }) => {
  const place = await newConnection(account);
  const { cookie } = await asPerson(await newPersonIn(account.accountId, "admin"));
  const named = { cookie, "x-account-id": String(account.accountId) };
  const push = (headers: Record<string, string>) =>
    call("POST", records(place, "api"), { body: { data: { id: "a" } }, headers: { ...named, ...headers } });
  for (const headers of [
    {},
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: run.url },
  ]) {
    const { status, body } = await push(headers as Record<string, string>);
    expect([headers, status, body.code]).toEqual([headers, 403, 40301]);
  }
  expect((await account.call("GET", `${records(place, "api")}/a`)).status).toBe(404);
  expect((await push({ "sec-fetch-site": "same-origin" })).status).toBe(201);
  expect((await push({ origin: run.url })).status).toBe(200);
  const read = await call("GET", "/api/me", { headers: { ...named, "sec-fetch-site": "cross-site" } });
  expect(read.status, "reading changes nothing").toBe(200);
  for (const type of ["text/plain", ""]) {
    expect((await push({ origin: run.url, "content-type": type })).status).toBe(415);
  }
});

test("403, looking as a role leaves what both may do, and never adds anything", async ({ account }) => {
  const held = async (role: Role, viewAs?: string) => {
    const { call: ask } = await asPerson(await newPersonIn(account.accountId, role), account.accountId);
    const headers = viewAs === undefined ? {} : { "x-view-as": viewAs };
    const { body } = await ask<{ permissions: string[] }>("GET", "/api/me", { headers });
    return { ask, permissions: body.permissions ?? [] };
  };
  const [admin, auditor] = [await held("admin"), await held("auditor")];
  const asAuditor = await held("admin", "auditor");
  expect(asAuditor.permissions).toEqual(auditor.permissions);
  expect((await held("contributor", "admin")).permissions).toEqual((await held("contributor")).permissions);
  const body = { name: "not now", providerTypes: ["CUSTOM"], workspaceIds: [1] };
  const refused = await admin.ask("POST", "/api/connections?viewAs=auditor", { body });
  expect(refused.status).toBe(403);
  const unknown = await admin.ask("GET", "/api/me", { headers: { "x-view-as": "king" } });
  expect([unknown.status, String(unknown.body.message)]).toEqual([
    400,
    expect.stringContaining(Object.keys(roles)[0] ?? ""),
  ]);
});

test("200, the terms are the API's and stop no person; the plan stops both", async () => {
  const account = await freshAccount({ terms: false });
  const { call: ask } = await asPerson(await newPersonIn(account.accountId, "admin"), account.accountId);
  expect((await account.call("GET", "/api/me")).status).toBe(412);
  expect((await ask("GET", "/api/me")).status).toBe(200);
});

test("a role that changes and a member who is removed are heard of within a second", async ({ account }) => {
  const { accountId } = account;
  const person = await newPersonIn(accountId, "admin");
  const { call: ask } = await asPerson(person, accountId);
  const keys = async () => (await ask("GET", "/api/keys")).status;
  expect(await keys()).toBe(200);
  await putRole(accountId, "contributor", person.email);
  await expect.poll(keys, { timeout: 1_000, intervals: [50] }).toBe(403);
});

test("signing out ends the sign-in for every copy of its cookie", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const [first, second] = [await asPerson(person, account.accountId), await asPerson(person, account.accountId)];
  expect((await first.call("GET", "/api/me")).status).toBe(200);
  const asked = await fetch(`${run.url}/api/auth/csrf`, { headers: { cookie: first.cookie } });
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const cookie = [first.cookie, ...asked.headers.getSetCookie().map((line) => line.split(";")[0])].join("; ");
  const body = new URLSearchParams({ csrfToken, json: "true" });
  const out = await fetch(`${run.url}/api/auth/signout`, { method: "POST", body, headers: { cookie } });
  expect(out.status).toBe(200);
  expect(out.headers.getSetCookie().join()).toMatch(/attestry\.sign-in=;.*Max-Age=0/);
  const ended = await first.call("GET", "/api/me");
  expect([ended.status, ended.body.code, ended.body.message]).toEqual([
    401,
    40101,
    "Your sign-in has ended; sign in again",
  ]);
  expect((await second.call("GET", "/api/me")).status).toBe(200);
});

test("the cookie names the sign-in only, is kept from scripts and other sites, and each sign-in is a row", async ({
  account,
}) => {
  const person = await newPersonIn(account.accountId, "admin");
  const asked = await fetch(`${run.url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answered = await fetch(`${run.url}/api/auth/callback/credentials`, {
    method: "POST",
    body: new URLSearchParams({
      email: person.email.toUpperCase(),
      password: person.password,
      csrfToken,
      json: "true",
    }),
    headers: {
      cookie: asked.headers
        .getSetCookie()
        .map((line) => line.split(";")[0])
        .join("; "),
      "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
      "x-caller-address": "203.0.113.9",
      "x-forwarded-for": "203.0.113.9",
    },
  });
  const line = answered.headers.getSetCookie().find((each) => each.startsWith("attestry.sign-in=")) ?? "";
  expect(line).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax/);
  const rows = await sql("select device, address, method, ended_at from sign_in where person_id = $1", [
    person.personId,
  ]);
  expect(rows).toEqual([{ device: "Chrome on Linux", address: "127.0.0.1", method: "password", ended_at: null }]);
});

test("401, a wrong password, an unknown person and a person without a password are told alike", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const without = await newPersonIn(account.accountId, "admin");
  await sql("update person set password_hash = null where id = $1", [without.personId]);
  const wrong = await trySignIn({ email: person.email, password: "not this one, surely" });
  const unknown = await trySignIn({
    email: `nobody-${crypto.randomUUID()}@example.com`,
    password: "not this one, surely",
  });
  const bare = await trySignIn({ email: without.email, password: without.password });
  const odd = await trySignIn({ email: "", password: "" });
  expect(wrong).toEqual({ status: 401, error: "refused", cookie: "" });
  expect([unknown, bare, odd]).toEqual([wrong, wrong, wrong]);
});

test("sign-ins and their refusals stand in the trail of each account of the person", async ({ account }) => {
  const other = await freshAccount();
  const person = await newPersonIn(account.accountId, "manager");
  await putRole(other.accountId, "auditor", person.email);
  await trySignIn({ email: person.email, password: "not this one, surely" });
  await asPerson(person);
  const rows = await sql<{ account_id: number; action: string; actor_label: string }>(
    `select account_id, action, actor_label from audit_entry where target = $1 and action like 'person.sign-in%'
     order by account_id, id`,
    [`person ${person.personId}`],
  );
  const both = (accountId: number) =>
    ["person.sign-in.refused", "person.sign-in"].map((action) => ({
      account_id: accountId,
      action,
      actor_label: person.email,
    }));
  expect(rows).toEqual([account.accountId, other.accountId].sort((a, b) => a - b).flatMap(both));
});

test("429, too many wrong tries shut the door for that e-mail address, the right password included", async ({
  account,
}) => {
  const person = await newPersonIn(account.accountId, "admin");
  const errors: (string | null)[] = [];
  for (let at = 0; at < 10; at += 1) {
    errors.push((await trySignIn({ email: person.email, password: `wrong guess ${at}` })).error);
  }
  expect(new Set(errors)).toEqual(new Set(["refused"]));
  const late = await trySignIn({ email: person.email, password: person.password });
  expect([late.error, late.cookie]).toEqual(["too-many", ""]);
  const unknown = `nobody-${crypto.randomUUID()}@example.com`;
  for (let at = 0; at < 10; at += 1) await trySignIn({ email: unknown, password: `wrong guess ${at}` });
  expect((await trySignIn({ email: unknown, password: "one more" })).error, "nobody's is told alike").toBe("too-many");
});

test("404 and 413, next-auth's other addresses are shut and a large body is not read", async () => {
  for (const path of ["session", "providers", "_log", "verify-request", "callback/credentials", "x"]) {
    expect([path, (await fetch(`${run.url}/api/auth/${path}`)).status]).toEqual([path, 404]);
  }
  const large = await fetch(`${run.url}/api/auth/callback/credentials`, { method: "POST", body: "x".repeat(20_000) });
  expect(large.status).toBe(413);
});

test("signing in leads to paths of this installation only", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  for (const [wanted, led] of [
    ["/a/1/audit?x=1", "/a/1/audit"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["javascript:alert(1)", "/"],
  ] as const) {
    const asked = await fetch(`${run.url}/api/auth/csrf`);
    const { csrfToken } = (await asked.json()) as { csrfToken: string };
    const cookie = asked.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
    const { email, password } = person;
    const answered = await fetch(`${run.url}/api/auth/callback/credentials`, {
      method: "POST",
      body: new URLSearchParams({ email, password, csrfToken, callbackUrl: wanted, json: "true" }),
      headers: { cookie },
    });
    const { url } = (await answered.json()) as { url: string };
    const to = new URL(url, run.url);
    expect([wanted, to.origin, to.pathname]).toEqual([wanted, new URL(run.url).origin, led]);
  }
});
