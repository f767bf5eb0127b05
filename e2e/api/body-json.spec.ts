import { exact } from "../fixtures/exact";
import { expect, faces, record, records, test } from "../fixtures/api";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));
const inText = (...middle: number[]) => bytes('{"data":{"id":"a","t":"', middle, '"}}');

const refused: Record<string, Buffer> = {
  "a byte order mark": bytes([0xef, 0xbb, 0xbf], '{"data":{"id":"a"}}'),
  "UTF-16 with its mark": bytes([0xff, 0xfe], [...Buffer.from('{"data":{"id":"a"}}', "utf16le")]),
  "UTF-16 without a mark": Buffer.from('{"data":{"id":"a"}}', "utf16le"),
  "a lone continuation byte": inText(0x80),
  "an overlong slash": inText(0xc0, 0xaf),
  "an overlong NUL": inText(0xc0, 0x80),
  "a surrogate in UTF-8": inText(0xed, 0xa0, 0x80),
  "a pair of surrogates in UTF-8": inText(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80),
  "a character beyond Unicode": inText(0xf4, 0x90, 0x80, 0x80),
  "bytes that never occur": inText(0xff, 0xfe),
  "a character cut by the quote": inText(0xe2, 0x82),
  "a character cut by the end": bytes('{"data":{"id":"a","t":"', [0xf0, 0x9f, 0x98]),
  "a raw NUL": inText(0x00),
  "an escaped NUL": bytes('{"data":{"id":"a","t":"\\u0000"}}'),
  "an escaped NUL in a key": bytes('{"data":{"id":"a","\\u0000":1}}'),
  "a raw tab in a text": inText(0x09),
  "a raw line feed in a text": inText(0x0a),
  "a lone high surrogate": bytes('{"data":{"id":"a","t":"\\ud83d"}}'),
  "a lone low surrogate": bytes('{"data":{"id":"a","t":"\\ude00"}}'),
  "surrogates the wrong way round": bytes('{"data":{"id":"a","t":"\\ude00\\ud83d"}}'),
  "a high surrogate and a letter": bytes('{"data":{"id":"a","t":"\\ud83d\\u0041"}}'),
  "a lone surrogate in a key": bytes('{"data":{"id":"a","\\ud83d":1}}'),
  "a key twice": bytes('{"data":{"id":"a","n":1,"n":2}}'),
  "a key twice, once escaped": bytes('{"data":{"id":"a","n":1,"\\u006e":2}}'),
  "a key twice, deep inside": bytes('{"data":{"id":"a","x":[{"y":{"z":1,"z":1}}]}}'),
  "id twice": bytes('{"data":{"id":"a","id":"b"}}'),
  "data twice": bytes('{"data":{"id":"a"},"data":{"id":"b"}}'),
  "data twice, once escaped": bytes('{"data":{"id":"a"},"d\\u0061ta":{"id":"b"}}'),
  "__proto__ twice": bytes('{"data":{"id":"a","__proto__":1,"__proto__":2}}'),
  "cut short": bytes('{"data":{"id":"a"'),
  "cut in a text": bytes('{"data":{"id":"a'),
  "cut in an escape": bytes('{"data":{"id":"a\\u00'),
  "only a bracket": bytes("["),
  "only blanks": bytes(" \n\t "),
  "something behind it": bytes('{"data":{"id":"a"}} x'),
  "two documents": bytes('{"data":{"id":"a"}}{"data":{"id":"b"}}'),
  "a trailing comma": bytes('{"data":{"id":"a",}}'),
  "a trailing comma in a list": bytes('{"data":[{"id":"a"},]}'),
  "a missing comma": bytes('{"data":{"id":"a" "n":1}}'),
  "single quotes": bytes("{'data':{'id':'a'}}"),
  "a key without quotes": bytes('{data:{"id":"a"}}'),
  "a comment": bytes('{"data":{"id":"a"}/* x */}'),
  "an unknown escape": bytes('{"data":{"id":"a","t":"\\x41"}}'),
  "half an escape": bytes('{"data":{"id":"a","t":"\\u12g4"}}'),
  "a no-break space outside a text": bytes('{"data":\u00a0{"id":"a"}}'),
  "a vertical tab outside a text": bytes('{"data":\v{"id":"a"}}'),
  NaN: bytes('{"data":{"id":"a","n":NaN}}'),
  Infinity: bytes('{"data":{"id":"a","n":-Infinity}}'),
  undefined: bytes('{"data":{"id":"a","n":undefined}}'),
  "True with a capital": bytes('{"data":{"id":"a","n":True}}'),
  "a leading zero": bytes('{"data":{"id":"a","n":01}}'),
  "a leading plus": bytes('{"data":{"id":"a","n":+1}}'),
  "a bare point": bytes('{"data":{"id":"a","n":.5}}'),
  "a point at the end": bytes('{"data":{"id":"a","n":1.}}'),
  "an exponent without digits": bytes('{"data":{"id":"a","n":1e}}'),
  hexadecimal: bytes('{"data":{"id":"a","n":0x10}}'),
  "a lone minus": bytes('{"data":{"id":"a","n":-}}'),
  "a form": bytes("data=1&x=2"),
  "100,000 open brackets": bytes("[".repeat(100_000)),
  "100,000 open objects": bytes('{"data":', '{"x":'.repeat(100_000)),
  "a broken row in a list of good ones": bytes('{"data":[{"id":"good"},{"id":"a",}]}'),
  "a NUL in one row of a list": bytes('{"data":[{"id":"good"},{"id":"a","t":"\\u0000"}]}'),
  "a duplicate key in one row of a list": bytes('{"data":[{"id":"good"},{"id":"a","n":1,"n":1}]}'),
  "a duplicate key in a bad row of a list": bytes('{"data":[{"id":"good"},{"id":"","n":1,"n":1}]}'),
};

test("400: bytes that are no JSON or no UTF-8 refuse the whole body, and nothing of it is kept", async ({
  account,
  connection,
}) => {
  const place = await connection();
  for (const face of faces) {
    for (const [what, raw] of Object.entries(refused)) {
      const { status, body } = await account.call("POST", records(place, face), { raw });
      expect(status, `${face}: ${what}`).toBe(400);
      expect(String(body.message).length, `${face}: ${what}`).toBeGreaterThan(20);
    }
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("400: the same bytes are refused where one record, a connection, a schema or a key is sent", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const schema = `/api/connections/${place.connectionId}/resources/${place.resourceId}/schema`;
  for (const [method, path] of [
    ["PUT", record(place, "v1", "a")],
    ["PATCH", record(place, "api", "a")],
    ["POST", "/public/v2/custom-connections"],
    ["PUT", schema],
    ["POST", "/api/keys"],
  ] as const) {
    for (const [what, raw] of Object.entries(refused)) {
      expect((await account.call(method, path, { raw })).status, `${method} ${path}: ${what}`).toBe(400);
    }
  }
  expect((await account.call("GET", record(place, "api", "a"))).body.attributes).toEqual({ id: "a" });
});

test("a body nested 100,000 deep is refused in well under a second, whole or as a row", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const deep = `${'{"x":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const alone = await account.call("POST", path, { raw: `{"data":${deep}}` });
  expect(alone.status).toBe(400);
  const row = await account.call<{ statusCode: number }[]>("POST", path, { raw: `{"data":[{"id":"a"},${deep}]}` });
  expect([200, 400]).toContain(row.status);
  if (row.status === 200) expect(row.body.map(({ statusCode }) => statusCode)).toEqual([201, 400]);
  const beside = await account.call("POST", path, { raw: `{"data":{"id":"b"},"more":${deep}}` });
  expect([201, 400]).toContain(beside.status);
});

test("201: names that mean something to JavaScript are data like any other", async ({ account, connection }) => {
  const place = await connection();
  const data =
    '{"id":"a","__proto__":{"polluted":1},"constructor":{"prototype":{"x":1}},"toString":"t","hasOwnProperty":null,' +
    '"valueOf":[],"":"empty","length":1,"__defineGetter__":2,"deep":{"__proto__":[{"__proto__":3}]}}';
  for (const face of faces) {
    const pushed = await account.call("POST", records(place, face), { raw: `{"data":${data}}` });
    expect([200, 201], face).toContain(pushed.status);
    expect((exact(pushed.text) as { data: unknown }).data).toEqual(exact(data));
  }
  await account.call("PUT", record(place, "v1", "a"), { raw: '{"data":{"__proto__":{"second":2},"n":1}}' });
  const { text } = await account.call("GET", record(place, "api", "a"));
  const stored = (JSON.parse(text) as { attributes: object }).attributes;
  expect(Object.getOwnPropertyDescriptor(stored, "__proto__")?.value).toEqual({ second: 2 });
  expect(Object.getOwnPropertyDescriptor(stored, "constructor")?.value).toEqual({ prototype: { x: 1 } });
  const clean = await account.call("POST", records(place, "v1"), { body: { data: { id: "b" } } });
  expect(clean.text, "nothing of it leaks into another record").not.toContain("polluted");
});

test("201: every good character comes back, however it was escaped", async ({ account, connection }) => {
  const place = await connection();
  const written = String.raw`"\u00e9\u20ac\ud83d\ude00\/\\\"\b\f\n\r\t\u001f\u007f\u0080\u2028\u2029\ufeff\uffff\ufffd😀e\u0301 ﬀ‮"`;
  const raw = `{"data":{"id":"a","t":${written},${written}:1}}`;
  const pushed = await account.call<{ data: Record<string, unknown> }>("POST", records(place, "v1"), { raw });
  expect(pushed.status).toBe(201);
  const { body } = await account.call<{ attributes: Record<string, unknown> }>("GET", record(place, "api", "a"));
  const text = JSON.parse(written) as string;
  expect(pushed.body.data.t).toBe(text);
  expect(body.attributes.t).toBe(text);
  expect(body.attributes[text]).toBe(1);
});
