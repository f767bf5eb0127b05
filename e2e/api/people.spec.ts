import { call, expect, freshAccount, newConnection, type Account } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { roleKey } from "../fixtures/people";
import { asPerson, newPersonIn } from "../fixtures/person";
import { test as base } from "@playwright/test";

type Person = {
  id: number;
  email: string;
  role: string;
  connectionRoles: { connectionId: number; role: string }[];
  lastSeenAt: string | null;
  keys: number;
};

/** team: an account of its own for each worker, since these tests count its people. */
const test = base.extend<object, { team: Account }>({
  team: [async ({}, give) => give(await freshAccount()), { scope: "worker" }],
});

const peopleOf = async (team: Account) => (await team.call<{ data: Person[] }>("GET", "/api/people")).body.data;
const oneOf = async (team: Account, id: number) => (await peopleOf(team)).find((person) => person.id === id);

test("200, people are listed with their role, their keys and when they were last seen", async ({ team }) => {
  const { personId, email } = await roleKey(team, "manager");
  const seen = await newPersonIn(team.accountId, "auditor");
  await (await asPerson(seen, team.accountId)).call("GET", "/api/me");
  expect(await oneOf(team, personId)).toMatchObject({
    email,
    role: "manager",
    connectionRoles: [],
    keys: 1,
    lastSeenAt: null,
  });
  const auditor = await oneOf(team, seen.personId);
  expect(Date.now() - Date.parse(auditor?.lastSeenAt ?? "")).toBeLessThan(60_000);
});

test("200, another role bites at once, and the trail says what it was before", async ({ team }) => {
  const { personId, apiKey, email } = await roleKey(team, "contributor");
  expect((await call("GET", "/api/people", { key: apiKey })).status).toBe(403);
  const headers = { "x-request-id": `role-${crypto.randomUUID()}` };
  const changed = await team.call<Person>("PATCH", `/api/people/${personId}`, { body: { role: "auditor" }, headers });
  expect(changed.body).toMatchObject({ id: personId, role: "auditor" });
  expect((await call("GET", "/api/people", { key: apiKey })).status).toBe(200);
  const [entry] = await sql("select action, details from audit_entry where request_id = $1", [headers["x-request-id"]]);
  expect(entry).toEqual({
    action: "person.role",
    details: {
      email,
      before: { role: "contributor", connectionRoles: [] },
      after: { role: "auditor", connectionRoles: [] },
    },
  });
});

test("409, the last admin stays one and stays", async () => {
  const team = await freshAccount();
  const first = await roleKey(team, "admin");
  const address = `/api/people/${first.personId}`;
  const demoted = await team.call("PATCH", address, { body: { role: "manager" } });
  expect([demoted.status, demoted.body.message]).toEqual([
    409,
    `${first.email} is the last admin of this account; make somebody else an admin first`,
  ]);
  expect((await team.call("DELETE", address)).status).toBe(409);
  await roleKey(team, "admin");
  expect((await team.call("DELETE", address)).status).toBe(200);
});

test("two admins who remove each other at once leave one", async () => {
  const team = await freshAccount();
  const [one, other] = [await roleKey(team, "admin"), await roleKey(team, "admin")];
  const answers = await Promise.all([
    call("DELETE", `/api/people/${other.personId}`, { key: one.apiKey }),
    call("DELETE", `/api/people/${one.personId}`, { key: other.apiKey }),
  ]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await peopleOf(team)).filter(({ role }) => role === "admin")).toHaveLength(1);
});

test("200, who is removed loses access at once, keys included, and what they did keeps their name", async ({
  team,
}) => {
  const { personId, apiKey, keyId, email } = await roleKey(team, "manager");
  const place = await newConnection({
    ...team,
    apiKey,
    call: (method, path, asked) => call(method, path, { key: apiKey, ...asked }),
  });
  const removed = await team.call("DELETE", `/api/people/${personId}`);
  expect(removed.body).toEqual({ personId, removed: true, endedKeys: [keyId] });
  expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(401);
  expect(await oneOf(team, personId)).toBeUndefined();
  const key = await team.call<{ ownerEmail: string; revokedAt: string }>("GET", `/api/keys/${keyId}`);
  expect(key.body.ownerEmail).toBe(email);
  expect(key.body.revokedAt).not.toBeNull();
  const made = await sql("select actor_label from change where resource_id = $1", [place.resourceId]);
  expect(made).toEqual([{ actor_label: "key of manager" }]);
});

test("404, somebody of another account reads like nobody", async ({ team }) => {
  const elsewhere = await freshAccount();
  const { personId } = await roleKey(elsewhere, "manager");
  for (const [method, path, body] of [
    ["PATCH", `/api/people/${personId}`, { role: "admin" }],
    ["DELETE", `/api/people/${personId}`, undefined],
    ["DELETE", `/api/people/${personId}/sign-ins`, undefined],
  ] as const) {
    expect((await team.call(method, path, { body })).status, `${method} ${path}`).toBe(404);
  }
  expect((await oneOf(elsewhere, personId))?.role).toBe("manager");
});

test("200, ended sign-ins are refused within a second, on every device", async ({ team }) => {
  const person = await newPersonIn(team.accountId, "manager");
  const desk = await asPerson(person, team.accountId);
  const phone = await asPerson(person, team.accountId);
  expect((await desk.call("GET", "/api/people")).status).toBe(200);
  const ended = await team.call("DELETE", `/api/people/${person.personId}/sign-ins`);
  expect(ended.body).toEqual({ ended: 2 });
  for (const device of [desk, phone]) expect((await device.call("GET", "/api/people")).status).toBe(401);
});

test("200, the access review says who can do what, and is safe to open in a spreadsheet", async () => {
  const team = await freshAccount();
  const { connectionId } = await newConnection(team);
  const { personId, email, keyId } = await roleKey(team, "auditor", { name: '=HYPERLINK("http://evil.example")' });
  const connectionRoles = [{ connectionId, role: "contributor" }];
  await team.call("PATCH", `/api/people/${personId}`, { body: { connectionRoles } });
  type Review = {
    people: { id: number; email: string; connections: { id: number; permissions: string[] }[] }[];
    keys: { id: number; ownerEmail: string | null; scopes: string[]; permissions: string[] }[];
  };
  const { body } = await team.call<Review>("GET", "/api/access-export?format=json");
  const person = body.people.find(({ id }) => id === personId);
  expect(person).toMatchObject({ email, role: "auditor", connectionRoles });
  expect(person?.connections[0]?.permissions).toContain("custom-connections-data-post");
  const key = body.keys.find(({ id }) => id === keyId);
  expect(key?.ownerEmail).toBe(email);
  expect(key?.scopes).toContain("custom-connections-data-post");
  expect(key?.permissions).not.toContain("custom-connections-data-post");

  const csv = await team.call("GET", "/api/access-export?format=csv");
  expect(csv.headers.get("content-disposition")).toMatch(
    /^attachment; filename="access-review-\d+-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(csv.text).toContain(email);
  expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")`);
  const taken = await team.call<{ data: { action: string }[] }>("GET", "/api/audit?action=access.export");
  expect(taken.body.data).toHaveLength(2);
});
