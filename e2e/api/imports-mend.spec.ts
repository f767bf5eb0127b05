import { expect, record, test } from "../fixtures/api";
import { dataOf, rowsOf, schema } from "../fixtures/import-rows";
import { commit, imports, plan, upload, type Import } from "../fixtures/imports";
import { run } from "../fixtures/run";

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

test("rows of JSON are mended by cell or as text, also where all stand on one line, and planned again they stay so", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const file = '[{"id":"a","name":"A"},{"id":"b","count":"x","kind":"server"},"no record",{"id":"d","name":4.50}]';
  const { id } = await upload(account, place, "list.json", file);
  expect((await plan(account, place, id)).plan).toMatchObject({ create: 1, reject: 3 });
  const { data } = await rowsOf(account, place, id, "?kind=reject");
  expect(data.map(({ line }) => line)).toEqual([2, 3, 4]);
  const [b, none, d] = data;
  expect(b).toMatchObject({ cells: ["b", "", "x", "server"], text: '{"id":"b","count":"x","kind":"server"}' });
  expect(none).toMatchObject({ cells: null, text: '"no record"' });
  const mend = (fix: object) => account.call<Import>("POST", `${imports(place, id)}/fixes`, { body: { fixes: [fix] } });

  const accepted = await mend({ line: 1, column: 1, value: "B" });
  expect(accepted.status, "a record that was not refused is not mended").toBe(409);
  expect((await mend({ position: none?.position, column: 0, value: "c" })).status).toBe(400);
  expect((await mend({ position: none?.position, text: '{"id":' })).status).toBe(400);
  expect((await mend({ position: none?.position, text: '{"id":"c","name":"C","count":1.0}' })).body.plan.reject).toBe(
    2,
  );
  expect((await mend({ position: b?.position, column: 2, value: "12345678901234567890" })).body.plan.reject).toBe(2);
  expect((await mend({ position: b?.position, column: 1, value: "B" })).body.plan.reject).toBe(1);
  expect((await mend({ position: d?.position, column: 1, value: "still, as text" })).body.plan).toMatchObject({
    create: 4,
    reject: 0,
  });
  expect((await plan(account, place, id)).plan).toMatchObject({ create: 4, reject: 0 });
  await commit(account, place, id);
  const { text } = await account.call("GET", record(place, "api", "b"));
  expect(text).toContain('"count": 12345678901234567890');
  expect(await dataOf(account, place)).toMatchObject({
    b: { name: "B", kind: "server" },
    c: { name: "C", count: 1 },
    d: { name: "still, as text" },
  });
});

test("all rows of a cause are mended by what is suggested or by one value, more than a page at a time", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const rows = Array.from({ length: 1_200 }, (_, at) => `r${at},N,${at % 3 === 0 ? "many" : at},laptp`);
  const { id } = await upload(account, place, "things.csv", `id,name,count,kind\n${rows.join("\n")}\n`);
  expect((await plan(account, place, id)).plan).toMatchObject({ create: 0, reject: 1_200 });
  type Causes = { data: { cause: string; pointer: string; count: number; suggestion: string | null }[] };
  const causes = (await account.call<Causes>("GET", `${imports(place, id)}/causes`)).body.data;
  const kind = causes.find(({ pointer }) => pointer === "/kind");
  const count = causes.find(({ pointer }) => pointer === "/count");
  expect(kind).toMatchObject({ count: 1_200, suggestion: "laptop" });
  expect(count).toMatchObject({ count: 400, suggestion: null });

  const all = async (cause: string | undefined, value?: string) => {
    let [mended, calls] = [0, 0];
    for (let after: string | undefined; ;) {
      const path = `${imports(place, id)}/causes/fix`;
      const answer = await account.call<{ import: Import; mended: number; next: string | null }>("POST", path, {
        body: { cause, value, after },
      });
      expect(answer.status, answer.text).toBe(200);
      mended += answer.body.mended;
      calls += 1;
      if (answer.body.next === null) return { mended, calls, reject: answer.body.import.plan.reject };
      after = answer.body.next;
    }
  };
  expect(await all(count?.cause), "nothing is suggested, so nothing is mended").toMatchObject({ mended: 0 });
  expect(await all(kind?.cause)).toEqual({ mended: 800, calls: 3, reject: 400 });
  expect(await all(count?.cause, "7")).toMatchObject({ mended: 400, reject: 0 });
  const done = await commit(account, place, id);
  expect(done.counts).toMatchObject({ created: 1_200 });
  expect((await account.call("GET", record(place, "api", "r3"))).body).toMatchObject({
    attributes: { count: 7, kind: "laptop" },
  });
});
