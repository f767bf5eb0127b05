import { newConnection, record, records, resource, type Place } from "../fixtures/api";
import { session, sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";

const setOf = (place: Place) =>
  `account_id = (select account_id from resource where id = ${place.resourceId}) and resource_id = ${place.resourceId}`;

test("a direct UPDATE that does not raise the revision is refused, and leaves everything as it was", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), {
    body: {
      data: [
        { id: "a", n: 1 },
        { id: "b", n: 1 },
      ],
    },
  });
  const before = await versionsOf(place);
  const rule = { code: "23514", constraint: "a_new_version_has_a_new_revision" };
  const forgeries = [
    `update data_record set data = '{"id":"a","n":2}' where ${setOf(place)} and id = 'a'`,
    `update data_record set data = data || '{"n":2}' where ${setOf(place)}`,
    `update data_record set updated_at = now() where ${setOf(place)} and id = 'a'`,
    `update data_record set created_at = now() where ${setOf(place)} and id = 'a'`,
    `update data_record set schema_version = 7 where ${setOf(place)} and id = 'a'`,
    `update data_record set revision = revision - 1 where ${setOf(place)} and id = 'a'`,
    `update data_record set revision = case id when 'a' then 99 else revision end, data = '{}' where ${setOf(place)}`,
    `insert into data_record select * from data_record where ${setOf(place)}
       on conflict (account_id, resource_id, id) do update set data = '{}'`,
  ];
  for (const forgery of forgeries) await expect(sql(forgery), forgery).rejects.toMatchObject(rule);
  expect(await versionsOf(place)).toEqual(before);
});

test("an UPDATE of a record's key is refused, also to itself", async ({ busy }) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
  for (const set of ["id = 'b'", "id = id", "resource_id = 1", "account_id = 1"]) {
    const forgery = `update data_record set ${set}, revision = revision + 1 where ${setOf(place)}`;
    await expect(sql(forgery), set).rejects.toThrow(/keeps its key/);
  }
  expect((await versionsOf(place)).map(({ id }) => id)).toEqual(["a"]);
});

test("TRUNCATE is refused on records, history, Changes and the audit trail, however it is asked", async () => {
  for (const table of ["data_record", "record_version", "change", "audit_entry"]) {
    for (const how of ["", "restart identity", "cascade"]) {
      await expect(sql(`truncate ${table} ${how}`), `${table} ${how}`).rejects.toThrow(/append-only/);
    }
  }
});

test("a direct UPDATE with a new revision and a direct DELETE both keep what was", async ({ busy }) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), {
    body: {
      data: [
        { id: "a", n: 1 },
        { id: "b", n: 1 },
      ],
    },
  });
  await sql(`update data_record set data = '{"id":"a","n":2}', revision = 50 where ${setOf(place)} and id = 'a'`);
  await sql(`delete from data_record where ${setOf(place)} and id = 'b'`);
  const found = (await versionsOf(place)).map(({ id, revision, superseded_by: end, data }) => [
    id,
    revision,
    end,
    data,
  ]);
  expect(found).toEqual([
    ["a", 2, 50, '{"n": 1, "id": "a"}'],
    ["b", 2, 3, '{"n": 1, "id": "b"}'],
    ["a", 50, null, '{"n": 2, "id": "a"}'],
  ]);
});

test("history holds a row for each update and each delete, no more and no less", async ({ busy }) => {
  const place = await newConnection(busy);
  const push = (data: unknown) => busy.call("POST", records(place, "api"), { body: { data } });
  await push(Array.from({ length: 300 }, (_, at) => ({ id: `r${at}`, n: 0 })));
  await push(Array.from({ length: 300 }, (_, at) => ({ id: `r${at}`, n: at % 2 })));
  await push([
    { id: "r1", n: 5 },
    { id: "r1", n: 6 },
    { id: "r1", n: 7 },
  ]);
  await Promise.all(Array.from({ length: 40 }, (_, at) => push({ id: `r${at % 10}`, n: 100 + at })));
  await busy.call("PUT", record(place, "v1", "r2"), { body: { data: { n: "merged" } } });
  await busy.call("PATCH", record(place, "api", "r2"), { body: { data: { n: "merged" } } });
  for (const id of ["r1", "r2", "r299"]) await busy.call("DELETE", record(place, "v2", id));
  await push({ id: "r1", n: "again" });
  await busy.call("POST", `${records(place, "api")}?dryRun=true`, { body: { data: { id: "r3", n: "dry" } } });

  const changes = await changesOf(place);
  const sum = (key: "updated" | "deleted" | "created") => changes.reduce((total, change) => total + change[key], 0);
  const [{ count } = { count: -1 }] = await sql<{ count: number }>(
    "select count(*) as count from record_version where resource_id = $1",
    [place.resourceId],
  );
  expect([sum("created"), sum("updated"), sum("deleted")]).toEqual([301, 150 + 1 + 40 + 1, 3]);
  expect(count).toBe(sum("updated") + sum("deleted"));
  expect(disorder(await versionsOf(place), changes, await headOf(place))).toEqual([]);
});

test("a write that is cut off leaves no version, no Change and no revision", async ({ busy }) => {
  const place = await newConnection(busy);
  await busy.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  const before = [await versionsOf(place), await changesOf(place), await headOf(place)];
  const client = await session();
  await client.query("begin");
  await client.query(`delete from data_record where ${setOf(place)}`);
  await client.query(`update resource set revision = revision + 1, record_count = 0 where id = ${place.resourceId}`);
  await client.end();
  expect([await versionsOf(place), await changesOf(place), await headOf(place)]).toEqual(before);
});

const fields = [
  { pointer: "/text", type: "text" },
  { pointer: "/number", type: "number" },
  { pointer: "/date", type: "date" },
  { pointer: "/deep/a~1b/0", type: "text" },
];

test("declared fields stand in typed slots, and what does not fit is null", async ({ busy }) => {
  const place = await newConnection(busy);
  const declared = await busy.call("PATCH", resource(place, "api"), { body: { filterFields: fields } });
  expect(declared.status).toBe(200);
  const long = "ü".repeat(250);
  const rows: [string, string, (string | null)[]][] = [
    ["fits", `"text":"MIT","number":1.50,"date":"2024-02-29","deep":{"a/b":["x"]}`, ["MIT", "1.50", "1709164800", "x"]],
    ["long", `"text":"${long}"`, ["ü".repeat(200), null, null, null]],
    ["kinds", `"text":7,"number":"7","date":7`, ["7", null, null, null]],
    ["boolean", `"text":true,"number":true,"date":true`, ["true", null, null, null]],
    ["things", `"text":{"a":1},"number":[1],"date":null,"deep":{"a/b":"x"}`, [null, null, null, null]],
    ["big", `"number":1e300`, [null, `1${"0".repeat(300)}`, null, null]],
    ["tiny", `"number":-1e-300`, [null, `-0.${"0".repeat(299)}1`, null, null]],
    ["digits", `"number":12345678901234567890.123456789`, [null, "12345678901234567890.123456789", null, null]],
    ["february", `"date":"2023-02-30"`, [null, null, null, null]],
    ["leap", `"date":"2023-02-29"`, [null, null, null, null]],
    ["zone", `"date":"1970-01-02T00:00:00.5+01:00"`, [null, null, "82800.5", null]],
    ["noon", `"date":"1969-12-31T12:00:00Z"`, [null, null, "-43200", null]],
    ["local", `"date":"2024-01-01T00:00:00"`, [null, null, null, null]],
    ["words", `"date":"yesterday","number":"NaN"`, [null, null, null, null]],
    ["empty", ``, [null, null, null, null]],
  ];
  const body = rows.map(([id, members]) => `{"id":"${id}"${members && ","}${members}}`).join(",");
  const pushed = await busy.call<unknown[]>("POST", records(place, "api"), { raw: `{"data":[${body}]}` });
  expect(pushed.body).toEqual(rows.map(() => expect.objectContaining({ statusCode: 201 })));
  const expected = Object.fromEntries(rows.map(([id, , slots]) => [id, slots]));
  expect(await slotsOf(place)).toEqual(expected);

  // Declared otherwise and then as before: the slots of what is already there follow, and no version is made.
  const versions = await versionsOf(place);
  await busy.call("PATCH", resource(place, "api"), { body: { filterFields: [] } });
  const emptied = Object.fromEntries(rows.map(([id]) => [id, [null, null, null, null]]));
  await expect.poll(() => slotsOf(place), { timeout: 30_000 }).toEqual(emptied);
  await busy.call("PATCH", resource(place, "api"), { body: { filterFields: fields } });
  await expect.poll(() => slotsOf(place), { timeout: 30_000 }).toEqual(expected);
  expect(await versionsOf(place)).toEqual(versions);

  const tooBig = await busy.call("POST", records(place, "api"), { raw: `{"data":{"id":"huge","number":1e400}}` });
  expect(tooBig.status, "a number of 401 digits is refused before it reaches a slot").toBe(400);
});

test("slot casts never throw on what never passes the API", async () => {
  const values = [
    "1e400",
    "-1e400",
    `"${"x".repeat(9_000)}"`,
    `"n/a"`,
    `"0000-01-01"`,
    `"9999-12-31T23:59:60Z"`,
    "null",
    "[]",
    "{}",
  ];
  for (const value of values) {
    const [row] = await sql<{ text: string | null; date: number | null }>(
      "select slot_text($1::jsonb) as text, slot_number($1::jsonb) as number, slot_date($1::jsonb) as date",
      [value],
    );
    expect((row?.text ?? "").length, value.slice(0, 20)).toBeLessThanOrEqual(200);
  }
});

async function slotsOf({ resourceId }: Place) {
  const rows = await sql<{ id: string; slots: (string | null)[] }>(
    `select id, array[text_1, number_1::text, trim_scale(number_2)::text, text_2] as slots
     from data_record where resource_id = $1`,
    [resourceId],
  );
  return Object.fromEntries(rows.map(({ id, slots }) => [id, slots]));
}
