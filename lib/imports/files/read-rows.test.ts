import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFileError } from "./file-error";
import { readFirstRows, readRows, type ReadOptions } from "./read-rows";
import { sniff, SNIFFED_BYTES } from "./sniff";
import { cellText, isTableRow, type SourceRow } from "./source-row";

/** A file that arrives in pieces of `size` bytes, as a slow network brings it. */
async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const bytesOf = (content: string | Uint8Array) => (typeof content === "string" ? Buffer.from(content) : content);

async function rowsOf(content: string | Uint8Array, options: ReadOptions, size = 7): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of readRows(inPieces(bytesOf(content), size), options)) rows.push(...batch);
  return rows;
}

async function tableOf(content: string | Uint8Array, options: Partial<ReadOptions> = {}, size = 7) {
  const rows = await rowsOf(content, { format: "csv", ...options }, size);
  return rows.filter(isTableRow).map(({ line, cells }) => [line, ...cells]);
}

async function refusalOf(content: string | Uint8Array, options: ReadOptions, size = 7) {
  const error: unknown = await rowsOf(content, options, size).catch((caught: unknown) => caught);
  if (!isFileError(error)) throw new Error(`Expected a refusal, got ${JSON.stringify(error)}`);
  return { line: error.line, message: error.message };
}

describe("CSV", () => {
  test("reads quotes, doubled quotes, delimiters and newlines inside cells, and names the line where a row begins", async () => {
    const file = 'id,note\r\n1,"a ""quoted"", word"\r\n2,"two\r\nlines"\r\n3,5" pipe\r\n';
    expect(await tableOf(file, { headerRow: 1 })).toEqual([
      [2, "1", 'a "quoted", word'],
      [3, "2", "two\r\nlines"],
      [5, "3", '5" pipe'],
    ]);
  });

  test("reads every ending of a line, and passes over blank rows", async () => {
    expect(await tableOf("a,b\rc,d\n\r\n,\n  , \ne,f")).toEqual([
      [1, "a", "b"],
      [2, "c", "d"],
      [6, "e", "f"],
    ]);
  });

  test("keeps 007, blanks around words and rows of uneven width as they stand", async () => {
    expect(await tableOf("007, x ,\n1")).toEqual([
      [1, "007", " x ", ""],
      [2, "1"],
    ]);
  });

  test("reads on after as many rows as it is told to skip", async () => {
    expect(await tableOf("id\n1\n2\n3\n", { headerRow: 1, skip: 2 })).toEqual([[4, "3"]]);
  });

  test("names the line of a quote that is never closed, and of a cell that goes on after one", async () => {
    const open = await refusalOf('id\n1\n"2\n3\n', { format: "csv" });
    expect(open).toEqual({
      line: 3,
      message: "A quote that opens on line 3 is never closed. Close it, or double it.",
    });
    expect(await refusalOf('id\n"1"x\n', { format: "csv" })).toMatchObject({ line: 2 });
    expect(await refusalOf('id\n"1" "x"\n', { format: "csv" })).toMatchObject({ line: 2 });
  });

  test("refuses a row that would take memory without end", async () => {
    const { line, message } = await refusalOf(`id\n"${"x".repeat(9_000_000)}`, { format: "csv" }, 100_000);
    expect(line).toBe(2);
    expect(message).toContain("quote opens on line 2");
    expect((await refusalOf(`id\n${",".repeat(3_000)}`, { format: "csv" })).line).toBe(2);
  });

  test("reads back what a writer of CSV wrote, whatever the cells, the dialect and the pieces", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "ü", "€", '"', "'", ",", ";", "\t", "\n", "\r\n", " ", "😀") });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom('"', "'"),
        fc.integer({ min: 1, max: 40 }),
        async (table, delimiter, quote, size) => {
          const filled = table.filter((cells) => cells.some((one) => one.trim() !== ""));
          const file = stringify(table, { delimiter, quote, escape: quote, quoted_string: true });
          const read = await tableOf(file, { delimiter, quote }, size);
          expect(read.map(([, ...cells]) => cells)).toEqual(filled);
        },
      ),
    );
  });
});

describe("encodings", () => {
  const text = "id;name\n1;Müller – „Größe“ 5 €\n";
  const high = new Map([
    ["–", 0x96],
    ["„", 0x84],
    ["“", 0x93],
    ["€", 0x80],
  ]);
  const windows = Buffer.from([...text].map((letter) => high.get(letter) ?? letter.charCodeAt(0)));
  const little = Buffer.from(text, "utf16le");
  const files: [string, Uint8Array][] = [
    ["utf-8", Buffer.from(text)],
    ["utf-8", Buffer.from(`\ufeff${text}`)],
    ["utf-16le", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["utf-16le", little],
    ["utf-16be", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["utf-16be", Buffer.from(little).swap16()],
    ["windows-1252", windows],
  ];

  test.each(files)("%s is recognised and read", async (encoding, bytes) => {
    const facts = sniff(bytes, "people.csv");
    expect(facts).toEqual({ format: "csv", encoding, delimiter: ";", quote: '"' });
    expect(await tableOf(bytes, { ...facts, headerRow: 1 }, 1)).toEqual([[2, "1", "Müller – „Größe“ 5 €"]]);
  });

  test("a byte that is not UTF-8 is refused with its line, wherever the file is cut", async () => {
    for (const size of [1, 2, 5, 1_000]) {
      const bytes = Buffer.concat([Buffer.from("id\nÄ\n"), Buffer.from([0x4d, 0xfc, 0x6c]), Buffer.from("\n1\n")]);
      const read = tableOf(bytes, { encoding: "utf-8" }, size);
      await expect(read).rejects.toMatchObject({ line: 3, message: expect.stringContaining("Windows-1252") as string });
    }
  });

  test("bytes that mean nothing in Windows-1252 are refused with their line, for the file is in another encoding", async () => {
    const shiftJis = Buffer.concat([
      Buffer.from("id,name\n1,A\n2,"),
      Buffer.from([0x83, 0x54, 0x81, 0x5b]),
      Buffer.from("\n"),
    ]);
    const facts = sniff(shiftJis, "people.csv");
    expect(facts.encoding).toBe("windows-1252");
    const read = tableOf(shiftJis, facts, 5);
    await expect(read).rejects.toMatchObject({ line: 3, message: expect.stringContaining("UTF-8") as string });
  });
});

describe("JSON", () => {
  const records = ['{"id":"a","n":12345678901234567890.10}', '{"id":"b","t":"]},{\\"\\\\"}', "[1,[2]]", '"x"'];
  const textsOf = (rows: SourceRow[]) => rows.map((row) => (isTableRow(row) ? row.cells : row.text));
  const layouts: [ReadOptions["format"], string][] = [
    ["ndjson", records.join("\n")],
    ["ndjson", `\ufeff\n  ${records.join("\r\n\n")}\n`],
    ["json", `[${records.join(",")}]`],
    ["json", `\ufeff [\n ${records.join(" ,\n")}\n]\n`],
    ["json", `{"data":[${records.join(",")}]}`],
    ["json", `{"a":{"data":[7]},"n":[1],\n"data" : [ ${records.join(",")} ], "next":null}`],
  ];

  test.each(layouts)("%s: each value keeps its own text, however the file is cut (%#)", async (format, file) => {
    for (const size of [1, 3, 1_000]) expect(textsOf(await rowsOf(file, { format }, size))).toEqual(records);
  });

  test("lines know where they begin, and values of a list which of it they are, for many lists have one line", async () => {
    const lines = async (file: string, format: ReadOptions["format"]) =>
      (await rowsOf(file, { format })).map(({ line }) => line);
    expect(await lines("{}\n\n{}\n", "ndjson")).toEqual([1, 3]);
    expect(await lines("[\n{\n},\n\n{}]", "json")).toEqual([1, 2]);
    expect(await lines("[{},{},{}]", "json")).toEqual([1, 2, 3]);
    const refused = await refusalOf('[{"id":"1"},{"id":"2"},{"id":03}]', { format: "json" });
    expect(refused).toMatchObject({ line: 1, message: expect.stringContaining("at line 1, in record 3") as string });
  });

  test("an empty list has no rows, and one record in data is one", async () => {
    expect(await rowsOf("[ ]", { format: "json" })).toEqual([]);
    expect(await rowsOf('{"data":[]}', { format: "json" })).toEqual([]);
    expect(textsOf(await rowsOf('{"data":{"id":1}}', { format: "json" }))).toEqual(['{"id":1}']);
  });

  test.each<[ReadOptions["format"], string, number]>([
    ["ndjson", '{"id":1}\n{"id":\n', 2],
    ["ndjson", '{"id":1}\n\n{"id":1,"id":2}\n', 3],
    ["ndjson", '{"id":1}\n{"id":2} {"id":3}\n', 2],
    ["json", '[{"id":1},\n{"id":}]', 2],
    ["json", '[{"id":1}\n{"id":2}]', 2],
    ["json", '[{"id":1},\n,{"id":2}]', 2],
    ["json", '[{"id":1},\n]', 2],
    ["json", '[{"id":1}\n}]', 2],
    ["json", '[{"id":1}\n', 2],
    ["json", '[{"id":1}\n]\n]', 3],
    ["json", '{"data":[{"id":1}\n]', 2],
    ["json", '{"data":[{"id":1}],\n"data":[]}', 2],
    ["json", '{"rows":[{"id":1}]}', 1],
    ["json", "\n7", 1],
    ["json", '[{"id":"\\u0000"}]', 1],
  ])("%s that is broken is refused with its line (%#)", async (format, file, line) => {
    expect(await refusalOf(file, { format })).toMatchObject({ line });
  });

  test("the splitter of lists agrees with JSON.parse about every text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.json()),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        async (values, size, broken) => {
          const whole = `[${values.join(",")}]`;
          const file = broken < whole.length && broken > 30 ? whole.slice(0, broken) + whole.slice(broken + 1) : whole;
          const expected = attempt(() => (JSON.parse(file) as unknown[]).map((value) => JSON.stringify(value)));
          const rows = await rowsOf(file, { format: "json" }, size).catch((error: unknown) => {
            if (isFileError(error)) return undefined;
            throw error;
          });
          // What PostgreSQL cannot store is refused although JSON.parse takes it; nothing else may differ.
          if (rows === undefined && expected !== undefined) return fc.pre(false);
          expect(rows && textsOf(rows).map((text) => JSON.stringify(JSON.parse(String(text))))).toEqual(expected);
        },
      ),
    );
  });
});

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

describe("a file is recognised by its beginning", () => {
  test.each<[string, string, object]>([
    ["a.csv", "id,name\n1,x\n", { format: "csv", delimiter: "," }],
    ["a.csv", 'id;name\n1;"a,b"\n2;c,d\n', { format: "csv", delimiter: ";" }],
    ["a.txt", "id\tname\n1\ta, b\n", { format: "csv", delimiter: "\t" }],
    ["a.csv", "id|name\n1|x\n", { format: "csv", delimiter: "|" }],
    ["a.csv", "sep=;\nid;name\n1;x\n", { format: "csv", delimiter: ";" }],
    ["a.csv", "'id','name'\n'1','a,b'\n", { format: "csv", delimiter: ",", quote: "'" }],
    ["a.csv", "name\nO'Brien\n", { format: "csv", delimiter: ",", quote: '"' }],
    ["a.csv", "only\none\n", { format: "csv", delimiter: "," }],
    ["a.csv", "<tables>,b\n1,2\n", { format: "csv", delimiter: "," }],
    ["a.json", ' [{"id":1}]', { format: "json" }],
    ["a.json", '{"data":[{"id":1}]}', { format: "json" }],
    ["a.json", '{\n "data": [', { format: "json" }],
    ["a.json", '{"id":1}\n{"id":2}\n', { format: "ndjson" }],
    ["a", '{"id":1}\n', { format: "ndjson" }],
    ["a.jsonl", '{"id":1', { format: "ndjson" }],
    ["a.xlsx", "PK\u0003\u0004", { format: "xlsx" }],
  ])("%s %j", (name, content, facts) => {
    expect(sniff(Buffer.from(content, "latin1"), name)).toMatchObject(facts);
  });

  test.each<[number[], string]>([
    [[0xd0, 0xcf, 0x11, 0xe0], "Save it as .xlsx"],
    [[0x1f, 0x8b], "compressed"],
    [[0x25, 0x50, 0x44, 0x46], "PDF"],
    [[], "empty"],
    [[...Buffer.from("\n<HTML><table><tr><td>1")], "web page"],
    [[...Buffer.from('\ufeff<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>')], "XML"],
  ])("%j is refused with a sentence", (bytes, sentence) => {
    expect(() => sniff(Uint8Array.from(bytes), "a.csv")).toThrow(sentence);
  });
});

test("a file is recognised by its beginning alone, even if that ends inside a cell", () => {
  const file = Buffer.from(`id;note\n${'1;"a,\n"\n'.repeat(SNIFFED_BYTES / 8)}`);
  expect(sniff(file, "a.csv")).toMatchObject({ delimiter: ";", quote: '"' });
});

test("a cell reads as a person would type it", () => {
  const cells = ["007", { number: "1.50" }, { boolean: true }, { date: "2026-11-26" }, { error: "#N/A" }, undefined];
  expect(cells.map(cellText)).toEqual(["007", "1.50", "true", "2026-11-26", "#N/A", ""]);
});

test("the first rows of a file are read without the rest, its header among them", async () => {
  const file = `sep=;\nid;name\n1;x\n"never closed`;
  const read = await readFirstRows(inPieces(Buffer.from(file), 20), { format: "csv", delimiter: ";" }, 2);
  expect(read.filter(isTableRow).map(({ cells }) => cells)).toEqual([
    ["id", "name"],
    ["1", "x"],
  ]);
});
