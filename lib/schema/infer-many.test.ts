import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "./check";
import { compareSchemas } from "./compare/compare";
import { compileSchema } from "./compile";
import { parseExact } from "./exact-json";
import { inferFromMany } from "./infer-many";
import { mergeInferred } from "./merge-inferred";

const inferred = (...records: unknown[]) => inferFromMany(records).schema.properties;

describe("A schema inferred from many records", { timeout: 60_000 }, () => {
  it("unites types, and knows whole numbers from others", () => {
    expect(
      inferred(
        { a: 1, b: 1, c: "x", d: null, e: null, l: [1, null], o: { x: 1 } },
        { a: 2, b: 1.5, c: 1, d: true, l: [], o: { y: [{ z: false }] } },
      ),
    ).toEqual({
      a: { type: "integer" },
      b: { type: "number" },
      c: { type: ["string", "integer"] },
      d: { type: ["boolean", "null"] },
      e: {},
      l: { type: "array", items: { type: ["integer", "null"] } },
      o: {
        type: "object",
        properties: {
          x: { type: "integer" },
          y: { type: "array", items: { type: "object", properties: { z: { type: "boolean" } } } },
        },
      },
    });
    expect(inferFromMany([parseExact('{"n":9007199254740993,"m":1.10}')]).schema.properties).toEqual({
      n: { type: "integer" },
      m: { type: "number" },
    });
  });

  it("finds the format that all texts share", () => {
    const texts = {
      date: "2026-11-26",
      "date-time": "2026-11-26T14:00:00Z",
      email: "ada@example.com",
      uri: "https://example.com/x",
      uuid: "123e4567-e89b-12d3-a456-426614174000",
      ipv4: "192.0.2.1",
      ipv6: "2001:db8::1",
      time: "12:00:00Z",
    };
    const expected = Object.fromEntries(Object.keys(texts).map((format) => [format, { type: "string", format }]));
    expect(inferred(texts, texts)).toEqual(expected);
    expect(inferred(texts, Object.fromEntries(Object.keys(texts).map((key) => [key, "a:b"])))).toEqual(
      Object.fromEntries(Object.keys(texts).map((key) => [key, { type: "string" }])),
    );
    expect(inferFromMany([texts], { formats: false }).schema.properties).toHaveProperty("date", { type: "string" });
  });

  it("suggests what is required and what is a choice, and decides it only when asked to", () => {
    const records = Array.from({ length: 12 }, (_, at) => ({
      id: at,
      level: at % 2 ? "low" : "high",
      ...(at > 5 && { x: 1 }),
    }));
    const { schema, suggestions } = inferFromMany(records);
    expect(JSON.stringify(schema)).not.toMatch(/required|enum/);
    expect(suggestions).toEqual([
      { kind: "required", pointer: "/id" },
      { kind: "choices", pointer: "/level", values: ["high", "low"] },
      { kind: "required", pointer: "/level" },
    ]);
    expect(inferFromMany(records, { required: true, choices: true }).schema).toMatchObject({
      required: ["id", "level"],
      properties: { level: { type: "string", enum: ["high", "low"] } },
    });
  });

  it("stays within bounds whatever it is given", () => {
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, [[at], at]]));
    const deep = Array.from({ length: 60 }).reduce<unknown>((inside) => ({ inside }), 1);
    const { schema, read } = inferFromMany(
      Array.from({ length: 100 }, () => ({ wide, deep, list: Object.values(wide) })),
    );
    expect(read).toBeLessThan(100);
    expect(() => checkSchema(JSON.stringify(schema), { bytesMax: 1_000_000 })).not.toThrow();
    expect(inferFromMany([]).schema).toMatchObject({ type: "object" });
  });

  it("accepts every record that it was inferred from, whatever was asked of it", () => {
    const options = fc.record(
      { formats: fc.boolean(), required: fc.boolean(), choices: fc.boolean() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(records, { minLength: 1, maxLength: 14 }), options, (some, asked) => {
        const { schema } = inferFromMany(some, asked);
        const compiled = compileSchema(JSON.stringify(schema), { identifierKey: "id" });
        for (const record of some) expect(compiled.judge(record)).toEqual({ ok: true });
      }),
      { numRuns: 60 },
    );
  });
});

const leaf = fc.constantFrom<unknown>(null, true, 1, 2.5, "a", "b", "2026-01-01", "x@example.com", "");
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value"), { maxKeys: 3 }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
}));
const records = fc.dictionary(fc.constantFrom("a", "b", "c", "d", "id"), value, { maxKeys: 4 });

const merged = (present: string, inferredSchema: object) => mergeInferred(present, JSON.stringify(inferredSchema));

describe("An inferred schema merged into the present one", { timeout: 60_000 }, () => {
  it("adds fields and types, and leaves every other letter where it was", () => {
    const present = `{
  "type": "object", "x-owner": "GRC",
  "required": ["z"],
  "properties": {
    "z": { "minimum": 1.10, "type": "integer" },
    "y": {"enum": ["a"], "type": "string", "x-own": 1e3}
  },
  "allOf": [ ]
}`;
    const { schema } = inferFromMany([
      { z: 1.5, y: null, w: { v: [1] } },
      { z: 1, y: "a" },
    ]);
    const { text, added } = merged(present, schema);
    expect(text).toBe(`{
  "type": "object", "x-owner": "GRC",
  "required": ["z"],
  "properties": {
    "z": { "minimum": 1.10, "type": "number" },
    "y": {"enum": ["a", null], "type": ["string", "null"], "x-own": 1e3},
    "w": {
      "type": "object",
      "properties": {
        "v": {
          "type": "array",
          "items": {
            "type": "integer"
          }
        }
      }
    }
  },
  "allOf": [ ]
}`);
    expect(added).toEqual([
      { pointer: "/z", says: '"z" may also be a number' },
      { pointer: "/y", says: '"y" may also be null' },
      { pointer: "/w", says: '"w" is added as a group of fields' },
    ]);
  });

  it("leaves alone what is said on purpose", () => {
    const kept = { any: {}, ref: { $ref: "#/$defs/a" }, open: true };
    const map = (type: unknown) => ({ type: "object", additionalProperties: { type } });
    const schema = (type: unknown) => ({
      type: "object",
      properties: { ...kept, map: map(type) },
      patternProperties: { "^x-": true },
      $defs: { a: { type: "string" } },
    });
    const { text } = merged(
      JSON.stringify(schema("string")),
      inferFromMany([{ any: 1, ref: 1, open: 1, "x-a": 1, map: { k: 1 } }]).schema,
    );
    expect(JSON.parse(text)).toEqual(schema(["string", "integer"]));
  });

  it("adds nothing when it is merged again", () => {
    fc.assert(
      fc.property(
        fc.array(records, { minLength: 1, maxLength: 5 }),
        fc.array(records, { minLength: 1, maxLength: 5 }),
        (some, more) => {
          const present = JSON.stringify(inferFromMany(some).schema);
          const { schema } = inferFromMany(more);
          const { text } = merged(present, schema);
          expect(merged(text, schema)).toEqual({ text, added: [], cut: false });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("accepts what the present one accepted of its own fields, and every record that it was inferred from", () => {
    fc.assert(
      fc.property(
        fc.array(records, { minLength: 1, maxLength: 5 }),
        fc.array(records, { minLength: 1, maxLength: 5 }),
        (some, more) => {
          // Formats off: those of the present schema are its own to keep.
          const present = JSON.stringify(inferFromMany(some, { formats: false }).schema);
          const { text, added } = merged(present, inferFromMany(more).schema);
          // Only a field that the present schema did not name can be narrower than before.
          const fields = new Set(added.map(({ pointer }) => pointer));
          for (const { effect, pointer } of compareSchemas(present, text).entries)
            if (effect === "breaking") expect(fields).toContain(pointer);
          checkSchema(text, { bytesMax: 100_000 });
          const after = compileSchema(text, { identifierKey: "id" });
          for (const record of [...some, ...more]) expect(after.judge(record)).toEqual({ ok: true });
        },
      ),
      { numRuns: 60 },
    );
  });
});
