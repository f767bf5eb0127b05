import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import type { ReportFacts } from "./report-facts";
import { factGroups } from "./report-words";
import { sampleFacts } from "./sample-facts";
import { writeXlsx } from "./xlsx";

type Read = string | { number: string } | { boolean: boolean };

async function* linesOf(lines: Iterable<string>) {
  for (const text of lines) yield { text, erased: text.startsWith('{"$erased":') };
}

/** What stands in the cells of a sheet, read from its XML alone; a formula has no place in it. */
async function cellsOf(facts: ReportFacts, lines: Iterable<string>, sheet: "about" | "records"): Promise<Read[][]> {
  const bytes = await buffer(Readable.from(writeXlsx(facts, () => linesOf(lines))));
  const xml = await partOf(bytes, `xl/worksheets/sheet${sheet === "about" ? 1 : 2}.xml`);
  expect(xml).not.toMatch(/<f[ >/]/);
  return [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<c ([^>]*)>(?:<v>(.*?)<\/v>|<is><t [^>]*>(.*?)<\/t><\/is>)<\/c>/gs)].map(
      ([, facts = "", number, words]): Read =>
        words !== undefined
          ? plain(words)
          : facts.includes('t="b"')
            ? { boolean: number === "1" }
            : { number: number ?? "" },
    ),
  );
}

const plain = (xml: string) =>
  xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

async function partOf(bytes: Buffer, name: string): Promise<string> {
  const zip = await fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry())
    if (entry.fileName === name) return text(await zip.openReadStreamPromise(entry));
  throw new Error(`No ${name}`);
}

test("texts stay texts, numbers of up to 15 digits are numbers, and what is longer keeps its digits", async () => {
  const lines = [
    '{"active":true,"amount":12.50,"id":"007","name":"=1+1"}',
    '{"active":false,"amount":1234567890123456.5,"id":"b","name":"@SUM(A1)"}',
    '{"amount":-3,"id":"c","name":"शर्मा\\n\\u0007 <&> _x0041_"}',
    `{"$erased":"${"a".repeat(64)}","id":"d"}`,
  ];
  expect(await cellsOf(sampleFacts, lines, "records")).toEqual([
    ["id", "name", "amount", "active"],
    ["007", "=1+1", { number: "12.50" }, { boolean: true }],
    ["b", "@SUM(A1)", "1234567890123456.5", { boolean: false }],
    ["c", "शर्मा\n\u0007 <&> _x0041_", { number: "-3" }],
    ["d", "[erased]", "[erased]", "[erased]"],
  ]);
});

test("a text that no cell has room for is cut, and says so", async () => {
  const [, row] = await cellsOf(sampleFacts, [JSON.stringify({ id: "a", name: "x".repeat(40_000) })], "records");
  expect(row?.[1]).toMatch(/^x{32000,} … \[cut: the whole text is in records\.jsonl\]$/);
});

test("the first sheet tells every fact", async () => {
  const told = (await cellsOf(sampleFacts, [], "about")).map(
    ([says, value]) => `${says as string}: ${value as string}`,
  );
  for (const { facts } of factGroups(sampleFacts))
    for (const { says, value } of facts) expect(told).toContain(`${says}: ${value}`);
});

test("the reading of the records ends with whoever stops taking the workbook", async () => {
  let ended = false;
  async function* endless() {
    try {
      for (let at = 0; ; at++) yield { text: `{"id":"${at}","name":"${Math.random()}"}`, erased: false };
    } finally {
      ended = true;
    }
  }
  let taken = 0;
  for await (const part of writeXlsx(sampleFacts, endless)) {
    taken += part.length;
    if (taken > 200_000) break;
  }
  expect(ended).toBe(true);
});
