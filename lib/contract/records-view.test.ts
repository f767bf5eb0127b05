import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printFilter, readFilter } from "./filter-text";
import type { Filter } from "./filters";
import { printView, readView, type RecordsView } from "./records-view";

const usual: RecordsView = { q: "", failing: false, widths: {}, density: "normal" };

describe("a filter in an address", () => {
  it("reads as it is meant", () => {
    const filter: Filter = {
      and: [
        { pointer: "/licence", op: "ne", value: "MIT" },
        { pointer: "/installed", op: "gt", value: "2026-01-01", as: "date" },
        { or: [{ pointer: "/size", op: "lt", value: 3 }, { not: { pointer: "/tags", op: "empty" } }] },
      ],
    };
    expect(printFilter(filter)).toBe("licence:ne:MIT,installed:gt:2026-01-01:date,or(size:lt:3,not(tags:empty))");
    expect(readFilter(printFilter(filter))).toEqual(filter);
  });

  it("keeps a text that looks like a number, a word of JSON, or nothing at all", () => {
    for (const value of ["3", "true", "null", "", "'", "=1", "-", "-1x", 3, -0.5, true, null, [1, "a;b"], { a: ":" }]) {
      const filter: Filter = { pointer: "/a", op: "eq", value };
      expect(readFilter(printFilter(filter))).toEqual(filter);
    }
  });

  it("asks of the items of a list", () => {
    const filter: Filter = { pointer: "/lines", any: { pointer: "/sku", op: "in", value: ["a", 1, ""] } };
    expect(printFilter(filter)).toBe("lines:any(sku:in:a;1;')");
    expect(readFilter(printFilter(filter))).toEqual(filter);
  });

  it("is nothing when it was cut or mistyped", () => {
    for (const text of ["licence", "or(a:eq:1", "a:eq:1)", "xor(a:eq:1)", "a:eq:=%", "a:lt:1:day", ",", "a:any(b)"]) {
      expect(readFilter(text), text).toBeUndefined();
    }
  });

  it("comes back the same whatever the names and values are", () => {
    const value = fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.boolean(), fc.constant(null));
    const pointer = fc.string({ unit: "grapheme", minLength: 1 }).map((name) => `/${name}`);
    const condition = fc.record({ pointer, op: fc.constant("eq" as const), value });
    const tree = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3 },
        condition,
        fc.record({ or: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie("filter") }),
        fc.record({ pointer, any: tie("filter") }),
      ),
    })).filter;
    fc.assert(
      fc.property(tree, (filter) => {
        expect(readFilter(printFilter(filter))).toEqual(filter);
      }),
    );
  });
});

describe("a view in an address", () => {
  it("says nothing when it is the usual one", () => {
    expect(printView(usual)).toBe("");
    expect(readView("")).toEqual({
      ...usual,
      columns: undefined,
      pinned: undefined,
      sort: undefined,
      filter: undefined,
    });
  });

  it("is short and can be read by people", () => {
    const view: RecordsView = {
      ...usual,
      q: "left pad",
      filter: { pointer: "/licence", op: "ne", value: "MIT" },
      sort: { by: "/address/city", descending: true },
      columns: [".id", "/licence", ".updated"],
      widths: { "/licence": 240 },
      density: "compact",
      view: 7,
    };
    expect(printView(view)).toBe(
      "?q=left%20pad&filter=licence:ne:MIT&sort=-address/city&cols=.id,licence,.updated&width=licence:240&density=compact&view=7",
    );
    expect(readView(printView(view))).toEqual({ ...view, pinned: undefined });
  });

  it("survives colons, per cent signs, dots and emoji in names and values", () => {
    const names = ["/a:b", "/100%", "/.id", "/-x", "/😀", "/a,b", "/a~1b", "/$3a", "/a&b=c#d+e"];
    const view: RecordsView = {
      ...usual,
      q: "50% : 😀 & +",
      filter: { and: names.map((pointer) => ({ pointer, op: "eq" as const, value: `${pointer} %3A` })) },
      sort: { by: "/-x", descending: false },
      columns: names,
      pinned: [],
      widths: Object.fromEntries(names.map((name) => [name, 80])),
    };
    const read = readView(printView(view));
    expect(read).toEqual(view);
  });

  it("keeps what others have put into the address", () => {
    expect(printView({ ...usual, q: "a" }, "?tab=history&q=b")).toBe("?q=a&tab=history");
  });

  it("says that its filter cannot be read instead of showing everything as found", () => {
    expect(readView("?filter=licence%3Ane").broken).toBeUndefined();
    expect(readView("?filter=licence").broken).toBe(true);
    expect(readView("?filter=%&sort=&cols=&width=a:x,b:-1&density=huge&view=x")).toMatchObject({
      broken: true,
      widths: {},
    });
  });
});
