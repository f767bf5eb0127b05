import { gzipSync } from "node:zlib";
import { exact } from "../fixtures/exact";
import { expect, faces, records, test } from "../fixtures/api";
import { head, heard, raw } from "../fixtures/raw";

type Item = { id?: string; statusCode: number; data?: unknown; error?: { code: number } };

const data = { id: "a", n: 1 };
const body = JSON.stringify({ data });

test("201: every way to say JSON is read", async ({ account, connection }) => {
  const types = [
    "",
    "application/json",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "APPLICATION/JSON",
    "application/vnd.api+json",
  ];
  const place = await connection();
  for (const face of faces) {
    for (const type of types) {
      const answer = await account.call("POST", records(place, face), { raw: body, headers: { "content-type": type } });
      expect([200, 201], `${face} ${type}`).toContain(answer.status);
    }
  }
});

test("415: what is neither JSON nor NDJSON, or packed otherwise than with gzip, is named and not read", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const types = ["text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
  const more = ["application/jsonp", "application/xml", "*/*", "json"];
  for (const type of [...types, ...more]) {
    const answer = await account.call("POST", records(place, "v1"), { raw: body, headers: { "content-type": type } });
    expect(answer.status, type).toBe(415);
    expect(answer.body.message).toContain("application/json");
  }
  for (const encoding of ["br", "deflate", "zstd", "gzip, br", "gzip, gzip", "x"]) {
    const headers = { "content-encoding": encoding };
    expect((await account.call("POST", records(place, "v1"), { raw: body, headers })).status, encoding).toBe(415);
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("201: a gzip body at all three faces, with its length or in chunks", async ({ account, connection }) => {
  const place = await connection();
  for (const face of faces) {
    for (const [at, headers] of [{}, { "transfer-encoding": "chunked" }, { "content-encoding": "x-gzip" }].entries()) {
      const packed = gzipSync(JSON.stringify({ data: { id: `${face}${at}`, text: "é".repeat(1_000) } }));
      const answer = await account.call("POST", records(place, face), {
        raw: packed,
        headers: { "content-encoding": "gzip", ...headers },
      });
      expect(answer.status, `${face} ${JSON.stringify(headers)}`).toBe(201);
    }
  }
});

test("200: gzip of several members and of a bulk is read whole", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const half = body.length / 2;
  const members = Buffer.concat([gzipSync(body.slice(0, half)), gzipSync(body.slice(half))]);
  const headers = { "content-encoding": "gzip" };
  expect((await account.call("POST", path, { raw: members, headers })).status).toBe(201);
  const rows = Array.from({ length: 5_000 }, (_, at) => ({ id: `r${at}`, filler: "x".repeat(100) }));
  const bulk = await account.call<Item[]>("POST", path, { raw: gzipSync(JSON.stringify({ data: rows })), headers });
  expect(bulk.body).toHaveLength(5_000);
});

test("400: gzip that is broken, cut short or none at all", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const packed = gzipSync(body);
  const flipped = Buffer.from(packed);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 6) ^ 0xff, flipped.length - 6);
  for (const [what, bytes] of [
    ["plain JSON", Buffer.from(body)],
    ["cut short", packed.subarray(0, packed.length - 9)],
    ["a wrong checksum", flipped],
    ["a header only", packed.subarray(0, 10)],
    ["rubbish behind it", Buffer.concat([packed, Buffer.from("rubbish")])],
    ["nothing", Buffer.alloc(0)],
  ] as const) {
    const answer = await account.call("POST", path, { raw: bytes, headers: { "content-encoding": "gzip" } });
    expect(answer.status, what).toBe(400);
  }
});

test("200: NDJSON is a bulk of its lines at all three faces; blank lines and CRLF are no rows", async ({
  account,
  connection,
}) => {
  const headers = { "content-type": "application/x-ndjson" };
  const lines = '{"id":"a","n":1.10}\r\n\r\n  {"id":"b"}  \n\n7\n{"id":""}\n[{"id":"c"}]\n{"id":"d"}';
  for (const face of faces) {
    const place = await connection();
    const answer = await account.call<Item[]>("POST", records(place, face), { raw: lines, headers });
    expect(answer.status, face).toBe(200);
    expect(answer.body.map(({ statusCode }) => statusCode)).toEqual([201, 201, 400, 400, 400, 201]);
    expect(exact(answer.text)).toMatchObject([{ data: { n: { number: "1.10" } } }, {}, {}, {}, {}, {}]);
  }
  const packed = await account.call<Item[]>("POST", records(await connection(), "v1"), {
    raw: gzipSync(lines),
    headers: { ...headers, "content-encoding": "gzip" },
  });
  expect(packed.body).toHaveLength(6);
  const one = await account.call("POST", records(await connection(), "v1"), { raw: '{"id":"a"}\n', headers });
  expect(one.body, "one line is a bulk of one").toMatchObject([{ statusCode: 201 }]);
});

test("400: a line that is no JSON refuses the whole NDJSON body and says where", async ({ account, connection }) => {
  const place = await connection();
  for (const line of ['{"id":', '{"id":"a"}{"id":"b"}', "nonsense", '{"id":"a","id":"b"}', '{"id":"\\u0000"}']) {
    const answer = await account.call("POST", records(place, "v1"), {
      raw: `{"id":"good"}\n${line}\n`,
      headers: { "content-type": "application/x-ndjson" },
    });
    expect(answer.status, line).toBe(400);
    expect(answer.body.message, line).toContain("line 2");
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("201: a chunked upload without a length, its pieces cut through a character", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const bytes = Buffer.from(JSON.stringify({ data: { id: "a", text: "😀é" } }));
  const pieces = [...bytes].map((byte) =>
    Buffer.concat([Buffer.from("1\r\n"), Buffer.from([byte]), Buffer.from("\r\n")]),
  );
  const authorization = `Bearer ${account.apiKey}`;
  const answer = await raw(
    head("POST", path, { authorization, "transfer-encoding": "chunked" }),
    ...pieces,
    "0\r\n\r\n",
  );
  expect(answer.status).toBe(201);
  expect(JSON.parse(answer.text)).toMatchObject({ data: { text: "😀é" } });
});

test("201: a caller who waits for 100 Continue is told to go on, and only then sends its body", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const authorization = `Bearer ${account.apiKey}`;
  const headers = { authorization, expect: "100-continue", "content-length": body.length };
  const answer = await raw(head("POST", path, headers), heard, body);
  expect([answer.interim, answer.status]).toEqual([[100], 201]);
});

test("401 and 413: a caller who waits is refused before it has sent anything", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const wait = (authorization: string, length: number) =>
    raw(head("POST", path, { authorization, expect: "100-continue", "content-length": length }));
  const stranger = await wait("Bearer nobody", body.length);
  expect([stranger.interim, stranger.status]).toEqual([[], 401]);
  const large = await wait(`Bearer ${account.apiKey}`, 40 * 1024 * 1024);
  expect([large.interim, large.status]).toEqual([[], 413]);
});

test("a caller who goes away in mid-body writes nothing, and the server goes on", async ({ account, connection }) => {
  const place = await connection();
  const authorization = `Bearer ${account.apiKey}`;
  const half = '{"data":[{"id":"a"},';
  await raw(head("POST", records(place, "v1"), { authorization, "content-length": 500 }), half, async (socket) => {
    socket.destroy();
  });
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect([stored.status, stored.body.data]).toEqual([200, []]);
});

test("400: what is no HTTP is told so, and no request hides behind another", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const authorization = `Bearer ${account.apiKey}`;
  const smuggled = { authorization, "content-length": 5, "transfer-encoding": "chunked" };
  for (const bytes of [
    "nonsense\r\n\r\n",
    `GET ${path} HTTP/1.1\r\nconnection: close\r\n\r\n`,
    head("POST", path, smuggled) + "0\r\n\r\n",
    head("POST", path, { authorization, "content-length": "x" }),
    head("POST", path, { authorization, "transfer-encoding": "chunked" }) + "zz\r\n",
  ]) {
    const { status } = await raw(bytes);
    expect(status, bytes.split("\r\n")[0]).toBe(400);
  }
});
