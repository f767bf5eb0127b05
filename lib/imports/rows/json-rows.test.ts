import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOfSchema } from "@/lib/schema/columns";
import { readValue } from "@/lib/schema/json-text";
import type { SourceRow } from "../files/source-row";
import { asTheyAre, type Mapping } from "../mapping/mapping";
import { mapRows } from "../mapping/map-row";
import { mendsFor, withMends, type Said } from "./mend";

const schema = {
  properties: {
    id: { type: "string" },
    count: { type: "integer" },
    active: { type: "boolean" },
    kind: { enum: ["server", "laptop"] },
    owner: { type: "object", properties: { team: { type: "string" } } },
    free: {},
  },
};
const fields = columnsOfSchema(schema);
const names = ["id", "count", "active", "kind", "owner", "free"];
const rowOf = (text: string): SourceRow => ({ line: 7, ...readValue(text) });
const own = asTheyAre(names);
const changed = (name: string, changes: object): Mapping => ({
  ...own,
  columns: own.columns.map((column) => (column.name === name ? { ...column, ...changes } : column)),
});
const mapped = (mapping: Mapping, text: string) => mapRows(mapping, fields, names)(rowOf(text));
const recordOf = (mapping: Mapping, text: string): unknown => JSON.parse(mapped(mapping, text).text);

describe("a row of JSON becomes a record", () => {
  test("by itself it stays what it is, character by character", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (record) => {
        const text = JSON.stringify(record);
        expect(mapped(own, text).text).toBe(text);
      }),
    );
  });

  test("a member goes where its column leads, and those that no column is for stay", () => {
    const mapping = changed("free", { pointer: "/owner/team" });
    const without = { ...mapping, columns: mapping.columns.filter(({ name }) => name !== "owner") };
    expect(recordOf(without, '{"id":"a","free":"core","later":{"x":1.50}}')).toEqual({
      id: "a",
      owner: { team: "core" },
      later: { x: 1.5 },
    });
    expect(mapped(without, '{"id":"a","later":{"x":1.50}}').text).toContain('"x":1.50');
    const both = mapped(without, '{"id":"a","free":"core","owner":{"team":"web"}}');
    expect(both.problems).toMatchObject([{ pointer: "/owner", cause: "beside" }]);
  });

  test("a member is read as a cell would be where its column says so, and lists, objects and null are not", () => {
    expect(recordOf(changed("count", { coerce: "integer" }), '{"count":"12"}')).toEqual({ count: 12 });
    expect(recordOf(changed("count", { coerce: "text" }), '{"count":12345678901234567890}')).toEqual({
      count: "12345678901234567890",
    });
    expect(recordOf(changed("count", { coerce: "integer" }), '{"count":[1]}')).toEqual({ count: [1] });
    expect(recordOf(changed("active", { coerce: "boolean" }), '{"active":"yes"}')).toEqual({ active: true });
    expect(mapped(changed("active", { coerce: "boolean" }), '{"active":"perhaps"}').problems).toHaveLength(1);
    expect(recordOf(changed("count", { values: { none: 0 } }), '{"count":"none"}')).toEqual({ count: 0 });
    expect(recordOf({ ...own, constants: [{ pointer: "/kind", value: "server" }], columns: [] }, '{"kind":1}')).toEqual(
      {
        kind: "server",
      },
    );
    expect(recordOf(changed("free", { pointer: null }), '{"id":"a","free":1}')).toEqual({ id: "a" });
  });
});

describe("a row of JSON is mended", () => {
  const mended = (text: string, ...said: Said[]) => {
    const row = rowOf(text);
    const mends = mendsFor(row, said, { mapping: own, schemaText: JSON.stringify(schema) });
    const now = withMends(row, mends);
    return "text" in now ? (JSON.parse(now.text) as unknown) : undefined;
  };
  const cell = (name: string, value: string) => ({ column: names.indexOf(name), value });

  test("a cell becomes what its field asks for, and a text where that cannot be read", () => {
    expect(mended('{"count":"x"}', cell("count", "3"), cell("active", "yes"))).toEqual({ count: 3, active: true });
    expect(mended('{"count":1}', cell("count", "many"))).toEqual({ count: "many" });
    expect(mended('{"id":5}', cell("id", "007"))).toEqual({ id: "007" });
    expect(mended('{"owner":"x"}', cell("owner", '{"team":"core"}'))).toEqual({ owner: { team: "core" } });
    expect(mended('{"free":[1]}', cell("free", "[2]"))).toEqual({ free: [2] });
    expect(mended('{"free":"a"}', cell("free", "2"))).toEqual({ free: "2" });
    expect(mended('{"id":"a","count":1}', cell("count", ""))).toEqual({ id: "a" });
  });

  test("a row is written anew as text, and what is none is refused with a sentence", () => {
    expect(mended('"no record"', { text: '{"id":"a"}' })).toEqual({ id: "a" });
    expect(() => mended("{}", { text: '{"id":' })).toThrow(/row 7 cannot be read/);
    expect(() => mended('"no record"', cell("id", "a"))).toThrow(/is no JSON object/);
  });
});
