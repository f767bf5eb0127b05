import { expect, records, test, type Account, type Place } from "../fixtures/api";

const draft7 = "http://json-schema.org/draft-07/schema#";
const draft2020 = "https://json-schema.org/draft/2020-12/schema";

/** Whether a resource of a new connection takes a record: 200, 201 or 400. */
const push = async (account: Account, place: Place, data: string) =>
  (await account.call("POST", records(place, "v1"), { raw: `{"data":${data}}` })).status;

type Case = [what: string, schema: unknown, good: string[], bad: string[]];

const cases: Case[] = [
  [
    "without $schema it is 2020-12: prefixItems",
    { properties: { a: { prefixItems: [{ type: "number" }], items: false } } },
    ['{"a":[1]}'],
    ['{"a":["x"]}', '{"a":[1,2]}'],
  ],
  [
    "2020-12 by name: dependentRequired",
    { $schema: draft2020, dependentRequired: { a: ["b"] } },
    ['{"a":1,"b":1}', "{}"],
    ['{"a":1}'],
  ],
  [
    "2020-12: unevaluatedProperties",
    { $schema: draft2020, allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    ['{"a":1}'],
    ['{"b":1}'],
  ],
  [
    "2020-12: what stands beside $ref counts",
    { $schema: draft2020, properties: { a: { $ref: "#/$defs/s", maxLength: 1 } }, $defs: { s: { type: "string" } } },
    ['{"a":"x"}'],
    ['{"a":"xx"}', '{"a":1}'],
  ],
  [
    "draft-07: what stands beside $ref is silent",
    {
      $schema: draft7,
      properties: { a: { $ref: "#/definitions/s", maxLength: 1 } },
      definitions: { s: { type: "string" } },
    },
    ['{"a":"x"}', '{"a":"xx"}'],
    ['{"a":1}'],
  ],
  [
    "draft-07: items as a list, and additionalItems",
    { $schema: draft7, properties: { a: { items: [{ type: "number" }], additionalItems: false } } },
    ['{"a":[1]}'],
    ['{"a":[1,2]}', '{"a":["x"]}'],
  ],
  ["draft-07: dependencies", { $schema: draft7, dependencies: { a: ["b"] } }, ['{"a":1,"b":2}'], ['{"a":1}']],
  [
    "draft-07 does not know prefixItems",
    { $schema: draft7, properties: { a: { prefixItems: [{ type: "number" }] } } },
    ['{"a":["x"]}'],
    [],
  ],
  [
    "nothing is required unless required says so",
    { type: "object", properties: { a: { type: "string" } } },
    ["{}", '{"b":1}'],
    ['{"a":1}'],
  ],
  [
    "required names of Object.prototype",
    { required: ["toString", "constructor", "__proto__"] },
    ['{"toString":1,"constructor":1,"__proto__":1}'],
    ["{}", '{"toString":1}'],
  ],
  [
    "a property called __proto__",
    { properties: { ["__proto__"]: { type: "string" } } },
    ['{"__proto__":"x"}'],
    ['{"__proto__":1}'],
  ],
  [
    "additionalProperties: false lets no __proto__ in",
    { additionalProperties: false, properties: { a: {} } },
    ['{"a":1}'],
    ['{"__proto__":1}', '{"constructor":1}'],
  ],
  [
    "two different patterns stay two",
    { properties: { a: { pattern: "^a+$" }, b: { pattern: "^b+$" } } },
    ['{"a":"aa","b":"bb"}'],
    ['{"a":"bb"}', '{"b":"aa"}'],
  ],
  [
    "formats are checked",
    { properties: { d: { format: "date" }, e: { format: "email" }, i: { format: "ipv6" }, u: { format: "uuid" } } },
    ['{"d":"2024-02-29","e":"a@b.example","i":"::1"}', '{"d":1}'],
    ['{"d":"2023-02-29"}', '{"e":"a@"}', '{"i":"1.2.3.4"}', '{"u":"x"}'],
  ],
  [
    "numbers that are no integers",
    { properties: { n: { type: "integer" } } },
    ['{"n":1}', '{"n":1.0}', '{"n":1e2}'],
    ['{"n":1.5}', '{"n":"1"}'],
  ],
  [
    "multipleOf 0.01 takes cents",
    { properties: { n: { multipleOf: 0.01 } } },
    ['{"n":19.99}', '{"n":0.07}', '{"n":1.1}'],
    ['{"n":0.005}'],
  ],
  [
    "enum and const compare whole values",
    { properties: { a: { enum: [1, "1", null, { x: [1] }] }, b: { const: [1, { y: null }] } } },
    ['{"a":{"x":[1]},"b":[1,{"y":null}]}', '{"a":null}', '{"a":1.0}'],
    ['{"a":{"x":[2]}}', '{"a":true}', '{"b":[1,{}]}'],
  ],
  [
    "uniqueItems by value",
    { properties: { a: { uniqueItems: true } } },
    ['{"a":[1,"1",true,null,{"x":1},{"x":2}]}'],
    ['{"a":[1,1.0]}', '{"a":[{"x":1,"y":2},{"y":2,"x":1}]}'],
  ],
  [
    "a length counts characters, not their halves",
    { properties: { t: { minLength: 2, maxLength: 2 } } },
    ['{"t":"😀😀"}'],
    ['{"t":"😀"}', '{"t":"😀😀😀"}'],
  ],
  [
    "if, then, else",
    { if: { properties: { k: { const: "a" } } }, then: { required: ["a"] }, else: { required: ["b"] } },
    ['{"k":"a","a":1}', '{"k":"b","b":1}'],
    ['{"k":"a"}', '{"k":"b"}'],
  ],
  [
    "a tree that refers to itself",
    {
      $ref: "#/$defs/t",
      $defs: {
        t: { type: "object", properties: { sub: { type: "array", items: { $ref: "#/$defs/t" } } }, required: ["n"] },
      },
    },
    ['{"n":1,"sub":[{"n":2,"sub":[]}]}'],
    ['{"n":1,"sub":[{}]}'],
  ],
  ["false takes nothing", { properties: { a: false } }, ["{}"], ['{"a":1}']],
  ["unknown keywords say nothing", { "x-own": { type: "string" }, foo: 1 }, ["{}"], []],
];

for (const [what, schema, good, bad] of cases) {
  test(`201 and 400: ${what}`, async ({ account, connection }) => {
    const place = await connection({ schema });
    for (const data of good) expect.soft(await push(account, place, data), data).toBe(201);
    for (const data of bad) expect.soft(await push(account, place, data), data).toBe(400);
  });
}

test("400 in bounded time: patterns and schemas that cost other engines minutes", async ({ account, connection }) => {
  const evil = await connection({ schema: { properties: { t: { pattern: "^(a+)+$" } } } });
  const wide = await connection({
    schema: {
      properties: {
        list: { uniqueItems: true, items: { anyOf: Array.from({ length: 50 }, (_, at) => ({ const: at })) } },
      },
    },
  });
  const list = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => ({ at })));
  for (const [place, data] of [
    [evil, `{"t":"${"a".repeat(100_000)}!"}`],
    [wide, `{"list":${list}}`],
  ] as const) {
    const began = performance.now();
    expect(await push(account, place, data)).toBe(400);
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});

test("400: a record with a thousand failures is told the first fifty, not a megabyte", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { properties: { list: { items: { type: "string" } } } } });
  const data = { list: Array.from({ length: 10_000 }, () => 1) };
  const { status, text } = await account.call("POST", records(place, "v1"), { body: { data } });
  expect(status).toBe(400);
  expect(text.length).toBeLessThan(20_000);
});

test("two resources with the same $id, in one account and in two, never meet", async ({ account, connection }) => {
  const $id = "https://example.com/same";
  const text = await connection({ schema: { $id, properties: { a: { type: "string" } } } });
  const number = await connection({ schema: { $id, properties: { a: { type: "number" } } } });
  expect([await push(account, text, '{"a":"x"}'), await push(account, text, '{"a":1}')]).toEqual([201, 400]);
  expect([await push(account, number, '{"a":"x"}'), await push(account, number, '{"a":1}')]).toEqual([400, 201]);
});
