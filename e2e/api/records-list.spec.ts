import { expect, records, test, type Account } from "../fixtures/api";

type Item = {
  id: string;
  attributes: Record<string, unknown>;
  sessionId: string | null;
  createdAt: string;
  updatedAt: string;
};
type Page = { data: Item[]; pagination: { cursor: string | null; totalCount?: number } };

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

async function walk(account: Account, path: string, query: string): Promise<Item[]> {
  const seen: Item[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await account.call<Page>("GET", `${path}?${query}${from}`);
    seen.push(...body.data);
    cursor = body.pagination.cursor;
  }
  return seen;
}

test("200: a listed record is id, attributes, sessionId and two ISO times; the cursor is an explicit null at the end", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  const none = await account.call<Page>("GET", path);
  expect(none.body).toEqual({ data: [], pagination: { cursor: null } });
  await account.call("POST", path, { body: { data: { id: 7, name: "x" } } });
  const { body, text } = await account.call<Page>("GET", path);
  expect(text).toContain('"cursor":null');
  const [item] = body.data;
  expect(Object.keys(item ?? {}).sort()).toEqual(["attributes", "createdAt", "id", "sessionId", "updatedAt"]);
  expect(item).toMatchObject({ id: "7", attributes: { id: 7, name: "x" }, sessionId: null });
  expect(item?.createdAt).toMatch(iso);
  expect(item?.updatedAt).toMatch(iso);
});

test("200: pages of any size never skip or repeat a record, in each order and direction", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  // One bulk gives all its records one time of creation, so that only the id tells them apart.
  const bulk = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) => ({ id: `r${String(from + at).padStart(3, "0")}` }));
  await account.call("POST", path, { body: { data: bulk(40, 60) } });
  await account.call("POST", path, { body: { data: bulk(0, 40) } });
  await account.call("POST", path, { body: { data: { id: "r050", touched: true } } });
  const created = [...bulk(40, 60), ...bulk(0, 40)].map(({ id }) => id);
  const ids = async (query: string) => (await walk(account, path, query)).map(({ id }) => id);
  for (const size of [1, 7, 20, 59, 60, 61, 500]) expect(await ids(`size=${size}`), `size ${size}`).toEqual(created);
  expect(await ids("size=7&sort=createdAt&sortDir=ASC")).toEqual(created);
  expect(await ids("size=7&sort=createdAt&sortDir=DESC")).toEqual([...created].reverse());
  const touched = [...created.filter((id) => id !== "r050"), "r050"];
  expect(await ids("size=7&sort=updatedAt")).toEqual(touched);
  expect(await ids("size=7&sort=updatedAt&sortDir=DESC")).toEqual([...touched].reverse());
});

test("200: a walk in the order of creation meets no record twice and misses none while others are pushed", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  const push = (id: string) => account.call("POST", path, { body: { data: { id } } });
  for (const id of ["d", "c", "b", "a"]) await push(id);
  const first = await account.call<Page>("GET", `${path}?size=2`);
  for (const id of ["0", "b", "z"]) await push(id);
  await account.call("DELETE", `${path}/d`);
  const rest = await walk(account, path, `size=2&cursor=${first.body.pagination.cursor}`).catch(() => []);
  expect([...first.body.data, ...rest].map(({ id }) => id)).toEqual(["d", "c", "b", "a", "0", "z"]);
});

test("200: 50 records to a page unless asked otherwise, 500 at most", async ({ account, connection }) => {
  const path = records(await connection(), "v2");
  await account.call("POST", path, { body: { data: Array.from({ length: 501 }, (_, id) => ({ id })) } });
  const length = async (query: string) => (await account.call<Page>("GET", path + query)).body.data.length;
  expect([await length(""), await length("?size=1"), await length("?size=500")]).toEqual([50, 1, 500]);
});

test("200: includeTotalCount counts the whole list, on the first page only", async ({ account, connection }) => {
  const path = records(await connection(), "v2");
  await account.call("POST", path, { body: { data: [{ id: 1 }, { id: 2 }, { id: 3 }] } });
  const page = async (query: string) => (await account.call<Page>("GET", `${path}?size=2&${query}`)).body.pagination;
  const first = await page("includeTotalCount=true");
  expect(first.totalCount).toBe(3);
  expect(await page(`includeTotalCount=true&cursor=${first.cursor}`)).toEqual({ cursor: null });
  expect(await page("includeTotalCount=false")).not.toHaveProperty("totalCount");
  await account.call("DELETE", `${path}/2`);
  expect((await page("includeTotalCount=true")).totalCount, "a deleted record is not counted").toBe(2);
});

test("200: unknown query parameters are ignored; without data the answer is as without them", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  for (const query of [
    "foo=bar",
    "page=0",
    "limit=9999",
    "filter=x",
    "asOf=x",
    "sort[]=x",
    "Size=0",
    "a=%F0%9F%98%80",
    "&&=&",
  ]) {
    expect((await account.call("GET", `${path}?${query}`)).status, query).toBe(200);
  }
});

test("400: known parameters out of range, with their name in the message", async ({ account, connection }) => {
  const path = records(await connection(), "v2");
  const wrong = {
    size: ["0", "501", "-1", "1.5", "1e2", "ten", "", "99999999999999999999", "%20" + "5"],
    sort: ["name", "id", "CREATEDAT", ""],
    sortDir: ["asc", "up", ""],
    cursor: ["x", "null", "0", "%00", "AAAA", "x".repeat(5_000)],
    sessionId: ["ab", "with%20blank", "x".repeat(65), "%2F%2F%2F", ""],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const { status, body } = await account.call("GET", `${path}?${name}=${value}`);
      expect(status, `${name}=${value.slice(0, 30)}`).toBe(400);
      expect(body.message, `${name}=${value.slice(0, 30)}`).toContain(name);
    }
  }
});

test("400: a cursor of another list, of another order, or with one character changed", async ({
  account,
  connection,
}) => {
  const [one, other] = [records(await connection(), "v2"), records(await connection(), "v2")];
  for (const path of [one, other])
    await account.call("POST", path, { body: { data: [{ id: 1 }, { id: 2 }, { id: 3 }] } });
  const { body } = await account.call<Page>("GET", `${one}?size=1`);
  const cursor = body.pagination.cursor ?? "";
  const at = Math.floor(cursor.length / 2);
  const altered = cursor.slice(0, at) + (cursor[at] === "A" ? "B" : "A") + cursor.slice(at + 1);
  expect((await account.call("GET", `${one}?size=1&cursor=${cursor}`)).status).toBe(200);
  for (const [what, path] of [
    ["another list's", `${other}?cursor=${cursor}`],
    ["another direction's", `${one}?sortDir=DESC&cursor=${cursor}`],
    ["another order's", `${one}?sort=updatedAt&cursor=${cursor}`],
    ["an altered one", `${one}?cursor=${altered}`],
    ["a shortened one", `${one}?cursor=${cursor.slice(0, -4)}`],
    ["another kind of list's", `/public/v2/custom-connections?cursor=${cursor}`],
  ] as const) {
    expect((await account.call("GET", path)).status, what).toBe(400);
  }
});

test("200: sessionId keeps to a session's records: none of a session that there is not", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "v2");
  await account.call("POST", path, { body: { data: { id: "a" } } });
  const { status, body } = await account.call<Page>("GET", `${path}?sessionId=nightly-2026_01&includeTotalCount=true`);
  expect(status).toBe(200);
  expect(body).toEqual({ data: [], pagination: { cursor: null, totalCount: 0 } });
});
