import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";

type Version = { version: number; hash: string; schema: Record<string, unknown>; createdBy: string };

const publish = (account: Account, place: Place, schema: string, headers = {}) =>
  account.call<Version & { message: string; errors?: { pointer: string }[] }>(
    "PUT",
    `${resource(place, "api")}/schema`,
    {
      raw: `{"schema":${schema}}`,
      headers,
    },
  );

test("200: publishing makes the next version; older ones stay as they were, newest first", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", title: "one" } });
  const path = `${resource(place, "api")}/schema`;
  const second = await publish(account, place, '{"type":"object","title":"two"}');
  expect(second.status).toBe(200);
  expect(second.body).toMatchObject({ version: 2, schema: { type: "object", title: "two" } });
  expect(second.headers.get("etag")).toBe('"2"');
  const third = await publish(account, place, '{"type":"object","title":"three"}');
  expect((await account.call("GET", path)).body).toEqual(third.body);
  type List = { data: Version[]; next: number | null };
  const list = await account.call<List>("GET", `${path}/versions?size=2`);
  expect(list.body.data.map(({ version }) => version)).toEqual([3, 2]);
  const rest = await account.call<List>("GET", `${path}/versions?size=2&below=${list.body.next}`);
  expect([rest.body.data.map(({ schema }) => schema.title), rest.body.next]).toEqual([["one"], null]);
  const one = await account.call<Version>("GET", `${path}/versions/1`);
  expect([one.body.schema.title, one.headers.get("etag")]).toEqual(["one", '"1"']);
  expect((await account.call("GET", `${path}/versions/4`)).status).toBe(404);
  expect((await account.call("GET", `${path}/versions/x`)).status).toBe(400);
});

test("200: the same text again makes no new version; going back to an older one does", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object" } });
  const text = '{"type": "object", "title": "é", "maximum": 1.50}';
  const first = await publish(account, place, text);
  const again = await publish(account, place, text);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get("etag")).toBe('"2"');
  const back = await publish(account, place, '{"type":"object"}');
  expect(back.body.version).toBe(3);
  const { body } = await account.call("GET", resource(place, "api"));
  expect(body).toMatchObject({ schemaVersion: 3, revision: 3 });
});

test('412 with code "stale": who read an older schema does not overwrite the newer one', async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object" } });
  const read = await account.call("GET", `${resource(place, "api")}/schema`);
  const tag = { "if-match": read.headers.get("etag") ?? "" };
  expect((await publish(account, place, '{"title":"first"}', tag)).status).toBe(200);
  const late = await publish(account, place, '{"title":"second"}', tag);
  expect(late.status).toBe(412);
  expect(late.body).toMatchObject({ code: "stale" });
  expect((await publish(account, place, '{"title":"third"}', { "if-match": "*" })).body.version).toBe(3);
});

test("a record is judged by the schema of its time and says which; the old ones stay", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object" } });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "old" } } });
  await publish(account, place, '{"type":"object","required":["name"]}');
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "new" } } })).status).toBe(400);
  await account.call("POST", records(place, "v1"), { body: { data: { id: "new", name: "N" } } });
  const versionOf = async (id: string) => (await account.call("GET", record(place, "api", id))).body.schemaVersion;
  expect([await versionOf("old"), await versionOf("new")]).toEqual([1, 2]);
  const touched = await account.call("PUT", record(place, "v1", "old"), { body: { data: { n: 1 } } });
  expect(touched.status, "the whole record is judged anew").toBe(400);
});

test("400: a schema that would lose the display name", async ({ account, connection }) => {
  const place = await connection({ schema: { properties: { name: {} } }, displayNameKey: "name" });
  expect((await publish(account, place, '{"properties":{"title":{}}}')).status).toBe(400);
  expect((await publish(account, place, '{"properties":{"name":{"type":"string"}}}')).status).toBe(200);
});

const doubling = `{"$defs":{${Array.from({ length: 30 }, (_, at) => {
  const next = at === 29 ? '{"type":"string"}' : `{"$ref":"#/$defs/d${at + 1}"}`;
  return `"d${at}":{"anyOf":[${next},${next}]}`;
}).join(",")}},"$ref":"#/$defs/d0"}`;

const refused: [what: string, schema: string, pointer: string][] = [
  ["a type that is none", '{"properties":{"a":{"type":"strin"}}}', "/properties/a/type"],
  ["required that is no list", '{"required":"name"}', "/required"],
  ["required twice", '{"required":["a","a"]}', "/required"],
  ["properties that are no map", '{"properties":[]}', "/properties"],
  ["a property that is no schema", '{"properties":{"a~/b":1}}', "/properties/a~0~1b"],
  ["a negative length", '{"minLength":-1}', "/minLength"],
  ["a step of zero", '{"multipleOf":0}', "/multipleOf"],
  ["an unknown dialect", '{"$schema":"http://json-schema.org/draft-04/schema#"}', "/$schema"],
  ["a dialect of somebody's own", '{"$schema":"https://example.com/dialect"}', "/$schema"],
  ["a dialect that is no text", '{"$schema":7}', "/$schema"],
  ["a reference that leads nowhere", '{"properties":{"a":{"$ref":"#/$defs/none"}}}', "/properties/a/$ref"],
  ["a reference to another host", '{"$ref":"http://127.0.0.1:1/schema.json"}', "/$ref"],
  ["a reference to a file", '{"$ref":"file:///etc/passwd"}', "/$ref"],
  ["a relative reference", '{"$ref":"other.json"}', "/$ref"],
  ["lookahead", '{"properties":{"a":{"pattern":"^(?=x)"}}}', "/properties/a/pattern"],
  ["lookbehind", '{"patternProperties":{"(?<!x)y":{}}}', "/patternProperties"],
  ["a back reference", '{"pattern":"(a)\\\\1"}', "/pattern"],
  ["a pattern that is none", '{"pattern":"["}', "/pattern"],
  ["$async", '{"$async":true}', "/$async"],
  ["$async inside", '{"properties":{"a":{"$async":true}}}', "/properties/a/$async"],
  ["a reference to itself", '{"$ref":"#"}', ""],
  [
    "a circle of references",
    '{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"allOf":[{"$ref":"#/$defs/a"}]}}}',
    "",
  ],
  ["2^30 ways through references", doubling, ""],
  ["one $id twice", '{"$defs":{"a":{"$id":"http://x.example/y"},"b":{"$id":"http://x.example/y"}}}', ""],
  ["100 levels", `${'{"items":'.repeat(100)}{}${"}".repeat(100)}`, ""],
];

test("400: a schema that cannot be served, with its place and a sentence; the present one stays", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object" } });
  for (const [what, schema, pointer] of refused) {
    const began = performance.now();
    const { status, body } = await publish(account, place, schema);
    expect.soft(status, what).toBe(400);
    expect.soft(performance.now() - began, `${what}: answered in bounded time`).toBeLessThan(2_000);
    expect.soft(body.message?.length, what).toBeGreaterThan(30);
    if (status === 400) expect.soft(body.errors?.[0]?.pointer ?? "", what).toContain(pointer);
    if (pointer) expect.soft(body.message, what).toContain(pointer);
  }
  expect((await account.call("GET", `${resource(place, "api")}/schema`)).body.version).toBe(1);
});

test("400: the same schemas are refused where a connection or a resource is created", async ({
  account,
  connection,
}) => {
  const { connectionId } = await connection();
  const named = '"name":"x","providerTypes":["CUSTOM"],"workspaceIds":[1]';
  for (const [what, schema] of refused) {
    for (const [path, raw] of [
      ["/public/v2/custom-connections", `{${named},"schema":${schema}}`],
      [`/api/connections/${connectionId}/resources`, `{"name":"x","schema":${schema}}`],
    ] as const) {
      expect.soft((await account.call("POST", path, { raw })).status, `${path}: ${what}`).toBe(400);
    }
  }
});

test("400: a schema over 256 KB, with the limit in the sentence", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object" } });
  const sized = (bytes: number) => `{"title":"${"x".repeat(bytes - '{"title":""}'.length)}"}`;
  const limit = 256 * 1024;
  expect((await publish(account, place, sized(limit))).status).toBe(200);
  const { status, body } = await publish(account, place, sized(limit + 1));
  expect(status).toBe(400);
  expect(body.message).toContain(String(limit));
});

test("400: a body without a schema, or with one that is no object", async ({ account, connection }) => {
  const place = await connection();
  for (const raw of [
    "{}",
    '{"schema":null}',
    '{"schema":true}',
    '{"schema":[]}',
    '{"schema":"{}"}',
    "[]",
    '{"type":"object"}',
  ]) {
    const { status } = await account.call("PUT", `${resource(place, "api")}/schema`, { raw });
    expect(status, raw).toBe(400);
  }
});
