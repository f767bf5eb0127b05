import { exact } from "../fixtures/exact";
import { expect, records, resource, test, type Account, type Place } from "../fixtures/api";

type Row = { id: string; attributes: { v?: unknown }; revision: number };
type Page = { data: Row[]; revision: number; pagination: { cursor: string | null; totalCount?: number } };

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const values: unknown[] = [
  ...[
    undefined,
    null,
    {},
    [],
    true,
    false,
    0,
    -1,
    2,
    10,
    2.5,
    1e15,
    "",
    "2",
    "10",
    "a",
    "B",
    "é",
    "😀",
    "\uffff",
    "x".repeat(300),
  ],
  ...["2026-01-31", "2026-01-31T00:00:00Z", "2026-01-30T23:30:00-01:00", "2026-02-30", "2025-12-31T23:59:59.999999Z"],
  ...["a", "a", 2, null, undefined],
];
const data = values.map((v, at) => ({ id: `r${(at * 7) % values.length}`, v }));

/** What a field is sorted by; undefined comes last in either direction. */
const keys: Record<string, (value: unknown) => string | number | undefined> = {
  text: (value) => (["string", "number", "boolean"].includes(typeof value) ? String(value).slice(0, 200) : undefined),
  number: (value) => (typeof value === "number" ? value : undefined),
  date: (value) => {
    const good = typeof value === "string" && /^\d{4}-\d{2}-\d{2}/.test(value) && value !== "2026-02-30";
    return good ? Date.parse(value) + (value.endsWith("999999Z") ? 0.999 : 0) : undefined;
  },
};

function sorted(type: string, descending: boolean): string[] {
  const key = keys[type] ?? keys.text;
  const turn = descending ? -1 : 1;
  return [...data]
    .sort((left, right) => {
      const [a, b] = [key?.(left.v), key?.(right.v)];
      if (a === undefined || b === undefined) {
        if (a === b) return turn * bytes(left.id, right.id);
        return a === undefined ? 1 : -1;
      }
      const order = typeof a === "number" ? a - Number(b) : bytes(a, String(b));
      return turn * (order || bytes(left.id, right.id));
    })
    .map(({ id }) => id);
}

async function walk(account: Account, path: string, query: string): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body, text } = await account.call<Page>("GET", `${path}?${query}${from}`);
    if (status !== 200) throw new Error(`${query}: ${status} ${text}`);
    seen.push(...body.data.map(({ id }) => id));
    cursor = body.pagination.cursor;
  }
  return seen;
}

async function filled(account: Account, place: Place): Promise<string> {
  const path = records(place, "api");
  await account.call("POST", path, { body: { data } });
  return path;
}

for (const type of ["text", "number", "date"]) {
  test(`200: sorted by a field as ${type}, records without it come last, and pages of any size are the whole list`, async ({
    account,
    connection,
  }) => {
    const place = await connection();
    const path = await filled(account, place);
    for (const declared of [false, true]) {
      if (declared) {
        const body = { filterFields: [{ pointer: "/v", type }] };
        expect((await account.call("PATCH", resource(place, "api"), { body })).status).toBe(200);
      }
      for (const sortDir of ["ASC", "DESC"]) {
        const query = `sort=/v&sortAs=${type}&sortDir=${sortDir}`;
        const wanted = sorted(type, sortDir === "DESC");
        expect(await walk(account, path, `${query}&size=500`), `${query} declared ${declared}`).toEqual(wanted);
        for (const size of [1, 4, 11]) {
          expect(await walk(account, path, `${query}&size=${size}`), `${query} by ${size}`).toEqual(wanted);
        }
      }
    }
    expect(await walk(account, path, "sort=/v&size=4"), "a declared field is sorted as it is declared").toEqual(
      sorted(type, false),
    );
  });
}

test("200: sorted by id means by its bytes, in either direction, now and as of a revision", async ({
  account,
  connection,
}) => {
  const path = records(await connection(), "api");
  const ids = ["a", "B", "é", "e\u0301", "😀", "\uffff", "\ue000", "10", "9", "Z", "_", "~", "a b"];
  await account.call("POST", path, { body: { data: ids.map((id) => ({ id })) } });
  const wanted = [...ids].sort(bytes);
  for (const moment of ["", "&asOf=2"]) {
    expect(await walk(account, path, `sort=id&size=3${moment}`)).toEqual(wanted);
    expect(await walk(account, path, `sort=id&sortDir=DESC&size=3${moment}`)).toEqual([...wanted].reverse());
  }
});

test("200: filter, sort and as-of together give the same pages as the whole", async ({ account, connection }) => {
  const place = await connection();
  const path = await filled(account, place);
  const { body } = await account.call<Page>("GET", `${path}?size=500`);
  await account.call("POST", path, { body: { data: data.map(({ id }) => ({ id, v: "later" })) } });
  const filter = encodeURIComponent('{"pointer":"/v","op":"exists"}');
  const query = `asOf=${body.revision}&filter=${filter}&sort=/v&sortAs=text`;
  const there = new Set(data.filter(({ v }) => v !== undefined).map(({ id }) => id));
  const wanted = sorted("text", false).filter((id) => there.has(id));
  expect(await walk(account, path, `${query}&size=500`)).toEqual(wanted);
  expect(await walk(account, path, `${query}&size=3`)).toEqual(wanted);
});

test("400: a sort that is no field and no pointer, or a cursor of another filter's order", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const path = await filled(account, place);
  for (const query of ["sort=name", "sort=/~2", "sort=", "sortAs=boolean", "sort=/v&sortAs=", "sort=/%00"]) {
    const { status } = await account.call("GET", `${path}?${query}`);
    expect.soft(status, query).toBe(400);
  }
  const { body } = await account.call<Page>("GET", `${path}?sort=/v&size=1`);
  const cursor = encodeURIComponent(body.pagination.cursor ?? "");
  for (const other of ["sort=/w", "sort=/v&sortAs=number", "sort=/v&sortDir=DESC", "sort=id"]) {
    expect((await account.call("GET", `${path}?${other}&cursor=${cursor}`)).status, other).toBe(400);
  }
});

test("200: the export is the list: every record once, digit for digit, by the bytes of its id", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const ids = ["b", "😀", "\uffff", "a/b", "10", "9", "é", '"'];
  const rows = [...ids, ...Array.from({ length: 4_500 }, (_, at) => `n${at}`)].map(
    (id, at) => `{"id":${JSON.stringify(id)},"n":${at}.${"0".repeat(at % 5)}1,"t":"line\\nbreak\\u2028"}`,
  );
  const path = records(place, "api");
  await account.call("POST", path, { raw: `{"data":[${rows.join(",")}]}`, headers: { prefer: "return=minimal" } });
  const exported = await account.call("GET", `${resource(place, "api")}/export`);
  expect(exported.headers.get("content-type")).toContain("application/x-ndjson");
  const lines = exported.text.split("\n");
  expect(lines.pop(), "the last line ends, too").toBe("");
  const got = lines.map((line) => exact(line) as Row);
  expect(got.map(({ id }) => id)).toEqual(rows.map((row) => (JSON.parse(row) as Row).id).sort(bytes));
  const listed: Row[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { text, body } = await account.call<Page>("GET", `${path}?sort=id&size=500${from}`);
    listed.push(...(exact(text) as { data: Row[] }).data);
    cursor = body.pagination.cursor;
  }
  type Listed = Row & { schemaVersion?: unknown; failing?: unknown };
  expect(got).toEqual(listed.map(({ schemaVersion: _version, failing: _failing, ...row }: Listed) => row));
});

test("200: an export of nothing is empty; a filter and a moment keep to their records", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const path = `${resource(place, "api")}/export`;
  const none = await account.call("GET", path);
  expect([none.status, none.text]).toEqual([200, ""]);
  await account.call("POST", records(place, "api"), {
    body: {
      data: [
        { id: "a", n: 1 },
        { id: "b", n: 2 },
      ],
    },
  });
  await account.call("DELETE", `${records(place, "api")}/a`);
  const filter = encodeURIComponent('{"pointer":"/n","op":"lt","value":2}');
  expect((await account.call("GET", `${path}?filter=${filter}`)).text).toBe("");
  const then = await account.call("GET", `${path}?filter=${filter}&asOf=2`);
  expect(JSON.parse(then.text)).toMatchObject({ id: "a", attributes: { n: 1 } });
});
