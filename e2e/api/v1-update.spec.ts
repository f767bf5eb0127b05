import { exact } from "../fixtures/exact";
import { expect, faces, freshAccount, record, records, resource, test } from "../fixtures/api";

type Stored = { attributes: Record<string, unknown>; createdAt: string; updatedAt: string };

const schema = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, size: { type: "number" } },
};

test("200: PUT changes what it names; neighbours, nested ones and every digit stay", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const sent =
    '{"id":"a","price":1.10,"big":12345678901234567890.00,"deep":{"x":1.00,"list":[0.10,{"y":2.0}]},"text":"é","gone":1}';
  await account.call("POST", records(place, "v1"), { raw: `{"data":${sent}}` });
  const raw = '{"data":{"deep":{"z":3.30},"text":null,"fresh":1e2}}';
  const { status, body } = await account.call("PUT", record(place, "v1", "a"), { raw });
  expect(status).toBe(200);
  expect(body).toEqual({ id: "a" });
  const { text } = await account.call("GET", record(place, "api", "a"));
  expect((exact(text) as Stored).attributes).toEqual(
    exact('{"id":"a","price":1.10,"big":12345678901234567890.00,"deep":{"z":3.30},"text":null,"gone":1,"fresh":100}'),
  );
});

test("200: the answer is the id: a number where the text is a canonical whole number, else text", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const answers: [id: unknown, address: string, answer: unknown][] = [
    [7, "7", 7],
    ["8", "8", 8],
    ["007", "007", "007"],
    ["1.0", "1.0", "1.0"],
    ["9007199254740991", "9007199254740991", 9007199254740991],
    ["9007199254740993", "9007199254740993", "9007199254740993"],
    ["-0", "-0", "-0"],
    ["react", "react", "react"],
  ];
  for (const [id, address, answer] of answers) {
    await account.call("POST", records(place, "v1"), { body: { data: { id } } });
    const { status, body } = await account.call("PUT", record(place, "v1", address), { body: { data: { n: 1 } } });
    expect([status, body], address).toEqual([200, { id: answer }]);
  }
});

test("400: a body whose id is not the address's; the same id, as number or text, is welcome", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: 7, n: 1 } } });
  const put = (data: unknown) => account.call("PUT", record(place, "v1", "7"), { body: { data } });
  for (const id of [8, "8", "07", null, 7.5, ""])
    expect((await put({ id, n: 2 })).status, JSON.stringify(id)).toBe(400);
  expect((await put({ id: 7, n: 3 })).status).toBe(200);
  expect((await put({ id: "7", n: 4 })).status).toBe(200);
  const { body } = await account.call<Stored>("GET", record(place, "api", "7"));
  expect(body.attributes).toEqual({ id: "7", n: 4 });
});

test("404: PUT makes no record, in no account and no place", async ({ account, connection }) => {
  const place = await connection();
  const put = (path: string) => account.call("PUT", path, { body: { data: { n: 1 } } });
  expect((await put(record(place, "v1", "missing"))).status).toBe(404);
  expect((await put(record({ ...place, resourceId: 999_999_999 }, "v1", "missing"))).status).toBe(404);
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("400: the whole record is judged after the merge, and a refused change leaves it as it was", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a", name: "A", size: 1 } } });
  const put = (data: unknown) => account.call("PUT", record(place, "v1", "a"), { body: { data } });
  const refused = await put({ name: null, size: 2 });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({
    code: 28022,
    message: 'Schema validation failed for data: [{"/name":"must be string"}]',
  });
  expect((await put({ size: 3 })).status, "required members need not be sent again").toBe(200);
  const { body } = await account.call<Stored>("GET", record(place, "api", "a"));
  expect(body.attributes).toEqual({ id: "a", name: "A", size: 3 });
});

test("400: data that is no object, none at all, or a list", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  for (const body of [{}, { data: [] }, { data: [{ id: "a" }] }, { data: null }, { data: "x" }, [], 1]) {
    expect((await account.call("PUT", record(place, "v1", "a"), { body })).status, JSON.stringify(body)).toBe(400);
  }
});

test("200: a JSON Schema as data is a record like any other and never the resource's schema", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", properties: { name: { type: "string" } } } });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const data = { type: "object", properties: { name: { type: "number" } }, required: ["name"] };
  expect((await account.call("PUT", record(place, "v1", "a"), { body: { data } })).status).toBe(200);
  expect((await account.call<Stored>("GET", record(place, "api", "a"))).body.attributes).toEqual({ id: "a", ...data });
  const kept = await account.call("GET", `${resource(place, "api")}/schema`);
  expect(kept.body).toMatchObject({ version: 1, schema: { properties: { name: { type: "string" } } } });
});

test("200: a PUT that changes nothing keeps the record's times", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { raw: '{"data":{"id":"a","n":1.0}}' });
  const before = await account.call("GET", record(place, "api", "a"));
  for (const data of ['{"n":1.0}', "{}", '{"id":"a"}']) {
    expect((await account.call("PUT", record(place, "v1", "a"), { raw: `{"data":${data}}` })).status).toBe(200);
  }
  expect((await account.call("GET", record(place, "api", "a"))).body).toEqual(before.body);
});

test("200 {}: v1 deletes with an empty object, and 404 follows at every face", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a" }, { id: "b" }] } });
  const { status, text } = await account.call("DELETE", record(place, "v1", "a"));
  expect([status, text]).toEqual([200, "{}"]);
  for (const face of faces) expect((await account.call("DELETE", record(place, face, "a"))).status, face).toBe(404);
  expect((await account.call("PUT", record(place, "v1", "a"), { body: { data: {} } })).status).toBe(404);
  const left = await account.call<{ data: { id: string }[] }>("GET", records(place, "v2"));
  expect(left.body.data.map(({ id }) => id)).toEqual(["b"]);
});

test("201: a deleted id can be pushed again and is a new record", async ({ account, connection }) => {
  const place = await connection();
  const push = () => account.call<{ createdAt: string }>("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const first = await push();
  await account.call("DELETE", record(place, "v1", "a"));
  const again = await push();
  expect(again.status).toBe(201);
  expect(again.body.createdAt > first.body.createdAt).toBe(true);
});

test("400 and 404: deleting by ids that are none, that are nowhere, or that are another account's", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const { connectionId, resourceId } = place;
  for (const [bad, expected] of [
    [`/public/custom-connections/x/resources/${resourceId}/records/a`, 400],
    [`/public/custom-connections/${connectionId}/resources/0/records/a`, 400],
    [`${records(place, "v1")}/${"x".repeat(256)}`, 400],
    [`${records(place, "v1")}/%01`, 400],
    [`${records(place, "v1")}/%20a`, 400],
    [record({ connectionId, resourceId: 999_999_999 }, "v1", "a"), 404],
  ] as const) {
    expect((await account.call("DELETE", bad)).status, bad).toBe(expected);
  }
  const stranger = await freshAccount();
  for (const method of ["DELETE", "PUT"]) {
    const body = method === "PUT" ? { data: { n: 1 } } : undefined;
    expect((await stranger.call(method, record(place, "v1", "a"), { body })).status).toBe(404);
  }
  expect((await account.call("GET", record(place, "api", "a"))).status).toBe(200);
});

test("200: a connection under v1's base, with its resources when they are asked for, raw or percent-encoded", async ({
  account,
  connection,
}) => {
  const { connectionId, resourceId } = await connection({ schema });
  const path = `/public/custom-connections/${connectionId}`;
  const plain = await account.call("GET", path);
  expect(plain.status).toBe(200);
  expect(plain.body).not.toHaveProperty("customResources");
  for (const query of [
    "expand[]=customResources",
    "expand%5B%5D=customResources",
    "foo=1&expand%5b%5d=customResources",
  ]) {
    const { status, body } = await account.call("GET", `${path}?${query}`);
    expect(status, query).toBe(200);
    expect(body, query).toMatchObject({
      id: connectionId,
      customResources: [{ id: resourceId, schema, deletedAt: null }],
    });
  }
  const more = "expand[]=createdByUser&expand[]=customResources&expand[]=owner";
  expect((await account.call("GET", `${path}?${more}`)).body, "unknown expansions are ignored").toHaveProperty(
    "customResources",
  );
  expect((await account.call("GET", `${path}?expand[]=owner`)).body).toEqual(plain.body);
  expect((await account.call("GET", "/public/custom-connections/999999999")).status).toBe(404);
});
