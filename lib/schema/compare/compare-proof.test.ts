import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../check";
import { compileSchema } from "../compile";
import { dialectOf, type SchemaNode } from "../keywords";
import { proveReach } from "../reach";
import { mapSchema } from "../references";
import { isSchemaError } from "../schema-error";
import { compareSchemas } from "./compare";

const DIALECTS = [undefined, "http://json-schema.org/draft-07/schema#"];
const names = fc.constantFrom("a", "b", "id", "xa");
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 2, 1.5, "", "a", "ab", "2026-01-01");

const { schema: generated, value: values } = fc.letrec<{ schema: unknown; value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<unknown>(
      true,
      false,
      {},
      { type: "string" },
      { type: "number" },
      { $ref: "#/$defs/one" },
      { $ref: "#/$defs/two" },
    ),
    fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }) }),
    fc.record({ const: scalar }),
    fc.record(
      {
        type: fc.oneof(
          fc.constantFrom("object", "array", "string", "integer", "number", "null", "boolean"),
          fc.uniqueArray(fc.constantFrom("object", "array", "string", "integer", "number", "null"), {
            minLength: 1,
            maxLength: 3,
          }),
        ),
        minimum: fc.constantFrom(0, 1, 1.5),
        exclusiveMaximum: fc.constantFrom(1, 2),
        multipleOf: fc.constantFrom(1, 2, 0.5),
        minLength: fc.constantFrom(0, 1, 2),
        maxLength: fc.constantFrom(1, 2),
        pattern: fc.constantFrom("^a", "b$"),
        format: fc.constantFrom("date", "iri"),
        minItems: fc.constantFrom(0, 1),
        maxItems: fc.constantFrom(1, 2),
        uniqueItems: fc.boolean(),
        minProperties: fc.constantFrom(1),
        required: fc.uniqueArray(names, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        properties: fc.dictionary(names, tie("schema"), { maxKeys: 2 }),
        patternProperties: fc.dictionary(fc.constantFrom("^x", "a"), tie("schema"), { maxKeys: 2 }),
        additionalProperties: tie("schema"),
        propertyNames: tie("schema"),
        items: tie("schema"),
        prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        contains: tie("schema"),
        minContains: fc.constantFrom(0, 1, 2),
        maxContains: fc.constantFrom(1, 2),
        dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), { maxKeys: 1 }),
        dependentSchemas: fc.dictionary(names, tie("schema"), { maxKeys: 1 }),
        unevaluatedProperties: tie("schema"),
        unevaluatedItems: tie("schema"),
        required: fc.uniqueArray(names, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
        anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
        not: tie("schema"),
        if: tie("schema"),
        then: tie("schema"),
        else: tie("schema"),
        type: fc.constantFrom("object", "string"),
      },
      { requiredKeys: [] },
    ),
  ),
}));

/** A document whose definitions may refer to each other. */
const documents = fc
  .record({ root: generated, one: generated, two: generated, edition: fc.constantFrom(...DIALECTS) })
  .map(({ root, one, two, edition }) => {
    const at = edition === undefined ? "$defs" : "definitions";
    const whole = {
      ...(edition !== undefined && { $schema: edition }),
      allOf: [root],
      [at]: { one, two },
    };
    const written = JSON.stringify(whole);
    return edition === undefined ? written : written.replaceAll("#/$defs/", "#/definitions/");
  })
  .filter(isServed);

/** What matters of checkSchema here: references lead somewhere, and nothing leads back to itself in place. */
function isServed(written: string): boolean {
  try {
    const root = JSON.parse(written) as SchemaNode;
    proveReach(mapSchema(root, dialectOf(root) ?? "2020-12", { levels: 64, subschemas: 5_000 }));
    return true;
  } catch (error) {
    if (isSchemaError(error)) return false;
    throw error;
  }
}

/** The whole check, for the few that an exchanged part may have made invalid. */
function isValid(written: string): boolean {
  try {
    checkSchema(written, { bytesMax: 100_000 });
    return true;
  } catch (error) {
    if (isSchemaError(error)) return false;
    throw error;
  }
}

/** A pair that is near enough to be compatible now and then: one of its parts is exchanged, or a keyword left out. */
const pairs = fc.tuple(documents, documents, fc.nat(), fc.boolean()).map(([one, other, at, back]) => {
  const edited = editedAt(JSON.parse(one) as object, JSON.parse(other) as { allOf: unknown[] }, at);
  const near = JSON.stringify(edited);
  const pair = isServed(near) ? [one, near] : [one, other];
  return back ? pair.reverse() : pair;
});

function editedAt(root: object, donor: { allOf: unknown[] }, at: number): object {
  const copy = structuredClone(root);
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      if (key === "$schema") continue;
      places.push({ holder: value as Record<string, unknown>, key });
      visit((value as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const place = places[at % places.length];
  if (place && !Array.isArray(place.holder)) {
    if (at % 2 === 0) delete place.holder[place.key];
    else place.holder[place.key] = donor.allOf[0];
  }
  return copy;
}

describe("Whatever is not called breaking breaks no record", () => {
  it("for any two schemas and any values", { timeout: 120_000 }, () => {
    let safe = 0;
    fc.assert(
      fc.property(pairs, fc.array(values, { minLength: 30, maxLength: 60 }), ([before = "", after = ""], samples) => {
        expect(compareSchemas(before, before).kind).toBe("same");
        const { kind } = compareSchemas(before, after);
        if (kind === "breaking" || !isValid(before) || !isValid(after)) return;
        safe++;
        const [old, now] = [before, after].map((schema) => compileSchema(schema, { identifierKey: "id" }));
        for (const sample of samples)
          if (old?.judge(sample).ok)
            expect(now?.judge(sample), JSON.stringify({ kind, before, after, sample })).toEqual({ ok: true });
      }),
      { numRuns: 150 },
    );
    expect(safe).toBeGreaterThan(10);
  });
});
