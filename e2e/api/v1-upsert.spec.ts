import { expect, freshAccount, record, records, test } from "../fixtures/api";

type Upserted = { id: string; createdAt: string; updatedAt: string; statusCode: number; data: Record<string, unknown> };
type Page = { data: { id: string; attributes: Record<string, unknown> }[] };

const v1Time = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/;

test("201: a new record answers with its id, both times in v1's form, its status and its data", async ({
  account,
  connection,
}) => {
  const before = Date.now();
  const path = records(await connection(), "v1");
  const { status, body } = await account.call<Upserted>("POST", path, { body: { data: { id: "a", n: 1 } } });
  expect(status).toBe(201);
  expect(Object.keys(body).sort()).toEqual(["createdAt", "data", "id", "statusCode", "updatedAt"]);
  expect(body).toMatchObject({ id: "a", statusCode: 201, data: { id: "a", n: 1 } });
  expect(body.createdAt).toMatch(v1Time);
  expect(body.updatedAt).toBe(body.createdAt);
  const told = Date.parse(`${body.createdAt.replace(" ", "T")}Z`);
  expect(Math.abs(told - before), "the time is UTC").toBeLessThan(60_000);
});

test("200: a known id is replaced whole, keeps when it was created, and says 200 in body and status line", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const path = records(place, "v1");
  const first = await account.call<Upserted>("POST", path, { body: { data: { id: "a", n: 1, gone: true } } });
  const { status, body } = await account.call<Upserted>("POST", path, { body: { data: { id: "a", n: 2 } } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: "a", statusCode: 200, createdAt: first.body.createdAt });
  expect(body.data).toEqual({ id: "a", n: 2 });
  expect(body.updatedAt > first.body.updatedAt).toBe(true);
  const stored = await account.call<Page>("GET", records(place, "v2"));
  expect(stored.body.data.map(({ attributes }) => attributes)).toEqual([{ id: "a", n: 2 }]);
});

test("200: the same data again is not a write and keeps its times", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const push = () => account.call<Upserted>("POST", path, { raw: '{"data":{"id":"a","n":1.50,"b":{"c":null}}}' });
  const first = await push();
  const again = await push();
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual({ ...first.body, statusCode: 200 });
});

test("201: without an id a uuid v4 is made, answers, and stands in the stored data", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const uuid4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  for (const data of [{ name: "x" }, {}]) {
    const { status, body } = await account.call<Upserted>("POST", records(place, "v1"), { body: { data } });
    expect(status).toBe(201);
    expect(body.id).toMatch(uuid4);
    expect(body.data).toEqual({ ...data, id: body.id });
    const stored = await account.call("GET", record(place, "api", body.id));
    expect(stored.body.attributes).toEqual({ ...data, id: body.id });
  }
});

test("400: a record that fails its schema is told the path and the reason of each failure, word for word", async ({
  account,
  connection,
}) => {
  const schema = {
    type: "object",
    required: ["name"],
    properties: {
      name: { type: "string" },
      size: { type: "number" },
      tags: { type: "array", items: { type: "string" } },
    },
  };
  const place = await connection({ schema });
  const path = records(place, "v1");
  const one = await account.call("POST", path, { body: { data: { id: "a" } } });
  expect(one.status).toBe(400);
  expect(one.body).toMatchObject({
    statusCode: 400,
    code: 28022,
    message: `Schema validation failed for data: [{"":"must have required property 'name'"}]`,
  });
  const many = await account.call("POST", path, { body: { data: { id: "a", name: 1, size: "x", tags: ["a", 2] } } });
  expect(many.body.message).toBe(
    'Schema validation failed for data: [{"/name":"must be string"},{"/size":"must be number"},{"/tags/1":"must be string"}]',
  );
  const stored = await account.call<Page>("GET", records(place, "v2"));
  expect(stored.body.data, "nothing of a refused record is kept").toEqual([]);
});

test("201: id need not be declared by a schema that is closed, at the top only", async ({ account, connection }) => {
  for (const closed of ["additionalProperties", "unevaluatedProperties"]) {
    const inner = { type: "object", additionalProperties: false, properties: { a: {} } };
    const place = await connection({ schema: { type: "object", properties: { inner }, [closed]: false } });
    const path = records(place, "v1");
    expect((await account.call("POST", path, { body: { data: { id: "a", inner: {} } } })).status).toBe(201);
    expect((await account.call("POST", path, { body: { data: { inner: { a: 1 } } } })).status).toBe(201);
    expect((await account.call("POST", path, { body: { data: { id: "b", other: 1 } } })).status).toBe(400);
    expect((await account.call("POST", path, { body: { data: { id: "c", inner: { id: 1 } } } })).status).toBe(400);
  }
});

test("201: unknown query parameters and unknown members beside data are ignored", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const query = "?foo=bar&size=0&cursor=x&a[]=1&a[]=2&%F0%9F%98%80=1&empty=&flag";
  const { status } = await account.call("POST", path + query, {
    body: { more: [1], data: { id: "a" }, resourceId: 9 },
  });
  expect(status).toBe(201);
});

test("400: bodies of a wrong shape say what to send instead", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  for (const body of [{}, [], "x", 7, null, { Data: {} }, { data: null }, { data: "x" }, { data: 1 }, { id: "a" }]) {
    const { status, body: said } = await account.call("POST", path, { body });
    expect(status, JSON.stringify(body)).toBe(400);
    expect(said.message, JSON.stringify(body)).toMatch(/data|object/);
  }
  const empty = await account.call("POST", path, { raw: "" });
  expect(empty.status).toBe(400);
});

test("404: a connection or resource that is not there, in words that tell nothing more", async ({
  account,
  connection,
}) => {
  const { connectionId, resourceId } = await connection();
  const elsewhere = await connection();
  const nowhere = [
    { connectionId: 999_999_999, resourceId },
    { connectionId, resourceId: 999_999_999 },
    { connectionId, resourceId: elsewhere.resourceId },
  ];
  for (const place of nowhere) {
    const { status, body } = await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
    expect(status).toBe(404);
    expect(body).toMatchObject({ statusCode: 404, message: "Not Found" });
  }
});

test("404: another account's resource does not exist", async ({ connection }) => {
  const place = await connection();
  const stranger = await freshAccount();
  const { status, body } = await stranger.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  expect(status).toBe(404);
  expect(body.message).toBe("Not Found");
});

test("400: ids of connections and resources that are no numbers", async ({ account, connection }) => {
  const { connectionId, resourceId } = await connection();
  for (const bad of ["abc", "0", "-1", "1.0", "1e3", "01", "%20", "9007199254740993", "99999999999999999999", "1;"]) {
    for (const path of [
      `/public/custom-connections/${bad}/resources/${resourceId}/records`,
      `/public/custom-connections/${connectionId}/resources/${bad}/records`,
    ]) {
      const { status } = await account.call("POST", path, { body: { data: { id: "a" } } });
      expect(status, path).toBe(400);
    }
  }
});
