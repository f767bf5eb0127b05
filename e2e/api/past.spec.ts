import fc from "fast-check";
import { expect, newConnection, records, resource, type Account, type Place } from "../fixtures/api";
import { changesOf, test, type Version } from "../fixtures/heart";
import { act, acts, states } from "../fixtures/past";

type Row = { id: string; attributes: Record<string, unknown>; revision: number };
type Page = { data: Row[]; pagination: { cursor: string | null; totalCount?: number } };

const declared = [
  { pointer: "/t", type: "text" },
  { pointer: "/n", type: "number" },
];

async function filledPlace(account: Account): Promise<Place> {
  const place = await newConnection(account);
  const { status, text } = await account.call("PATCH", resource(place, "api"), { body: { filterFields: declared } });
  if (status !== 200) throw new Error(text);
  return place;
}

/** Every page of a list as of a revision. */
async function listAt(account: Account, place: Place, revision: number, query: string, size: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ""; ;) {
    const path = `${records(place, "api")}?asOf=${revision}&size=${size}&${query}${cursor}`;
    const { status, body, text } = await account.call<Page>("GET", path);
    if (status !== 200) throw new Error(text);
    rows.push(...body.data);
    if (body.pagination.cursor === null) return rows;
    cursor = `&cursor=${encodeURIComponent(body.pagination.cursor)}`;
  }
}

// Without surrogates this is the order of their bytes.
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Values = { n?: number | null; t?: string };
const valuesOf = ({ data }: Version) => JSON.parse(data) as Values;

/** The ids of a state in the order of a field and then of the id; those without the field last. */
function sortedBy(state: ReadonlyMap<string, Version>, field: "n" | "t", descending: boolean): string[] {
  const sign = descending ? -1 : 1;
  const keyed = [...state.values()].map((version) => ({ id: version.id, key: valuesOf(version)[field] ?? null }));
  const [some, none] = [keyed.filter(({ key }) => key !== null), keyed.filter(({ key }) => key === null)];
  const compare = (a: (typeof keyed)[number], b: (typeof keyed)[number]) =>
    sign *
    ((typeof a.key === "number" ? a.key - (b.key as number) : byBytes(String(a.key), String(b.key))) ||
      byBytes(a.id, b.id));
  return [...some.sort(compare), ...none.sort((a, b) => sign * byBytes(a.id, b.id))].map(({ id }) => id);
}

const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);

test("as of N is the replay of the Changes up to N, for every N, in every order, filtered and exported", async ({
  busy,
}) => {
  test.setTimeout(300_000);
  await fc.assert(
    fc.asyncProperty(acts, async (done) => {
      const place = await filledPlace(busy);
      await act(busy, place, done);
      const newest = (await changesOf(place)).length;
      const all = await states(place, newest);
      for (let revision = 0; revision <= newest; revision += 1) {
        const state = all[revision] ?? new Map<string, Version>();
        const found = await listAt(busy, place, revision, "sort=id&includeTotalCount=true", 3);
        const shown = found.map(({ id, attributes, revision: made }) => [id, attributes, made]);
        const expected = [...state.values()]
          .sort((a, b) => byBytes(a.id, b.id))
          .map((version) => [version.id, JSON.parse(version.data), version.revision]);
        expect(shown, `as of ${revision}`).toEqual(expected);

        const whole = await busy.call<Page>(
          "GET",
          `${records(place, "api")}?asOf=${revision}&includeTotalCount=true&size=1`,
        );
        expect(whole.body.pagination.totalCount).toBe(state.size);

        for (const [field, direction] of [
          ["n", "ASC"],
          ["t", "DESC"],
        ] as const) {
          const rows = await listAt(busy, place, revision, `sort=/${field}&sortDir=${direction}`, 2);
          expect(idsOf(rows), `${field} ${direction} as of ${revision}`).toEqual(
            sortedBy(state, field, direction === "DESC"),
          );
        }
        const filter = encodeURIComponent(JSON.stringify({ pointer: "/t", op: "eq", value: "x" }));
        const rows = await listAt(busy, place, revision, `sort=/n&filter=${filter}`, 2);
        const holding = new Map([...state].filter(([, version]) => valuesOf(version).t === "x"));
        expect(idsOf(rows), `t = x as of ${revision}`).toEqual(sortedBy(holding, "n", false));

        const lines = await busy.call("GET", `${resource(place, "api")}/export?asOf=${revision}`);
        expect(
          lines.text
            .split("\n")
            .filter(Boolean)
            .map((line) => (JSON.parse(line) as Row).id),
        ).toEqual(expected.map(([id]) => id));
      }
    }),
    { numRuns: 12 },
  );
});

const MANY = 24_000;
const TWICE = 21_000;

test("where there is too much to sort on both sides of a moment, its lists are the same as by the replay", async ({
  busy,
}) => {
  test.setTimeout(180_000);
  const place = await filledPlace(busy);
  const spread = (at: number) => (at * 7_919) % 1_000;
  const push = async (from: number, to: number, version: number) => {
    for (let at = from; at < to; at += 10_000) {
      const data = Array.from({ length: Math.min(10_000, to - at) }, (_, next) => ({
        id: `r${at + next}`,
        n: spread(at + next + version * 13),
        t: `t${spread(at + next) % 7}`,
      }));
      const headers = { prefer: "return=minimal" };
      expect((await busy.call("POST", records(place, "api"), { body: { data }, headers })).status).toBe(200);
    }
  };
  await push(0, MANY + TWICE, 0);
  const first = (await changesOf(place)).length;
  await push(MANY, MANY + TWICE, 1);
  const second = (await changesOf(place)).length;
  await push(MANY, MANY + TWICE, 2);
  const newest = (await changesOf(place)).length;
  const all = await states(place, newest);
  const revisions = [first - 2, first, second, second + 1, newest];
  for (const revision of revisions) {
    const state = all[revision] ?? new Map<string, Version>();
    for (const [field, direction] of [
      ["n", "ASC"],
      ["t", "DESC"],
    ] as const) {
      const expected = sortedBy(state, field, direction === "DESC");
      const rows = await firstPages(busy, place, `asOf=${revision}&sort=/${field}&sortDir=${direction}`);
      expect(idsOf(rows), `${field} ${direction} as of ${revision}`).toEqual(expected.slice(0, rows.length));
      expect(rows.every(({ id, revision: made }) => made === state.get(id)?.revision)).toBe(true);
    }
    const lines = await busy.call("GET", `${resource(place, "api")}/export?asOf=${revision}`);
    const exported = lines.text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Row);
    expect(exported.length).toBe(state.size);
    expect(exported.every(({ id, revision: made }) => state.get(id)?.revision === made)).toBe(true);
    expect(idsOf(exported).join()).toBe([...state.keys()].sort(byBytes).join());
  }
});

/** The first pages of a list, enough to go across the edge of either side. */
async function firstPages(account: Account, place: Place, query: string): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor = "";
  for (let page = 0; page < 3; page += 1) {
    const { body } = await account.call<Page>("GET", `${records(place, "api")}?${query}&size=500${cursor}`);
    rows.push(...body.data);
    if (body.pagination.cursor === null) break;
    cursor = `&cursor=${encodeURIComponent(body.pagination.cursor)}`;
  }
  return rows;
}

test("the slots of kept versions follow when other fields are declared, and no version is made", async ({ busy }) => {
  const place = await newConnection(busy);
  const push = (n: number) => busy.call("POST", records(place, "api"), { body: { data: { id: "a", n, t: `t${n}` } } });
  for (const n of [1, 2, 3]) await push(n);
  await busy.call("PATCH", resource(place, "api"), { body: { filterFields: declared } });
  const filter = encodeURIComponent(JSON.stringify({ pointer: "/n", op: "lt", value: 3 }));
  const found = async (revision: number) => idsOf(await listAt(busy, place, revision, `sort=/t&filter=${filter}`, 5));
  expect(await Promise.all([2, 3, 4].map(found))).toEqual([["a"], ["a"], []]);
});
