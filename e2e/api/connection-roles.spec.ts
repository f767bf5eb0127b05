import { call, expect, newConnection, records, test, type Account, type Place } from "../fixtures/api";
import { roleKey } from "../fixtures/people";
import type { Role } from "@/lib/contract/permissions";

const push = (key: string, place: Place) =>
  call("POST", records(place, "api"), { key, body: { data: { id: crypto.randomUUID() } } });

const read = (key: string, place: Place) => call("GET", records(place, "api"), { key });

const namesOf = async (key: string) => {
  const { body } = await call<{ data: { id: number }[] }>("GET", "/api/connections?size=500", { key });
  return body.data.map(({ id }) => id);
};

/** Somebody with a role in the account and others on single connections, acting by a key with every scope. */
async function somebody(account: Account, role: Role, on: [Place, Role][]) {
  const person = await roleKey(account, role);
  const connectionRoles = on.map(([{ connectionId }, there]) => ({ connectionId, role: there }));
  const { status } = await account.call("PATCH", `/api/people/${person.personId}`, { body: { connectionRoles } });
  expect(status).toBe(200);
  return person;
}

test("201, an auditor who contributes on one connection pushes there and nowhere else", async ({
  account,
  connection,
}) => {
  const [given, other] = [await connection(), await connection()];
  const { apiKey } = await somebody(account, "auditor", [[given, "contributor"]]);
  expect((await push(apiKey, given)).status).toBe(201);
  expect((await push(apiKey, other)).status).toBe(403);
  expect((await read(apiKey, other)).status).toBe(200);
});

test("403, a manager who only audits one connection changes nothing there", async ({ account, connection }) => {
  const [lowered, other] = [await connection(), await connection()];
  const { apiKey } = await somebody(account, "manager", [[lowered, "auditor"]]);
  expect((await read(apiKey, lowered)).status).toBe(200);
  expect((await push(apiKey, lowered)).status).toBe(403);
  expect((await push(apiKey, other)).status).toBe(201);
});

test("404, a guest sees the connections given to them, and of the others not that they are there", async ({
  account,
  connection,
}) => {
  const [given, other] = [await connection(), await connection()];
  const { apiKey } = await somebody(account, "guest", [[given, "auditor"]]);
  expect(await namesOf(apiKey)).toEqual([given.connectionId]);
  expect((await read(apiKey, given)).status).toBe(200);
  expect((await push(apiKey, given)).status).toBe(403);
  const hidden = await read(apiKey, other);
  const nothing = await read(apiKey, { connectionId: 900_000_001, resourceId: 900_000_002 });
  expect([hidden.status, nothing.status]).toEqual([404, 404]);
  expect(hidden.body.message).toBe(nothing.body.message);
});

test("404, somebody kept out of one connection sees all the others, those made later too", async ({
  account,
  connection,
}) => {
  const secret = await connection();
  const { apiKey } = await somebody(account, "auditor", [[secret, "guest"]]);
  expect((await read(apiKey, secret)).status).toBe(404);
  const later = await connection();
  const seen = await namesOf(apiKey);
  expect(seen).toContain(later.connectionId);
  expect(seen).not.toContain(secret.connectionId);
});

test("200, evidence is listed for the connections on which it may be read", async ({ account, connection }) => {
  const [given, other] = [await connection(), await connection()];
  for (const place of [given, other]) {
    await account.call("POST", `/api/connections/${place.connectionId}/resources/${place.resourceId}/evidence`);
  }
  const { apiKey } = await somebody(account, "contributor", [[given, "auditor"]]);
  const { body } = await call<{ data: { connectionId: number }[] }>("GET", "/api/evidence?size=500", { key: apiKey });
  expect(body.data.map(({ connectionId }) => connectionId)).toEqual([given.connectionId]);
});

test("403, admin on a connection is not admin of the account", async ({ account, connection }) => {
  const given = await connection();
  const { apiKey } = await somebody(account, "guest", [[given, "admin"]]);
  expect((await push(apiKey, given)).status).toBe(201);
  for (const path of ["/api/people", "/api/keys", "/api/audit"]) {
    expect((await call("GET", path, { key: apiKey })).status, path).toBe(403);
  }
  expect((await call("DELETE", `/api/connections/${given.connectionId}`, { key: apiKey })).status).toBe(204);
});

test("403, a role that is taken away on a connection is gone at once", async ({ account, connection }) => {
  const given = await connection();
  const { apiKey, personId } = await somebody(account, "auditor", [[given, "contributor"]]);
  expect((await push(apiKey, given)).status).toBe(201);
  await account.call("PATCH", `/api/people/${personId}`, { body: { connectionRoles: [] } });
  expect((await push(apiKey, given)).status).toBe(403);
});

test("a key kept to connections stays there, whatever its owner is given", async ({ account, connection }) => {
  const [kept, given] = [await connection(), await connection()];
  const person = await roleKey(account, "auditor", { connectionIds: [kept.connectionId] });
  const connectionRoles = [{ connectionId: given.connectionId, role: "manager" }];
  await account.call("PATCH", `/api/people/${person.personId}`, { body: { connectionRoles } });
  expect((await push(person.apiKey, given)).status).toBe(404);
  expect(await namesOf(person.apiKey)).toEqual([kept.connectionId]);
});

test("400, a connection that is not there, or named twice, is refused", async ({ account, connection }) => {
  const { connectionId } = await connection();
  const { personId } = await roleKey(account, "auditor");
  const put = (connectionRoles: object[]) =>
    account.call("PATCH", `/api/people/${personId}`, { body: { connectionRoles } });
  const missing = await put([{ connectionId: 900_000_001, role: "manager" }]);
  expect([missing.status, missing.body.message]).toEqual([
    400,
    "connectionRoles names a connection that this account does not have",
  ]);
  const twice = await put([
    { connectionId, role: "manager" },
    { connectionId, role: "auditor" },
  ]);
  expect(twice.status).toBe(400);
  const other = await newConnection(account);
  expect((await put([{ connectionId: other.connectionId, role: "nobody" }])).status).toBe(400);
});
