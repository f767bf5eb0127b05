import { expect, faces, record, records, resource, test } from "../fixtures/api";
import { head, raw } from "../fixtures/raw";

type Upserted = { id: string; createdAt: string; updatedAt: string; statusCode: number; data: Record<string, unknown> };

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

test("201 and 200: v2 upserts as v1 does, with ISO times", async ({ account, connection }) => {
  const path = records(await connection(), "v2");
  const made = await account.call<Upserted>("POST", path, { body: { data: { id: "a", n: 1 } } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ id: "a", statusCode: 201, data: { id: "a", n: 1 } });
  expect(made.body.createdAt).toMatch(iso);
  const bulk = await account.call<Upserted[]>("POST", path, { body: { data: [{ id: "a", n: 2 }, { id: "" }, {}] } });
  expect(bulk.status).toBe(200);
  expect(bulk.body.map(({ statusCode }) => statusCode)).toEqual([200, 400, 201]);
  expect(bulk.body[0]?.createdAt).toBe(made.body.createdAt);
  expect(bulk.body[0]?.updatedAt).toMatch(iso);
});

test("201: the vendor's session headers mean nothing to v2's upsert", async ({ account, connection }) => {
  const path = records(await connection(), "v2");
  const headers = { "x-session-id": "false", "x-session-complete": "false", "x-session-abort": "false" };
  expect((await account.call("POST", path, { headers, body: { data: { id: "a" } } })).status).toBe(201);
});

test("200: PUT merges and answers with the item as lists show it", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: { id: 7, keep: { x: 1 }, change: 1 } } });
  const { status, body } = await account.call("PUT", record(place, "v2", "7"), { body: { data: { change: 2 } } });
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: "7", sessionId: null, attributes: { id: 7, keep: { x: 1 }, change: 2 } });
  const { body: page } = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(page.data).toEqual([body]);
  expect((await account.call("PUT", record(place, "v2", "8"), { body: { data: {} } })).status).toBe(404);
});

test("204: v2 deletes without a body, 404 the second time", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: { id: "a" } } });
  const { status, text, headers } = await account.call("DELETE", record(place, "v2", "a"));
  expect([status, text, headers.get("content-type")]).toEqual([204, "", null]);
  expect((await account.call("DELETE", record(place, "v2", "a"))).status).toBe(404);
});

const odd = [
  ...[
    "a/b",
    "a%b",
    "a?b",
    "a#b",
    "a+b",
    "a b",
    "😀",
    "@scope/name",
    "a%2Fb",
    "%",
    "%%",
    "%zz",
    "..a",
    "...",
    "a..",
    "a;b=c",
  ],
  ...[
    "a,b",
    "a:b",
    "a\\b",
    "a&b=c",
    '"',
    "'",
    "<x>",
    "{x}",
    "é",
    "e\u0301",
    "a\u2028b",
    "evidence",
    "records",
    "-",
    "~",
    "*",
    "|",
  ],
];

test("a record's id in an address is one step, encoded once, the same at every face", async ({
  account,
  connection,
}) => {
  for (const face of faces) {
    const place = await connection();
    const data = odd.map((id) => ({ id }));
    await account.call("POST", records(place, face), { body: { data } });
    for (const id of odd) {
      const at = record(place, face, id);
      const put = await account.call("PUT", at, {
        body: { data: { found: id } },
        headers: face === "api" ? { "if-match": "*" } : {},
      });
      expect(put.status, `${face} PUT ${id}`).toBe(200);
      const { body } = await account.call<{ attributes: unknown }>("GET", record(place, "api", id));
      expect(body.attributes, id).toEqual({ id, found: id });
      expect((await account.call("DELETE", at)).status, `${face} DELETE ${id}`).toBe(face === "v1" ? 200 : 204);
    }
    const left = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
    expect(left.body.data).toEqual([]);
  }
});

test("400: an address whose percent sign encodes nothing, or no UTF-8", async ({ account, connection }) => {
  const place = await connection();
  for (const face of faces) {
    for (const step of ["%", "%2", "%zz", "%80", "%C0%AF", "%ED%A0%80", "a%"]) {
      expect((await account.call("DELETE", `${records(place, face)}/${step}`)).status, `${face} ${step}`).toBe(400);
    }
  }
});

test("400 or 404, and nothing deleted: dot segments and trailing slashes never reach another operation", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const dots = ["..", ".", "%2e%2e", "%2E%2E", ".%2e", "%2e", "a/..", "../..", "..%2f..", "%2e%2e%2f", "..;", ""];
  const authorization = `Bearer ${account.apiKey}`;
  for (const face of faces) {
    for (const step of dots) {
      const path = `${records(place, face)}/${step}`;
      const { status } = await raw(head("DELETE", path, { authorization }));
      expect([400, 404, 405], path).toContain(status);
    }
    for (const path of [`${records(place, face)}/`, `${resource(place, face)}/`, `${record(place, face, "a")}/`]) {
      for (const method of ["DELETE", "POST", "PUT"]) {
        const { status } = await raw(head(method, path, { authorization, "content-length": 0 }));
        expect([404, 405], `${method} ${path}`).toContain(status);
      }
    }
  }
  expect((await account.call("GET", record(place, "api", "a"))).status).toBe(200);
  expect((await account.call("GET", resource(place, "api"))).status).toBe(200);
});

test("404: letters of another case, doubled slashes and encoded steps are other addresses", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  for (const other of [
    path.toUpperCase(),
    path.replace("/v2", "//v2"),
    path.replace("/records", "//records"),
    path.replace("records", "record%73"),
  ]) {
    const { status } = await raw(head("GET", other, { authorization: `Bearer ${account.apiKey}` }));
    expect(status, other).toBe(404);
  }
});
