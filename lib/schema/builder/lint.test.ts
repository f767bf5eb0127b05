import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../check";
import { isSchemaError } from "../schema-error";
import { lintSchema } from "./lint";
import { documentText } from "./made-schemas";
import { metaKeywords } from "./meta-shapes";

const options = { strict: false, validateFormats: false, logger: false } as const;
const judges = {
  "draft-07": new Ajv(options),
  "2020-12": new Ajv2020(options),
};
const address = {
  "draft-07": "http://json-schema.org/draft-07/schema#",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};
const says = (text: string) => lintSchema(text).map(({ pointer, message }) => `${pointer} ${message}`);

/** A value that is right for some keywords and wrong for others. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(true, 0, -1, 1.5, 2, "", "a", "string", null, [], ["a"], ["a", "a"], [{}], {}, { a: {} }),
  fc.constantFrom<unknown>({ a: ["b"] }, { a: 1 }, [1], ["string", "null"], "#x", { a: true }, { a: ["b", "b"] }, [[]]),
);

describe("lint", () => {
  it.each(["draft-07", "2020-12"] as const)("lets pass and refuses what %s's own meta-schema does", (dialect) => {
    const keyword = fc.constantFrom(...Object.keys(metaKeywords(dialect)).filter((name) => name !== "$schema"));
    const members = fc.uniqueArray(fc.tuple(keyword, oddValue), { maxLength: 3, selector: ([name]) => name });
    const wrapped = fc.tuple(members, fc.constantFrom("whole", "properties", "items", "not"));
    fc.assert(
      fc.property(wrapped, ([pairs, place]) => {
        const inner = Object.fromEntries(pairs);
        const whole =
          place === "whole" ? inner : place === "properties" ? { properties: { $ref: inner } } : { [place]: inner };
        const schema = { $schema: address[dialect], ...whole };
        const problems = lintSchema(JSON.stringify(schema));
        const shape = problems.filter(({ message }) => !/refer|claim|\$|pattern|leads|address/i.test(message));
        if (judges[dialect].validateSchema(schema) === true) expect(shape).toEqual([]);
        else expect(problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it("places everything inside the text, whatever the text is", () => {
    const broken = fc
      .tuple(documentText, fc.nat(), fc.constantFrom("", "}", "ü", '"', ",", "1"))
      .map(([text, at, put]) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1));
    fc.assert(
      fc.property(broken, (text) => {
        for (const { from, to } of lintSchema(text)) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(from).toBeLessThanOrEqual(to);
        }
      }),
    );
  });

  it("refuses nothing that the server takes", () => {
    fc.assert(
      fc.property(documentText, (text) => {
        try {
          checkSchema(text, { bytesMax: 1_000_000 });
        } catch (error) {
          if (isSchemaError(error)) return;
          throw error;
        }
        expect(says(text)).toEqual([]);
      }),
    );
  });

  it("says what is wrong in words, where it stands", () => {
    expect(says('{"properties": {"a": {"minLength": "3"}}}')).toEqual([
      "/properties/a/minLength minLength is a whole number of 0 or more.",
    ]);
    expect(says('{"properties": {"a": 3}}')[0]).toBe("/properties/a A schema stands here: an object, true or false.");
    expect(says('{"pattern": "^(?=a)"}')[0]).toMatch(/^\/pattern .*look/i);
    expect(says('{"$ref": "#/$defs/nowhere"}')).toHaveLength(1);
    expect(says('{"$schema": "http://json-schema.org/draft-04/schema#"}')[0]).toMatch(/draft 2020-12 and draft-07/);
    expect(says('{"allOf": [{"$ref": "#"}]}')[0]).toMatch(/leads back to itself/);
    expect(says("[]")).toHaveLength(1);
    expect(says('{"type": "object",}')[0]).toMatch(/line 1/);
  });
});
