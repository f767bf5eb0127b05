import { describe, expect, test } from "vitest";
import { allowsMore, planForm } from "./form-plan";
import { isNode, type SchemaNode } from "./keywords";

const options = { identifierKey: "id", isNew: false };
const plan = (properties: SchemaNode, record: unknown = {}, more: SchemaNode = {}) =>
  planForm({ type: "object", properties, ...more }, record, options);
const drawn = (ui: SchemaNode, name: string) => (isNode(ui[name]) ? ui[name] : {});

describe("the plan of a form", () => {
  test("keeps types, words and order, leaves constraints to the judge, and locks the id", () => {
    const { schema, ui } = plan({
      n: { type: ["integer", "null"], minimum: 1, title: "Size" },
      id: { type: "string" },
    });
    expect(schema.properties).toEqual({ id: { type: "string", title: "id" }, n: { type: "integer", title: "Size" } });
    expect(ui.id).toEqual({ "ui:readonly": true });
    expect(ui.n).toEqual({ "ui:options": { nullable: true } });
  });

  test("a new record may and must name its id", () => {
    const { schema, ui } = planForm({ type: "object" }, {}, { ...options, isNew: true });
    expect(schema).toMatchObject({ properties: { id: { type: "string" } }, required: ["id"] });
    expect(ui.id).toEqual({});
  });

  test("choices come from enum, const, and constants with titles", () => {
    const { ui } = plan({
      a: { enum: ["x", null] },
      b: { oneOf: [{ const: 1, title: "One" }, { const: 2 }] },
      c: { const: 3 },
    });
    const choices = (name: string) => drawn(drawn(ui, name), "ui:options").choices;
    expect(choices("a")).toEqual([{ value: "x" }, { value: null }]);
    expect(choices("b")).toEqual([{ value: 1, label: "One" }, { value: 2 }]);
    expect(choices("c")).toEqual([{ value: 3 }]);
  });

  test("something or null is the something; other alternatives are drawn up to five", () => {
    const part = (kind: string) => ({ properties: { kind: { const: kind } } });
    const { schema, ui } = plan({
      maybe: { anyOf: [{ type: "string" }, { type: "null" }] },
      few: { oneOf: [part("a"), part("b")] },
      many: { oneOf: ["a", "b", "c", "d", "e", "f"].map(part) },
      either: { type: ["string", "number", "null"] },
    });
    expect(schema.properties).toMatchObject({
      maybe: { type: "string" },
      few: { oneOf: [{ title: "a" }, { title: "b" }] },
    });
    expect(drawn(ui, "maybe")).toEqual({ "ui:options": { nullable: true } });
    expect(drawn(ui, "many")["ui:field"]).toBe("json");
    expect(drawn(ui, "either")).toEqual({ "ui:field": "any", "ui:options": { types: ["string", "number", "null"] } });
  });

  test("what the record has beyond its schema gets a field, in lists too", () => {
    const { schema, ui } = plan(
      { rows: { items: { properties: { a: { type: "string" } } } } },
      { more: 1, rows: [{ b: 1 }] },
    );
    expect(Object.keys(schema.properties ?? {})).toEqual(["id", "rows", "more"]);
    expect(drawn(ui, "more")["ui:field"]).toBe("any");
    expect(schema.properties).toMatchObject({ rows: { items: { properties: { a: {}, b: {} } } } });
    expect(allowsMore({})).toBe(true);
    expect(allowsMore({ additionalProperties: false })).toBe(false);
  });

  test("references are written out; endless ones, tuples and deep levels end in JSON text", () => {
    const tree = { type: "object", properties: { next: { $ref: "#" }, tuple: { prefixItems: [{}] } } };
    let { schema, ui }: { schema: unknown; ui: unknown } = planForm(tree, {}, options);
    expect(drawn(ui as SchemaNode, "tuple")["ui:field"]).toBe("json");
    let levels = 0;
    while (isNode(schema) && isNode(schema.properties) && isNode(ui) && ui["ui:field"] === undefined) {
      [schema, ui] = [schema.properties.next, ui.next];
      levels++;
    }
    expect(levels).toBe(4);
    expect(isNode(ui) && ui["ui:field"]).toBe("json");
    expect(() => planForm({ $ref: "#" }, {}, options)).not.toThrow();
  });

  test("allOf is laid together and conditions are kept with their branches", () => {
    const { schema } = planForm(
      {
        allOf: [
          { properties: { a: { type: "string" } }, required: ["a"] },
          { properties: { b: { type: "boolean" } }, required: ["b"] },
        ],
        if: { properties: { b: { const: true } } },
        then: { properties: { c: { type: "number", minimum: 1 } } },
      },
      {},
      options,
    );
    expect(schema).toMatchObject({
      required: ["b", "a"],
      properties: { a: {}, b: {} },
      then: { properties: { c: { type: "number" } } },
    });
  });
});
