import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { changesOf } from "../fixtures/heart";
import { run } from "../fixtures/run";
import {
  commit,
  importFile,
  imports,
  importStill,
  importWhen,
  octets,
  plan,
  upload,
  type Import,
} from "../fixtures/imports";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    count: { type: "integer" },
    active: { type: "boolean" },
    signedAt: { type: "string", format: "date" },
    owner: { type: "object", properties: { team: { type: "string" } } },
    kind: { enum: ["server", "laptop"] },
  },
  required: ["name"],
};

const push = (account: Account, place: Place, data: object[]) =>
  account.call("POST", records(place, "api"), { body: { data } });

async function dataOf(account: Account, place: Place): Promise<Record<string, unknown>> {
  const { body } = await account.call<{ data: { id: string; attributes: unknown }[] }>(
    "GET",
    `${records(place, "api")}?size=500&sort=id&sortDir=ASC`,
  );
  return Object.fromEntries(body.data.map(({ id, attributes }) => [id, attributes]));
}

type Rows = {
  data: {
    line: number | null;
    id: string | null;
    kind: string;
    changes: object[];
    cells: string[] | null;
    problems: { pointer: string; column: number | null; message: string; cause: string; suggestion: string | null }[];
    fixed: boolean;
  }[];
  next: string | null;
};

const rowsOf = async (account: Account, place: Place, id: number, query = "") =>
  (await account.call<Rows>("GET", `${imports(place, id)}/rows${query}`)).body;

test("a CSV is read, mapped, planned and committed as one Change, and nothing is written before", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await push(account, place, [
    { id: "007", name: "Bond", count: 1 },
    { id: "008", name: "Bill" },
    { id: "009", name: "Peter" },
  ]);
  const file =
    "ID;Name;Count;Active;Signed at;Team\r\n007;Bond;2;yes;24.12.2025;MI6\r\n008;Bill;;;;\r\n010;Jinx;12345678901234567890;no;;\r\n";
  const begun = await upload(account, place, "agents.csv", file);
  expect(begun).toMatchObject({
    status: "mapping",
    mappingFrom: "suggested",
    bytes: file.length,
    received: file.length,
  });
  expect(begun.read).toMatchObject({ format: "csv", delimiter: ";", headerRow: 1, encoding: "utf-8" });
  expect(begun.mapping?.columns.map(({ pointer }) => pointer)).toEqual([
    "/id",
    "/name",
    "/count",
    "/active",
    "/signedAt",
    "/owner/team",
  ]);
  const planned = await plan(account, place, begun.id);
  expect(planned.plan).toMatchObject({
    rows: 3,
    create: 1,
    update: 1,
    unchanged: 1,
    delete: 0,
    reject: 0,
    moved: false,
  });
  expect(await changesOf(place)).toHaveLength(2);

  const { data } = await rowsOf(account, place, begun.id);
  expect(data.map(({ line, id, kind }) => [line, id, kind])).toEqual([
    [2, "007", "update"],
    [3, "008", "unchanged"],
    [4, "010", "create"],
  ]);
  expect(data[0]?.changes).toContainEqual({ pointer: "/count", before: 1, after: 2 });
  expect(data[0]?.changes).toContainEqual({ pointer: "/signedAt", after: "2025-12-24" });

  const done = await commit(account, place, begun.id);
  expect(done).toMatchObject({
    status: "committed",
    revision: 3,
    counts: { created: 1, updated: 1, unchanged: 1, deleted: 0 },
  });
  const [, , change] = await changesOf(place);
  expect(change).toMatchObject({ kind: "records.import", created: 1, updated: 1, unchanged: 1, rejected: 0 });
  const { text } = await account.call("GET", record(place, "api", "010"));
  expect(text).toContain('"count": 12345678901234567890');
  expect(await dataOf(account, place)).toMatchObject({
    "007": { id: "007", count: 2, active: true, owner: { team: "MI6" } },
    "009": { name: "Peter" },
  });
});

test("a rollback is one new Change that restores what the import changed, and keeps what changed since", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await push(account, place, [
    { id: "a", name: "A" },
    { id: "b", name: "B" },
    { id: "c", name: "C" },
  ]);
  const before = await dataOf(account, place);
  const file = "id,name\na,A2\nb,B2\nd,D\n";
  const done = await importFile(account, place, "all.csv", file, { mode: "replace", bad: "skip" }).catch(String);
  expect(done).toContain("422"); // a third would go: the guard asks first
  const { body: list } = await account.call<{ data: Import[] }>("GET", imports(place));
  const id = list.data[0]?.id ?? 0;
  const committed = await commit(account, place, id, "?confirmDeletes=1");
  expect(committed).toMatchObject({
    status: "committed",
    counts: { created: 1, updated: 2, deleted: 1 },
    canRollBack: true,
  });
  expect(Object.keys(await dataOf(account, place))).toEqual(["a", "b", "d"]);
  await account.call("PATCH", record(place, "api", "b"), { body: { data: { name: "B3" } } });

  const rolling = await account.call<Import>("POST", `${imports(place, id)}/rollback`);
  expect(rolling.status).toBe(202);
  const rolled = await importWhen(account, place, id, ({ rolledBack }) => rolledBack !== null);
  expect(rolled).toMatchObject({ status: "rolled-back", rolledBack: { revision: 5, kept: 1 }, canRollBack: false });
  expect(await dataOf(account, place)).toEqual({ ...before, b: { id: "b", name: "B3" } });
  expect((await changesOf(place)).at(-1)).toMatchObject({ kind: "records.undo", created: 1, updated: 1, deleted: 1 });
  expect((await account.call("POST", `${imports(place, id)}/rollback`)).status).toBe(409);
});

test("422: the deletion guard names the number, and another number is no answer", async ({ account, connection }) => {
  const place = await connection({ schema });
  await push(
    account,
    place,
    [1, 2, 3, 4].map((each) => ({ id: `r${each}`, name: `R${each}` })),
  );
  const { id } = await upload(account, place, "one.csv", "id,name\nr1,R1\n");
  const planned = await plan(account, place, id, { mode: "replace" });
  expect(planned.plan).toMatchObject({ delete: 3, unchanged: 1, confirmDeletes: 3 });
  for (const query of ["", "?confirmDeletes=2"]) {
    const refused = await account.call("POST", `${imports(place, id)}/commit${query}`);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      name: "DeletionsUnconfirmed",
      message: expect.stringContaining("confirmDeletes=3"),
    });
  }
  await account.call("PATCH", resource(place, "api"), { body: { deletionGuard: null } });
  expect(await commit(account, place, id)).toMatchObject({ status: "committed", counts: { deleted: 3 } });
});

test("rows that are refused are grouped, mended in the grid, downloaded and imported again", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const file = "id,name,count,kind\n1,One,1,server\n2,Two,many,server\n3,,3,laptop\n4,Four,4,laptp\n1,Again,5,server\n";
  const { id } = await upload(account, place, "things.csv", file);
  const planned = await plan(account, place, id);
  expect(planned.plan).toMatchObject({ rows: 5, create: 1, reject: 4 });
  expect(planned.canCommit).toBe(false);
  expect((await account.call("POST", `${imports(place, id)}/commit`)).status).toBe(409);

  const causes = await account.call<{
    data: { cause: string; column: number | null; count: number; ranges: number[][] }[];
  }>("GET", `${imports(place, id)}/causes`);
  expect(causes.body.data).toHaveLength(4);
  expect(causes.body.data.flatMap(({ ranges }) => ranges).sort()).toEqual([
    [3, 3],
    [4, 4],
    [5, 5],
    [6, 6],
  ]);

  const refused = await rowsOf(account, place, id, "?kind=reject");
  expect(refused.data.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  expect(refused.data[0]?.cells).toEqual(["2", "Two", "many", "server"]);
  expect(refused.data[0]?.problems[0]).toMatchObject({ pointer: "/count", column: 2 });
  expect(refused.data[1]?.problems[0]).toMatchObject({ column: 1 });
  expect(refused.data[2]?.problems[0]).toMatchObject({ column: 3, suggestion: "laptop" });
  expect(refused.data[3]?.problems[0]?.message).toContain("row 2");
  const ofCause = await rowsOf(account, place, id, `?kind=reject&cause=${refused.data[2]?.problems[0]?.cause}`);
  expect(ofCause.data.map(({ line }) => line)).toEqual([5]);

  const fixes = [
    { line: 3, column: 2, value: "2" },
    { line: 5, column: 3, value: "still not" },
  ];
  const fixed = await account.call<Import>("POST", `${imports(place, id)}/fixes`, { body: { fixes } });
  expect(fixed.body.plan).toMatchObject({ create: 2, reject: 3 });
  const again = [{ line: 5, column: 3, value: "laptop" }];
  expect(
    (await account.call<Import>("POST", `${imports(place, id)}/fixes`, { body: { fixes: again } })).body.plan,
  ).toMatchObject({ create: 3, reject: 2 });
  // Planned again, what was mended holds.
  expect((await plan(account, place, id, { bad: "skip" })).plan).toMatchObject({ create: 3, reject: 2 });

  const rejected = await account.call("GET", `${imports(place, id)}/rejected`);
  expect(rejected.status).toBe(200);
  expect(rejected.text).toContain("3,,3,laptop,4,");
  const done = await commit(account, place, id);
  expect(done).toMatchObject({ status: "committed", counts: { created: 3, rejected: 2 } });
  expect(await dataOf(account, place)).toMatchObject({ 2: { count: 2 }, 4: { kind: "laptop" } });

  const mended = rejected.text.replace("3,,3", "3,Three,3").replace("1,Again", "5,Again");
  const second = await upload(account, place, "mended.csv", mended);
  expect(second.mapping?.columns.slice(4).map(({ pointer }) => pointer)).toEqual([null, null]);
  expect((await plan(account, place, second.id)).plan).toMatchObject({ create: 2, reject: 0 });
  const report = await account.call<{ import: Import; causes: object[]; rejectedRows: { line: number }[] }>(
    "GET",
    `${imports(place, id)}/report`,
  );
  expect(report.body.rejectedRows.map(({ line }) => line)).toEqual([4, 6]);
  expect(report.body.import.sha256).toMatch(/^[\da-f]{64}$/);
});

for (const { mode, counts, left } of [
  { mode: "insert", counts: { create: 1, update: 0, unchanged: 0, skip: 2 }, left: { a: "A", b: "B", n: "N" } },
  { mode: "update", counts: { create: 0, update: 1, unchanged: 1, skip: 1 }, left: { a: "A2", b: "B" } },
  { mode: "upsert", counts: { create: 1, update: 1, unchanged: 1, skip: 0 }, left: { a: "A2", b: "B", n: "N" } },
] as const) {
  test(`mode ${mode} takes what it says, and lists what it leaves out`, async ({ account, connection }) => {
    const place = await connection({ schema });
    await push(account, place, [
      { id: "a", name: "A" },
      { id: "b", name: "B" },
    ]);
    const { id } = await upload(account, place, "some.csv", "id,name\na,A2\nb,B\nn,N\n");
    expect((await plan(account, place, id, { mode })).plan).toMatchObject(counts);
    expect((await rowsOf(account, place, id, "?kind=skip")).data).toHaveLength(counts.skip);
    await commit(account, place, id);
    const now = await dataOf(account, place);
    expect(
      Object.fromEntries(Object.entries(now).map(([key, value]) => [key, (value as { name: string }).name])),
    ).toEqual(left);
  });
}

test("in replace mode a refused row keeps the record that is live under its id", async ({ account, connection }) => {
  const place = await connection({ schema });
  await push(account, place, [
    { id: "a", name: "A", count: 1 },
    { id: "b", name: "B" },
  ]);
  const { id } = await upload(account, place, "some.csv", "id,name,count\na,A,wrong\nc,C,3\n");
  const planned = await plan(account, place, id, { mode: "replace", bad: "skip" });
  expect(planned.plan).toMatchObject({ create: 1, delete: 1, reject: 1 });
  expect((await rowsOf(account, place, id, "?kind=delete")).data.map(({ id: gone }) => gone)).toEqual(["b"]);
  await commit(account, place, id, "?confirmDeletes=1");
  expect(await dataOf(account, place)).toEqual({
    a: { id: "a", name: "A", count: 1 },
    c: { id: "c", name: "C", count: 3 },
  });
});

test("a plan whose base moved is compared again, says so, and is committed when asked again", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await push(account, place, [{ id: "a", name: "A" }]);
  const { id } = await upload(account, place, "some.csv", "id,name\na,A2\nb,B\n");
  await plan(account, place, id);
  await push(account, place, [
    { id: "a", name: "A2" },
    { id: "z", name: "beside it" },
  ]);
  expect((await account.call<Import>("GET", imports(place, id))).body.plan.moved).toBe(true);
  const stopped = await commit(account, place, id);
  expect(stopped).toMatchObject({ status: "planned", plan: { create: 1, update: 0, unchanged: 1, moved: false } });
  expect(stopped.plan.replanned).toContain("A record was changed meanwhile");
  expect(await commit(account, place, id)).toMatchObject({ status: "committed", counts: { created: 1, unchanged: 1 } });
});

test("moved=accept commits what the plan comes to by then, and a confirmed number still has to be right", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await push(account, place, [
    { id: "a", name: "A" },
    { id: "b", name: "B" },
  ]);
  const { id } = await upload(account, place, "some.csv", "id,name\na,A2\n");
  await plan(account, place, id, { mode: "replace" });
  await push(account, place, [{ id: "c", name: "came later" }]);
  const stopped = await commit(account, place, id, "?moved=accept&confirmDeletes=1");
  expect(stopped).toMatchObject({ status: "planned", plan: { delete: 2, confirmDeletes: 2 } });
  expect(stopped.plan.replanned).toContain("confirmDeletes=2");
  await push(account, place, [{ id: "a", name: "changed again" }]);
  const done = await commit(account, place, id, "?moved=accept&confirmDeletes=2");
  expect(done).toMatchObject({ status: "committed", counts: { updated: 1, deleted: 2 } });
  expect(await dataOf(account, place)).toEqual({ a: { id: "a", name: "A2" } });
});

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

test("what is written beside a plan's own records does not stop its commit, and a new schema plans it anew", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const first = await upload(account, place, "some.csv", "id,name\na,A\n");
  await plan(account, place, first.id);
  await push(account, place, [{ id: "z", name: "beside it" }]);
  expect(await commit(account, place, first.id)).toMatchObject({ status: "committed" });

  const second = await upload(account, place, "more.csv", "id,name\nb,B\n");
  await plan(account, place, second.id);
  const stricter = { ...schema, required: ["name", "count"] };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema: stricter } });
  const stopped = await commit(account, place, second.id);
  expect(stopped).toMatchObject({ status: "planned", plan: { create: 0, reject: 1 } });
  expect(stopped.plan.replanned).toContain("Version 2 of the schema");
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

test("refused records of JSON come back with their reasons, and are imported without them", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const file = '{"id":"a","name":"A"}\n{"id":"b","count":1.5}\n"no record"\n';
  const { id } = await upload(account, place, "lines.ndjson", file);
  expect((await plan(account, place, id)).plan).toMatchObject({ create: 1, reject: 2 });
  const { text } = await account.call("GET", `${imports(place, id)}/rejected`);
  const [first = "", ...others] = text.trim().split("\n");
  expect(others).toHaveLength(1);
  const mended = first.replace('"count":1.5', '"count":15,"name":"B"');
  const again = await upload(account, place, "mended.ndjson", mended);
  await plan(account, place, again.id);
  await commit(account, place, again.id);
  expect(await dataOf(account, place)).toEqual({ b: { id: "b", name: "B", count: 15 } });
});

test("a workbook is made from the schema, and refused rows come as one that can be imported", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const fetched = async (path: string) => {
    const response = await fetch(`${run.url}${path}`, { headers: { authorization: `Bearer ${account.apiKey}` } });
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer());
  };
  const template = await upload(
    account,
    place,
    "template.xlsx",
    await fetched(`${imports(place)}/template?format=xlsx`),
  );
  expect(template).toMatchObject({ status: "mapping", read: { format: "xlsx", sheet: "Records" } });
  expect(template.mapping?.columns.map(({ pointer }) => pointer)).toContain("/owner/team");

  const { id } = await upload(account, place, "some.csv", "id,name,count\n007,,1\n008,Bill,x\n");
  await plan(account, place, id);
  const book = await fetched(`${imports(place, id)}/rejected?format=xlsx`);
  const again = await upload(account, place, "rejected.xlsx", book);
  expect((await plan(account, place, again.id)).plan).toMatchObject({ rows: 2, reject: 2 });
  const fixes = [
    { line: 2, column: 1, value: "Bond" },
    { line: 3, column: 2, value: "2" },
  ];
  await account.call("POST", `${imports(place, again.id)}/fixes`, { body: { fixes } });
  await commit(account, place, again.id);
  expect(await dataOf(account, place)).toEqual({
    "007": { id: "007", name: "Bond", count: 1 },
    "008": { id: "008", name: "Bill", count: 2 },
  });
});

test("a mapping is remembered for files with the same columns, and kept under a name for others", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const mapping = {
    columns: [
      { column: 0, name: "Key", pointer: "/id", coerce: "text" },
      { column: 1, name: "What", pointer: "/name", coerce: "text" },
    ],
    constants: [{ pointer: "/count", value: 7 }],
    blanksAsNull: false,
  };
  const first = await upload(account, place, "a.csv", "Key,What\na,A\n");
  await plan(account, place, first.id, { mapping });
  const saved = await account.call<{ id: number }>("PUT", `${imports(place, first.id)}/profile`, {
    body: { name: "Mine" },
  });
  expect(saved.status).toBe(200);
  await commit(account, place, first.id);
  expect(await dataOf(account, place)).toEqual({ a: { id: "a", name: "A", count: 7 } });
  const second = await upload(account, place, "b.csv", "Key,What\nb,B\n");
  expect(second).toMatchObject({
    mappingFrom: "remembered",
    mapping: { constants: [{ pointer: "/count", value: 7 }] },
  });
  const third = await upload(account, place, "c.csv", "Other,What,Key\nx,C,c\n");
  const taken = await account.call<Import>("PATCH", imports(place, third.id), { body: { profileId: saved.body.id } });
  expect(taken.body.mapping?.columns.map(({ pointer }) => pointer)).toEqual([null, "/name", "/id"]);
  const profiles = `${resource(place, "api")}/import-profiles`;
  expect((await account.call<{ data: object[] }>("GET", profiles)).body.data).toHaveLength(1);
  expect((await account.call("DELETE", `${profiles}/${saved.body.id}`)).status).toBe(204);
});

test("400: a mapping that leads two columns to one place is refused with a sentence", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const { id, mapping } = await upload(account, place, "a.csv", "id,name\na,A\n");
  const columns = mapping?.columns.map((column) => ({ ...column, pointer: "/id" }));
  const refused = await account.call("PATCH", imports(place, id), { body: { mapping: { ...mapping, columns } } });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("Two values go to");
});

test("what was found can be read otherwise, and the first rows show it at once", async ({ account, connection }) => {
  const place = await connection({ schema });
  const { id } = await upload(account, place, "a.csv", "An export of today\nid,name,active\na,A,yes\n");
  const changed = await account.call<Import>("PATCH", imports(place, id), { body: { read: { headerRow: 2 } } });
  expect(changed.body.mapping?.columns.map(({ name }) => name)).toEqual(["id", "name", "active"]);
  type Sample = { columns: { samples: string[] }[]; rows: { line: number; record: object; coercions: object[] }[] };
  const sample = await account.call<Sample>("GET", `${imports(place, id)}/sample`);
  expect(sample.body.rows[0]).toMatchObject({
    line: 3,
    record: { id: "a", name: "A", active: true },
    coercions: [{ column: 2, pointer: "/active", from: "yes", to: true }],
  });
});

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
