import { expect, record, resource, test } from "../fixtures/api";
import { changesOf } from "../fixtures/heart";
import { dataOf, push, rowsOf, schema } from "../fixtures/import-rows";
import { commit, importFile, imports, importWhen, plan, upload, type Import } from "../fixtures/imports";

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
