import { describe, expect, it } from "vitest";
import { inferSchema } from "./infer";

describe("A schema inferred from a sample", () => {
  it("names types, requires nothing, and lets null be anything", () => {
    expect(
      inferSchema({
        s: "2024-01-01",
        n: 1,
        b: true,
        z: null,
        o: { x: "" },
        list: [{ a: 1 }, { a: 2 }],
        mixed: [1, "x"],
        empty: [],
      }),
    ).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        s: { type: "string" },
        n: { type: "number" },
        b: { type: "boolean" },
        z: {},
        o: { type: "object", properties: { x: { type: "string" } } },
        list: { type: "array", items: { type: "object", properties: { a: { type: "number" } } } },
        mixed: { type: "array" },
        empty: { type: "array" },
      },
    });
  });

  it("keeps a key called __proto__ as a property", () => {
    const inferred = inferSchema(JSON.parse('{"__proto__":1}') as { [key: string]: unknown });
    expect(JSON.stringify(inferred.properties)).toBe('{"__proto__":{"type":"number"}}');
  });
});
