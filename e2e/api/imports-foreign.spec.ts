import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, records, test, type Account, type Place } from "../fixtures/api";
import { commit, importFile, imports, plan, upload } from "../fixtures/imports";
import { archiveOf } from "../fixtures/workbook";

const spectrum = dirname(createRequire(import.meta.url).resolve("csv-spectrum/package.json"));
const TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string" },
    amount: { type: "number" },
    active: { type: "boolean" },
    signedAt: { type: "string", format: "date" },
  },
  required: ["name"],
};

async function recordsOf(account: Account, place: Place): Promise<Record<string, unknown>[]> {
  const path = `${records(place, "api")}?size=500&sort=id&sortDir=ASC`;
  const { body } = await account.call<{ data: { attributes: Record<string, unknown> }[] }>("GET", path);
  return body.data.map(({ attributes }) => attributes);
}

/** Rows without the id that each was given, in an order of their own. */
const plainly = (rows: readonly object[]) =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([key]) => key !== "id")
          .sort(),
      ),
    )
    .sort();

for (const name of ["quotes_and_newlines", "newlines_crlf", "json", "utf8", "comma_in_quotes"])
  test(`${name}.csv of csv-spectrum is imported, and reads back as its authors say`, async ({
    account,
    connection,
  }) => {
    const file = readFileSync(join(spectrum, "csvs", `${name}.csv`));
    const wanted = JSON.parse(readFileSync(join(spectrum, "json", `${name}.json`), "utf8")) as Record<string, string>[];
    const properties = Object.fromEntries(Object.keys(wanted[0] ?? {}).map((key) => [key, { type: "string" }]));
    const place = await connection({ schema: { type: "object", properties } });
    const done = await importFile(account, place, `${name}.csv`, file);
    expect(done).toMatchObject({ status: "committed", counts: { created: wanted.length } });
    expect(plainly(await recordsOf(account, place))).toEqual(plainly(wanted));
  });

type Dialect = { strings: "shared" | "inline"; types: string; prefix: string; since1904?: true; target: string };

/** The same table as several spreadsheets write it: their names for parts, their namespaces, their ways with texts and days. */
async function tableAs({ strings, types, prefix, since1904, target }: Dialect): Promise<Buffer> {
  const p = prefix;
  const texts = ["id", "name", "amount", "active", "signedAt", "007", "Größe &amp; “mehr”"];
  const text = (at: number) =>
    strings === "shared"
      ? `<${p}c t="s"><${p}v>${at}</${p}v></${p}c>`
      : `<${p}c t="inlineStr"><${p}is><${p}t>${texts[at]}</${p}t></${p}is></${p}c>`;
  const value = (type: string, content: string | number, style = 0) =>
    `<${p}c t="${type}" s="${style}"><${p}v>${content}</${p}v></${p}c>`;
  const day = since1904 ? 46_352 - 1_462 : 46_352;
  const rows = [
    [0, 1, 2, 3, 4].map(text),
    [text(5), text(6), value("n", "1.10"), value("b", 1), value("n", day, 1)],
    [value("str", "008"), value("str", "Ö"), value("n", "1E-2"), value("b", 0), value("d", "2026-11-27")],
  ];
  const later = '<extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>';
  const link = (id: number, kind: string, part: string) =>
    `<Relationship Id="rId${id}" Type="${types}/${kind}" Target="${part}"/>`;
  return archiveOf({
    "_rels/.rels": `<Relationships>${link(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<${p}workbook xmlns:r="${types}"><${p}workbookPr${since1904 ? ' date1904="1"' : ""}/><${p}sheets><${p}sheet name="Lists" state="hidden" r:id="rId4"/><${p}sheet name="Data" r:id="rId1"/></${p}sheets>${later}</${p}workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${link(1, "worksheet", target)}${link(4, "worksheet", "worksheets/sheet9.xml")}${link(2, "sharedStrings", "sharedStrings.xml")}${link(3, "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": `<${p}styleSheet><${p}cellXfs><${p}xf numFmtId="0"/><${p}xf numFmtId="14"/></${p}cellXfs></${p}styleSheet>`,
    "xl/sharedStrings.xml": `<${p}sst>${texts.map((one) => `<${p}si><${p}r><${p}t>${one}</${p}t></${p}r><${p}rPh><${p}t>no</${p}t></${p}rPh></${p}si>`).join("")}</${p}sst>`,
    "xl/worksheets/sheet1.xml": `<${p}worksheet><${p}sheetData>${rows.map((cells) => `<${p}row>${cells.join("")}</${p}row>`).join("")}</${p}sheetData></${p}worksheet>`,
    "xl/worksheets/sheet9.xml": `<${p}worksheet><${p}sheetData/></${p}worksheet>`,
  });
}

const dialects: [string, Dialect][] = [
  ["with shared texts", { strings: "shared", types: TYPE, prefix: "", target: "worksheets/sheet1.xml" }],
  ["with texts in its cells", { strings: "inline", types: TYPE, prefix: "x:", target: "/xl/worksheets/sheet1.xml" }],
  ["of the strict standard", { strings: "shared", types: STRICT, prefix: "", target: "./worksheets/sheet1.xml" }],
  [
    "that counts from 1904",
    { strings: "inline", types: TYPE, prefix: "", since1904: true, target: "worksheets/sheet1.xml" },
  ],
];

for (const [what, dialect] of dialects)
  test(`a workbook ${what} reads back as the same records`, async ({ account, connection }) => {
    const place = await connection({ schema });
    const { id } = await upload(account, place, "table.xlsx", await tableAs(dialect));
    expect((await plan(account, place, id)).plan).toMatchObject({ create: 2, reject: 0 });
    await commit(account, place, id);
    expect(await recordsOf(account, place)).toEqual([
      { id: "007", name: "Größe & “mehr”", amount: 1.1, active: true, signedAt: "2026-11-26" },
      { id: "008", name: "Ö", amount: 0.01, active: false, signedAt: "2026-11-27" },
    ]);
  });

// As long as what is looked at before a file is read, and longer.
const LONG = `id\tname\n${`1\t${"fine".repeat(25)}\n`.repeat(3_000)}2\t`;

for (const [what, name, content, words] of [
  ["bytes of another encoding", "a.csv", Buffer.from("id,name\n1,A\n2,\x83\x54\x81\x5b\n", "latin1"), "Line 3"],
  ["a wrong byte far down", "a.tsv", Buffer.from(`${LONG}\xfc\n`, "latin1"), "Line 3002"],
  ["a cell that goes on after its quotes", "a.csv", 'id,name\n1,A\n2,"B" C\n', "line 3"],
  ["a comma too many", "a.json", '[\n{"id":"1","name":"A"},\n{"id":"2","name":"B",}\n]', "line 3"],
  ["two roots", "a.json", '[{"id":"1","name":"A"}]\n[]\n', "line 2"],
  ["a key twice", "a.ndjson", '{"id":"1","name":"A"}\n\n{"id":"2","id":"3","name":"B"}\n', "line 3"],
  ["a number that is none", "a.ndjson", '{"id":"1","name":"A"}\n{"id":"2","n":01}\n', "line 2"],
  ["a workbook that was cut", "a.xlsx", Buffer.from("PK\u0003\u0004 and then nothing"), "damaged"],
] as const)
  test(`a file with ${what} is refused with what is wrong and where, and imports nothing`, async ({
    account,
    connection,
  }) => {
    const place = await connection({ schema });
    const made = await upload(account, place, name, content);
    const found = made.status === "failed" ? made : await plan(account, place, made.id);
    expect(found).toMatchObject({ status: "failed", canCommit: false });
    expect(found.error).toContain(words);
    expect((await account.call("POST", `${imports(place, made.id)}/commit`)).status).toBe(409);
    expect(await recordsOf(account, place)).toEqual([]);
  });

test("{data: […]} is read wherever its list stands, and its records keep digits, blanks and odd names", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const deep = `${'{"d":'.repeat(40)}1${"}".repeat(40)}`;
  const file = `\ufeff{ "meta": {"data": [1, 2]}, "next": null,\r\n "data": [\r\n {"id":"a","big":12345678901234567890.10,"__proto__":{"x":1}},\r\n {"id":"b","deep":${deep}}\r\n], "count": 2}\r\n`;
  const done = await importFile(account, place, "export.json", file);
  expect(done).toMatchObject({ status: "committed", counts: { created: 2 } });
  const { text } = await account.call("GET", records(place, "api"));
  expect(text).toContain("12345678901234567890.10");
  expect(text).toMatch(/"__proto__": ?\{"x": ?1\}/);
  expect(JSON.stringify((await recordsOf(account, place))[1])).toContain(deep);
});

test("a list that stands on one line tells which of its records are refused, and why", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const list = [{ id: "a", name: "A" }, { id: "b" }, { id: "c", name: "C" }, { id: "a", name: "A2" }, { id: "e" }];
  const { id } = await upload(account, place, "list.json", JSON.stringify(list));
  expect((await plan(account, place, id, { bad: "skip" })).plan).toMatchObject({ create: 2, reject: 3 });
  type Rows = { data: { line: number; id: string; problems: { message: string }[] }[] };
  const { body } = await account.call<Rows>("GET", `${imports(place, id)}/rows?kind=reject`);
  expect(body.data.map((row) => [row.line, row.id])).toEqual([
    [2, "b"],
    [4, "a"],
    [5, "e"],
  ]);
  expect(body.data[1]?.problems[0]?.message).toContain("row 1 has the same identifier");
  const causes = await account.call<{ data: { ranges: number[][] }[] }>("GET", `${imports(place, id)}/causes`);
  expect(causes.body.data.map(({ ranges }) => ranges)).toContainEqual([
    [2, 2],
    [5, 5],
  ]);
});

test("a text that fills its cell is a problem of its row, and the whole text takes its place", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const full = "x".repeat(32_767);
  const rows = `<row><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>name</t></is></c></row><row><c t="inlineStr"><is><t>1</t></is></c><c t="inlineStr"><is><t>${full}</t></is></c></row>`;
  const workbook = await archiveOf({
    "xl/workbook.xml": `<workbook xmlns:r="${TYPE}"><sheets><sheet name="One" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${TYPE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
  });
  const { id } = await upload(account, place, "long.xlsx", workbook);
  expect((await plan(account, place, id)).plan).toMatchObject({ create: 0, reject: 1 });
  const causes = await account.call<{ data: { message: string }[] }>("GET", `${imports(place, id)}/causes`);
  expect(causes.body.data[0]?.message).toContain("its end may be missing");
  const fixes = [{ line: 2, column: 1, value: `${full} and its end` }];
  await account.call("POST", `${imports(place, id)}/fixes`, { body: { fixes } });
  await commit(account, place, id);
  expect(await recordsOf(account, place)).toEqual([{ id: "1", name: `${full} and its end` }]);
});
