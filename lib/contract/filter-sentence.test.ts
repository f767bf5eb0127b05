import { describe, expect, it } from "vitest";
import { suggest } from "./filter-sentence";
import { type AskedField, askedOfFilter, filterOf, questionsFor, sentenceOf, wordsOf } from "./filter-words";
import type { Filter } from "./filters";

const fields: AskedField[] = [
  { pointer: "/name", label: "Name", type: "text" },
  { pointer: "/licence", label: "Licence", type: "text", choices: ["MIT", "ISC", "Apache-2.0", null] },
  { pointer: "/size", label: "Size", type: "number" },
  { pointer: "/sizeClass", label: "Size class", type: "text" },
  { pointer: "/installed", label: "Installed", type: "date", format: "date" },
  { pointer: "/dev", label: "Dev", type: "boolean" },
  { pointer: "/tags", label: "Tags", type: "list", item: { type: "text", columns: [] } },
  { pointer: "/owner/name", label: "Name", within: ["Owner"], type: "text" },
  {
    pointer: "/lines",
    label: "Lines",
    type: "list",
    item: { type: "object", columns: [{ pointer: "/sku", label: "SKU", type: "text" }] },
  },
];
const taken = (text: string) => suggest(text, fields, "2026-11-24")[0]?.filter;
const offered = (text: string) => suggest(text, fields, "2026-11-24").map(({ label }) => label);

describe("a condition typed as a sentence", () => {
  it.each<[string, Filter]>([
    ["licence is not MIT", { pointer: "/licence", op: "ne", value: "MIT" }],
    ["Licence = mit", { pointer: "/licence", op: "eq", value: "MIT" }],
    ["size > 10", { pointer: "/size", op: "gt", value: 10 }],
    ["size>=10.5", { pointer: "/size", op: "gte", value: 10.5 }],
    ["size class contains xl", { pointer: "/sizeClass", op: "contains", value: "xl" }],
    ["installed after 2026-01-01", { pointer: "/installed", op: "gt", value: "2026-01-01", as: "date" }],
    ["installed before", { pointer: "/installed", op: "lt", value: "2026-11-24", as: "date" }],
    ["dev is yes", { pointer: "/dev", op: "eq", value: true }],
    ["tags has urgent", { pointer: "/tags", op: "has", value: "urgent" }],
    ["licence is empty", { pointer: "/licence", op: "empty" }],
    ["licence is not empty", { not: { pointer: "/licence", op: "empty" } }],
    ["licence is one of mit, isc", { pointer: "/licence", op: "in", value: ["MIT", "ISC"] }],
    ["name pad", { pointer: "/name", op: "contains", value: "pad" }],
    ["owner › name is Ada", { pointer: "/owner/name", op: "eq", value: "Ada" }],
    ["lines has an item where sku is S1", { pointer: "/lines", any: { pointer: "/sku", op: "eq", value: "S1" } }],
  ])("%s", (text, filter) => expect(taken(text.endsWith("before") ? `${text} ` : text)).toEqual(filter));

  it("offers the fields whose names hold what was typed, those that begin with it first", () => {
    expect(offered("na")).toEqual(["Name", "Owner › Name"]);
    expect(offered("")).toHaveLength(fields.length);
  });

  it("offers what can be asked of a field, the likeliest first", () => {
    expect(offered("name ")[0]).toBe("contains");
    expect(offered("licence ")[0]).toBe("is");
    expect(offered("installed ")[0]).toBe("is after");
  });

  it("offers the values of a choice", () => {
    expect(offered("licence is ")).toEqual([
      "Licence is MIT",
      "Licence is ISC",
      "Licence is Apache-2.0",
      "Licence is null",
    ]);
    expect(offered("licence is ap")).toContain("Licence is Apache-2.0");
  });

  it("is not finished while its value cannot be of the field", () => {
    expect(taken("size > many")).toBeUndefined();
    expect(taken("installed after yesterday")).toBeUndefined();
    expect(taken("installed after 2026-02-30")).toBeUndefined();
    expect(taken("lines has an item where sku")).toBeUndefined();
  });
});

describe("a filter as a sentence", () => {
  it.each<[Filter, string]>([
    [{ pointer: "/licence", op: "ne", value: "MIT" }, "Licence is not MIT"],
    [{ not: { pointer: "/licence", op: "in", value: ["MIT", "ISC", "0BSD"] } }, "Licence is none of MIT, ISC or 0BSD"],
    [{ pointer: "/installed", op: "gt", value: "2026-01-01", as: "date" }, "Installed is after 2026-01-01"],
    [{ pointer: "/size", op: "gt", value: 3 }, "Size is more than 3"],
    [{ pointer: "/dev", op: "eq", value: false }, "Dev is no"],
    [{ pointer: "/lines", any: { pointer: "/sku", op: "eq", value: "S1" } }, "Lines has an item where SKU is S1"],
    [
      {
        or: [
          { pointer: "/size", op: "lt", value: 1 },
          { and: [{ pointer: "/dev", op: "eq", value: true }, { not: { pointer: "/tags", op: "has", value: "a" } }] },
        ],
      },
      "Size is less than 1 or (Dev is yes and Tags does not have a)",
    ],
    [{ pointer: "/unknown", op: "exists" }, "unknown is not empty"],
    [{ pointer: "/name", op: "eq", value: "" }, "Name is “”"],
  ])("%j", (filter, words) => expect(wordsOf(filter, fields)).toBe(words));

  it("comes in its pieces for a chip", () => {
    expect(sentenceOf({ pointer: "/licence", op: "eq", value: "MIT" }, fields)).toEqual({
      field: "Licence",
      says: "is",
      value: "MIT",
    });
  });

  it("says of every question what it asked, and asks the same again", () => {
    for (const field of fields) {
      for (const question of questionsFor(field)) {
        const value = { text: "a", number: 1, date: "2026-01-01", boolean: true, list: "a", object: "a", any: "a" }[
          field.type
        ];
        const several = question === "oneOf" || question === "noneOf";
        const items: Filter = { pointer: "/sku", op: "eq", value: "a" };
        const filter = filterOf({ pointer: field.pointer, question, value: several ? [value] : value, items }, field);
        if (!filter) throw new Error(`${question} of ${field.label} makes no filter`);
        expect(askedOfFilter(filter)?.question, `${question} of ${field.label}`).toBe(question);
      }
    }
  });
});
