import { exact } from "../fixtures/exact";
import { expect, faces, record, records, resource, test } from "../fixtures/api";

type Stored = { attributes: Record<string, unknown>; revision: number; schemaVersion: number; updatedAt: string };

test("200: one record with its revision as ETag", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  const { status, body, headers } = await account.call<Stored>("GET", record(place, "api", "a"));
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: "a", attributes: { id: "a", n: 1 }, schemaVersion: 1 });
  expect(headers.get("etag")).toBe(`"${body.revision}"`);
  expect((await account.call("GET", record(place, "api", "b"))).status).toBe(404);
});

test("428: PUT without If-Match is told to read first", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  const { status, body } = await account.call("PUT", record(place, "api", "a"), { body: { data: { n: 2 } } });
  expect(status).toBe(428);
  expect(body.message).toContain("If-Match");
  expect((await account.call<Stored>("GET", record(place, "api", "a"))).body.attributes).toEqual({ id: "a", n: 1 });
});

test('412 with code "stale": who read an older version overwrites nobody\'s work, by PUT, PATCH or DELETE', async ({
  account,
  connection,
}) => {
  const place = await connection();
  const at = record(place, "api", "a");
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  const old = (await account.call("GET", at)).headers.get("etag") ?? "";
  const changed = await account.call<Stored>("PATCH", at, { body: { data: { n: 2 } }, headers: { "if-match": old } });
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(old);
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    for (const tag of [old, `W/${changed.headers.get("etag")}`, '"999"', '""', `"x", ${old}`]) {
      const body = method === "DELETE" ? undefined : { data: { n: 3 } };
      const answer = await account.call(method, at, { body, headers: { "if-match": tag } });
      expect(answer.status, `${method} ${tag}`).toBe(412);
      expect(answer.body).toMatchObject({ statusCode: 412, code: "stale" });
    }
  }
  for (const tag of ["1", "abc", '"1', "* x"]) {
    const headers = { "if-match": tag };
    expect((await account.call("PATCH", at, { body: { data: { n: 3 } }, headers })).status, tag).toBe(400);
  }
  expect((await account.call<Stored>("GET", at)).body).toEqual(changed.body);
});

test("200: PUT replaces and keeps only the id; one of several tags or * will do", async ({ account, connection }) => {
  const place = await connection();
  const at = record(place, "api", "7");
  await account.call("POST", records(place, "api"), { raw: '{"data":{"id":7,"n":1,"gone":true,"deep":{"a":1}}}' });
  const tag = (await account.call("GET", at)).headers.get("etag") ?? "";
  const put = (data: string, match: string) =>
    account.call<Stored>("PUT", at, { raw: `{"data":${data}}`, headers: { "if-match": match } });
  const first = await put('{"n":2.50,"deep":{"b":1e2}}', `"0", ${tag}`);
  expect(first.status).toBe(200);
  expect((exact(first.text) as Stored).attributes).toEqual(exact('{"id":7,"n":2.50,"deep":{"b":100}}'));
  expect(first.headers.get("etag")).toBe(`"${first.body.revision}"`);
  expect((await put("{}", "*")).body.attributes).toEqual({ id: 7 });
  expect((await put('{"id":"7"}', "*")).body.attributes).toEqual({ id: "7" });
  expect((await put('{"id":8}', "*")).status).toBe(400);
  const missing = { raw: '{"data":{}}', headers: { "if-match": "*" } };
  expect((await account.call("PUT", record(place, "api", "missing"), missing)).status).toBe(404);
});

test("200: PATCH merges the top level, with or without If-Match", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  const at = record(place, "api", "a");
  await account.call("POST", records(place, "api"), { raw: '{"data":{"id":"a","name":"A","n":1.10,"deep":{"x":1}}}' });
  const { status, text } = await account.call("PATCH", at, { raw: '{"data":{"deep":{"y":2.0}}}' });
  expect(status).toBe(200);
  expect((exact(text) as Stored).attributes).toEqual(exact('{"id":"a","name":"A","n":1.10,"deep":{"y":2.0}}'));
  const replaced = await account.call("PUT", at, { body: { data: { n: 1 } }, headers: { "if-match": "*" } });
  expect([replaced.status, replaced.body.code], "a replacement is judged whole").toEqual([400, 28022]);
});

test("204: DELETE with the tag that was read", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
  const tag = (await account.call("GET", record(place, "api", "a"))).headers.get("etag") ?? "";
  const { status, text } = await account.call("DELETE", record(place, "api", "a"), { headers: { "if-match": tag } });
  expect([status, text]).toEqual([204, ""]);
});

test("200: a change that changes nothing keeps the ETag", async ({ account, connection }) => {
  const place = await connection();
  const at = record(place, "api", "a");
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  const before = await account.call("GET", at);
  const headers = { "if-match": before.headers.get("etag") ?? "" };
  for (const [method, data] of [
    ["PATCH", { n: 1 }],
    ["PUT", { id: "a", n: 1 }],
    ["PUT", { n: 1 }],
  ] as const) {
    const answer = await account.call(method, at, { body: { data }, headers });
    expect([answer.status, answer.body, answer.headers.get("etag")]).toEqual([200, before.body, headers["if-match"]]);
  }
});

test("200: Prefer: return=minimal on PUT and PATCH leaves the record out, at every face", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", secret: "long" } } });
  const headers = { prefer: "return=minimal", "if-match": "*" };
  for (const [method, face] of [
    ["PUT", "v1"],
    ["PUT", "v2"],
    ["PUT", "api"],
    ["PATCH", "api"],
  ] as const) {
    const answer = await account.call(method, record(place, face, "a"), {
      body: { data: { secret: "long" } },
      headers,
    });
    expect(answer.status, `${method} ${face}`).toBe(200);
    expect(answer.text, `${method} ${face}`).not.toContain("secret");
    expect(answer.headers.get("preference-applied")).toBe("return=minimal");
  }
});

test("200: dryRun answers as it would go, says so, and writes nothing: not a record, a change or a push", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  await account.call("POST", records(place, "api"), { body: { data: { id: "known", name: "K", keep: 1 } } });
  const trace = async () => {
    const paths = [resource(place, "api"), records(place, "api")];
    for (const list of ["changes", "pushes"]) paths.push(`${resource(place, "api")}/${list}`);
    return Promise.all(paths.map(async (path) => (await account.call("GET", path)).text));
  };
  const before = await trace();
  for (const face of faces) {
    const dry = (method: string, path: string, body?: unknown) =>
      account.call<Record<string, unknown>>(method, `${path}?dryRun=true`, { body, headers: { "if-match": "*" } });
    const rows = [{ id: "new", name: "N" }, { id: "known", name: "other" }, { id: "bad" }, { name: "without" }];
    const bulk = await dry("POST", records(place, face), { data: rows });
    expect(bulk.status, face).toBe(200);
    expect((bulk.body as unknown as { statusCode: number }[]).map(({ statusCode }) => statusCode)).toEqual([
      201, 200, 400, 201,
    ]);
    const single = await dry("POST", records(place, face), { data: rows[0] });
    expect([single.status, single.body.statusCode, single.body.data]).toEqual([200, 201, rows[0]]);
    expect((await dry("POST", records(place, face), { data: rows[2] })).status).toBe(400);
    const put = await dry("PUT", record(place, face, "known"), { data: { name: "changed" } });
    expect(put.status, face).toBe(200);
    const gone = await dry("DELETE", record(place, face, "known"));
    expect(gone.status, face).toBe(face === "v1" ? 200 : 204);
    for (const answer of [bulk, single, put, gone]) expect(answer.headers.get("x-dry-run"), face).toBe("true");
    expect((await dry("DELETE", record(place, face, "missing"))).status).toBe(404);
    expect((await dry("PUT", record(place, face, "missing"), { data: { name: "x" } })).status).toBe(404);
    expect((await dry("PUT", record(place, face, "known"), { data: { name: 1, id: "x" } })).status).toBe(400);
  }
  const patched = await account.call<Stored>("PATCH", `${record(place, "api", "known")}?dryRun=true`, {
    body: { data: { name: "changed" } },
  });
  expect(patched.body.attributes, "the answer shows what it would become").toEqual({
    id: "known",
    name: "changed",
    keep: 1,
  });
  expect(await trace()).toEqual(before);
  const wet = await account.call("POST", `${records(place, "v1")}?dryRun=false`, {
    body: { data: { id: "w", name: "W" } },
  });
  expect([wet.status, wet.headers.get("x-dry-run")]).toEqual([201, null]);
});

test("400: our own face refuses query parameters and body members that it does not know", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
  const own = resource(place, "api");
  const at = record(place, "api", "a");
  const headers = { "if-match": "*" };
  const named = { name: "x", providerTypes: ["CUSTOM"], workspaceIds: [1], schema: {} };
  const base = `/api/connections/${place.connectionId}`;
  for (const [method, path, body] of [
    ["GET", `${records(place, "api")}?foo=1`],
    ["GET", `${records(place, "api")}?Size=1`],
    ["GET", "/api/me?x=1"],
    ["GET", "/api/connections?x=1"],
    ["GET", `${at}?size=1`],
    ["DELETE", `${at}?x=1`],
    ["POST", `${records(place, "api")}?dryrun=true`, { data: { id: "b" } }],
    ["POST", records(place, "api"), { data: { id: "b" }, more: 1 }],
    ["POST", records(place, "api"), { data: [{ id: "b" }], more: 1 }],
    ["PUT", at, { data: { n: 1 }, more: 1 }],
    ["PATCH", at, { data: { n: 1 }, more: 1 }],
    ["PUT", `${own}/schema`, { schema: {}, more: 1 }],
    ["PATCH", own, { name: "x", more: 1 }],
    ["PATCH", base, { clientAlias: "x", more: 1 }],
    ["POST", `${base}/resources`, { name: "x", schema: {}, more: 1 }],
    ["POST", "/api/connections", { ...named, more: 1 }],
    ["POST", "/api/keys", { name: "x", more: 1 }],
  ] as const) {
    const { status, body: said } = await account.call(method, path, { body, headers });
    expect.soft(status, `${method} ${path} ${JSON.stringify(body)}`).toBe(400);
    if (status === 400) expect.soft(said.message, path).toMatch(/foo|Size|x:|size|dryrun|more/);
  }
});
