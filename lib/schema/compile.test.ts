import { describe, expect, it } from "vitest";
import { checkSchema } from "./check";
import { compileSchema, schemaFailureMessage, type CompiledSchema } from "./compile";

function compiled(schema: object | string, identifierKey = "id"): CompiledSchema {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  checkSchema(text, { bytesMax: 262_144 });
  return compileSchema(text, { identifierKey });
}

/** "ok", or the pointers and keywords of what is wrong. */
function judged(schema: object | string, value: unknown, identifierKey = "id"): string {
  const verdict = compiled(schema, identifierKey).judge(value);
  return verdict.ok ? "ok" : verdict.errors.map(({ pointer, keyword }) => `${pointer} ${keyword}`).join(", ");
}

const DRAFT_07 = "http://json-schema.org/draft-07/schema#";

describe("The message of a failing record is the contract's", () => {
  it("has one object per error, the root's path being the empty string", () => {
    const verdict = compiled({ required: ["name"], properties: { n: { type: "number" } } }).judge({ n: "x" });
    expect(verdict.ok ? "" : schemaFailureMessage(verdict.errors)).toBe(
      `Schema validation failed for data: [{"":"must have required property 'name'"},{"/n":"must be number"}]`,
    );
  });

  it("stays short whatever fails", () => {
    const verdict = compiled({ additionalProperties: { type: "string" } }).judge(
      Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => ["k".repeat(2_000) + at, 1])),
    );
    expect(verdict.ok ? 0 : schemaFailureMessage(verdict.errors).length).toBeLessThan(60_000);
  });
});

describe("Traps of the engines", () => {
  it("keeps two patterns apart", () => {
    const schema = {
      properties: { a: { pattern: "^x$" }, b: { pattern: "^y$" } },
      patternProperties: { "^p": { pattern: "^z$" } },
    };
    expect(judged(schema, { a: "x", b: "y", p: "z" })).toBe("ok");
    expect(judged(schema, { a: "y", b: "x", p: "x" })).toBe("/a pattern, /b pattern, /p pattern");
  });

  it("matches ^(a+)+$ in linear time", () => {
    const schema = compiled({ properties: { a: { pattern: "^(a+)+$" } } });
    const started = performance.now();
    expect(schema.judge({ a: "a".repeat(100_000) + "!" }).ok).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("sees that {} lacks toString, and that a record's own constructor is data", () => {
    expect(judged({ required: ["toString"] }, {})).toBe(" required");
    expect(judged({ properties: { constructor: { type: "string" } } }, {})).toBe("ok");
    expect(judged({ allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { toString: 1 })).toBe(
      " unevaluatedProperties",
    );
  });

  it("judges a property called __proto__", () => {
    const schema = '{"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}';
    expect(judged(schema, JSON.parse('{"__proto__":"x"}'))).toBe("ok");
    expect(judged(schema, JSON.parse('{"__proto__":1}'))).toBe("/__proto__ type");
    expect(judged({ additionalProperties: false }, JSON.parse('{"__proto__":1}'))).toBe(" additionalProperties");
  });

  it("compares data that names its own valueOf and toString", () => {
    const schema = {
      properties: { a: { const: { valueOf: 1 } }, b: { enum: [{ toString: null }, "x"] }, c: { uniqueItems: true } },
    };
    expect(judged(schema, { a: { valueOf: 1 }, b: { toString: null }, c: [{ valueOf: 1 }, { valueOf: 2 }] })).toBe(
      "ok",
    );
    expect(
      judged(schema, {
        a: { valueOf: 2 },
        b: { toString: 1 },
        c: [
          { a: 1, b: 2 },
          { b: 2.0, a: 1 },
        ],
      }),
    ).toBe("/a const, /b enum, /c uniqueItems");
  });

  it("compiles the same $id twice", () => {
    const schema = { $id: "https://example.com/a", properties: { b: { $id: "b", type: "string" }, c: { $ref: "b" } } };
    expect([judged(schema, { c: "x" }), judged(schema, { c: 1 })]).toEqual(["ok", "/c type"]);
  });

  it("drops what Ajv would add of its own: nullable, id, $recursiveRef, $data, default and coercion", () => {
    const value = { a: null, b: "1" };
    const schema = {
      id: 7,
      $recursiveRef: "#",
      properties: { a: { type: "string", nullable: true }, b: { type: "number" }, c: { default: 1 } },
    };
    expect(judged(schema, value)).toBe("/a type, /b type");
    expect(value).toEqual({ a: null, b: "1" });
  });

  it("divides decimals as people do", () => {
    const schema = { properties: { price: { multipleOf: 0.01 } } };
    expect([
      judged(schema, { price: 19.99 }),
      judged(schema, { price: 19.999 }),
      judged(schema, { price: 1e21 }),
    ]).toEqual(["ok", "/price multipleOf", "ok"]);
  });

  it("takes a number beyond a double's range as a number", () => {
    expect(judged('{"properties":{"n":{"type":"number","minimum":5}}}', JSON.parse('{"n":1e399}'))).toBe("ok");
  });

  it("counts characters, not UTF-16 units", () => {
    expect(judged({ properties: { a: { maxLength: 2, pattern: "^.{2}$" } } }, { a: "🙂é" })).toBe("ok");
  });

  it("judges an array that is shorter than its tuple by the other keywords, too", () => {
    const schema = {
      properties: {
        x: { prefixItems: [{ type: "string" }, { type: "string" }], contains: { const: "a" }, minItems: 1 },
      },
    };
    expect([judged(schema, { x: ["a"] }), judged(schema, { x: ["b"] }), judged(schema, { x: [] })]).toEqual([
      "ok",
      "/x/0 const, /x contains",
      "/x minItems, /x contains",
    ]);
    expect(
      judged(
        { properties: { x: { contains: true, minContains: 2, maxContains: 1, prefixItems: [{ type: "string" }] } } },
        { x: [] },
      ),
    ).toBe("/x contains");
  });

  it("judges a property that only one of the branches looked at", () => {
    // Ajv's own account of evaluated properties throws here.
    const schema = {
      anyOf: [{ type: "array" }, { type: "object", additionalProperties: { type: "integer" } }],
      patternProperties: { "^a": true },
      unevaluatedProperties: false,
    };
    expect([judged(schema, { a: 1, b: 2 }), judged(schema, { a: "x" }), judged(schema, [])]).toEqual([
      "ok",
      " type, /a type,  anyOf",
      "ok",
    ]);
    expect(
      judged({ properties: { list: { contains: { const: 1 }, unevaluatedItems: false } } }, { list: [1, 2] }),
    ).toBe("/list unevaluatedItems");
  });
});

describe("The identifier key need not be declared", () => {
  const strict = { properties: { name: true }, additionalProperties: false };

  it("is exempt where the record itself is looked at, through references and combinations", () => {
    expect(judged(strict, { id: "1", name: "x" })).toBe("ok");
    expect(judged({ allOf: [{ $ref: "#/$defs/a" }], $defs: { a: strict } }, { id: "1" })).toBe("ok");
    expect(
      judged({ if: strict, then: { required: ["name"] }, unevaluatedProperties: false }, { id: 1, name: "x" }),
    ).toBe("ok");
    expect(judged({ $schema: DRAFT_07, $ref: "#/definitions/a", definitions: { a: strict } }, { id: 1 })).toBe("ok");
    expect(judged({ dependentSchemas: { name: strict } }, { id: 1, name: 1 })).toBe("ok");
    expect(judged({ additionalProperties: { type: "number" } }, { id: "text" })).toBe("ok");
    expect(judged(strict, { "serial no": 7 }, "serial no")).toBe("ok");
  });

  it("is not exempt inside a record, even where the same schema is used for both", () => {
    const schema = { properties: { child: { $ref: "#" } }, additionalProperties: false };
    expect([judged(schema, { id: 1, child: {} }), judged(schema, { child: { id: 1 } })]).toEqual([
      "ok",
      "/child additionalProperties",
    ]);
  });

  it("is judged as sent once the schema declares it", () => {
    const declared = { properties: { id: { type: "string" } }, additionalProperties: false };
    expect(judged(declared, { id: 7 })).toBe("/id type");
    expect(judged({ patternProperties: { "^i": { type: "string" } }, additionalProperties: false }, { id: 7 })).toBe(
      "/id type",
    );
  });
});

describe("Two editions, each by its own rules", () => {
  it("in draft-07 a $ref silences what stands beside it", () => {
    const schema = {
      $schema: DRAFT_07,
      definitions: { a: { type: "object" } },
      properties: { x: { $ref: "#/definitions/a", required: ["y"] } },
    };
    expect(judged(schema, { x: {} })).toBe("ok");
    expect(judged({ ...schema, $schema: undefined, $defs: {} }, { x: {} })).toBe("/x required");
  });

  it("in draft-07 items may be a list, and keywords of 2020-12 say nothing", () => {
    const schema = {
      $schema: DRAFT_07,
      properties: { x: { items: [{ type: "number" }], additionalItems: false } },
      dependentRequired: { x: ["y"] },
      unevaluatedProperties: false,
    };
    expect([judged(schema, { x: [1] }), judged(schema, { x: [1, 2] })]).toEqual(["ok", "/x additionalItems"]);
  });

  it("follows $anchor, $dynamicRef, $id and pointers with escapes", () => {
    const schema = {
      $defs: {
        a: { $anchor: "here", type: "string" },
        "b/c~d é": { type: "number" },
        e: { $dynamicAnchor: "node", type: "boolean" },
      },
      properties: { a: { $ref: "#here" }, b: { $ref: "#/$defs/b~1c~0d%20%C3%A9" }, c: { $dynamicRef: "#node" } },
    };
    expect([judged(schema, { a: "", b: 1, c: true }), judged(schema, { a: 1, b: "", c: "" })]).toEqual([
      "ok",
      "/a type, /b type, /c type",
    ]);
  });
});

describe("Every record is judged in bounded time", { timeout: 60_000 }, () => {
  const slow: [string, object, unknown][] = [
    ["2^n branches, one level of the record each", branching(22), nested(24)],
    [
      "5,000 branches over 300,000 items",
      {
        properties: {
          x: { items: { anyOf: Array.from({ length: 4_900 }, (_, at) => ({ minLength: 2 + (at % 3) })) } },
        },
      },
      { x: new Array(300_000).fill("a") },
    ],
    [
      "5,000 branches over one long text",
      { properties: { x: { anyOf: Array.from({ length: 4_900 }, (_, at) => ({ maxLength: at })) } } },
      { x: "a".repeat(1_000_000) },
    ],
    [
      "5,000 objects to compare with",
      { properties: { x: { items: { enum: Array.from({ length: 5_000 }, (_, at) => ({ at })) } } } },
      { x: Array.from({ length: 100_000 }, () => ({ at: 4_999 })) },
    ],
    [
      "unique items",
      { properties: { x: { uniqueItems: true } } },
      { x: Array.from({ length: 100_000 }, (_, at) => ({ at })) },
    ],
    [
      "a pattern of 200 states a character",
      { properties: { x: { pattern: "(a|b)*a(a|b){200}$" } } },
      { x: "ab".repeat(500_000) },
    ],
    [
      "many names",
      { anyOf: Array.from({ length: 2_000 }, () => ({ propertyNames: { maxLength: 2 } })) },
      Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key${at}`, 1])),
    ],
    ["unevaluated branches inside one another", unevaluated(12), nested(14)],
  ];

  it.each(slow)("%s", (_name, schema, value) => {
    const ready = compiled(schema);
    const first = ready.judge(value);
    // The processor's time, not the clock's: a busy machine must not fail the promise.
    const before = process.cpuUsage();
    expect(ready.judge(value)).toEqual(first);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(1_500);
  });

  it("says so when a record costs too much", () => {
    expect(judged(branching(22), nested(24))).toBe(" budget");
  });

  it("stays inside the stack for 64 levels through references", () => {
    expect(judged({ properties: { x: { allOf: [{ anyOf: [{ $ref: "#" }] }] } } }, nested(64))).toBe("ok");
  });
});

function branching(levels: number): object {
  const $defs = Object.fromEntries(
    Array.from({ length: levels }, (_, at) => {
      const next = { $ref: at + 1 === levels ? "#/$defs/end" : `#/$defs/l${at + 1}` };
      return [`l${at}`, { properties: { x: { anyOf: [next, next] } } }];
    }),
  );
  return { $ref: "#/$defs/l0", $defs: { ...$defs, end: { type: "string" } } };
}

function unevaluated(levels: number): object {
  let schema: object = { properties: { y: true }, unevaluatedProperties: false };
  for (let level = 0; level < levels; level++)
    schema = { anyOf: [schema, { properties: { x: { $ref: "#" } } }], unevaluatedProperties: false };
  return schema;
}

function nested(levels: number): object {
  let value: object = {};
  for (let level = 1; level < levels; level++) value = { x: value };
  return value;
}
