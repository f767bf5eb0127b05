import { expect, resource, test } from "../fixtures/api";
import { dataOf, schema } from "../fixtures/import-rows";
import { commit, imports, plan, upload, type Import } from "../fixtures/imports";

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

test("members of JSON are mapped, read and replaced as columns are, and what no column is for stays", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const file =
    '{"key":"a","name":"A","count":"12","team":"core"}\n{"key":"b","name":"B","kind":"notebook","extra":1.50}\n';
  const { id, mapping } = await upload(account, place, "lines.ndjson", file);
  expect(mapping?.columns.map(({ name, pointer }) => [name, pointer])).toEqual([
    ["key", "/key"],
    ["name", "/name"],
    ["count", "/count"],
    ["team", "/team"],
    ["kind", "/kind"],
    ["extra", "/extra"],
  ]);
  const told: Record<string, object> = {
    key: { pointer: "/id" },
    count: { coerce: "integer" },
    team: { pointer: "/owner/team" },
    kind: { values: { notebook: "laptop" } },
  };
  const columns = mapping?.columns.filter(({ name }) => name !== "extra").map((one) => ({ ...one, ...told[one.name] }));
  const planned = await plan(account, place, id, { mapping: { ...mapping, columns } });
  expect(planned.plan).toMatchObject({ create: 2, reject: 0 });
  await commit(account, place, id);
  expect(await dataOf(account, place)).toEqual({
    a: { id: "a", name: "A", count: 12, owner: { team: "core" } },
    b: { id: "b", name: "B", kind: "laptop", extra: 1.5 },
  });
  const again = await upload(account, place, "again.ndjson", file.replace("core", "web"));
  expect(again.mappingFrom).toBe("remembered");
});
