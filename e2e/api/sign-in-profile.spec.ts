import { anotherServer, ask } from "../fixtures/another-server";
import { expect, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { putRole } from "../fixtures/people";
import { asPerson, newPersonIn, trySignIn } from "../fixtures/person";

type SignIns = { data: { id: string; current: boolean; device: string }[] };

const actionsOf = async (personId: number) =>
  (
    await sql<{ action: string }>("select action from audit_entry where target = $1 order by id", [
      `person ${personId}`,
    ])
  ).map(({ action }) => action);

test("200, a person reads and changes their own names, and nothing else of themselves", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  const { call: ask } = await asPerson(person);
  const changed = await ask("PATCH", "/api/profile", { body: { firstName: "Ada", lastName: "Moreau" } });
  expect(changed.body).toMatchObject({ id: person.personId, firstName: "Ada", lastName: "Moreau", hasPassword: true });
  expect((await ask("PATCH", "/api/profile", { body: { lastName: "M." } })).body).toMatchObject({ firstName: "Ada" });
  for (const body of [{ email: "other@example.com" }, { role: "admin" }, { id: 1 }]) {
    expect((await ask("PATCH", "/api/profile", { body })).status).toBe(400);
  }
  const accounts = [{ id: account.accountId, role: "auditor", timeZone: "UTC" }];
  expect((await ask("GET", "/api/profile")).body).toMatchObject({ accounts });
});

test("a new password needs the present one and ends the other sign-ins", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  const [here, there] = [await asPerson(person), await asPerson(person)];
  const set = (body: object) => here.call("POST", "/api/profile/password", { body });
  const next = "another calm password";
  expect((await set({ next })).status).toBe(400);
  expect((await set({ current: "not this one, surely", next })).body).toMatchObject({
    message: "Your present password is another one",
    errors: [{ pointer: "/current" }],
  });
  expect((await set({ current: person.password, next: "too short" })).status).toBe(400);
  expect((await set({ current: person.password, next })).body).toEqual({ endedSignIns: 1 });
  expect((await here.call("GET", "/api/profile")).status).toBe(200);
  expect((await there.call("GET", "/api/profile")).body.code).toBe(40101);
  expect((await trySignIn({ email: person.email, password: person.password })).error).toBe("refused");
  expect((await trySignIn({ email: person.email, password: next })).error).toBe(null);
  expect(await actionsOf(person.personId)).toContain("person.password");
});

test("sign-ins are listed, one ends, all others end; somebody else's is nothing", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  const stranger = await asPerson(await newPersonIn(account.accountId, "auditor"));
  const [first, second, third] = [await asPerson(person), await asPerson(person), await asPerson(person)];
  const list = async () => (await first.call<SignIns>("GET", "/api/profile/sign-ins")).body.data;
  const all = await list();
  expect(all.map(({ current }) => current)).toEqual([false, false, true]);
  const other = all[0]?.id ?? "";
  expect((await stranger.call("DELETE", `/api/profile/sign-ins/${other}`)).status).toBe(404);
  expect((await third.call("GET", "/api/profile")).status).toBe(200);
  expect((await first.call("DELETE", `/api/profile/sign-ins/${other}`)).status).toBe(204);
  expect((await third.call("GET", "/api/profile")).status).toBe(401);
  expect((await first.call("DELETE", `/api/profile/sign-ins/${other}`)).status, "again").toBe(404);
  expect((await first.call("DELETE", "/api/profile/sign-ins/none")).status).toBe(400);
  expect((await first.call("DELETE", "/api/profile/sign-ins")).body).toEqual({ ended: 1 });
  expect((await second.call("GET", "/api/profile")).status).toBe(401);
  expect(await list()).toHaveLength(1);
});

test("a password that an operator sets ends every sign-in", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  const signed = await asPerson(person, account.accountId);
  expect((await signed.call("GET", "/api/me")).status).toBe(200);
  const { adminCommand } = await import("../fixtures/admin");
  await adminCommand("person", "reset-password", "--email", person.email);
  await expect
    .poll(async () => (await signed.call("GET", "/api/me")).status, { timeout: 1_000, intervals: [50] })
    .toBe(401);
});

test("another process hears of an ended sign-in and of another role within a second, its notices cut or not", async ({
  account,
}) => {
  const other = await anotherServer();
  try {
    const person = await newPersonIn(account.accountId, "admin");
    const [here, there] = [await asPerson(person), await asPerson(person)];
    const headers = { cookie: there.cookie, "x-account-id": String(account.accountId) };
    const seen = async () => (await ask(other.url, "GET", "/api/keys", { headers })).status;
    expect(await seen()).toBe(200);
    await sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' or query = 'select 1'",
    );
    await putRole(account.accountId, "contributor", person.email);
    await expect.poll(seen, { timeout: 1_000, intervals: [50] }).toBe(403);
    await here.call("DELETE", "/api/profile/sign-ins");
    await expect.poll(seen, { timeout: 1_000, intervals: [50] }).toBe(401);
  } finally {
    await other.stop();
  }
});
