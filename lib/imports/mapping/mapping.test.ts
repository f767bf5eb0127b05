import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExact } from "@/lib/schema/exact-json";
import { columnsOfSchema } from "@/lib/schema/columns";
import { CsvSplitter } from "../files/csv-splitter";
import { columnsOf, suggestHeader } from "../files/header";
import type { Cell } from "../files/source-row";
import { closest } from "./closest";
import { coerce } from "./coerce";
import { mapRows } from "./map-row";
import { coercionOf, type Field, fieldAt, type Mapping, type Reading, wrongMapping } from "./mapping";
import { suggestMapping } from "./suggest-mapping";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string", title: "Full name" },
    amount: { type: "number" },
    active: { type: "boolean" },
    status: { enum: ["open", "in progress", "done"] },
    signedAt: { type: "string", format: "date" },
    seenAt: { type: "string", format: "date-time" },
    tags: { type: "array", items: { type: "string" } },
    scores: { type: "array", items: { type: "integer" } },
    owner: { type: "object", properties: { email: { type: "string", format: "email" }, name: { type: "string" } } },
    contacts: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
    extra: {},
  },
};
const fields = columnsOfSchema(schema);
const table = (...rows: Cell[][]) => rows.map((cells, at) => ({ line: at + 2, cells }));
const places = ({ columns }: Mapping) => columns.map(({ pointer }) => pointer);

describe("where columns go", () => {
  test("by path, name, title and likeness, each place once", () => {
    const columns = [
      "ID",
      "full name",
      "owner.email",
      "Owner name",
      "Signed at",
      "contacts[1].name",
      "tags",
      "Tags 2",
      "x",
    ];
    expect(places(suggestMapping(columns, [], fields))).toEqual([
      "/id",
      "/name",
      "/owner/email",
      "/owner/name",
      "/signedAt",
      "/contacts/1/name",
      "/tags",
      null,
      null,
    ]);
  });

  test("by what the cells hold, where one column and one place alone fit", () => {
    const columns = ["Kennung", "Post", "Stand"];
    const samples = table(["7", "a@example.com", "Open"], ["8", "b@example.com", "IN-PROGRESS"]);
    expect(places(suggestMapping(columns, samples, fields))).toEqual([null, "/owner/email", "/status"]);
    const twice = table(["a@example.com", "b@example.com"]);
    expect(places(suggestMapping(["Post", "Copy"], twice, fields))).toEqual([null, null]);
  });

  test("a schema that names no places keeps the names of the columns", () => {
    expect(places(suggestMapping(["a/b", "Ä"], [], columnsOfSchema({ type: "object" })))).toEqual(["/a~1b", "/Ä"]);
  });

  test("the identifier is a place although the schema does not name it", () => {
    const without = columnsOfSchema({ properties: { name: { type: "string" } } });
    expect(places(suggestMapping(["Name", "Asset-Tag"], [], without, "assetTag"))).toEqual(["/name", "/assetTag"]);
  });

  test("what was added to a file of rejected rows goes nowhere", () => {
    const named = columnsOfSchema({ properties: { reasons: { type: "string" }, line: { type: "number" } } });
    expect(places(suggestMapping(["attestry:line", "attestry:reasons"], [], named))).toEqual([null, null]);
  });

  test("the reading follows the field and what the cells look like", () => {
    const samples = table(["1.234,50", "31/12/2025", "a|b"]);
    const { columns } = suggestMapping(["amount", "signedAt", "tags"], samples, fields);
    expect(columns).toMatchObject([
      { coerce: "number", decimal: "," },
      { coerce: "date", dateOrder: "dmy" },
      { coerce: "list", separator: "|" },
    ]);
  });
});

test("cells of millions of characters are suggested for as quickly as others", () => {
  const cells = ["1".repeat(2_000_000) + "x", `a@${".".repeat(2_000_000)} `, "1,000".repeat(400_000)];
  expect(suggestHeader(table(cells, cells))).toBe(0);
  expect(places(suggestMapping(["a1", "b2", "c3"], table(cells, cells), fields))).toEqual([null, "/owner/email", null]);
});

describe("a mapping that cannot be followed is told", () => {
  const one = (pointer: string | null, column = 0) => ({ column, name: "A", pointer, coerce: "text" as const });
  const told = (...columns: Mapping["columns"]) =>
    wrongMapping({ columns, constants: [{ pointer: "/fixed", value: 1 }], blanksAsNull: false }, 2);

  test("and one that can is not", () => {
    expect(told(one("/a"), one("/a-b", 1))).toBeUndefined();
    expect(told(one("/owner/email"), one("/owner/name"), one(null), one(null))).toBeUndefined();
  });

  test.each([
    [[one("/a"), one("/a", 1)], "Two values"],
    [[one("/a/b"), one("/a", 1)], "lies inside"],
    [[one("/fixed")], "Two values"],
    [[one("/a", 2)], "no column 3"],
    [[one("/__proto__/x")], "no name"],
    [[one("a")], "JSON pointer"],
    [[one("/tags/1000000")], "up to item"],
  ])("%#", (columns, words) => {
    expect(told(...columns)).toContain(words);
  });
});

describe("a cell becomes a value", () => {
  const at = (pointer: string): Field => fieldAt(fields, pointer) ?? { type: "any" };
  const read = (cell: Cell, pointer: string, reading: Partial<Reading> = {}) => {
    const field = at(pointer);
    const value = coerce(cell, { coerce: coercionOf(field), ...reading }, field);
    return "json" in value ? value.json : value;
  };

  test.each<[Cell, string, Partial<Reading>, string]>([
    ["007", "/name", {}, '"007"'],
    [{ number: "7" }, "/name", {}, '"7"'],
    ["'=SUM(A1)", "/name", {}, '"=SUM(A1)"'],
    ["'=SUM(A1)", "/name", { coerce: "text" }, '"\'=SUM(A1)"'],
    ["12345678901234567890.10", "/amount", {}, "12345678901234567890.10"],
    ["007", "/amount", {}, "7"],
    ["1,234,567.5", "/amount", {}, "1234567.5"],
    ["1.234.567,5", "/amount", { decimal: "," }, "1234567.5"],
    ["1 234,5", "/amount", { decimal: "," }, "1234.5"],
    ["-€ 1’234.50", "/amount", {}, "-1234.50"],
    ["−5", "/amount", {}, "-5"],
    ["1e3", "/amount", {}, "1000"],
    [{ number: "0.5" }, "/amount", { decimal: "," }, "0.5"],
    ["Ja", "/active", {}, "true"],
    [{ number: "0" }, "/active", {}, "false"],
    [{ boolean: true }, "/active", {}, "true"],
    ["In-Progress ", "/status", {}, '"in progress"'],
    ["31.12.2025", "/signedAt", {}, '"2025-12-31"'],
    ["3/4/2026", "/signedAt", { dateOrder: "mdy" }, '"2026-03-04"'],
    ["31/12/2025", "/signedAt", {}, '"2025-12-31"'],
    ["12/31/2025", "/signedAt", {}, '"2025-12-31"'],
    ["4/4/2026", "/signedAt", {}, '"2026-04-04"'],
    ["3/4/2026", "/signedAt", { dateOrder: "dmy" }, '"2026-04-03"'],
    ["2026/1/5", "/signedAt", {}, '"2026-01-05"'],
    ["20260105", "/signedAt", {}, '"2026-01-05"'],
    ["5. März 2026", "/signedAt", {}, '"2026-03-05"'],
    ["Nov 26, 2026", "/signedAt", {}, '"2026-11-26"'],
    ["2026-11-26T00:00:00Z", "/signedAt", {}, '"2026-11-26"'],
    [{ number: "46000" }, "/signedAt", {}, '"2025-12-09"'],
    [{ date: "2026-11-26" }, "/signedAt", {}, '"2026-11-26"'],
    ["2026-11-26 14:05", "/seenAt", {}, '"2026-11-26T14:05:00Z"'],
    ["26.11.2026 2:05 pm", "/seenAt", {}, '"2026-11-26T14:05:00Z"'],
    ["2026-11-26T14:05:06.123456+0200", "/seenAt", {}, '"2026-11-26T14:05:06.123456+02:00"'],
    [" a ; b;;", "/tags", {}, '["a","b"]'],
    ['["a;b"]', "/tags", {}, '["a;b"]'],
    ["1,5;2", "/scores", { decimal: "," }, "[1.5,2]"],
    ['{"a":1.10}', "/owner", {}, '{"a":1.10}'],
    ["12", "/extra", {}, '"12"'],
    [{ number: "12" }, "/extra", {}, "12"],
    ["n/a", "/amount", { values: { "n/a": null } }, "null"],
    ["3.0", "/amount", { coerce: "integer" }, "3"],
  ])("%j at %s %j", (cell, pointer, reading, json) => {
    expect(read(cell, pointer, reading)).toBe(json);
  });

  test.each<[Cell, string, object]>([
    ["twelve", "/amount", { cause: "number" }],
    ["1,5", "/amount", { cause: "number", suggestion: "1.5" }],
    ["12 %", "/amount", { cause: "number" }],
    ["maybe", "/active", { cause: "boolean" }],
    ["dnoe", "/status", { suggestion: "done" }],
    ["inprogres", "/status", { suggestion: "in progress" }],
    ["3/4/2026", "/signedAt", { cause: "date order" }],
    ["2025-02-30", "/signedAt", { cause: "date" }],
    ["2025-02-03 10:00", "/signedAt", { suggestion: "2025-02-03" }],
    ["25:00", "/seenAt", { cause: "date-time" }],
    ["1;x", "/scores", { cause: "number" }],
    ["{a:1}", "/owner", { cause: "json" }],
    [{ error: "#N/A" }, "/name", { cause: "error" }],
    [{ full: "x" }, "/name", { cause: "full" }],
    ["a\u0000", "/name", { cause: "character" }],
  ])("%j at %s is told", (cell, pointer, told) => {
    expect(read(cell, pointer)).toMatchObject(told);
  });

  test("a whole number is not made of a fraction, and a date in the wrong order is offered in the right one", () => {
    expect(read("3.5", "/amount", { coerce: "integer" })).toMatchObject({ cause: "integer" });
    expect(read("31/12/2025", "/signedAt", { dateOrder: "mdy" })).toMatchObject({ suggestion: "2025-12-31" });
    expect(read("31/12/2025", "/signedAt", { dateOrder: "ymd" })).toMatchObject({ suggestion: "2025-12-31" });
  });

  test("a choice far from all is not guessed at", () => {
    expect(closest("unrelated", ["open", "done"])).toBeUndefined();
    expect(closest("a", ["b", "c"])).toBe("b");
  });

  test("every number that JSON has keeps its digits", () => {
    const digits = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.stringMatching(/^\d{0,20}$/));
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const text = fraction === "" ? String(whole) : `${whole}.${fraction}`;
        expect(read(text, "/amount")).toBe(text);
      }),
    );
  });

  test("no cell throws, whatever it is read as", () => {
    const readings = fc.constantFrom(
      ...["/name", "/amount", "/active", "/status", "/signedAt", "/seenAt", "/scores", "/owner"],
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), readings, (text, pointer) => {
        const value = read(text, pointer);
        if (typeof value === "string") JSON.parse(value);
        else expect(value.wrong).not.toBe("");
      }),
    );
  });
});

describe("a row becomes a record", () => {
  const map = (columns: string[], cells: Cell[], change: (mapping: Mapping) => void = () => {}) => {
    const mapping = suggestMapping(columns, [], fields);
    change(mapping);
    return mapRows(mapping, fields, columns)({ line: 2, cells });
  };

  test("nested, in lists, without what is blank", () => {
    const columns = ["id", "owner.email", "owner.name", "contacts[1].name", "contacts[0].name", "amount"];
    expect(map(columns, ["a", "x@example.com", "", "Second", "First", ""]).text).toBe(
      '{"id":"a","owner":{"email":"x@example.com"},"contacts":[{"name":"First"},{"name":"Second"}]}',
    );
    expect(map(columns, ["a"]).text).toBe('{"id":"a"}');
    expect(map(columns, []).text).toBe("{}");
  });

  test("blanks become null where that was chosen, and constants stand in every record", () => {
    const row = map(["id", "name"], ["a", " "], (mapping) => {
      mapping.blanksAsNull = true;
      mapping.constants.push({ pointer: "/amount", value: parseExact("1.50") });
    });
    expect(row.text).toBe('{"id":"a","name":null,"amount":1.50}');
  });

  test("what is read otherwise is shown, and what cannot be read is told and kept", () => {
    const row = map(["id", "amount", "status"], ["a", "1,000", "dnoe"]);
    expect(row).toEqual({
      text: '{"id":"a","amount":1000,"status":"dnoe"}',
      coercions: [{ column: 1, pointer: "/amount", from: "1,000", to: "1000" }],
      problems: [
        {
          column: 2,
          pointer: "/status",
          message: '"dnoe" is none of the choices open, in progress, done; did you mean done?',
          cause: "/status choice dnoe",
          suggestion: "done",
        },
      ],
    });
  });

  test("a row with more cells than columns is told, unless the rest is blank", () => {
    expect(map(["id"], ["a", "b"]).problems).toMatchObject([{ cause: "width" }]);
    expect(map(["id"], ["a", "", " "]).problems).toEqual([]);
  });

  test("a line that was cut is told where a cell is missing that a field needs; a sheet may leave blanks out", () => {
    const mapping = suggestMapping(["id", "name", "unknown"], [], fields);
    const problems = (cells: Cell[], complete: boolean) =>
      mapRows(mapping, fields, ["id", "name", "unknown"])({ line: 2, cells, complete }).problems;
    expect(problems(["a"], true)).toMatchObject([{ message: "has 1 cell where the file has 3 columns" }]);
    expect(problems(["a"], false)).toEqual([]);
    expect(problems(["a", ""], true)).toEqual([]);
  });

  test("a quote that stands where none belongs is told", () => {
    const [row] = new CsvSplitter({ delimiter: ",", quote: '"' }).push('1,a "b" c\n');
    const mapping = suggestMapping(["id", "name"], [], fields);
    const mapped = mapRows(mapping, fields, ["id", "name"])(row ?? { line: 0, cells: [] });
    expect(mapped).toMatchObject({ text: '{"id":"1","name":"a \\"b\\" c"}', problems: [{ cause: "quote" }] });
  });

  test("a column named like a part of JavaScript is a field like any other", () => {
    const open = columnsOfSchema({});
    const mapping = suggestMapping(["constructor", "toString"], [], open);
    const { text } = mapRows(mapping, open, ["constructor", "toString"])({ line: 1, cells: ["a", "b"] });
    expect(text).toBe('{"constructor":"a","toString":"b"}');
  });
});

describe("the header", () => {
  test("is the first row of words as wide as the others", () => {
    expect(suggestHeader(table(["Report of 2026"], ["id", "name", "n"], ["1", "x", "2"]))).toBe(3);
    expect(suggestHeader(table(["1", "x"], ["2", "y"]))).toBe(0);
    expect(suggestHeader([])).toBe(0);
    expect(suggestHeader(table(["id", "name", "count", "2025"], ["a", "x", "1", "2"], ["b", "y", "3", "4"]))).toBe(2);
    expect(suggestHeader(table(["a", "x", "1", "2"], ["b", "y", "3", "4"]))).toBe(0);
    expect(suggestHeader(table(["id", "since", { number: "2025" }], ["a", { date: "2026-11-26" }, "x"]))).toBe(2);
  });

  test("names each column once, and numbers those without a name", () => {
    const rows = table(["id", " The\nname ", "", "id"], ["1"]);
    expect(columnsOf(rows, 2)).toEqual(["id", "The name", "Column 3", "id (2)"]);
    expect(columnsOf(table(["1"], ["2", "b"]), 0)).toEqual(["Column 1", "Column 2"]);
  });

  test("refuses the one name that no object can have", () => {
    expect(() => columnsOf(table(["id", "__proto__"]), 2)).toThrow('Column 2 is named "__proto__"');
  });
});
