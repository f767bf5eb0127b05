import { describe, expect, it } from "vitest";
import { columnsOfSchema, valueAt } from "./columns";

const columns = (properties: object, more: object = {}) => columnsOfSchema({ type: "object", properties, ...more });
const brief = (properties: object, more?: object) =>
  columns(properties, more).map(({ pointer, label, type }) => [pointer, label, type]);

describe("columns of a schema", () => {
  it("name each property by its title, in the schema's order", () => {
    expect(brief({ b: { type: "string", title: "Second letter" }, a: { type: "integer" } })).toEqual([
      ["/b", "Second letter", "text"],
      ["/a", "a", "number"],
    ]);
  });

  it("tell dates, booleans, lists, objects and what may be anything", () => {
    expect(
      brief({
        day: { type: "string", format: "date" },
        at: { type: ["string", "null"], format: "date-time" },
        on: { type: "boolean" },
        tags: { type: "array" },
        rest: { type: "object" },
        free: {},
        mixed: { type: ["string", "number"] },
      }).map(([, , type]) => type),
    ).toEqual(["date", "date", "boolean", "list", "object", "any", "any"]);
  });

  it("go into objects and keep the labels around them", () => {
    const [object, city] = columns({
      address: { type: "object", title: "Address", properties: { city: { type: "string", title: "City" } } },
    });
    expect(object).toMatchObject({ pointer: "/address", type: "object", within: [] });
    expect(city).toMatchObject({ pointer: "/address/city", label: "City", within: ["Address"] });
  });

  it("escape names that hold a slash or a tilde, and read the value there", () => {
    const [column] = columns({ "a/b~c": { type: "string" } });
    expect(column?.pointer).toBe("/a~1b~0c");
    expect(valueAt({ "a/b~c": 1 }, "/a~1b~0c")).toBe(1);
  });

  it("offer the choices of an enum and tell its type", () => {
    expect(columns({ scope: { enum: ["production", "development", null] } })[0]).toMatchObject({
      type: "text",
      choices: ["production", "development", null],
    });
  });

  it("follow local references, allOf, and the one branch that is not null", () => {
    const $defs = { money: { type: "object", title: "Money", properties: { amount: { type: "number" } } } };
    expect(
      brief(
        {
          price: { $ref: "#/$defs/money" },
          paid: { allOf: [{ $ref: "#/$defs/money" }, { properties: { by: { type: "string" } } }], title: "Paid" },
          due: { anyOf: [{ type: "string", format: "date" }, { type: "null" }] },
        },
        { $defs },
      ),
    ).toEqual([
      ["/price", "Money", "object"],
      ["/price/amount", "amount", "number"],
      ["/paid", "Paid", "object"],
      ["/paid/amount", "amount", "number"],
      ["/paid/by", "by", "text"],
      ["/due", "due", "date"],
    ]);
  });

  it("say what the items of a list are, with pointers relative to an item", () => {
    const items = { type: "object", properties: { sku: { type: "string" }, count: { type: "integer" } } };
    const [list] = columns({ lines: { type: "array", items } });
    expect(list?.item?.type).toBe("object");
    expect(list?.item?.columns.map(({ pointer }) => pointer)).toEqual(["/sku", "/count"]);
  });

  it("end where a schema refers to itself", () => {
    const $defs = { node: { type: "object", properties: { child: { $ref: "#/$defs/node" } } } };
    const found = columns({ tree: { $ref: "#/$defs/node" } }, { $defs });
    expect(found.length).toBeGreaterThan(3);
    expect(found.length).toBeLessThan(20);
  });

  it("survive a schema that is none", () => {
    expect(columnsOfSchema(true)).toEqual([]);
    expect(columnsOfSchema({ properties: { a: false, b: { $ref: "#/nowhere" }, c: { $ref: "#/%" } } })).toHaveLength(3);
  });

  it("read no inherited member as a value", () => {
    expect(valueAt({}, "/constructor")).toBeUndefined();
    expect(valueAt({ list: ["a"] }, "/list/0")).toBe("a");
  });
});
