import { expect, record, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { dataOf, rowsOf, schema } from "../fixtures/import-rows";
import { commit, imports, importStill, importWhen, octets, plan, upload, type Import } from "../fixtures/imports";

test("an import that nobody goes on with is canceled after the set days, and its file goes", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const { id } = await upload(account, place, "some.csv", "id,name\na,A\n");
  const kept = await upload(account, place, "other.csv", "id,name\na,A\n");
  await sql("update file_import set touched_at = now() - interval '8 days' where id = $1", [id]);
  await sql("select graphile_worker.add_job('sweep_files')");
  const swept = await importWhen(account, place, id, ({ status }) => status === "canceled");
  expect(swept.error).toContain("7 days");
  const chunks = await sql<{ id: number }>(
    "select import_id::int as id from file_import_chunk where import_id = any($1)",
    [[id, kept.id]],
  );
  expect(chunks.map((chunk) => chunk.id)).toEqual([kept.id]);
});

test("an upload that was cut goes on where it stopped, and the same bytes are known again", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const file = Buffer.from("id,name\na,A\nb,B\n");
  const path = `${imports(place)}?fileName=cut.csv&bytes=${file.length}`;
  const begun = await account.call<Import>("POST", path, { raw: file.subarray(0, 5), headers: octets });
  expect(begun.body).toMatchObject({ status: "uploading", received: 5, bytes: file.length, sha256: null });
  const put = (offset: number, part: Uint8Array) =>
    account.call<Import>("PUT", `${imports(place, begun.body.id)}/content?offset=${offset}`, {
      raw: part,
      headers: octets,
    });
  const wrong = await put(3, file.subarray(3));
  expect(wrong.status).toBe(409);
  expect(wrong.text).toContain("offset=5");
  expect((await put(5, file.subarray(5, 9))).body).toMatchObject({ status: "uploading", received: 9 });
  expect((await put(9, file.subarray(9))).body).toMatchObject({ status: "mapping", received: file.length });
  const again = await upload(account, place, "again.csv", file);
  expect(again.sameAs).toMatchObject({ id: begun.body.id, status: "mapping" });
});

test("200: a canceled import leaves no trace in what is live, and takes nothing more", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const { id } = await upload(account, place, "some.csv", "id,name\na,A\n");
  await plan(account, place, id);
  const canceled = await account.call<Import>("POST", `${imports(place, id)}/cancel`);
  expect(canceled.body).toMatchObject({ status: "canceled", plan: null });
  for (const [method, path, asked] of [
    ["POST", "/plan", {}],
    ["POST", "/commit", {}],
    ["PATCH", "", { body: { mode: "insert" } }],
    ["PUT", "/content?offset=0", { raw: "x", headers: octets }],
  ] as const) {
    expect((await account.call(method, imports(place, id) + path, asked)).status, path).toBe(409);
  }
  expect(await dataOf(account, place)).toEqual({});
});

for (const { what, name, file, line } of [
  { what: "a CSV with an open quote", name: "broken.csv", file: 'id,name\na,A\nb,"B\n', line: /3/ },
  { what: "NDJSON with a broken line", name: "broken.ndjson", file: '{"id":"a","name":"A"}\n{"id":\n', line: /2/ },
]) {
  test(`${what} names the line and imports nothing`, async ({ account, connection }) => {
    const place = await connection({ schema });
    const begun = await upload(account, place, name, file);
    const failed = begun.status === "failed" ? begun : await plan(account, place, begun.id);
    expect(failed.status).toBe("failed");
    expect(failed.error).toMatch(line);
    expect(await dataOf(account, place)).toEqual({});
  });
}

for (const { name, file } of [
  { name: "list.json", file: '[{"id":"a","name":"A","count":1.50},{"id":"b","name":"B"}]' },
  { name: "data.json", file: '{"data":[{"id":"a","name":"A","count":1.50},{"id":"b","name":"B"}]}' },
  { name: "lines.ndjson", file: '{"id":"a","name":"A","count":1.50}\n\n{"id":"b","name":"B"}\n' },
]) {
  test(`${name} is imported with every digit, and its rows stand in their order`, async ({ account, connection }) => {
    const place = await connection({ schema: { type: "object" } });
    const { id } = await upload(account, place, name, file);
    await plan(account, place, id);
    expect((await rowsOf(account, place, id)).data.map((row) => row.id)).toEqual(["a", "b"]);
    await commit(account, place, id);
    expect((await account.call("GET", record(place, "api", "a"))).text).toContain('"count": 1.50');
  });
}

test("_tenant: another account finds no import, and cannot go on with one", async ({ account, connection }) => {
  const place = await connection({ schema });
  const { id } = await upload(account, place, "a.csv", "id,name\na,A\n");
  const other = await connection({ schema });
  const { resourceId } = other;
  for (const path of ["", "/rows", "/causes", "/report", "/sample"]) {
    const elsewhere = `${imports({ ...other, resourceId }, id)}${path}`;
    expect((await account.call("GET", elsewhere)).status, path).toBe(404);
  }
  expect((await account.call("POST", `${imports(other, id)}/cancel`)).status).toBe(404);
  expect(await importStill(account, place, id)).toMatchObject({ status: "mapping" });
});
