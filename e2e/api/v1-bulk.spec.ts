import { expect, records, test } from "../fixtures/api";

type Item = { id?: string; statusCode: number; data?: unknown; error?: { message: string; code: number } };
type Page = { data: { id: string; attributes: unknown }[]; pagination: { totalCount: number } };

const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };

test("200: good and bad rows answer one by one in input order, and no bad row stops a good one", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const path = records(place, "v1");
  await account.call("POST", path, { body: { data: { id: "known", name: "before" } } });
  const data = [
    { id: "a", name: "A" },
    { id: "b" },
    { id: "known", name: "after" },
    { id: "c", name: 3 },
    { name: "without an id" },
    { id: 9, name: "nine" },
  ];
  const { status, body } = await account.call<Item[]>("POST", path, { body: { data } });
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([201, 400, 200, 400, 201, 201]);
  expect(body[1]).toEqual({
    statusCode: 400,
    data: { id: "b" },
    error: { message: `Schema validation failed for data: [{"":"must have required property 'name'"}]`, code: 28022 },
  });
  expect(body[3]?.data).toEqual(data[3]);
  expect(body[0]).toMatchObject({ id: "a", data: { id: "a", name: "A" } });
  expect(body[5]).toMatchObject({ id: "9", data: { id: 9, name: "nine" } });
  for (const item of body)
    expect("error" in item, "good items have no error, bad ones do").toBe(item.statusCode >= 400);
  const stored = await account.call<Page>("GET", records(place, "v2"));
  expect(stored.body.data.map(({ id }) => id).sort()).toEqual(["9", "a", body[4]?.id, "known"].sort());
});

test("200: a bad row comes back as it was sent, digit for digit", async ({ account, connection }) => {
  const path = records(await connection({ schema }), "v1");
  const row = '{"id":"x","n":1.500,"big":123456789012345678901234567890,"e":1e2,"u":"\\u00e9"}';
  const { text } = await account.call("POST", path, { raw: `{"data":[${row}]}` });
  expect(text).toContain(`"data":${row}`);
});

test("200: the same id twice in one request: both rows answer and the last one wins", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const data = [{ id: "a", n: 1 }, { id: "b" }, { id: "a", n: 2 }, { id: 1 }, { id: "1", last: true }];
  const { status, body } = await account.call<Item[]>("POST", records(place, "v1"), { body: { data } });
  expect(status).toBe(200);
  expect(body.map(({ id }) => id)).toEqual(["a", "b", "a", "1", "1"]);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([201, 201, 200, 201, 200]);
  const stored = await account.call<Page>("GET", `${records(place, "v2")}?includeTotalCount=true`);
  expect(stored.body.pagination.totalCount).toBe(3);
  const attributes = stored.body.data.map((item) => item.attributes);
  expect(attributes).toContainEqual({ id: "a", n: 2 });
  expect(attributes).toContainEqual({ id: "1", last: true });
});

test("200: a good row wins over a later bad one with the same id", async ({ account, connection }) => {
  const place = await connection({ schema });
  const data = [{ id: "a", name: "good" }, { id: "a" }];
  const { body } = await account.call<Item[]>("POST", records(place, "v1"), { body: { data } });
  expect(body.map(({ statusCode }) => statusCode)).toEqual([201, 400]);
  const stored = await account.call<Page>("GET", records(place, "v2"));
  expect(stored.body.data.map((item) => item.attributes)).toEqual([{ id: "a", name: "good" }]);
});

test("200: an empty list is answered by an empty list", async ({ account, connection }) => {
  const { status, text } = await account.call("POST", records(await connection(), "v1"), { raw: '{"data": [ ] }' });
  expect([status, text]).toEqual([200, "[]"]);
});

test("200: a list of only bad rows is still answered row by row", async ({ account, connection }) => {
  const place = await connection({ schema });
  const { status, body } = await account.call<Item[]>("POST", records(place, "v1"), {
    body: { data: [{}, { id: "b" }] },
  });
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([400, 400]);
});

test("200: a list of one answers with a list of one", async ({ account, connection }) => {
  const { status, body } = await account.call("POST", records(await connection(), "v1"), {
    body: { data: [{ id: "a" }] },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject([{ id: "a", statusCode: 201 }]);
});

test("200: rows that are no objects are item errors with a code of their own", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const bad = [1, "x", null, true, [], [{ id: "a" }]];
  const { status, body } = await account.call<Item[]>("POST", path, { body: { data: [...bad, { id: "good" }] } });
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([...bad.map(() => 400), 201]);
  expect(body.slice(0, -1).map(({ data }) => data)).toEqual(bad);
  expect(new Set(body.slice(0, -1).map(({ error }) => error?.code)).size).toBe(1);
});

for (const count of [500, 1_001]) {
  test(`200: ${count} rows come back as ${count} items in order, created once and unchanged the second time`, async ({
    account,
    connection,
  }) => {
    const place = await connection({ schema });
    const data = Array.from({ length: count }, (_, at) => ({ id: `row ${at}`, name: `n${at}`, none: null, at }));
    const first = await account.call<Item[]>("POST", records(place, "v1"), { body: { data } });
    expect(first.status).toBe(200);
    expect(first.body.map(({ id }) => id)).toEqual(data.map(({ id }) => id));
    expect(first.body.every(({ statusCode }) => statusCode === 201)).toBe(true);
    expect(first.body.map((item) => item.data)).toEqual(data);
    const again = await account.call<Item[]>("POST", records(place, "v1"), { body: { data } });
    expect(again.body.every(({ statusCode }) => statusCode === 200)).toBe(true);
    const counted = await account.call<Page>("GET", `${records(place, "v2")}?size=1&includeTotalCount=true`);
    expect(counted.body.pagination.totalCount).toBe(count);
  });
}

test("200: Prefer: return=minimal leaves the records out and says that it did", async ({ account, connection }) => {
  const path = records(await connection({ schema }), "v1");
  const headers = { prefer: "return=minimal" };
  const many = await account.call<Item[]>("POST", path, {
    headers,
    body: { data: [{ id: "a", name: "A" }, { id: "b" }] },
  });
  expect(many.body.map(({ statusCode }) => statusCode)).toEqual([201, 400]);
  expect(many.body.some((item) => "data" in item)).toBe(false);
  expect(many.headers.get("preference-applied")).toBe("return=minimal");
  const one = await account.call("POST", path, { headers, body: { data: { id: "c", name: "C" } } });
  expect(one.status).toBe(201);
  expect(Object.keys(one.body).sort()).toEqual(["createdAt", "id", "statusCode", "updatedAt"]);
  const other = await account.call("POST", path, {
    headers: { prefer: "return=representation" },
    body: { data: { id: "d", name: "D" } },
  });
  expect(other.body).toHaveProperty("data");
});
