import { describe, expect, it } from "vitest";
import { checkSchema } from "./check";
import { compileSchema } from "./compile";
import { inferSchema } from "./infer";
import type { SchemaNode } from "./keywords";
import { sampleRecord } from "./sample";

/** What is wrong with the sample of a schema, by the very judge that will meet it. */
function problemsOf(schema: SchemaNode, identifierKey = "id") {
  const text = JSON.stringify(schema);
  checkSchema(text, { bytesMax: 1_000_000 });
  const record = sampleRecord(schema, identifierKey);
  const verdict = compileSchema(text, { identifierKey }).judge(record);
  return verdict.ok ? [] : [record, verdict.errors];
}

const asked = (properties: SchemaNode): SchemaNode => ({
  type: "object",
  required: Object.keys(properties),
  additionalProperties: false,
  properties: { id: { type: "string" }, ...properties },
});

describe("A sample record made from a schema", () => {
  it("is one that the schema accepts, for each common schema", () => {
    const common: Record<string, SchemaNode> = {
      types: asked({
        text: { type: "string" },
        number: { type: "number" },
        whole: { type: "integer" },
        flag: { type: "boolean" },
        none: { type: "null" },
        any: {},
        either: { type: ["null", "string"] },
      }),
      formats: asked(
        Object.fromEntries(
          ["date", "time", "date-time", "duration", "uri", "email", "hostname", "ipv4", "ipv6", "uuid", "regex"].map(
            (format) => [format, { type: "string", format }],
          ),
        ),
      ),
      choices: asked({ licence: { enum: ["MIT", "Apache-2.0"] }, kind: { const: { a: 1 } } }),
      numbers: asked({
        atLeast: { type: "number", minimum: 10 },
        above: { type: "number", exclusiveMinimum: 5 },
        between: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
        narrow: { type: "number", minimum: 2.5, maximum: 2.75 },
        stepped: { type: "number", multipleOf: 0.1, minimum: 0.25 },
        wholeAbove: { type: "integer", exclusiveMinimum: 7 },
        below: { type: "integer", maximum: -3 },
        even: { type: "integer", multipleOf: 2, minimum: 5 },
      }),
      texts: asked({
        long: { type: "string", minLength: 40 },
        short: { type: "string", maxLength: 2 },
        semver: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
        code: { type: "string", pattern: "^[A-Z]{2,3}-\\d{4}$" },
        hash: { type: "string", pattern: "^[0-9a-f]{64}$" },
        word: { type: "string", pattern: "^(low|medium|high)$" },
        padded: { type: "string", pattern: "^a+$", minLength: 5 },
      }),
      arrays: asked({
        list: { type: "array", items: { type: "string" } },
        some: { type: "array", items: { type: "integer" }, minItems: 3, uniqueItems: true },
        tags: { type: "array", items: { enum: ["a", "b"] }, minItems: 2, uniqueItems: true },
        pair: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: false, minItems: 2 },
        holds: { type: "array", contains: { const: 3 } },
        none: { type: "array", maxItems: 0 },
      }),
      nested: asked({
        owner: asked({ email: { type: "string", format: "email" }, address: asked({ city: { type: "string" } }) }),
      }),
      combined: {
        type: "object",
        required: ["size", "colour"],
        properties: { size: { anyOf: [{ type: "null" }, { type: "integer", minimum: 4 }] } },
        allOf: [{ $ref: "#/$defs/coloured" }],
        $defs: { coloured: { required: ["colour"], properties: { colour: { oneOf: [{ const: "red" }] } } } },
      },
      "kept apart by dependentRequired": {
        type: "object",
        required: ["card"],
        dependentRequired: { card: ["address"] },
        properties: { card: { type: "string" } },
      },
      "counted properties": { type: "object", minProperties: 4, additionalProperties: { type: "integer" } },
    };
    const failing = Object.entries(common).map(([name, schema]) => [name, problemsOf(schema)]);
    expect(failing.filter(([, problems]) => problems?.length)).toEqual([]);
  });

  it("comes to an end when a schema refers to itself", () => {
    const tree: SchemaNode = {
      type: "object",
      properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#" } } },
    };
    expect(problemsOf(tree)).toEqual([]);
    expect(JSON.stringify(sampleRecord(tree)).length).toBeLessThan(2_000);
  });

  it("takes the author's default or example, where it is of the type", () => {
    const schema = asked({
      name: { type: "string", examples: ["left-pad"] },
      size: { type: "integer", default: 12 },
      odd: { type: "integer", default: "twelve" },
    });
    expect(sampleRecord(schema)).toMatchObject({ name: "left-pad", size: 12, odd: 1 });
  });

  it("always carries the identifier, first", () => {
    const record = sampleRecord({ type: "object", properties: { name: { type: "string" } } }, "purl");
    expect(Object.keys(record)).toEqual(["purl", "name"]);
  });

  it("fits what is inferred from a record", () => {
    const schema = inferSchema({ id: "react", version: "19.3.1", dev: true, sizes: [1, 2], repo: { url: "…" } });
    expect(problemsOf(schema)).toEqual([]);
    expect(Object.keys(sampleRecord(schema))).toEqual(["id", "version", "dev", "sizes", "repo"]);
  });
});
