import { call, expect, faces, record, records, resource, test } from "../fixtures/api";
import { head, raw } from "../fixtures/raw";

const off = ["false", "False", "FALSE", "", " "];
const flags = ["x-session-complete", "x-session-abort"];

test("201: session headers that are off, as generated clients send them, change nothing", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  for (const [at, word] of off.entries()) {
    const headers = { "x-session-id": word, "x-session-complete": word, "x-session-abort": word };
    const { status } = await account.call("POST", path, { headers, body: { data: { id: `r${at}` } } });
    expect(status, `"${word}"`).toBe(201);
  }
});

test("400: a session id is refused while sessions are not served, and nothing is written live", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const asked: Record<string, string>[] = [
    { "x-session-id": "nightly" },
    { "x-session-id": "nightly", "x-session-complete": "false", "x-session-abort": "false" },
    { "x-session-id": "nightly", "x-session-complete": "TRUE" },
    { "x-session-id": "nightly", "x-session-abort": "true" },
  ];
  for (const headers of asked) {
    for (const data of [{ id: "a" }, [{ id: "a" }, { id: "b" }]]) {
      const { status, body } = await account.call("POST", records(place, "v1"), { headers, body: { data } });
      expect(status, JSON.stringify(headers)).toBe(400);
      expect(body.message).toContain("session");
    }
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("400: session flags that contradict each other, stand alone, or are no flags", async ({ account, connection }) => {
  const place = await connection();
  const id = { "x-session-id": "nightly" };
  const asked: Record<string, string>[] = [
    { ...id, "x-session-complete": "true", "x-session-abort": "true" },
    { "x-session-complete": "true" },
    { "x-session-abort": "True", "x-session-id": "false" },
    ...flags.flatMap((flag) => ["yes", "1", "0", "null", "truee"].map((word) => ({ ...id, [flag]: word }))),
    { "x-session-complete": "maybe" },
    { "x-session-id": "ab" },
    { "x-session-id": "with blank" },
    { "x-session-id": "x".repeat(65) },
  ];
  for (const headers of asked) {
    const { status } = await account.call("POST", records(place, "v1"), { headers, body: { data: { id: "a" } } });
    expect(status, JSON.stringify(headers)).toBe(400);
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("every answer carries a request id: the caller's own where it is sane, else a new one", async ({ account }) => {
  const ask = async (id?: string) => {
    const headers: Record<string, string> = id === undefined ? {} : { "x-request-id": id };
    const { headers: said, body } = await account.call("GET", "/public/custom-connections/999999999", { headers });
    expect(body.requestId, "the body names the same request").toBe(said.get("x-request-id"));
    return said.get("x-request-id");
  };
  for (const sane of ["abc-123", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x".repeat(128)]) {
    expect(await ask(sane)).toBe(sane);
  }
  for (const odd of ["", "x".repeat(129), "a b", "<script>", "a\tb", "{}"]) expect(await ask(odd)).not.toBe(odd);
  expect(await ask()).not.toBe(await ask());
});

test("every answer to a key tells where it stands with its rate", async ({ account, connection }) => {
  const place = await connection();
  const answers = [
    await account.call("GET", records(place, "v2")),
    await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } }),
    await account.call("POST", records(place, "v1"), { raw: "{" }),
    await account.call("GET", record(place, "api", "missing")),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 201, 400, 404]);
  for (const { headers } of answers) {
    expect(Number(headers.get("ratelimit-limit"))).toBeGreaterThan(0);
    expect(Number(headers.get("ratelimit-remaining"))).toBeLessThan(Number(headers.get("ratelimit-limit")));
    expect(headers.get("ratelimit-reset")).toMatch(/^\d{1,2}$/);
  }
});

test("401: without Authorization it is 26430, with any other trouble 10000, and never why", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const ask = (authorization?: string) =>
    call("POST", path, { headers: authorization === undefined ? {} : { authorization }, body: { data: { id: "a" } } });
  const message = "Invalid Authorization";
  expect((await ask()).body).toMatchObject({ statusCode: 401, code: 26430, message });
  const { apiKey } = account;
  for (const wrong of [apiKey, `Basic ${apiKey}`, "Bearer", "Bearer x", `Bearer ${apiKey}x`, `Token ${apiKey}`]) {
    const { status, body } = await ask(wrong);
    expect(status, wrong.slice(0, 10)).toBe(401);
    expect(body).toMatchObject({ statusCode: 401, code: 10000, message });
    expect(Object.keys(body)).not.toContain("debugInfo");
  }
  expect((await ask(`bearer ${apiKey}`)).status, "schemes are written in any case").toBe(201);
});

test("405: a method that an address does not have names those it has, before any key is asked for", async ({
  connection,
}) => {
  const place = await connection();
  for (const [method, path, allowed] of [
    ["PATCH", records(place, "v1"), ["POST"]],
    ["GET", record(place, "v1", "a"), ["DELETE", "PUT"]],
    ["DELETE", records(place, "v2"), ["GET", "POST"]],
    ["PUT", "/api/me", ["GET"]],
    ["OPTIONS", "/public/v2/custom-connections", ["GET", "POST"]],
  ] as const) {
    const { status, body, headers } = await call(method, path);
    expect([status, body.statusCode], path).toEqual([405, 405]);
    const allow = (headers.get("allow") ?? "").split(",").map((word) => word.trim());
    expect(allow).toEqual(expect.arrayContaining([...allowed]));
  }
});

test("404: an unknown address, before everything else", async ({ connection }) => {
  const place = await connection();
  for (const path of ["/public", "/public/v3/custom-connections", "/api/nothing", `${resource(place, "v1")}/nothing`]) {
    const { status, body } = await call("GET", path);
    expect([status, body.message], path).toEqual([404, "Not Found"]);
  }
});

test("200: HEAD answers as GET does, without its body", async ({ account, connection }) => {
  const place = await connection();
  for (const face of faces.filter((each) => each !== "v1")) {
    const headers = { authorization: `Bearer ${account.apiKey}` };
    const { status, text } = await raw(head("HEAD", records(place, face), headers));
    expect([status, text]).toEqual([200, ""]);
  }
});
