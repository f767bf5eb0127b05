import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSchema } from "./compile";
import { parseExact } from "./exact-json";
import { pageJudge } from "./page-judge";

const draft7 = "http://json-schema.org/draft-07/schema#";
const says = (schema: unknown, value: unknown) =>
  pageJudge(schema)
    .problems(value)
    .map(({ pointer, message }) => `${pointer}: ${message}`);

describe("the page's judge", () => {
  test("says what is wrong where it can be mended", () => {
    const schema = {
      type: "object",
      required: ["name", "licence"],
      additionalProperties: false,
      properties: {
        name: { type: "string", minLength: 1 },
        licence: { enum: ["MIT", "Apache-2.0"] },
        size: { type: "integer", minimum: 1 },
        when: { type: "string", format: "date" },
        tags: { type: "array", items: { type: "string", maxLength: 3 }, maxItems: 1 },
      },
    };
    const value = { name: "", licence: "GPL", size: 0.5, when: "today", tags: ["a", "long"], "odd/one": 1 };
    expect(says(schema, value)).toEqual([
      "/name: Must not be empty",
      "/licence: Must be one of MIT, Apache-2.0",
      "/size: Must be a whole number",
      "/size: Must be at least 1",
      "/when: Must be a date, such as 2026-11-23",
      "/tags: May have at most 1 item",
      "/tags/1: May have at most 3 characters",
      "/odd~1one: The schema does not allow this; remove it",
    ]);
    expect(says(schema, { licence: "MIT" })).toEqual(["/name: A value is required"]);
  });

  test("reads references, in both editions", () => {
    const defs = { name: { type: "string", minLength: 2 } };
    const draft = { $schema: draft7, definitions: defs, properties: { a: { $ref: "#/definitions/name" } } };
    expect(says(draft, { a: "x" })).toEqual(["/a: Needs at least 2 characters"]);
    const tuple = { $schema: draft7, properties: { a: { items: [{ type: "string" }], additionalItems: false } } };
    expect(says(tuple, { a: [1, 2] })).toEqual([
      "/a/0: Must be text",
      "/a/1: The schema does not allow this; remove it",
    ]);
    const now = { $defs: defs, properties: { a: { prefixItems: [{ $ref: "#/$defs/name" }], items: false } } };
    expect(says(now, { a: ["ok", 2] })).toEqual(["/a/1: The schema does not allow this; remove it"]);
  });

  test("of several alternatives only the one that is meant speaks", () => {
    const kind = (name: string, more: object) => ({
      properties: { kind: { const: name }, ...more },
      required: ["kind"],
    });
    const schema = { oneOf: [kind("a", { n: { type: "number" } }), kind("b", { t: { type: "string" } })] };
    expect(says(schema, { kind: "a", n: "x" })).toEqual(["/n: Must be a number"]);
    expect(says(schema, { kind: "c" })).toEqual([": Fits none of the alternatives"]);
    expect(says({ anyOf: [{ type: "string" }, { type: "null" }] }, 1)).toEqual([": Must be text or null"]);
    expect(says({ anyOf: [{ type: "string", maxLength: 1 }, { type: "null" }] }, "long")).toEqual([
      ": May have at most 1 character",
    ]);
  });

  test("numbers with many digits are numbers", () => {
    const schema = {
      properties: { n: { type: "integer" }, d: { type: "number", multipleOf: 0.01 }, huge: { type: "integer" } },
    };
    const value = parseExact(`{"n":9007199254740993,"d":1.10,"huge":1${"0".repeat(350)}}`);
    expect(says(schema, value)).toEqual([]);
    expect(says({ type: "string" }, parseExact("9007199254740993"))).toEqual([": Must be text"]);
  });

  test("what it cannot judge passes: endless references, hostile and foreign patterns", () => {
    expect(pageJudge({ $ref: "#" }).isValid(1)).toBe(true);
    expect(pageJudge({ pattern: "(a+)+$" }).isValid("a".repeat(60) + "!")).toBe(true);
    expect(
      pageJudge({ patternProperties: { "[": { type: "null" } }, properties: { pattern: { type: "null" } } }).problems({
        "[": 1,
        pattern: 1,
      }),
    ).toHaveLength(1);
  });

  test("it leaves the schema as it was and judges parts of it with the whole's definitions", () => {
    const root = Object.freeze({ $defs: Object.freeze({ t: Object.freeze({ type: "string" }) }) });
    expect(pageJudge({ $ref: "#/$defs/t" }, root).isValid(1)).toBe(false);
    expect(pageJudge({ $ref: "#/$defs/t" }, root).isValid("x")).toBe(true);
  });

  test("it agrees with the API's own verdict on plain schemas", () => {
    const leaf = fc.constantFrom<object>(
      { type: "string", minLength: 2 },
      { type: ["integer", "null"], minimum: 0 },
      { enum: ["a", 1, null] },
      { type: "array", items: { type: "number" }, uniqueItems: true },
      { type: "boolean" },
      { anyOf: [{ type: "string" }, { type: "number", maximum: 5 }] },
    );
    const schema = fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom("a", "b", "c"), leaf),
      required: fc.subarray(["a", "b"]),
      additionalProperties: fc.boolean(),
    });
    const small = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.integer({ min: -2, max: 9 }),
      fc.constantFrom(null, true, 0.5),
      fc.array(fc.integer({ max: 3, min: 0 }), { maxLength: 3 }),
    );
    const value = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), small);
    fc.assert(
      fc.property(schema, value, (asked, given) => {
        const ours = pageJudge(asked);
        const theirs = compileSchema(JSON.stringify(asked), { identifierKey: "id" }).judge(given);
        expect(ours.isValid(given)).toBe(theirs.ok);
        expect(ours.problems(given).length === 0).toBe(theirs.ok);
      }),
      { numRuns: 60 },
    );
  });

  test.each(["^(a+)+$", "^((a+))+$", "^(a|a)*$", "^(a|aa)+$", "^((a|b)?c?)*$", "^a*a*a*a*$"])(
    "leaves %s, which a browser could not end, to the API",
    (pattern) => {
      expect(pageJudge({ type: "string", pattern }).problems(`${"a".repeat(60)}!`)).toEqual([]);
    },
  );

  test.each(["^[a-z]+$", "^CC\\d\\.\\d+$", "^(a|b)$", "^\\d{4}(-\\d{2}){2}$", "^[^@]+@[^@]+$"])(
    "judges %s itself",
    (pattern) => {
      expect(pageJudge({ type: "string", pattern }).problems("?")).toHaveLength(1);
    },
  );
});
