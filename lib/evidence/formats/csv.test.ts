import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvText, safeText } from "@/lib/records/bulk/csv";
import { columnsFor, titlesOf } from "./columns";
import { csvOf } from "./csv";

/** RFC 4180, read by its grammar alone. */
function rowsIn(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv
    .replace(/^\ufeff/, "")
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
const hash = "ab".repeat(32);

/** The table of records that came in as they are, with what is redacted. */
function tableOf(columns: readonly string[], redactions: readonly string[] = []) {
  const { head, row } = csvOf(columns, redactions);
  return {
    head,
    row: (text: string) => row({ text, erased: false }),
    gone: (text: string) => row({ text, erased: true }),
  };
}

describe("the table of an evidence as CSV", () => {
  test("any text is read back, and none runs as a formula", () => {
    const record = fc.record({ id: fc.string({ minLength: 1 }), a: fc.string(), b: fc.record({ c: fc.string() }) });
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
        const { head, row } = tableOf(["/id", "/a", "/b/c"]);
        const lines = records.map(({ id, a, b }) => JSON.stringify({ a, b, id }));
        const cells = records.map(({ id, a, b }) => [id, a, b.c].map(safeText));
        const csv = head + lines.map(row).join("");
        expect(rowsIn(csv)).toEqual([["id", "a", "b.c"], ...cells]);
        expect(csv).toBe(csvText([["id", "a", "b.c"], ...cells], { first: true }));
        for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });

  test("numbers keep their digits, lists and objects are their JSON, and what is not there is empty", () => {
    const { row } = tableOf(["/id", "/n", "/list", "/o", "/none", "/null", "/yes"]);
    const line =
      '{"id":7,"list":[1.10,"a\\"b",{"x":null}],"n":-123456789012345678901.50,"null":null,"o":{"2":1,"10":2},"yes":true}';
    expect(rowsIn(row(line))).toEqual([
      ["7", "-123456789012345678901.50", '[1.10,"a\\"b",{"x":null}]', '{"2":1,"10":2}', "", "", "true"],
    ]);
  });

  test("names with dots, slashes, escapes and those of every object are told apart", () => {
    const columns = columnsFor("{}", ["/a~1b", "/a.b", "/a/b", "/constructor", "/list/1/x"]);
    expect(titlesOf(columns)).toEqual(["id", "a/b", "/a.b", "/a/b", "constructor", "list.1.x"]);
    const line =
      '{"a":{"b":"in"},"a.b":"dot","a\\u002fb":"not canonical","a/b":"slash","id":"1","list":[{"x":0},{"x":"second"}]}';
    expect(rowsIn(tableOf(columns).row(line))).toEqual([["1", "slash", "dot", "in", "", "second"]]);
  });

  test("what is redacted or erased says so, also inside a list and below what is redacted", () => {
    const columns = ["/id", "/ssn", "/people", "/home/street/no"];
    const { row, gone } = tableOf(columns, ["/ssn", "/people/*/ssn", "/home"]);
    const hidden = `{"$redacted":"${hash}"}`;
    expect(rowsIn(row(`{"home":${hidden},"id":"a","people":[{"ssn":${hidden}}],"ssn":${hidden}}`))).toEqual([
      ["a", "[redacted]", '[{"ssn":"[redacted]"}]', "[redacted]"],
    ]);
    expect(rowsIn(gone(`{"$erased":"${hash}","id":"=a"}`))).toEqual([["'=a", "[erased]", "[erased]", "[erased]"]]);
  });

  test("a record's own words that look like ours stay the record's", () => {
    const { row } = tableOf(["/id", "/said", "/list", "/$erased"], ["/list/*/ssn"]);
    const own = `{"$redacted":"${hash}"}`;
    expect(rowsIn(row(`{"$erased":"${hash}","id":"a"}`))).toEqual([["a", "", "", hash]]);
    expect(rowsIn(row(`{"id":"a","list":[{"pay":${own},"ssn":${own}}],"said":${own}}`))).toEqual([
      ["a", own, `[{"pay":${own},"ssn":"[redacted]"}]`, ""],
    ]);
  });
});

describe("the columns of an evidence", () => {
  const schema = {
    properties: { name: {}, owner: { properties: { mail: {}, team: {} } }, key: {} },
  };

  test("are the schema's places after the record's id, objects opened", () => {
    expect(columnsFor(JSON.stringify(schema), null, "key")).toEqual(["/key", "/name", "/owner/mail", "/owner/team"]);
  });

  test("are those asked for, once each, and the whole record where a schema names no place", () => {
    expect(columnsFor(JSON.stringify(schema), ["/owner", "/id", "/owner"])).toEqual(["/id", "/owner"]);
    expect(columnsFor("{}", null)).toEqual(["/id", ""]);
    expect(columnsFor('{"properties":{"id":{}}}', null)).toEqual(["/id"]);
    expect(rowsIn(tableOf(["/id", ""]).row('{"a":1,"id":"x"}'))).toEqual([["x", '{"a":1,"id":"x"}']]);
  });
});
