import { expect, record, records, test, type Account, type Place } from "../fixtures/api";

type Page = { data: { id: string; failing: boolean }[]; pagination: { totalCount?: number; totalIsMore?: boolean } };

async function listed(account: Account, place: Place, query: Record<string, string>): Promise<Page> {
  const asked = new URLSearchParams({ size: "500", sort: "id", ...query });
  const { status, body, text } = await account.call<Page>("GET", `${records(place, "api")}?${asked}`);
  if (status !== 200) throw new Error(`${asked}: ${status} ${text}`);
  return body;
}

const idsOf = ({ data }: Page) => data.map(({ id }) => id);

/** Values that a careless search finds wrongly or not at all, each under the id that should be found. */
const values: Record<string, unknown> = {
  percent: "100% done",
  underscore: "snake_case",
  backslash: "C:\\temp\\new",
  quote: 'say "hello" it\'s',
  lines: "first\nsecond\tthird",
  arabic: "مرحبا بالعالم",
  hebrew: "שלום עולם",
  emoji: "ship 🚀 it",
  accents: "ÉCOLE Straße",
  cyrillic: "Привет",
  slash: "a/b",
  markup: "<b>bold</b> & more",
  number: 12345.67,
  yes: true,
  nested: { deep: [{ deeper: ["Needle in here"] }] },
  nothing: null,
  "Überschrift-Ñ": "an id of its own",
};

const searches: [string, string[]][] = [
  ["100%", ["percent"]],
  ["%", ["percent"]],
  ["_", ["underscore"]],
  ["e_C", ["underscore"]],
  ["\\", ["backslash"]],
  ["\\temp\\N", ["backslash"]],
  ["\\n", ["backslash"]],
  ['"hello"', ["quote"]],
  ["it's", ["quote"]],
  ["first\nsecond", ["lines"]],
  ["بالعالم", ["arabic"]],
  ["עולם", ["hebrew"]],
  ["🚀", ["emoji"]],
  ["école", ["accents"]],
  ["STRAßE", ["accents"]],
  ["пРИВЕТ", ["cyrillic"]],
  ["A/B", ["slash"]],
  ["</b> &", ["markup"]],
  ["345.6", ["number"]],
  ["needle IN", ["nested"]],
  ["TRUE", ["yes"]],
  ["ARABIC", ["arabic"]],
  ["überSCHRIFT-ñ", ["Überschrift-Ñ"]],
  ["null", []],
  ["deeper", []],
  ['"v"', []],
  ["'; drop table data_record; --", []],
  [".*", []],
  ["done snake", []],
];

test("200: a search finds ids and values whatever they are made of, in any case, and never the names of members", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const data = Object.entries(values).map(([id, v]) => ({ id, v }));
  await account.call("POST", records(place, "api"), { body: { data } });
  for (const [q, found] of searches) {
    expect.soft(idsOf(await listed(account, place, { q })), q).toEqual(found);
  }
  await account.call("DELETE", record(place, "api", "percent"));
  expect(idsOf(await listed(account, place, { q: "100%" }))).toEqual([]);
  const { body } = await account.call<Page & { revision: number }>("GET", `${records(place, "api")}?size=1`);
  const before = String(body.revision - 1);
  expect(idsOf(await listed(account, place, { q: "100%", asOf: before })), "as of before it went").toEqual(["percent"]);
});

test("200: a search is joined with a filter, counted and paged like any list", async ({ account, connection }) => {
  const place = await connection();
  const data = Array.from({ length: 30 }, (_, n) => ({ id: `r${n + 10}`, name: n % 2 ? "Odd one" : "Even one", n }));
  await account.call("POST", records(place, "api"), { body: { data } });
  const filter = JSON.stringify({ pointer: "/n", op: "lt", value: 10 });
  expect(idsOf(await listed(account, place, { q: "odd", filter }))).toEqual(["r11", "r13", "r15", "r17", "r19"]);
  const whole = await listed(account, place, { q: "ODD", countMax: "15" });
  expect(whole.pagination).toEqual({ cursor: null, totalCount: 15, totalIsMore: false });
  expect((await listed(account, place, { q: "ODD", countMax: "14" })).pagination).toMatchObject({
    totalCount: 14,
    totalIsMore: true,
  });
  expect((await listed(account, place, { countMax: "5" })).pagination, "all of it is known").toMatchObject({
    totalCount: 30,
    totalIsMore: false,
  });
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const asked: string = `q=odd&size=4&sort=id${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = await account.call<{ data: { id: string }[]; pagination: { cursor: string | null } }>(
      "GET",
      `${records(place, "api")}?${asked}`,
    );
    seen.push(...page.body.data.map(({ id }) => id));
    cursor = page.body.pagination.cursor;
  }
  expect(seen).toEqual(idsOf(whole));
});

test("400: a search that is empty, too long, or holds what no record holds; a count that is none", async ({
  account,
  connection,
}) => {
  const place = await connection();
  for (const query of ["q=", "q=%20", `q=${"x".repeat(201)}`, "q=%00", "failing=maybe", "countMax=0", "countMax=x"]) {
    const { status, body } = await account.call("GET", `${records(place, "api")}?${query}`);
    expect.soft(status, query).toBe(400);
    expect.soft(body.message, query).toContain(query.split("=")[0]);
  }
});

test("200: any asks the items of a list, nested lists too, each item for itself", async ({ account, connection }) => {
  const place = await connection();
  const data = [
    { id: "both", items: [{ kind: "disk", size: 5, tags: ["a", "b"] }] },
    {
      id: "apart",
      items: [
        { kind: "disk", size: 1 },
        { kind: "cpu", size: 5, tags: [] },
      ],
    },
    { id: "deep", items: [{ parts: [{ n: 1 }, { n: 2 }] }] },
    { id: "object", items: { kind: "disk", size: 5 } },
    { id: "empty", items: [] },
    { id: "missing" },
    { id: "odd", items: ["disk", null, 5, [{ kind: "disk", size: 5 }]] },
  ];
  await account.call("POST", records(place, "api"), { body: { data } });
  await account.call("PATCH", records(place, "api").replace(/\/records$/, ""), {
    body: {
      filterFields: [
        { pointer: "/kind", type: "text" },
        { pointer: "/size", type: "number" },
      ],
    },
  });
  const found = async (filter: unknown) => idsOf(await listed(account, place, { filter: JSON.stringify(filter) }));
  const disk = { pointer: "/kind", op: "eq", value: "disk" };
  const large = { pointer: "/size", op: "gte", value: 5 };
  const any = (inside: unknown, pointer = "/items") => ({ pointer, any: inside });
  expect(await found(any({ and: [disk, large] }))).toEqual(["both"]);
  expect(await found({ and: [any(disk), any(large)] })).toEqual(["apart", "both"]);
  expect(await found({ not: any(disk) })).toEqual(["deep", "empty", "missing", "object", "odd"]);
  expect(await found(any({ not: disk }))).toEqual(["apart", "deep", "odd"]);
  expect(await found(any(any({ pointer: "/n", op: "eq", value: 2 }, "/parts")))).toEqual(["deep"]);
  expect(await found(any({ pointer: "/tags", op: "has", value: "b" }))).toEqual(["both"]);
  expect(await found(any({ pointer: "/kind", op: "contains", value: "ISK" }))).toEqual(["apart", "both"]);
  for (const wrong of [{ pointer: "/items", any: [] }, { any: disk }, { ...any(disk), op: "eq" }, any({})]) {
    const asked = encodeURIComponent(JSON.stringify(wrong));
    expect((await account.call("GET", `${records(place, "api")}?filter=${asked}`)).status).toBe(400);
  }
});
