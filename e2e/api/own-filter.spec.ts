import { expect, records, resource, test, type Account, type Place } from "../fixtures/api";

type Condition = { pointer: string; op: string; value?: unknown; as?: "text" | "number" | "date" };
type Page = { data: { id: string }[]; pagination: { totalCount: number } };

const long = "x".repeat(200);
/** Every kind of value under one name, so that each operator meets what it is not meant for. */
const values: Record<string, unknown> = {
  none: undefined,
  null: null,
  true: true,
  false: false,
  "0": 0,
  "1": 1,
  "2.5": 2.5,
  "-3": -3,
  "1e15": 1e15,
  "text 1": "1",
  "text 10": "10",
  empty: "",
  blank: " ",
  abc: "abc",
  ABC: "ABC",
  Abcd: "Abcd",
  "a%b_c": "a%b_c",
  quote: 'it\'s \\ "x"',
  long: `${long}A`,
  longer: `${long}B`,
  emoji: "😀",
  ffff: "\uffff",
  "date 1": "2026-01-31",
  "date 2": "2026-01-31T00:00:00Z",
  "date 3": "2026-01-31T01:00:00+01:00",
  "date 4": "2026-01-31T00:00:00.001Z",
  "date 5": "2026-02-30",
  "list []": [],
  "list 1": [1, "a", null],
  "list 2": [[1], { a: 1 }],
  "object {}": {},
  object: { a: 1 },
};

async function filtered(account: Account, place: Place, filter: unknown): Promise<string[]> {
  const query = `size=500&includeTotalCount=true&filter=${encodeURIComponent(JSON.stringify(filter))}`;
  const { status, body, text } = await account.call<Page>("GET", `${records(place, "api")}?${query}`);
  if (status !== 200) throw new Error(`${JSON.stringify(filter)}: ${status} ${text}`);
  expect(body.pagination.totalCount).toBe(body.data.length);
  return body.data.map(({ id }) => id).sort();
}

const instants: Record<string, number> = Object.fromEntries(
  Object.entries(values)
    .filter(([id]) => /^date [1-4]/.test(id))
    .map(([id, text]) => [id, Date.parse(text as string)]),
);
const less = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What each operator means, in JavaScript: the server's answers are compared with these. */
function holds({ op, value, as }: Condition, found: unknown, id: string): boolean {
  const compare = (): number | undefined => {
    if (as === "date") return id in instants ? (instants[id] ?? 0) - Date.parse(value as string) : undefined;
    if (typeof value === "number") return typeof found === "number" ? found - value : undefined;
    return typeof found === "string" ? less(found, value as string) : undefined;
  };
  const order = ["lt", "lte", "gt", "gte"].includes(op) || as === "date" ? compare() : undefined;
  if (op === "eq") return as === "date" ? order === 0 : same(found, value);
  if (op === "ne") return as === "date" ? order !== 0 : !same(found, value);
  if (op === "in") return (value as unknown[]).some((each) => same(found, each));
  if (op === "contains")
    return typeof found === "string" && found.toLowerCase().includes((value as string).toLowerCase());
  if (op === "startsWith") return typeof found === "string" && found.startsWith(value as string);
  if (op === "has") return Array.isArray(found) && found.some((each) => same(each, value));
  if (op === "exists") return found !== undefined;
  if (op === "empty") return found === undefined || ["null", '""', "[]", "{}"].includes(JSON.stringify(found));
  if (order === undefined) return false;
  return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[op] ?? false;
}

const scalars = [
  null,
  true,
  false,
  0,
  1,
  2.5,
  -3,
  1e15,
  "1",
  "",
  " ",
  "abc",
  "a%b_c",
  `${long}A`,
  long,
  "😀",
  "2026-01-31",
];
const pointer = "/v";
const conditions: Condition[] = [
  ...[...scalars, [], [1, "a", null], {}, { a: 1 }, "none of these"].flatMap((value) => [
    { pointer, op: "eq", value },
    { pointer, op: "ne", value },
  ]),
  ...["lt", "lte", "gt", "gte"].flatMap((op) => [
    ...[0, 1, 2.5, -3, 1e15].map((value) => ({ pointer, op, value })),
    ...["", "1", "ABC", "abc", "😀", "\uffff", `${long}A`, long].map((value) => ({ pointer, op, value })),
    ...["2026-01-31", "2026-01-31T00:00:00Z"].map((value) => ({ pointer, op, value, as: "date" as const })),
  ]),
  { pointer, op: "eq", value: "2026-01-31T00:00:00Z", as: "date" },
  { pointer, op: "eq", value: "2026-01-30T22:00:00-02:00", as: "date" },
  { pointer, op: "ne", value: "2026-01-31", as: "date" },
  { pointer, op: "eq", value: "abc", as: "number" },
  { pointer, op: "eq", value: 1, as: "text" },
  { pointer, op: "ne", value: true, as: "number" },
  { pointer, op: "in", value: [1, "abc", null, true, [], 7] },
  { pointer, op: "in", value: [] },
  ...["", "b", "BC", "%", "_", "\\", "'", `${long}b`, "😀"].map((value) => ({ pointer, op: "contains", value })),
  ...["", "a", "A", "a%", "%", long, `${long}A`, "😀"].map((value) => ({ pointer, op: "startsWith", value })),
  ...[1, "a", null, "1", [1], { a: 1 }].map((value) => ({ pointer, op: "has", value })),
  { pointer, op: "exists" },
  { pointer, op: "empty" },
];

const expected = (test: (value: unknown, id: string) => boolean) =>
  Object.entries(values)
    .filter(([id, value]) => test(value, id))
    .map(([id]) => id)
    .sort();

async function declare(account: Account, place: Place, types: ("text" | "number" | "date")[]): Promise<void> {
  const filterFields = types.map((type) => ({ pointer, type }));
  const { status, text } = await account.call("PATCH", resource(place, "api"), { body: { filterFields } });
  if (status !== 200) throw new Error(text);
}

for (const declared of [[], ["text", "number"], ["date"]] as ("text" | "number" | "date")[][]) {
  const how = declared.length ? `declared as ${declared.join(" and ")}` : "not declared";
  test(`200: each operator finds what it says on every kind of value, on a field that is ${how}`, async ({
    account,
    connection,
  }) => {
    const place = await connection();
    const data = Object.entries(values).map(([id, v]) => ({ id, v }));
    // Half are there before the field is declared, half come after it.
    await account.call("POST", records(place, "api"), { body: { data: data.slice(0, 16) } });
    if (declared.length) await declare(account, place, declared);
    await account.call("POST", records(place, "api"), { body: { data: data.slice(16) } });
    for (const condition of conditions) {
      const found = await filtered(account, place, condition);
      expect
        .soft(found, JSON.stringify(condition).slice(0, 120))
        .toEqual(expected((value, id) => holds(condition, value, id)));
    }
  });
}

test("200: conditions are joined by and, or and not, to any depth that is allowed", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), {
    body: { data: Object.entries(values).map(([id, v]) => ({ id, v })) },
  });
  const number = { pointer, op: "gte", value: 0 };
  const small = { pointer, op: "lt", value: 2 };
  const text = { pointer, op: "startsWith", value: "a" };
  expect(await filtered(account, place, { and: [number, small] })).toEqual(["0", "1"]);
  expect(await filtered(account, place, { or: [{ and: [number, small] }, text] })).toEqual(["0", "1", "a%b_c", "abc"]);
  expect(await filtered(account, place, { not: { not: text } })).toEqual(["a%b_c", "abc"]);
  const neither = await filtered(account, place, { not: { or: [number, text] } });
  expect(neither, "what is missing is not greater, so it is among the others").toContain("none");
  expect(neither).toHaveLength(Object.keys(values).length - 6);
  const eight = [1, 2, 3, 4, 5, 6, 7].reduce<unknown>((inner) => ({ and: [inner] }), text);
  expect(await filtered(account, place, eight)).toEqual(["a%b_c", "abc"]);
});

test("200: pointers reach into objects and lists, and names may hold slashes and tildes", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const data = [
    { id: "a", "x/y": { "t~": [{ n: 1 }, { n: 2 }] }, "": { "": 1 } },
    { id: "b", "0": ["zero"], "-1": 1 },
  ];
  await account.call("POST", records(place, "api"), { body: { data } });
  const at = (where: string, value: unknown) => filtered(account, place, { pointer: where, op: "eq", value });
  expect(await at("/x~1y/t~0/1/n", 2)).toEqual(["a"]);
  expect(await at("/x~1y/t~0/2/n", 2)).toEqual([]);
  expect(await at("//", 1)).toEqual(["a"]);
  expect(await at("/0/0", "zero")).toEqual(["b"]);
  expect(await at("/-1", 1)).toEqual(["b"]);
  expect(await at("/id", "a")).toEqual(["a"]);
});

test("200 or 400, never a wrong record: a number in a filter keeps its digits", async ({ account, connection }) => {
  const place = await connection();
  const big = ["9007199254740992", "9007199254740993", "0.1", "0.10000000000000000001", "null"];
  const rows = big.map((n, at) => `{"id":"${at}","n":${n}}`);
  await account.call("POST", records(place, "api"), { raw: `{"data":[${rows.join(",")}]}` });
  for (const [at, number] of [...big.slice(0, 4), "1e400", "-1e400"].entries()) {
    for (const op of ["eq", "in", "has"]) {
      const value = op === "in" ? `[${number}]` : number;
      const filter = encodeURIComponent(`{"pointer":"/n","op":"${op}","value":${value}}`);
      const { status, body } = await account.call<Page>("GET", `${records(place, "api")}?filter=${filter}`);
      if (status === 400) continue;
      const found = op === "has" || at > 3 ? [] : [String(at)];
      expect
        .soft(
          body.data.map(({ id }) => id),
          `${op} ${number}`,
        )
        .toEqual(found);
    }
  }
});

test("400: what is no filter, with the place that is wrong", async ({ account, connection }) => {
  const place = await connection();
  const eq = { pointer, op: "eq", value: 1 };
  const nine = [1, 2, 3, 4, 5, 6, 7, 8].reduce<unknown>((inner) => ({ not: inner }), eq);
  const wrong: unknown[] = [
    ...[1, "x", null, [], {}, [eq], { and: [] }, { or: [] }, { and: eq }, { not: [eq] }, { and: [eq], or: [eq] }],
    ...[
      { ...eq, more: 1 },
      { ...eq, op: "like" },
      { ...eq, op: "EQ" },
      { ...eq, op: "toString" },
      { op: "eq", value: 1 },
    ],
    ...[
      { ...eq, pointer: "v" },
      { ...eq, pointer: "" },
      { ...eq, pointer: "/~2" },
      { ...eq, pointer: 7 },
    ],
    ...[
      { pointer, op: "eq" },
      { pointer, op: "exists", value: 1 },
      { pointer, op: "in", value: 1 },
    ],
    ...[
      { pointer, op: "contains", value: 1 },
      { pointer, op: "lt", value: null },
      { pointer, op: "lt", value: [1] },
    ],
    ...[
      { ...eq, as: "date" },
      { pointer, op: "lt", value: "soon", as: "date" },
      { ...eq, as: "boolean" },
    ],
    ...[
      { pointer, op: "gt", value: "2026-02-30", as: "date" },
      { pointer, op: "gt", value: "Jan 5 2026", as: "date" },
    ],
    ...[
      { pointer, op: "gt", value: "1", as: "number" },
      { pointer, op: "gt", value: 1, as: "text" },
    ],
    ...[{ and: Array.from({ length: 51 }, () => eq) }, nine],
    ...[
      { ...eq, value: "\u0000" },
      { ...eq, pointer: "/\u0000" },
      { pointer, op: "contains", value: "a\u0000" },
    ],
  ];
  const texts = [
    ...wrong.map((each) => JSON.stringify(each)),
    "",
    "{",
    "nonsense",
    `{"pointer":"/v","op":"eq","value":"\\ud800"}`,
  ];
  for (const text of texts) {
    for (const path of [records(place, "api"), `${resource(place, "api")}/export`]) {
      const { status, body } = await account.call("GET", `${path}?filter=${encodeURIComponent(text)}`);
      expect.soft(status, text.slice(0, 100)).toBe(400);
      if (status === 400) expect.soft(body.message, text.slice(0, 100)).toContain("filter");
    }
  }
});
