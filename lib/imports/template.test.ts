import fc from "fast-check";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { columnsOfSchema } from "@/lib/schema/columns";
import type { Cell } from "./files/source-row";
import { sheetNames, workbookRows } from "./files/workbook/open-workbook";
import { writeWorkbook } from "@/lib/records/workbook/write-workbook";
import { suggestMapping } from "./mapping/suggest-mapping";
import { csvTemplate, workbookTemplate } from "./template";

const folder = mkdtempSync(join(tmpdir(), "attestry-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", description: "As on the badge" },
    status: { enum: ["open", "done", null] },
    active: { type: "boolean" },
    amount: { type: "number", minimum: 0 },
    signedAt: { type: "string", format: "date" },
    tags: { type: "array", items: { type: "string" } },
    owner: { type: "object", properties: { email: { type: "string", format: "email" } } },
    contacts: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
  },
};
const text = JSON.stringify(schema);
const titles = ["id", "name", "status", "active", "amount", "signedAt", "tags", "owner.email", "contacts[0].name"];

async function opened<T>(bytes: Buffer, read: (fd: number) => Promise<T>): Promise<T> {
  const path = join(folder, "workbook.xlsx");
  writeFileSync(path, bytes);
  const fd = openSync(path, "r");
  try {
    return await read(fd);
  } finally {
    closeSync(fd);
  }
}

async function cellsOf(bytes: Buffer, sheet?: string): Promise<Cell[][]> {
  return opened(bytes, async (fd) => {
    const rows: Cell[][] = [];
    for await (const batch of workbookRows(fd, sheet)) rows.push(...batch.map(({ cells }) => cells));
    return rows;
  });
}

test("a template names a column for each place, and each finds its way back", async () => {
  expect(csvTemplate(text, "id").toString()).toBe(`\ufeff${titles.join(",")}\r\n`);
  expect(await cellsOf(await buffer(workbookTemplate(text, "id")))).toEqual([titles]);
  const places = suggestMapping(titles, [], columnsOfSchema(schema)).columns.map(({ pointer }) => pointer);
  expect(places).toEqual(titles.map((title) => `/${title.replaceAll(/\[|\]\.|\./g, "/")}`));
});

test("a template as a workbook tells what each column may hold, and has lists to choose from", async () => {
  const bytes = await buffer(workbookTemplate(text, "id"));
  expect(await opened(bytes, sheetNames)).toEqual(["Records", "About the columns", "Choices"]);
  const about = await cellsOf(bytes, "About the columns");
  expect(about[1]).toEqual(["id", "text", "yes", "", "The record's id"]);
  expect(about[2]).toEqual(["name", "text", "yes", "", "As on the badge"]);
  expect(about[7]).toEqual(["tags", "list of texts", "", "several are written with ; between them"]);
  expect(await cellsOf(bytes, "Choices")).toEqual([
    ["open", "yes"],
    ["done", "no"],
  ]);
});

test("the same template has the same bytes", async () => {
  const [one, other] = await Promise.all([buffer(workbookTemplate(text, "id")), buffer(workbookTemplate(text, "id"))]);
  expect(one.equals(other)).toBe(true);
});

test("a workbook reads back as it was written, whatever the cells hold", { timeout: 60_000 }, async () => {
  const unit = fc.constantFrom(
    "a",
    "ü",
    "😀",
    " ",
    "\n",
    "\r",
    "\u0007",
    "<",
    "&",
    '"',
    "_x0041_",
    "_",
    "]]>",
    "=",
    "007",
  );
  const cell = fc.string({ unit, minLength: 1, maxLength: 8 });
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 30 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const columns = [{ title: "id", format: "text" as const }];
      const bytes = await buffer(writeWorkbook([{ name: "A & B", columns, rows }]));
      expect(await cellsOf(bytes)).toEqual([["id"], ...rows]);
    }),
    { numRuns: 50 },
  );
});

test("a workbook whose rows cannot be had ends with the reason", async () => {
  const rows = (async function* () {
    yield await Promise.resolve(["a"]);
    throw new Error("the database went away");
  })();
  const written = buffer(writeWorkbook([{ name: "One", columns: [{ title: "id", format: "text" }], rows }]));
  await expect(written).rejects.toThrow("the database went away");
});
