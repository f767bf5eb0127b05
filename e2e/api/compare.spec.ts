import fc from "fast-check";
import type { JobFacts } from "@/lib/contract/jobs";
import { expect, freshAccount, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { push } from "../fixtures/drafts";
import { headOf } from "../fixtures/heart";
import { jobOver } from "../fixtures/jobs";

type Row = {
  id: string;
  kind: "created" | "changed" | "deleted";
  attributes: Record<string, unknown> | null;
  fields: { kind: string; pointer: string; before?: unknown; after?: unknown }[];
};
type Counts = { created: number; changed: number; deleted: number };
type Told = { from: number; to: number; counts: Counts | null; touched: number };
type Page = { data: Row[]; next: string | null };

const path = (place: Place) => `${resource(place, "api")}/compare`;

const compare = (account: Account, place: Place, query: string) => account.call<Told>("GET", `${path(place)}?${query}`);

async function rowsOf(account: Account, place: Place, query: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = ""; ;) {
    const address = `${path(place)}/records?${query}&size=3${after && `&after=${encodeURIComponent(after)}`}`;
    const { body } = await account.call<Page>("GET", address);
    rows.push(...body.data);
    if (body.next === null) return rows;
    after = body.next;
  }
}

/** All records as they stood. */
async function stateAt(account: Account, place: Place, revision: number): Promise<Map<string, object>> {
  const { text } = await account.call("GET", `${resource(place, "api")}/export?asOf=${revision}`);
  const lines = text.split("\n").filter(Boolean);
  const parsed = lines.map((line) => JSON.parse(line) as { id: string; attributes: object });
  return new Map(parsed.map(({ id, attributes }) => [id, attributes]));
}

test("200: counts first, then the records with the places that differ; what came to the same again is no difference", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [
    { id: "stays", n: 1 },
    { id: "changes", n: 1, deep: { a: [1, 2] } },
    { id: "returns", n: 1 },
  ]);
  await account.call("POST", records(place, "api"), { raw: '{"data":{"id":"goes","n":9007199254740993}}' });
  const { revision: from } = await headOf(place);
  await account.call("PATCH", record(place, "api", "changes"), { body: { data: { n: 2, deep: { a: [1, 3] } } } });
  await account.call("PATCH", record(place, "api", "returns"), { body: { data: { n: 2 } } });
  await account.call("PATCH", record(place, "api", "returns"), { body: { data: { n: 1 } } });
  await account.call("DELETE", record(place, "api", "goes"));
  await push(account, place, [{ id: "comes" }, { id: "came and went" }]);
  await account.call("DELETE", record(place, "api", "came and went"));
  const { status, body } = await compare(account, place, `from=${from}`);
  expect([status, body.counts]).toEqual([200, { created: 1, changed: 1, deleted: 1 }]);
  expect(await rowsOf(account, place, `from=${from}`)).toMatchObject([
    {
      id: "changes",
      kind: "changed",
      attributes: null,
      fields: [
        { kind: "changed", pointer: "/n", before: 1, after: 2 },
        { kind: "changed", pointer: "/deep/a/1", before: 2, after: 3 },
      ],
    },
    { id: "comes", kind: "created", attributes: { id: "comes" }, fields: [] },
    { id: "goes", kind: "deleted" },
  ]);
  expect((await rowsOf(account, place, `from=${from}&kind=created`)).map(({ id }) => id)).toEqual(["comes"]);
  const digits = await account.call("GET", `${path(place)}/records?from=${from}&kind=deleted`);
  expect(digits.text, "no digit is lost").toContain("9007199254740993");
  expect((await compare(account, place, `from=${from}&to=${from}`)).body.counts).toEqual({
    created: 0,
    changed: 0,
    deleted: 0,
  });
});

test("400: moments in the wrong order, that have not happened, or that are none", async ({ account, connection }) => {
  const place = await connection();
  await push(account, place, [{ id: "a" }]);
  for (const query of ["from=2&to=1", "from=99", "from=soon", "to=1", "from=1&to=", "from=1&size=x"]) {
    const { status } = await account.call("GET", `${path(place)}/records?${query}`);
    expect.soft([query, status]).toEqual([query, 400]);
  }
});

test("404: another account's moments are not compared", async ({ account, connection }) => {
  const place = await connection();
  const stranger = await freshAccount();
  for (const address of [`${path(place)}?from=1`, `${path(place)}/records?from=1`]) {
    expect((await stranger.call("GET", address)).status).toBe(404);
  }
  expect((await stranger.call("POST", path(place), { body: { from: "1" } })).status).toBe(404);
  expect((await account.call("GET", `${path(place)}?from=1`)).status).toBe(200);
});

test("202: a job counts however many there are, and writes them as CSV and as lines", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [{ id: "a", n: 1, formula: "=1+1" }, { id: "b" }]);
  const { revision: from } = await headOf(place);
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: -1.5, formula: "=2+2" } } });
  await account.call("DELETE", record(place, "api", "b"));
  await push(account, place, [{ id: "c", n: 12345678901234567890.5 }]);
  const run = async (body: object) => {
    const { status, body: job } = await account.call<JobFacts>("POST", path(place), {
      body: { from: String(from), ...body },
    });
    expect(status).toBe(202);
    return jobOver(account, job.id);
  };
  const counts = { newRecords: 1, changedRecords: 1, goneRecords: 1 };
  expect(await run({})).toMatchObject({ status: "done", counts, result: null });
  const lines = await run({ format: "jsonl" });
  const { text } = await account.call("GET", lines.result?.downloadUrl ?? "");
  expect(
    text
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as Row).kind),
  ).toEqual(["changed", "deleted", "created"]);
  const csv = await run({ format: "csv" });
  expect(csv.counts).toEqual(counts);
  const sheet = await account.call("GET", csv.result?.downloadUrl ?? "");
  expect(sheet.text.split("\r\n").slice(0, 3)).toEqual([
    "\ufeffid,kind,place,before,after",
    "a,changed,/n,1,-1.5",
    "a,changed,/formula,'=1+1,'=2+2",
  ]);
});

test("a deleted connection had no records while it was gone", async ({ account, connection }) => {
  const place = await connection();
  await push(account, place, [{ id: "a" }, { id: "b" }]);
  const { revision: from } = await headOf(place);
  await account.call("DELETE", `/api/connections/${place.connectionId}`);
  const gone = await compare(account, place, `from=${from}&to=${from + 1}`);
  expect(gone.body.counts).toEqual({ created: 0, changed: 0, deleted: 2 });
  await account.call("POST", `/api/connections/${place.connectionId}/restore`);
  const back = await compare(account, place, `from=${from + 1}&to=${from + 2}`);
  expect(back.body.counts).toEqual({ created: 2, changed: 0, deleted: 0 });
  expect((await compare(account, place, `from=${from}&to=${from + 2}`)).body.counts).toEqual({
    created: 0,
    changed: 0,
    deleted: 0,
  });
});

type Act = { id: string; what: "push" | "patch" | "delete"; n: number };
const acts = fc.array(
  fc.record({
    id: fc.constantFrom("a", "b", "c", "d", "é/ü"),
    what: fc.constantFrom<Act["what"][]>("push", "patch", "delete"),
    n: fc.integer({ min: 0, max: 2 }),
  }),
  { minLength: 6, maxLength: 18 },
);

test("compare(a, b) applied to a is b, whatever happened between", async ({ account, connection }) => {
  test.setTimeout(180_000);
  await fc.assert(
    fc.asyncProperty(acts, async (happened) => {
      const place = await connection();
      for (const { id, what, n } of happened) {
        if (what === "push")
          await account.call("POST", records(place, "api"), { body: { data: { id, n, list: [n] } } });
        else if (what === "delete") await account.call("DELETE", record(place, "api", id));
        else await account.call("PATCH", record(place, "api", id), { body: { data: { m: n } } });
      }
      const { revision } = await headOf(place);
      const [from, to] = [Math.ceil(revision / 3), revision];
      const [before, after] = [await stateAt(account, place, from), await stateAt(account, place, to)];
      const rows = await rowsOf(account, place, `from=${from}&to=${to}`);
      const applied = new Map(before);
      for (const { id, kind, attributes } of rows) {
        if (kind === "deleted") {
          expect(attributes).toEqual(applied.get(id));
          applied.delete(id);
        } else if (kind === "created") {
          expect(applied.has(id)).toBe(false);
          applied.set(id, attributes ?? {});
        } else {
          expect(applied.get(id)).not.toEqual(after.get(id));
          applied.set(id, after.get(id) ?? {});
        }
      }
      expect(Object.fromEntries(applied)).toEqual(Object.fromEntries(after));
      const { counts } = (await compare(account, place, `from=${from}&to=${to}`)).body;
      const counted = (kind: Row["kind"]) => rows.filter((row) => row.kind === kind).length;
      expect(counts).toEqual({ created: counted("created"), changed: counted("changed"), deleted: counted("deleted") });
    }),
    { numRuns: 8 },
  );
});
