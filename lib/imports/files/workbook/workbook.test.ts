import { SHEET_CELL_CHARACTERS } from "@/lib/records/workbook/sheet-limits";
import { build } from "esbuild";
import fc from "fast-check";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import type { FileError } from "../file-error";
import { type Cell } from "../source-row";
import { formatKind, numberCell } from "./number-formats";
import { sheetNames, workbookRows } from "./open-workbook";
import { listSheets, readWorkbook } from "./read-workbook";
import { TextStore } from "./text-store";
import { XmlScanner } from "./xml-scanner";

const folder = mkdtempSync(join(tmpdir(), "attestry-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bombs and threads take seconds of a machine that has other work. */
const SLOW = { timeout: 60_000 };

type Parts = { [name: string]: string | Buffer };

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const link = (id: string, kind: string, target: string) =>
  `<Relationship Id="${id}" Type="${TYPE}/${kind}" Target="${target}"/>`;
const links = (...all: string[]) => `${HEAD}<Relationships>${all.join("")}</Relationships>`;
const sheetOf = (rows: string) => `${HEAD}<worksheet><sheetData>${rows}</sheetData></worksheet>`;

/** The parts of a workbook with one sheet; `more` takes the place of any. */
function partsOf(rows: string, more: Parts = {}): Parts {
  return {
    "_rels/.rels": links(link("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `${HEAD}<workbook xmlns:r="${TYPE}"><sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": links(
      link("rId1", "worksheet", "worksheets/sheet1.xml"),
      link("rId2", "sharedStrings", "/xl/sharedStrings.xml"),
      link("rId3", "styles", "styles.xml"),
    ),
    "xl/worksheets/sheet1.xml": sheetOf(rows),
    ...more,
  };
}

async function zipOf(parts: Parts): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}

async function rowsOfFile(bytes: Buffer, sheet?: string): Promise<[number, ...Cell[]][]> {
  const path = join(folder, "workbook.xlsx");
  writeFileSync(path, bytes);
  const fd = openSync(path, "r");
  try {
    const rows: [number, ...Cell[]][] = [];
    for await (const batch of workbookRows(fd, sheet)) for (const { line, cells } of batch) rows.push([line, ...cells]);
    return rows;
  } finally {
    closeSync(fd);
  }
}

const rowsOf = async (rows: string, more?: Parts) => rowsOfFile(await zipOf(partsOf(rows, more)));

async function refusal(bytes: Buffer | Promise<Buffer>): Promise<FileError> {
  const error = await rowsOfFile(await bytes).then(
    () => new Error("nothing was refused"),
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ code: "import-file" });
  return error as FileError;
}

describe("cells", () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-407]d. mmmm yyyy"/></numFmts>
    <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="9"/><xf numFmtId="20"/></cellXfs></styleSheet>`;
  const texts = `<sst><si><t>007</t></si><si><r><t xml:space="preserve">a </t></r><r><rPr><b/></rPr><t>b</t></r><rPh><t>no</t></rPh></si><si><t>x_x000D_&#10;&lt;&amp;</t></si><si/></sst>`;

  test("text stays text, shared, inline, rich or of a formula", async () => {
    const rows = await rowsOf(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
       <row r="2"><c r="A2" t="inlineStr"><is><t>007</t></is></c><c r="B2" t="str"><f>A1</f><v>007</v></c><c r="C2" t="s"><v>3</v></c></row>`,
      { "xl/sharedStrings.xml": texts },
    );
    expect(rows).toEqual([
      [1, "007", "a b", "x\r\n<&"],
      [2, "007", "007"],
    ]);
  });

  test("numbers, days, moments, times, percents, yes and no, and errors are what their format says", async () => {
    const rows = await rowsOf(
      `<row r="3"><c r="A3"><v>46352</v></c><c r="B3" s="1"><v>46352</v></c><c r="C3" s="2"><v>46352.5868055556</v></c>
       <c r="D3" s="3"><v>46352</v></c><c r="E3" s="4"><v>0.5</v></c><c r="F3" s="5"><v>0.4375</v></c>
       <c r="G3" t="b"><v>1</v></c><c r="H3" t="e"><v>#N/A</v></c><c r="I3"><f>1+1</f><v>2</v></c><c r="J3"><f>1+1</f></c>
       <c r="K3" t="d"><v>2026-11-26</v></c></row>`,
      { "xl/styles.xml": styles },
    );
    expect(rows).toEqual([
      [
        3,
        { number: "46352" },
        { date: "2026-11-26" },
        { date: "2026-11-26T14:05:00" },
        { date: "2026-11-26" },
        { number: "0.5" },
        "10:30:00",
        { boolean: true },
        { error: "#N/A" },
        { number: "2" },
        { error: "#FORMULA" },
        { date: "2026-11-26" },
      ],
    ]);
  });

  test("a workbook that counts from 1904 has the same days", async () => {
    const workbook = `<x:workbook xmlns:r="${TYPE}"><x:workbookPr date1904="1"/><x:sheets><x:sheet name='One' r:id='rId1'/></x:sheets></x:workbook>`;
    const more = { "xl/workbook.xml": workbook, "xl/styles.xml": styles };
    expect(await rowsOf('<row r="1"><c r="A1" s="1"><v>44890</v></c></row>', more)).toEqual([
      [1, { date: "2026-11-26" }],
    ]);
  });

  test("a workbook counts from 1904 though a newer spreadsheet added an element of the same name", async () => {
    const later = '<extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>';
    const workbook = `<workbook xmlns:r="${TYPE}"><workbookPr date1904="1"/><sheets><sheet name="One" r:id="rId1"/></sheets>${later}</workbook>`;
    const more = { "xl/workbook.xml": workbook, "xl/styles.xml": styles };
    expect(await rowsOf('<row r="1"><c r="A1" s="1"><v>44890</v></c></row>', more)).toEqual([
      [1, { date: "2026-11-26" }],
    ]);
  });

  test("a line ends with one character however the file was written, and with the two that a cell really has", async () => {
    const shared = "<sst><si><t>a\r\nb\rc&#13;\nd_x000D_\ne</t></si><si><t><![CDATA[f\r\ng]]></t></si></sst>";
    const row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>';
    expect(await rowsOf(row, { "xl/sharedStrings.xml": shared })).toEqual([[1, "a\nb\nc\r\nd\r\ne", "f\ng"]]);
  });

  test("a text that fills its cell is told apart, for spreadsheets cut what is longer", async () => {
    const [fits, fills] = ["x".repeat(SHEET_CELL_CHARACTERS - 1), "x".repeat(SHEET_CELL_CHARACTERS)];
    const cells = [fits, fills].map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
    const shared = { "xl/sharedStrings.xml": `<sst><si><t>${fills}</t></si></sst>` };
    const rows = await rowsOf(`<row r="1">${cells.join("")}<c t="s"><v>0</v></c></row>`, shared);
    expect(rows).toEqual([[1, fits, { full: fills }, { full: fills }]]);
  });

  test.each([
    ["0.5", "time", "12:00:00"],
    ["0.403570601851852", "time", "09:41:08.500"],
    ["1.5000115741", "duration", "36:00:01"],
    ["-0.25", "duration", "-06:00:00"],
  ] as const)("%s of a day is the %s %s", (stored, kind, text) => {
    expect(numberCell(stored, kind, false)).toBe(text);
  });

  test("gaps, blank rows, cells without a place and merged cells keep every value in its column", async () => {
    const rows = await rowsOf(
      `<row r="2"><c r="C2"><v>1</v></c><c><v>2</v></c></row><row r="3"/><row r="4" ht="3"><c r="A4" s="1"/></row>
       <row><c><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B2"/></mergeCells><sheetData>`,
    );
    expect(rows).toEqual([
      [2, "", "", { number: "1" }, { number: "2" }],
      [5, { number: "3" }],
    ]);
  });

  test.each([
    ["1.1000000000000001", "1.1"],
    ["0.30000000000000004", "0.30000000000000004"],
    ["1.50", "1.50"],
    ["12345678901234567890", "12345678901234567890"],
    ["1E-7", "0.0000001"],
    ["1.2345678901234567E+19", "12345678901234567000"],
    ["-0.5", "-0.5"],
  ])("the number %s is read as %s", (stored, number) => {
    expect(numberCell(stored, "number", false)).toEqual({ number });
  });

  test.each<[string, Cell]>([
    ["1", { date: "1900-01-01" }],
    ["59", { date: "1900-02-28" }],
    ["60", { number: "60" }],
    ["61", { date: "1900-03-01" }],
    ["2958465", { date: "9999-12-31" }],
    ["2958466", { number: "2958466" }],
    ["-1", { number: "-1" }],
  ])("day %s is %j", (stored, cell) => {
    expect(numberCell(stored, "date", false)).toEqual(cell);
  });

  test.each([
    ["0.00", "number"],
    ['"day" 0', "number"],
    ["[Red]0;[Blue]-0", "number"],
    ["0.00E+00", "number"],
    ["yyyy\\-mm\\-dd", "date"],
    ["mmm", "date"],
    ["hh:mm:ss", "time"],
    ["mm:ss.0", "time"],
    ["d/m/yy h:mm AM/PM", "moment"],
    ["[h]:mm", "duration"],
  ])("the format %s shows a %s", (code, kind) => {
    expect(formatKind(164, code)).toBe(kind);
  });
});

describe("sheets", () => {
  const two = partsOf('<row r="1"><c r="A1"><v>1</v></c></row>', {
    "xl/workbook.xml": `<workbook xmlns:r="${TYPE}"><sheets><sheet name="One" r:id="rId1"/><sheet name="A &amp; B" r:id="rId4"/><sheet name="Chart" r:id="rId5"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": links(
      link("rId1", "worksheet", "worksheets/sheet1.xml"),
      link("rId4", "worksheet", "Worksheets/Sheet2.xml"),
      link("rId5", "chartsheet", "chartsheets/sheet1.xml"),
    ),
    "xl/worksheets/sheet2.xml": sheetOf('<row r="7"><c r="A7"><v>2</v></c></row>'),
    "xl/chartsheets/sheet1.xml": "<chartsheet/>",
  });

  test("that are hidden come last, so that what a person sees is read first", async () => {
    const hidden = `<workbook xmlns:r="${TYPE}"><sheets><sheet name="Lists" state="veryHidden" r:id="rId1"/><sheet name="Data" r:id="rId4"/></sheets></workbook>`;
    const bytes = await zipOf({ ...two, "xl/workbook.xml": hidden });
    expect(await rowsOfFile(bytes)).toEqual([[7, { number: "2" }]]);
    expect(await rowsOfFile(bytes, "Lists")).toEqual([[1, { number: "1" }]]);
  });

  test("are named without charts, and read by their name", async () => {
    const bytes = await zipOf(two);
    expect(await rowsOfFile(bytes, "A & B")).toEqual([[7, { number: "2" }]]);
    await expect(rowsOfFile(bytes, "Chart")).rejects.toThrow('no sheet named "Chart"');
    const fd = openSync(join(folder, "workbook.xlsx"), "r");
    expect(await sheetNames(fd)).toEqual(["One", "A & B"]);
    closeSync(fd);
  });
});

describe("what was made to hurt is refused with a sentence", SLOW, () => {
  const row = '<row r="1"><c r="A1"><v>1</v></c></row>';
  const good = () => zipOf(partsOf(row));

  test("an archive that inflates a thousandfold, read or not", async () => {
    const bomb = Buffer.alloc(18 * 1024 * 1024, " ");
    const read = await refusal(zipOf(partsOf(row, { "xl/worksheets/sheet1.xml": bomb })));
    expect(read).toMatchObject({ kind: "hostile", message: expect.stringContaining("inflates") as string });
    expect((await refusal(zipOf(partsOf(row, { "xl/media/image1.png": bomb })))).kind).toBe("hostile");
  });

  test("a part that is larger or smaller than it says", async () => {
    for (const delta of [-5, 5]) {
      const bytes = await good();
      const at = bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 46 + 24;
      bytes.writeUInt32LE(bytes.readUInt32LE(at) + delta, at);
      expect(await refusal(bytes)).toMatchObject({ message: expect.stringContaining("not as large") as string });
    }
  });

  test("a bomb that says that it is small", async () => {
    const bytes = await zipOf(partsOf(row, { "xl/worksheets/sheet1.xml": Buffer.alloc(18 * 1024 * 1024, " ") }));
    bytes.writeUInt32LE(1_000, bytes.lastIndexOf("xl/worksheets/sheet1.xml") - 46 + 24);
    expect((await refusal(bytes)).kind).toBe("hostile");
  });

  test.each(["../../evil", "/etc/evil", "C:\\x\\"])("a part named %s", async (name) => {
    const bytes = await zipOf(partsOf(row, { ["x".repeat(name.length)]: "evil" }));
    for (let at = bytes.indexOf("x".repeat(name.length)); at !== -1; at = bytes.indexOf("x".repeat(name.length)))
      bytes.write(name, at);
    expect(await refusal(bytes)).toMatchObject({ message: expect.stringContaining("leads out") as string });
  });

  test("two parts of one name, though it is written in other letters", async () => {
    expect((await refusal(zipOf(partsOf(row, { "XL/workbook.xml": "<a/>" })))).message).toContain("two parts");
  });

  test.each([
    ["an entity that it declares", '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>', "declares entities"],
    ["a file that an entity names", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>', "declares entities"],
    ["an entity that nobody declared", "<worksheet><sheetData>&lol;</sheetData></worksheet>", "XML does not know"],
    [
      "a text without an end",
      sheetOf(`<row r="1"><c t="str"><v>${"x".repeat(1_100_000)}</v></c></row>`),
      "Row 1 holds",
    ],
    [
      "a row of large cells",
      sheetOf(`<row r="1">${`<c t="str"><v>${"x".repeat(900_000)}</v></c>`.repeat(10)}</row>`),
      "Row 1 of the sheet is larger",
    ],
    ["a tag without an end", `<worksheet ${"x".repeat(1_100_000)}`, "tag without an end"],
    ["tags without end", "<a>".repeat(200), "nested too deeply"],
    ["a cell far to the right", sheetOf('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "beyond column 2000"],
    ["a cell without a column", sheetOf('<row r="1"><c r="1"><v>1</v></c></row>'), "beyond column"],
    ["a row far below", sheetOf('<row r="99999999"/>'), 'followed by "99999999"'],
    ["rows that go back", sheetOf('<row r="2"/><row r="1"/>'), 'Row 2 of the sheet is followed by "1"'],
    ["a text that is not there", sheetOf('<row r="1"><c t="s"><v>5</v></c></row>'), "Row 1 names a text"],
    ["a sheet that ends too early", sheetOf("").slice(0, -3), "ends too early"],
    ["tags that cross", "<worksheet><a></worksheet></a>", "closes a tag"],
  ])("%s", async (_, xml, words) => {
    expect((await refusal(zipOf(partsOf(row, { "xl/worksheets/sheet1.xml": xml })))).message).toContain(words);
  });

  test("a link out of the workbook is not followed", async () => {
    const outside = links(
      `<Relationship Id="rId1" Type="${TYPE}/worksheet" Target="file:///etc/passwd" TargetMode="External"/>`,
    );
    expect((await refusal(zipOf(partsOf(row, { "xl/_rels/workbook.xml.rels": outside })))).message).toContain(
      "no sheet",
    );
  });

  test("other archives and half workbooks", async () => {
    expect((await refusal(zipOf({ "a.txt": "x" }))).message).toContain("no workbook");
    expect((await refusal(zipOf({ "word/document.xml": "<a/>" }))).message).toContain("no workbook");
    const bytes = await good();
    expect((await refusal(bytes.subarray(0, bytes.length - 30))).message).toContain("damaged");
    expect((await refusal(Buffer.from("PK\u0003\u0004 and then nothing"))).message).toContain("damaged");
  });

  test("whatever is changed in a workbook, it is read or refused", async () => {
    const bytes = await zipOf(partsOf(row, { "xl/sharedStrings.xml": "<sst><si><t>a</t></si></sst>" }));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        const outcome = await rowsOfFile(changed).then(
          () => "read",
          (error: unknown) => (error as FileError).code,
        );
        expect(["read", "import-file"]).toContain(outcome);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the scanner of XML", () => {
  const told = (pieces: string[]) => {
    const said: string[] = [];
    const scanner = new XmlScanner({
      open: (name, attributes) => said.push(`<${name}${attributes.trimEnd()}>`),
      text: (piece) => said.push(piece),
      close: (name) => said.push(`</${name}>`),
    });
    pieces.forEach((piece) => scanner.push(piece));
    scanner.end();
    return said.join("");
  };

  test("finds the same however the text is cut", () => {
    const xml = `<?xml version="1.0"?><!-- <a> --><x:a b="1 > 0" c='"'>1 &lt; 2\r\n&#x20AC;\r<![CDATA[<b> & ]]><d/></x:a>\n`;
    const whole = told([xml]);
    expect(whole).toBe(`<a b="1 > 0" c='"'>1 < 2\n€\n<b> & <d></d></a>\n`);
    fc.assert(
      fc.property(fc.array(fc.nat(xml.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), xml.length];
        expect(told(places.slice(1).map((end, at) => xml.slice(places[at], end)))).toBe(whole);
      }),
    );
  });
});

test("a store of texts gives back what it was given", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 50 }), { maxLength: 3_000 }), (texts) => {
      const store = new TextStore();
      texts.forEach((text) => store.add(text));
      expect(texts.map((_, at) => store.at(at))).toEqual(texts);
      expect([store.at(-1), store.at(texts.length), store.at(0.5)]).toEqual([undefined, undefined, undefined]);
    }),
    { numRuns: 30 },
  );
});

describe("the thread that reads workbooks", SLOW, () => {
  const program = join(folder, "workbook.mjs");
  beforeAll(async () => {
    const entryPoints = [join(import.meta.dirname, "thread.ts")];
    await build({
      entryPoints,
      outfile: program,
      bundle: true,
      platform: "node",
      format: "esm",
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
  });

  async function* inPieces(bytes: Buffer) {
    await Promise.resolve();
    for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
  }

  async function countOf(bytes: Buffer, bounds = {}) {
    let count = 0;
    for await (const rows of readWorkbook(inPieces(bytes), undefined, { program, ...bounds })) count += rows.length;
    return count;
  }

  const many = Array.from({ length: 3_000 }, (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>${at}</v></c></row>`);

  test("hands over every row and the names of the sheets, and leaves no file behind", async () => {
    const spooled = () => readdirSync(tmpdir()).filter((name) => /^attestry-\w{6}$/.test(name));
    const before = spooled().length;
    const bytes = await zipOf(partsOf(many.join("")));
    expect(await countOf(bytes)).toBe(3_000);
    expect(await listSheets(inPieces(bytes), { program })).toEqual(["One"]);
    expect(spooled()).toHaveLength(before);
  });

  test("can be left before the end", async () => {
    const bytes = await zipOf(partsOf(many.join("")));
    for await (const rows of readWorkbook(inPieces(bytes), undefined, { program })) {
      expect(rows[0]?.line).toBe(1);
      break;
    }
  });

  test("passes on what was refused, with its row", async () => {
    const bytes = await zipOf(partsOf('<row r="2"/><row r="1"/>'));
    await expect(countOf(bytes)).rejects.toMatchObject({ code: "import-file", line: 2 });
  });

  test("ends with a sentence when it takes too much memory or time", async () => {
    const greedy = links(
      Array.from({ length: 100_000 }, (_, at) => link(`rId${at}`, "worksheet", `${at}.xml`)).join(""),
    );
    const bytes = await zipOf(partsOf("", { "xl/_rels/workbook.xml.rels": greedy }));
    await expect(countOf(bytes, { memoryMb: 10 })).rejects.toThrow("more memory than one may");
    await expect(countOf(await zipOf(partsOf(many.join(""))), { seconds: 0 })).rejects.toThrow("too long");
  });
});
