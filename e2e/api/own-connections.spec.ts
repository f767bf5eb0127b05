import { call, expect, freshAccount, newConnection, records, resource, test } from "../fixtures/api";

type Resource = {
  id: number;
  name: string;
  identifierKey: string;
  displayNameKey: string | null;
  filterFields: { pointer: string; type: string }[];
  revision: number;
  recordCount: number;
  lastPushAt: string | null;
};
type List = { data: { id: number }[] };

const schema = { type: "object", properties: { name: { type: "string" } } };

test("200: health and the description answer anybody", async () => {
  const health = await call("GET", "/api/health");
  expect(health.body).toMatchObject({ status: "ok", database: "ok" });
  expect(Math.abs(Date.parse(String(health.body.time)) - Date.now())).toBeLessThan(60_000);
  expect((await call("GET", "/openapi.json")).body).toMatchObject({ openapi: "3.1.0" });
});

test("200: me is the account and the power of the key that asks", async ({ account }) => {
  const limited = await account.call("POST", "/api/keys", {
    body: { name: "reads", permissions: ["custom-connections-get", "schemas-get"] },
  });
  const { body } = await call("GET", "/api/me", { key: String(limited.body.apiKey) });
  expect(body).toMatchObject({
    accountId: account.accountId,
    plan: "custom-connections",
    actor: { kind: "key", id: limited.body.keyId, label: "reads" },
    permissions: ["custom-connections-get", "schemas-get"],
    connectionIds: null,
  });
});

test("200: keys are listed without their secrets, page by page, and revoking again changes nothing", async () => {
  const account = await freshAccount();
  const secrets = [account.apiKey];
  for (const name of ["one", "two"]) {
    secrets.push(String((await account.call("POST", "/api/keys", { body: { name } })).body.apiKey));
  }
  type Keys = { data: { id: number; name: string; revokedAt: string | null }[]; next: number | null };
  const first = await account.call<Keys>("GET", "/api/keys?size=2");
  const rest = await account.call<Keys>("GET", `/api/keys?size=2&after=${first.body.next}`);
  expect([...first.body.data, ...rest.body.data].map(({ name }) => name).slice(1)).toEqual(["one", "two"]);
  expect(rest.body.next).toBeNull();
  for (const secret of secrets) expect(first.text + rest.text).not.toContain(secret);
  const id = rest.body.data[0]?.id;
  for (const _again of [1, 2]) {
    const revoked = await account.call("DELETE", `/api/keys/${id}`);
    expect([revoked.status, revoked.body]).toEqual([200, { keyId: id, revoked: true }]);
  }
  expect((await account.call<{ revokedAt: string }>("GET", `/api/keys/${id}`)).body.revokedAt).not.toBeNull();
  expect((await account.call("GET", "/api/keys/999999999")).status).toBe(404);
  expect((await account.call("DELETE", "/api/keys/999999999")).status).toBe(404);
});

test("200: PATCH of a connection keeps what is not sent; null empties", async ({ account, connection }) => {
  const { connectionId } = await connection();
  const path = `/api/connections/${connectionId}`;
  const patch = (body: unknown) => account.call("PATCH", path, { body });
  expect((await patch({ clientAlias: "Hosts", description: "D" })).body).toMatchObject({ clientAlias: "Hosts" });
  expect((await patch({ clientAlias: null })).body).toMatchObject({ clientAlias: null, description: "D" });
  expect((await account.call("GET", path)).body).toMatchObject({ clientAlias: null, description: "D" });
});

test("200: a deleted connection is listed for who may see it, and restored with its resources, records and schema", async () => {
  const account = await freshAccount();
  const place = await newConnection(account, { schema });
  const second = await account.call<Resource>("POST", `/api/connections/${place.connectionId}/resources`, {
    body: { name: "Second", schema: {} },
  });
  const gone = { ...place, resourceId: second.body.id };
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a", name: "A" }, { id: "b" }] } });
  await account.call("POST", records(gone, "v1"), { body: { data: { id: "a" } } });
  expect((await account.call("DELETE", resource(gone, "api"))).status, "deleted before, on its own").toBe(204);
  const path = `/api/connections/${place.connectionId}`;
  expect((await account.call("POST", `${path}/restore`)).status, "a live one cannot be restored").toBe(404);
  expect((await account.call("DELETE", path)).status).toBe(204);
  expect((await account.call<List>("GET", "/api/connections")).body.data).toEqual([]);
  const deleted = await account.call<List>("GET", "/api/connections?deleted=true&expand[]=customResources");
  expect(deleted.body.data.map(({ id }) => id)).toEqual([place.connectionId]);

  const restored = await account.call("POST", `${path}/restore`);
  expect([restored.status, restored.body.id]).toEqual([200, place.connectionId]);
  const list = await account.call<{ data: { attributes: unknown }[] }>("GET", `${records(place, "api")}?sort=id`);
  expect(list.body.data.map(({ attributes }) => attributes)).toEqual([{ id: "a", name: "A" }, { id: "b" }]);
  expect((await account.call<Resource>("GET", resource(place, "api"))).body).toMatchObject({
    recordCount: 2,
    revision: 4,
  });
  expect((await account.call("GET", resource(gone, "api"))).status, "what went before stays away").toBe(404);
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "c" } } })).status).toBe(201);
  expect((await account.call<List>("GET", "/api/connections?deleted=true")).body.data).toEqual([]);
  expect((await account.call("POST", "/api/connections/999999999/restore")).status).toBe(404);
});

test("201 and 204: a connection has several resources; each is added, read, changed and deleted by itself", async ({
  account,
  connection,
}) => {
  const first = await connection({ schema, displayNameKey: "name" });
  const base = `/api/connections/${first.connectionId}/resources`;
  const added = await account.call<Resource>("POST", base, {
    body: { name: "Second", description: "D", identifierKey: "serial", sampleData: { serial: "s1", name: "n" } },
  });
  expect(added.status).toBe(201);
  expect(added.body).toMatchObject({
    name: "Second",
    identifierKey: "serial",
    displayNameKey: null,
    schemaVersion: 1,
    recordCount: 0,
  });
  const second = { ...first, resourceId: added.body.id };
  const list = await account.call<{ data: Resource[] }>("GET", base);
  expect(list.body.data.map(({ id }) => id)).toEqual([first.resourceId, second.resourceId]);
  expect(list.body.data[0]?.displayNameKey).toBe("name");
  await account.call("POST", records(second, "v1"), { body: { data: [{ serial: "a" }, { serial: "b" }] } });
  const { body } = await account.call<Resource>("GET", resource(second, "api"));
  expect([body.recordCount, body.lastPushAt === null]).toEqual([2, false]);
  expect((await account.call("DELETE", resource(second, "api"))).status).toBe(204);
  for (const method of ["GET", "DELETE"])
    expect((await account.call(method, resource(second, "api"))).status).toBe(404);
  expect((await account.call("GET", records(second, "v2"))).status).toBe(404);
  expect((await account.call<{ data: Resource[] }>("GET", base)).body.data).toHaveLength(1);
});

test("200 and 400: a resource's name, display name and filter fields, up to four of text and four of number or date", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const patch = (body: unknown) => account.call<Resource>("PATCH", resource(place, "api"), { body });
  const text = [1, 2, 3, 4].map((at) => ({ pointer: `/t${at}`, type: "text" }));
  const number = [1, 2].map((at) => ({ pointer: `/n${at}/~1x`, type: "number" }));
  const date = [1, 2].map((at) => ({ pointer: `/d${at}`, type: "date" }));
  const filterFields = [...text, ...number, ...date];
  const good = await patch({ name: "New", displayNameKey: "name", filterFields });
  expect(good.status).toBe(200);
  expect(good.body).toMatchObject({ name: "New", displayNameKey: "name" });
  expect(good.body.filterFields).toHaveLength(8);
  expect(good.body.filterFields).toEqual(expect.arrayContaining(filterFields));
  expect((await patch({})).body.filterFields, "what is not sent stays").toHaveLength(8);
  for (const wrong of [
    { filterFields: [...filterFields, { pointer: "/x", type: "text" }] },
    { filterFields: [...text, { pointer: "/x", type: "text" }] },
    { filterFields: [...number, ...date, { pointer: "/x", type: "date" }] },
    { filterFields: [{ pointer: "x", type: "text" }] },
    { filterFields: [{ pointer: "", type: "text" }] },
    { filterFields: [{ pointer: "/x", type: "boolean" }] },
    { filterFields: [{ pointer: "/x\u0000", type: "text" }] },
    { displayNameKey: "nothing" },
    { name: "" },
    { name: null },
  ]) {
    expect.soft((await patch(wrong)).status, JSON.stringify(wrong).slice(0, 80)).toBe(400);
  }
  const emptied = await patch({ displayNameKey: null, filterFields: [] });
  expect(emptied.body).toMatchObject({ displayNameKey: null, filterFields: [] });
  expect((await account.call("GET", resource(place, "api"))).body.filterFields).toEqual([]);
});
