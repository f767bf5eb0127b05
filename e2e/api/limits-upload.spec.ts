import { gzipSync } from "node:zlib";
import { expect, faces, record, records, test } from "../fixtures/api";
import { head, raw } from "../fixtures/raw";

type Item = { id?: string; statusCode: number; error?: { code: number; message: string } };

const MB = 1024 * 1024;
const nested = (levels: number) => `${'{"x":'.repeat(levels - 1)}{}${"}".repeat(levels - 1)}`;
/** A record whose stored text, as PostgreSQL prints it, has exactly this many bytes. */
const sized = (bytes: number, id: string) => ({
  id,
  filler: "x".repeat(bytes - `{"id": "${id}", "filler": ""}`.length),
});

test("413: a declared body of 40 MB is refused, and the refusal reaches the caller in mid-upload", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const authorization = `Bearer ${account.apiKey}`;
  const piece = Buffer.alloc(MB, "x");
  const pieces = Array.from({ length: 40 }, () => piece);
  const answer = await raw(head("POST", path, { authorization, "content-length": 40 * MB }), ...pieces);
  expect(answer.reset, "the connection was reset while the answer was on its way").toBe(false);
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.text)).toMatchObject({ statusCode: 413, message: expect.stringContaining("25 MB") });
  expect(JSON.parse(answer.text).message).toContain("The file was too large to upload");
});

test("413: a chunked body of 40 MB is refused as soon as it is too large, and the caller hears it", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const authorization = `Bearer ${account.apiKey}`;
  const chunk = Buffer.concat([Buffer.from(`${MB.toString(16)}\r\n`), Buffer.alloc(MB, "x"), Buffer.from("\r\n")]);
  const chunks = Array.from({ length: 40 }, () => chunk);
  const answer = await raw(
    head("POST", path, { authorization, "transfer-encoding": "chunked" }),
    ...chunks,
    "0\r\n\r\n",
  );
  expect(answer.reset).toBe(false);
  expect(answer.status).toBe(413);
});

test("413: a gzip bomb is stopped at the limit, whatever it was about to become", async ({ account, connection }) => {
  const place = await connection();
  const bomb = gzipSync(Buffer.alloc(300 * MB, " "));
  expect(bomb.length).toBeLessThan(MB);
  for (const face of faces) {
    for (const headers of [{}, { "transfer-encoding": "chunked" }, { "content-type": "application/x-ndjson" }]) {
      const { status } = await account.call("POST", records(place, face), {
        raw: bomb,
        headers: { "content-encoding": "gzip", ...headers },
      });
      expect(status, face).toBe(413);
    }
  }
  const update = await account.call("PUT", record(place, "v1", "a"), {
    raw: bomb,
    headers: { "content-encoding": "gzip" },
  });
  expect(update.status).toBe(413);
});

test("200: a body just under the limit is taken", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const rows = Array.from({ length: 24 }, (_, at) => sized(MB - 100, `r${at}`));
  const body = JSON.stringify({ data: rows });
  const padded = body + " ".repeat(25 * MB - body.length);
  const { status, body: items } = await account.call<Item[]>("POST", path, {
    raw: padded,
    headers: { prefer: "return=minimal" },
  });
  expect(status).toBe(200);
  expect(items.every(({ statusCode }) => statusCode === 201)).toBe(true);
  expect((await account.call("POST", path, { raw: `${padded} ` })).status).toBe(413);
});

test("413: more than 10,000 records in one request, naming the limit and the way for files", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const rows = Array.from({ length: 10_001 }, (_, id) => ({ id }));
  for (const face of faces) {
    const { status, body } = await account.call("POST", records(place, face), { body: { data: rows } });
    expect(status, face).toBe(413);
    expect(body.message).toContain("10000");
    expect(body.message).toMatch(/import/);
  }
  const lines = await account.call("POST", records(place, "v1"), {
    raw: rows.map((row) => JSON.stringify(row)).join("\n"),
    headers: { "content-type": "application/x-ndjson" },
  });
  expect(lines.status).toBe(413);
  const whole = await account.call<Item[]>("POST", records(place, "v1"), { body: { data: rows.slice(1) } });
  expect([whole.status, whole.body.length]).toEqual([200, 10_000]);
});

test("400: a record over 1 MB: alone the whole answer, in bulk that item's, with its own code and the limit", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const fits = sized(MB, "fits");
  const large = sized(MB + 1, "large");
  const alone = await account.call("POST", records(place, "v1"), { body: { data: large } });
  expect(alone.status).toBe(400);
  expect(alone.body.message).toContain(MB.toLocaleString("en"));
  const { status, body } = await account.call<Item[]>("POST", records(place, "v1"), { body: { data: [large, fits] } });
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([400, 201]);
  expect(body[0]?.error?.code).toBe(alone.body.code);
  expect(body[0]?.error?.code).not.toBe(28022);
});

test("400: a record is measured on the text that is read back, not on the one that was sent", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v1");
  const blanks = `{"data":{"id":"blanks",${" ".repeat(2 * MB)}"n":1}}`;
  expect((await account.call("POST", path, { raw: blanks })).status, "blanks are not stored").toBe(201);
  const escapes = `{"data":{"id":"escapes","t":"${"\\u0041".repeat(200_000)}"}}`;
  expect((await account.call("POST", path, { raw: escapes })).status, "an escaped letter is one letter").toBe(201);
  const exponents = `{"data":{"id":"exponents","n":[${Array.from({ length: 5_000 }, () => "1e399").join(",")}]}}`;
  expect((await account.call("POST", path, { raw: exponents })).status, "exponents are written out").toBe(400);
});

test("400: a merge that would make a record too large or too deep", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: sized(MB - 100, "a") } });
  const put = (raw: string) => account.call("PUT", record(place, "v1", "a"), { raw });
  expect((await put(`{"data":{"more":"${"x".repeat(200)}"}}`)).status).toBe(400);
  expect((await put(`{"data":{"deep":${nested(64)}}}`)).status).toBe(400);
});

test("201 and 400: 64 levels are the most, the record itself is the first", async ({ account, connection }) => {
  const place = await connection();
  const push = (raw: string) => account.call<Item[]>("POST", records(place, "v1"), { raw });
  expect((await push(`{"data":${nested(64)}}`)).status).toBe(201);
  const alone = await push(`{"data":${nested(65)}}`);
  expect(alone.status).toBe(400);
  const arrays = `{"id":"arrays","x":${"[".repeat(64)}${"]".repeat(64)}}`;
  const { status, body } = await push(`{"data":[${nested(65)},${arrays},{"id":"good"},${nested(200)}]}`);
  expect(status).toBe(200);
  expect(body.map(({ statusCode }) => statusCode)).toEqual([400, 400, 201, 400]);
  expect(body[0]?.error?.message).toContain("64");
  expect(new Set(body.flatMap(({ error }) => error?.code ?? [])).size).toBe(1);
});
