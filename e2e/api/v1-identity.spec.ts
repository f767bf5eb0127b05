import { expect, record, records, test } from "../fixtures/api";

type Upserted = { id: string; statusCode: number; data: { id: unknown } };
type Item = { statusCode: number; error?: { code: number; message: string } };

const good: [json: string, id: string][] = [
  ["7", "7"],
  ["0", "0"],
  ["-0", "0"],
  ["-5", "-5"],
  ["9007199254740991", "9007199254740991"],
  ['"7.0"', "7.0"],
  ['"007"', "007"],
  ['"a b"', "a b"],
  ['"..."', "..."],
  ['"a/../b?c#d%2F+"', "a/../b?c#d%2F+"],
  ['"\\u0041"', "A"],
  ['"👩‍👩‍👧"', "👩‍👩‍👧"],
  [JSON.stringify("x".repeat(255)), "x".repeat(255)],
  [JSON.stringify("é".repeat(255)), "é".repeat(255)],
  [JSON.stringify("😀".repeat(255)), "😀".repeat(255)],
  ['"__proto__"', "__proto__"],
  ['"null"', "null"],
];

const bad = [
  ...["1.0", "1.5", "1e2", "1E0", "-1.0", "9007199254740992", "9007199254740993", "1e400", "12345678901234567890"],
  ...["null", "true", "false", "{}", "[]", '["a"]'],
  ...['""', '" "', '" a"', '"a "', '"\\u00a0a"', '"a\\n"', '"."', '".."'],
  ...['"a\\tb"', '"a\\u0001b"', '"a\\u007fb"', '"a\\u0085b"'],
  ...[JSON.stringify("x".repeat(256)), JSON.stringify("😀".repeat(256))],
];

test("201: every good id is the record's address, and the data keep it as sent", async ({ account, connection }) => {
  const place = await connection();
  for (const [json, id] of good) {
    const sent = await account.call<Upserted>("POST", records(place, "v1"), { raw: `{"data":{"id":${json}}}` });
    expect([200, 201], json).toContain(sent.status);
    expect(sent.body.id, json).toBe(id);
    expect(sent.body.data.id, json).toEqual(json === "-0" ? 0 : JSON.parse(json));
    const stored = await account.call("GET", record(place, "api", id));
    expect(stored.status, json).toBe(200);
    expect(stored.body.id, json).toBe(id);
  }
});

test("400: every bad id is refused alone, with a sentence that names it", async ({ account, connection }) => {
  const place = await connection();
  for (const json of bad) {
    const { status, body } = await account.call("POST", records(place, "v1"), { raw: `{"data":{"id":${json}}}` });
    expect(status, json).toBe(400);
    if (json !== "1e400") expect(body.message, json).toContain('"id"');
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("200: in bulk a bad id is that item's error and stops no other", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const rows = bad.filter((json) => json !== "1e400").map((json) => `{"id":${json}}`);
  const raw = `{"data":[{"id":"first"},${rows.join(",")},{"id":"last"}]}`;
  const { status, body } = await account.call<Item[]>("POST", path, { raw });
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([201, ...rows.map(() => 400), 201]);
  const codes = new Set(body.filter(({ error }) => error).map(({ error }) => error?.code));
  expect(codes.size, "one code for all bad ids").toBe(1);
  expect(codes, "not the code of a schema failure").not.toContain(28022);
});

test("200: the number 7 and the text 7 are one record, whichever way it is sent", async ({ account, connection }) => {
  const place = await connection();
  const push = (id: unknown) => account.call<Upserted>("POST", records(place, "v1"), { body: { data: { id } } });
  expect([(await push(7)).status, (await push("7")).status, (await push(7)).status]).toEqual([201, 200, 200]);
  const stored = await account.call<{ data: { id: string; attributes: { id: unknown } }[] }>(
    "GET",
    records(place, "v2"),
  );
  expect(stored.body.data).toHaveLength(1);
  expect(stored.body.data[0]).toMatchObject({ id: "7", attributes: { id: 7 } });
});

test("400: the schema sees the id as it was sent: 7 is no string", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", properties: { id: { type: "string" } } } });
  const number = await account.call("POST", records(place, "v1"), { body: { data: { id: 7 } } });
  expect(number.status).toBe(400);
  expect(number.body.message).toBe('Schema validation failed for data: [{"/id":"must be string"}]');
  const text = await account.call("POST", records(place, "v1"), { body: { data: { id: "7" } } });
  expect(text.status).toBe(201);
});

test("201: a made id passes a schema that asks for one", async ({ account, connection }) => {
  const place = await connection({
    schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
  });
  const { status } = await account.call("POST", records(place, "v1"), { body: { data: { name: "x" } } });
  expect(status).toBe(201);
});

test("200: a resource with another identifier key tells records apart by that one", async ({ account, connection }) => {
  const { connectionId } = await connection();
  const made = await account.call<{ id: number }>("POST", `/api/connections/${connectionId}/resources`, {
    body: { name: "Hosts", identifierKey: "serial", schema: { type: "object" } },
  });
  const place = { connectionId, resourceId: made.body.id };
  const push = (data: unknown) => account.call<Upserted>("POST", records(place, "v1"), { body: { data } });
  expect((await push({ serial: "s1", id: "a" })).body).toMatchObject({ id: "s1", statusCode: 201 });
  expect((await push({ serial: "s1", id: "b" })).body).toMatchObject({ id: "s1", statusCode: 200, data: { id: "b" } });
  const without = await push({ id: "c" });
  expect(without.body.id).not.toBe("c");
  expect(without.body.data).toEqual({ id: "c", serial: without.body.id });
});
