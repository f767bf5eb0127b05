import { call, expect, faces, record, records, test } from "../fixtures/api";
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

test("200: HEAD answers as GET does, without its body", async ({ account, connection }) => {
  const place = await connection();
  for (const face of faces.filter((each) => each !== "v1")) {
    const headers = { authorization: `Bearer ${account.apiKey}` };
    const { status, text } = await raw(head("HEAD", records(place, face), headers));
    expect([status, text]).toEqual([200, ""]);
  }
});
