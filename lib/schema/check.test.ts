import { describe, expect, it } from "vitest";
import { checkSchema } from "./check";
import { isSchemaError } from "./schema-error";

const LIMITS = { bytesMax: 262_144 };

/** "served", or the pointer and the sentence of the refusal. */
function checked(schema: unknown): string {
  try {
    checkSchema(typeof schema === "string" ? schema : JSON.stringify(schema), LIMITS);
    return "served";
  } catch (error) {
    if (isSchemaError(error)) return `${error.pointer}: ${error.message}`;
    throw error;
  }
}

const chain = (levels: number) => {
  const $defs = Object.fromEntries(
    Array.from({ length: levels }, (_, at) => [
      `d${at}`,
      { allOf: [{ $ref: `#/$defs/d${at + 1}` }, { $ref: `#/$defs/d${at + 1}` }] },
    ]),
  );
  return { $ref: "#/$defs/d0", $defs: { ...$defs, [`d${levels}`]: {} } };
};

describe("A schema that cannot be served is refused with the place and a sentence", () => {
  it.each<[string, unknown, string, RegExp]>([
    ["not JSON", "{", "", /ends too early/],
    ["a key twice", '{"type":"object","type":"string"}', "/type", /twice/],
    ["a boolean", true, "", /JSON object/],
    ["an array", [], "", /JSON object/],
    ["too many bytes", { description: "x".repeat(300_000) }, "", /limit is 262144/],
    [
      "another edition",
      { $schema: "https://json-schema.org/draft/2019-09/schema" },
      "/$schema",
      /2020-12 and draft-07/,
    ],
    ["an unknown type", { properties: { a: { type: "strin" } } }, "/properties/a/type", /not a valid JSON Schema/],
    ["a required that is not a list", { required: "a" }, "/required", /must be array/],
    ["$async", { $async: true }, "/$async", /not part of JSON Schema/],
    ["$async inside", { properties: { a: { $async: true } } }, "/properties/a/$async", /not part/],
    [
      "a remote reference",
      { properties: { a: { $ref: "https://example.com/x.json" } } },
      "/properties/a/$ref",
      /nothing is fetched/,
    ],
    ["a reference to nothing", { items: { $ref: "#/$defs/none" } }, "/items/$ref", /leads nowhere/],
    ["a reference to what is not a schema", { $ref: "#/required", required: ["a"] }, "/$ref", /leads nowhere/],
    ["lookahead", { properties: { a: { pattern: "(?=x)" } } }, "/properties/a/pattern", /ahead or behind/],
    ["a backreference", { patternProperties: { "(a)\\1": {} } }, "/patternProperties", /back to a group/],
    ["a pattern that is none", { pattern: "(" }, "/pattern", /not a regular expression/],
    ["a pattern of endless size", { pattern: "((a{1,100}){1,100}){1,100}" }, "/pattern", /too large/],
    [
      "too many patterns",
      { allOf: Array.from({ length: 300 }, (_, at) => ({ pattern: `a${at}` })) },
      "/allOf/200/pattern",
      /more than 200/,
    ],
    ["a schema that is itself", { $ref: "#" }, "", /leads back to itself/],
    [
      "a circle in place",
      { $defs: { a: { anyOf: [{ not: { $ref: "#/$defs/b" } }] }, b: { if: { $ref: "#/$defs/a" } } } },
      "/$defs/a",
      /leads back to itself/,
    ],
    [
      "a circle through $dynamicRef",
      { $dynamicAnchor: "n", dependentSchemas: { a: { $dynamicRef: "#n" } } },
      "",
      /leads back to itself/,
    ],
    ["2^20 by references", chain(20), "/$defs/d8", /more than 10000 times/],
    ["the same $id twice", { $defs: { a: { $id: "x" }, b: { $id: "x" } } }, "/$defs/b", /same name/],
    [
      "the same $dynamicAnchor twice",
      { $dynamicAnchor: "n", $defs: { a: { $id: "x", $dynamicAnchor: "n" } } },
      "/$defs/a",
      /not served/,
    ],
    ["too many subschemas", { allOf: Array.from({ length: 5_001 }, () => ({})) }, "/allOf/4999", /more than 5000/],
    ["too deep", deep(65), "/not".repeat(64), /deeper than 64/],
    ["a constant beyond 2^53", '{"const":9007199254740993}', "/const", /9007199254740991/],
    [
      "an enum beyond 2^53",
      '{"properties":{"a":{"enum":[1,90071992547409930]}}}',
      "/properties/a/enum",
      /9007199254740991/,
    ],
  ])("400 %s", (_name, schema, pointer, sentence) => {
    const answer = checked(schema);
    expect(answer.slice(0, answer.indexOf(": "))).toBe(pointer);
    expect(answer).toMatch(sentence);
  });
});

describe("What is odd but legal is served", { timeout: 60_000 }, () => {
  it.each<[string, unknown]>([
    ["the empty schema", {}],
    [
      "unknown keywords and formats",
      { "x-note": { $ref: "#/nowhere" }, format: "toString", properties: { a: { format: "colour" } } },
    ],
    ["patterns that escape needlessly", { pattern: "^[\\w-\\.]+\\-\\@$" }],
    [
      "properties called like keywords",
      { properties: { $ref: { type: "string" }, $id: { type: "number" }, $async: { type: "boolean" } } },
    ],
    [
      "values called toString in a draft-07 enum",
      { $schema: "http://json-schema.org/draft-07/schema#", enum: [{ toString: 1 }, { toString: 2 }] },
    ],
    ["$ref as data", { enum: [{ $ref: "#/nowhere" }], default: { $async: true }, const: { $ref: "#/nowhere" } }],
    ["a tree that refers to itself inside", { properties: { children: { items: { $ref: "#" } } } }],
    [
      "draft-07 with a fragment and without",
      {
        $schema: "http://json-schema.org/draft-07/schema",
        definitions: { a: { $id: "#a" } },
        properties: { x: { $ref: "#a" } },
      },
    ],
    [
      "a chain of 2,000 definitions",
      {
        properties: { a: { $ref: "#/$defs/d0" } },
        $defs: Object.fromEntries(
          Array.from({ length: 2_000 }, (_, at) => [
            `d${at}`,
            { properties: { a: { $ref: `#/$defs/d${(at + 1) % 2_000}` } } },
          ]),
        ),
      },
    ],
    [
      "4,900 properties",
      {
        properties: Object.fromEntries(
          Array.from({ length: 4_900 }, (_, at) => [`p${at}`, { type: "string", maxLength: 9 }]),
        ),
      },
    ],
    ["a reference into an unknown keyword", { $ref: "#/x-parts/a", "x-parts": { a: { type: "object" } } }],
  ])("200 %s", (_name, schema) => {
    expect(checked(schema)).toBe("served");
  });

  it("names the schema by its text and edition", () => {
    expect(checkSchema('{"type":"object"}', LIMITS)).toEqual({
      schema: { type: "object" },
      hash: "a2c799262a3ce3c19ef5cdd983bf3d12b43ab3c426227091b909dcb7054738c0",
      dialect: "2020-12",
    });
  });
});

function deep(levels: number): object {
  let schema: object = {};
  for (let level = 1; level < levels; level++) schema = { not: schema };
  return schema;
}
