import { call, expect, records, test, type Account, type Place } from "../fixtures/api";
import { commit, importFile, imports, plan, upload } from "../fixtures/imports";
import { run } from "../fixtures/run";
import { archiveOf, workbookOf } from "../fixtures/workbook";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    amount: { type: "number" },
    active: { type: "boolean" },
    signedAt: { type: "string", format: "date" },
    status: { enum: ["open", "done"] },
    tags: { type: "array", items: { type: "string" } },
    owner: { type: "object", properties: { email: { type: "string" } } },
  },
  required: ["name"],
};

async function recordsOf(account: Account, place: Place): Promise<unknown[]> {
  const path = `${records(place, "api")}?size=500&sort=id&sortDir=ASC`;
  const { body } = await account.call<{ data: { attributes: unknown }[] }>("GET", path);
  return body.data.map(({ attributes }) => attributes);
}

/** The bytes of a file that the API answers. */
async function download({ apiKey }: Account, path: string): Promise<Buffer> {
  const answer = await fetch(run.url + path, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

test("a workbook's texts stay texts, its days are days, and the sheet is chosen", async ({ account, connection }) => {
  const place = await connection({ schema });
  const file = await workbookOf(
    { name: "Cover", rows: [["Nothing here"]] },
    {
      name: "People &amp; more",
      rows: [
        ["ID", "Name", "Amount", "Active", "Signed at", "Status", "Tags", "owner.email"],
        ["007", "Müller", 1.1, true, new Date("2026-11-26"), "Open", "a; b", "m@example.com"],
        [],
        [8, "42", 12345678901, false, new Date("1999-12-31"), "done", null, null],
      ],
    },
  );
  const { id } = await upload(account, place, "people.xlsx", file);
  const planned = await plan(account, place, id, { read: { sheet: "People & more" } });
  expect(planned.plan).toMatchObject({ create: 2, reject: 0 });
  await commit(account, place, id);
  expect(await recordsOf(account, place)).toEqual([
    {
      id: "007",
      name: "Müller",
      amount: 1.1,
      active: true,
      signedAt: "2026-11-26",
      status: "open",
      tags: ["a", "b"],
      owner: { email: "m@example.com" },
    },
    { id: "8", name: "42", amount: 12345678901, active: false, signedAt: "1999-12-31", status: "done" },
  ]);
});

test("a semicolon file of an older Windows reads as it was meant", async ({ account, connection }) => {
  const place = await connection({ schema });
  const text = 'id;name;amount;signedAt;active\r\n007;"Grö\x9fe; ""x""";1.234,50;31.12.2025;ja\r\n';
  const bytes = Buffer.from(text.replace("\x9f", "ß"), "latin1");
  const { id, read } = await upload(account, place, "people.csv", bytes);
  expect(read).toMatchObject({ format: "csv", encoding: "windows-1252", delimiter: ";", headerRow: 1 });
  await plan(account, place, id);
  await commit(account, place, id);
  const { text: all } = await account.call("GET", records(place, "api"));
  expect(all).toContain('"amount": 1234.50');
  expect(await recordsOf(account, place)).toMatchObject([
    { id: "007", name: 'Größe; "x"', signedAt: "2025-12-31", active: true },
  ]);
});

const deflatedFar = async () =>
  archiveOf({
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": Buffer.alloc(20 * 1024 * 1024, " "),
  });

for (const [what, name, content, sentence] of [
  ["a quote that is never closed", "a.csv", () => 'id,name\n1,A\n2,"B\n', "line 3"],
  ["a line that is not JSON", "a.ndjson", () => '{"id":"1","name":"A"}\n{"id":\n', "line 2"],
  ["a list that never ends", "a.json", () => '[{"id":"1","name":"A"},\n{"id":"2"}', "line 2"],
  ["a workbook of before 2007", "a.xls", () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), "Save it as .xlsx"],
  ["a workbook that inflates a thousandfold", "a.xlsx", deflatedFar, "inflates to far more"],
  ["a column that no field can be", "a.csv", () => "id,__proto__\n1,2\n", "__proto__"],
] as const)
  test(`a file with ${what} is refused with a sentence, and imports nothing`, async ({ account, connection }) => {
    const place = await connection({ schema });
    const made = await upload(account, place, name, await content());
    const found = made.status === "failed" ? made : await plan(account, place, made.id);
    expect(found).toMatchObject({ status: "failed", canCommit: false });
    expect(found.error).toContain(sentence);
    expect(await recordsOf(account, place)).toEqual([]);
  });

test("a template takes what is filled in, and is not given to whoever may not see the resource", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const csv = await account.call("GET", `${imports(place)}/template`);
  expect(csv.text).toContain("id,name,amount,active,signedAt,status,tags,owner.email");
  const filled = `${csv.text}1,One,2.50,yes,2026-11-26,open,a;b,o@example.com\r\n`;
  expect(await importFile(account, place, "filled.csv", filled)).toMatchObject({ counts: { created: 1 } });
  expect(await recordsOf(account, place)).toMatchObject([{ tags: ["a", "b"], owner: { email: "o@example.com" } }]);

  const workbook = await download(account, `${imports(place)}/template?format=xlsx`);
  const empty = await upload(account, place, "template.xlsx", workbook);
  expect(empty.mapping?.columns.map(({ pointer }) => pointer)).toEqual([
    "/id",
    "/name",
    "/amount",
    "/active",
    "/signedAt",
    "/status",
    "/tags",
    "/owner/email",
  ]);
  expect((await call("GET", `${imports(place)}/template`)).status).toBe(401);
});

test("refused rows come back as a workbook with their reasons, and are imported when they are mended", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const { id } = await upload(account, place, "a.csv", "id,name,status\n007,A,open\n008,,done\n009,C,dnoe\n");
  expect((await plan(account, place, id, { bad: "skip" })).plan).toMatchObject({ create: 1, reject: 2 });
  const file = await download(account, `${imports(place, id)}/rejected?format=xlsx`);
  const again = await upload(account, place, "rejected.xlsx", file);
  expect(again.mapping?.columns.map(({ pointer }) => pointer)).toEqual(["/id", "/name", "/status", null, null]);
  expect((await plan(account, place, again.id)).plan).toMatchObject({ create: 0, reject: 2 });
  const fixes = [
    { line: 2, column: 1, value: "B" },
    { line: 3, column: 2, value: "done" },
  ];
  await account.call("POST", `${imports(place, again.id)}/fixes`, { body: { fixes } });
  await commit(account, place, again.id);
  expect(await recordsOf(account, place)).toMatchObject([
    { id: "008", name: "B" },
    { id: "009", status: "done" },
  ]);
});
