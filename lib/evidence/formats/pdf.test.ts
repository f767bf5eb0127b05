import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { writePdf } from "./pdf";
import { blocksOf, textsOf } from "./pdf/blocks";
import { fontsFor } from "./pdf/fonts";
import { clustersOf, runsOf } from "./pdf/runs";
import { sampleFacts } from "./sample-facts";

const linesOf = (names: readonly string[]) =>
  names.map((name, at) => ({ text: JSON.stringify({ id: `record-${at}`, name }), erased: false }));
const pdfOf = (names: readonly string[]) => buffer(Readable.from(writePdf(sampleFacts, linesOf(names))));

/** What the glyphs of a PDF say, by the map to Unicode that each of its fonts carries, without any blanks. */
function textIn(pdf: Buffer): string {
  const objects = new Map<string, string>();
  for (const [, number = "", body = ""] of pdf.toString("latin1").matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs))
    objects.set(number, body);
  const streamOf = (number: string) => {
    const [, head = "", data = ""] = /^(.*?)\nstream\n(.*)\nendstream/s.exec(objects.get(number) ?? "") ?? [];
    return head.includes("FlateDecode") ? inflateSync(Buffer.from(data, "latin1")).toString("latin1") : data;
  };
  const maps = new Map<string, Map<string, string>>();
  for (const body of objects.values())
    for (const [, name = "", font = ""] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font) ?? "")?.[1];
      if (map) maps.set(name, glyphsIn(streamOf(map)));
    }
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\n/.test(body));
  return pages.map((page) => said(streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? ""), maps)).join("");
}

function said(content: string, maps: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font = "";
  let text = "";
  for (const [, name, hex = ""] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)) {
    if (name) font = name;
    else for (const glyph of hex.match(/.{4}/g) ?? []) text += maps.get(font)?.get(glyph) ?? "";
  }
  return text.replaceAll(" ", "");
}

/** Ranges of glyphs that begin anew every 256: `<0000> <00ff> [<0041> …]`. */
function glyphsIn(cmap: string): Map<string, string> {
  const glyphs = new Map<string, string>();
  for (const [, from = "", list = ""] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/gs))
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, units = ""], at) => {
      const text = (units.replaceAll(" ", "").match(/.{4}/g) ?? []).map((unit) =>
        String.fromCharCode(parseInt(unit, 16)),
      );
      glyphs.set((parseInt(from, 16) + at).toString(16).padStart(4, "0"), text.join(""));
    });
  return glyphs;
}

describe("the report", () => {
  const names = [
    "Zażółć",
    "Ελληνικά",
    "Привет",
    "ภาษาไทย",
    "系统管理员",
    "カタカナ",
    "한국어",
    "ქართული",
    "Հայերեն",
    "አማርኛ",
  ];

  test("says every fact, also in scripts that one font does not have, and what none has by its code point", async () => {
    const strange = ["Ꭳ", "a\u202eb"];
    const text = textIn(await pdfOf([...names, ...strange]));
    const told = [...textsOf(blocksOf(sampleFacts, linesOf([...names, ...strange])))].map(([said]) => said);
    for (const said of told.filter((one) => !strange.includes(one))) expect(text).toContain(said.replaceAll(" ", ""));
    expect(told).toEqual(expect.arrayContaining(names));
    expect(text).toContain("U+13A3");
    expect(text).toContain("aU+202Eb");
    expect(text).toMatch(/Evidence41·Packages,revision5,102Page1of\d/);
  }, 30_000);

  test.each([
    ["a mark that has no place on its letter", "\u0600\u0610"],
    ["a syllable that its font's rules do not end", "\u0f04\u0f72"],
  ])(
    "takes %s",
    async (_, name) => {
      expect(textIn(await pdfOf([name])).length).toBeGreaterThan(500);
    },
    30_000,
  );

  test("has the two halves of a vowel that is set around its letter", async () => {
    const { all } = await fontsFor([["\u0bae\u0bca\u0bb4\u0bbf", "regular"]]);
    expect([0x0bc6, 0x0bbe].every((half) => all.some((font) => font.has(half)))).toBe(true);
  });

  test("writes Chinese characters as Japanese does where the records are Japanese, and else as Chinese does", async () => {
    const familiesOf = async (texts: string[]) =>
      (await fontsFor(texts.map((text) => [text, "regular"]))).all.map(
        ({ name }) => /^noto-sans-(jp|sc)/.exec(name)?.[1],
      );
    expect(await familiesOf(["田中", "直接です"])).toContain("jp");
    expect(await familiesOf(["田中", "直接です"])).not.toContain("sc");
    expect(await familiesOf(["直接", "骨", "海", "角", "管理", "カ"])).not.toContain("jp");
  }, 30_000);

  test("is a tagged document with a title and a language, its fonts embedded, and without a script", async () => {
    const pdf = (await pdfOf(["x"])).toString("latin1");
    for (const mark of [
      "/StructTreeRoot",
      "/Marked true",
      "/DisplayDocTitle true",
      "/Lang (en)",
      "/S /H1",
      "/S /TH",
      "/Scope /Column",
    ])
      expect(pdf).toContain(mark);
    expect(pdf.match(/\/FontFile2 /g)?.length).toBeGreaterThanOrEqual(3);
    expect(pdf).not.toMatch(/\/JavaScript|\/JS\b|\/Launch/);
  }, 30_000);
});

test("a record that was erased says so, and one that came in looking so is told as its own", () => {
  const line = (id: string) => JSON.stringify({ $erased: "a".repeat(64), id });
  const records = [
    { text: line("gone"), erased: true },
    { text: line("own"), erased: false },
  ];
  const tables = blocksOf({ ...sampleFacts, columns: ["/id", "/$erased"] }, records).filter(
    ({ kind }) => kind === "table",
  );
  expect(tables.at(-1)).toMatchObject({
    rows: [
      ["gone", "[erased]"],
      ["own", "a".repeat(64)],
    ],
  });
});

test("what goes on overleaf is marked on both pages, and each mark ends where it began", async () => {
  const note = "A sentence of a long note. ".repeat(400);
  const pdf = (await buffer(Readable.from(writePdf({ ...sampleFacts, note }, [])))).toString("latin1");
  const pages = [...pdf.matchAll(/FlateDecode.*?\nstream\n(.*?)\nendstream/gs)].flatMap(([, data = ""]) => {
    const text = inflateSync(Buffer.from(data, "latin1")).toString("latin1");
    return text.includes("BDC") ? [text] : [];
  });
  expect(pages.length).toBeGreaterThan(3);
  for (const page of pages) expect(page.match(/\bEMC\b/g)?.length).toBe(page.match(/\bB[DM]C\b/g)?.length);
}, 30_000);

describe("the order of what is read from the right", () => {
  const font = { name: "any", bytes: Buffer.alloc(0), has: () => true };
  const fonts = { all: [font], of: () => font };
  const shown = (text: string) => runsOf(clustersOf(text, "regular", fonts)).map((run) => run.text);

  test.each([
    ["left to right alone", "abc 123", ["abc 123"]],
    ["a Hebrew word between Latin ones", "ab אבג cd", ["ab ", "אבג", " cd"]],
    ["a number inside Hebrew stays as it is", "אב 12 גד", [" גד", "12", "אב "]],
    ["brackets face the other way", "אב (ab) ג", ["( ג", "ab", "אב )"]],
  ])("%s", (_, text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});
