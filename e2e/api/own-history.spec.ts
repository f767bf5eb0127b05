import { expect, record, records, resource, test, type Account } from "../fixtures/api";

type Stored = { id: string; attributes: Record<string, unknown>; revision: number };
type Mark = { revision: number; kind: string; actor: { kind: string; id: number; label: string }; channel: string };
type Version = Stored & { supersededBy: number | null; madeBy: Mark; endedBy: Mark | null };
type Counts = { created: number; updated: number; unchanged: number; rejected: number };
type Change = Counts & {
  revision: number;
  at: string;
  kind: string;
  deleted: number;
  schemaVersion: number;
  requestId: string;
};
type Push = Counts & {
  id: number;
  revision: number | null;
  bodyBytes: number;
  rejectedRows: { position: number; id: string | null; code: number; message: string }[];
};
type Numbered<Row> = { data: Row[]; next: number | null };

const attributesOf = async (account: Account, path: string) =>
  (await account.call<{ data: Stored[] }>("GET", path)).body.data.map(({ attributes }) => attributes);

test("200: every version of a record: what it was, who made it through what, who ended it", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const headers = { "x-request-id": "history-1" };
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a", n: 1 } }, headers });
  await account.call("PUT", record(place, "v2", "a"), { body: { data: { n: 2 } } });
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 2 } } });
  await account.call("DELETE", record(place, "api", "a"));
  const path = `${record(place, "api", "a")}/history`;
  const { body } = await account.call<Numbered<Version>>("GET", path);
  expect(body.next).toBeNull();
  const [second, first] = body.data;
  expect(body.data).toHaveLength(2);
  expect(first).toMatchObject({ attributes: { id: "a", n: 1 }, madeBy: { channel: "v1", requestId: "history-1" } });
  expect(first?.supersededBy).toBe(second?.revision);
  expect(first?.endedBy).toEqual(second?.madeBy);
  expect(second).toMatchObject({ attributes: { id: "a", n: 2 }, madeBy: { kind: "record.update", channel: "v2" } });
  expect(second?.endedBy).toMatchObject({ kind: "record.delete", channel: "api" });
  expect(second?.supersededBy).toBe(second?.endedBy?.revision);
  expect(second?.madeBy.actor).toMatchObject({ kind: "key", id: account.keyId });
  const page = await account.call<Numbered<Version>>("GET", `${path}?size=1`);
  expect(page.body.data).toEqual([second]);
  const rest = await account.call<Numbered<Version>>("GET", `${path}?size=1&below=${page.body.next}`);
  expect(rest.body).toEqual({ data: [first], next: null });
  expect((await account.call("GET", `${record(place, "api", "never")}/history`)).status).toBe(404);
});

test("200: every write is one change with its counts; revisions have no gaps", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", properties: { n: { type: "number" } } } });
  const push = (data: unknown) => account.call("POST", records(place, "v1"), { body: { data } });
  await push([
    { id: "a", n: 1 },
    { id: "b", n: 1 },
    { id: "c", n: "x" },
  ]);
  await push([{ id: "a", n: 1 }, { id: "b", n: 2 }, { id: "d" }, { id: "" }]);
  await push({ id: "d" });
  await push({ id: "x", n: "bad" });
  await account.call("DELETE", record(place, "v1", "d"));
  await account.call("PATCH", resource(place, "api"), { body: { description: "x" } });
  const { body } = await account.call<Numbered<Change>>("GET", `${resource(place, "api")}/changes`);
  const revisions = body.data.map(({ revision }) => revision);
  expect(revisions).toEqual(Array.from({ length: revisions.length }, (_, at) => revisions.length - at));
  const counts = body.data.map(({ kind, created, updated, unchanged, deleted, rejected }) =>
    [kind, created, updated, unchanged, deleted, rejected].join(" "),
  );
  expect(counts).toEqual([
    "resource.update 0 0 0 0 0",
    "record.delete 0 0 0 1 0",
    "records.upsert 1 1 1 0 1",
    "records.upsert 2 0 0 0 1",
    "resource.create 0 0 0 0 0",
  ]);
  const times = body.data.map(({ at }) => at);
  expect([...times].sort().reverse()).toEqual(times);
  const paged = await account.call<Numbered<Change>>("GET", `${resource(place, "api")}/changes?size=2&below=4`);
  expect(paged.body.data.map(({ revision }) => revision)).toEqual([3, 2]);
});

test("200: every push leaves a row, also one that changed nothing, with what it refused and why", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  const push = (data: unknown) => account.call("POST", records(place, "v2"), { body: { data } });
  await push([{ id: "a", name: "A" }, { id: "b" }, 7, { id: "", name: "x" }, { name: "made" }]);
  await push({ id: "a", name: "A" });
  await push([{ id: "only bad" }]);
  const { body } = await account.call<Numbered<Push>>("GET", `${resource(place, "api")}/pushes`);
  const [bad, same, first] = body.data;
  expect(first).toMatchObject({ created: 2, updated: 0, unchanged: 0, rejected: 3, revision: 2 });
  expect(first?.rejectedRows).toMatchObject([
    { position: 1, id: "b", code: 28022, message: expect.stringContaining("required property 'name'") },
    { position: 2, id: null },
    { position: 3, id: null },
  ]);
  expect(first?.bodyBytes).toBeGreaterThan(50);
  expect(same).toMatchObject({ created: 0, unchanged: 1, rejected: 0, revision: null });
  expect(bad).toMatchObject({ created: 0, unchanged: 0, rejected: 1, revision: null });
  const { body: facts } = await account.call("GET", resource(place, "api"));
  expect(facts).toMatchObject({ recordCount: 2, revision: 2 });
  expect(facts.lastPushAt).toBe((body.data[0] as unknown as { at: string }).at);
});

test("200: a single record that was refused is a push, too", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", required: ["name"] } });
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } })).status).toBe(400);
  const { body } = await account.call<Numbered<Push>>("GET", `${resource(place, "api")}/pushes`);
  expect(body.data).toMatchObject([
    { rejected: 1, revision: null, rejectedRows: [{ position: 0, id: "a", code: 28022 }] },
  ]);
});

test("200: as of any revision, and of any time, the list is what it was then", async ({ account, connection }) => {
  const place = await connection();
  const path = records(place, "api");
  const states: unknown[][] = [[]];
  const wait = async () => states.push(await attributesOf(account, `${path}?size=500`));
  const push = (data: unknown) => account.call("POST", path, { body: { data } });
  await push([
    { id: "a", n: 1 },
    { id: "b", n: 1 },
  ]);
  await wait();
  await push([
    { id: "a", n: 2 },
    { id: "c", n: 1 },
  ]);
  await wait();
  await account.call("DELETE", record(place, "api", "b"));
  await wait();
  await push({ id: "b", n: 2 });
  await wait();
  const { body: changes } = await account.call<Numbered<Change>>("GET", `${resource(place, "api")}/changes`);
  for (const { revision, at } of changes.data) {
    const asOf = await attributesOf(account, `${path}?asOf=${revision}&sort=id`);
    const then = states[revision - 1] as { id: string }[];
    expect(asOf, `revision ${revision}`).toEqual([...then].sort((a, b) => (a.id < b.id ? -1 : 1)));
    const next = changes.data.find((change) => change.revision === revision + 1);
    // Two changes within one millisecond have the same time on the wire.
    if (next?.at !== at) {
      const until = new Date(Date.parse(at) + 1).toISOString();
      if (!next || next.at > until) expect(await attributesOf(account, `${path}?asOf=${until}&sort=id`)).toEqual(asOf);
    }
  }
  expect(await attributesOf(account, `${path}?asOf=0`)).toEqual([]);
  expect(await attributesOf(account, `${path}?asOf=2000-01-01T00:00:00Z`)).toEqual([]);
  expect(await attributesOf(account, `${path}?asOf=1&size=1`)).toEqual([]);
});

test("200: one record, and the export, as of a revision; 404 before it was and after it went", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const at = record(place, "api", "a");
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  await account.call("PATCH", at, { body: { data: { n: 2 } } });
  await account.call("DELETE", at);
  const read = (revision: number) => account.call<Stored>("GET", `${at}?asOf=${revision}`);
  expect((await read(1)).status).toBe(404);
  expect((await read(2)).body.attributes).toEqual({ id: "a", n: 1 });
  expect((await read(3)).body.attributes).toEqual({ id: "a", n: 2 });
  expect((await read(4)).status).toBe(404);
  const line = (await account.call("GET", `${resource(place, "api")}/export?asOf=3`)).text;
  expect(JSON.parse(line)).toMatchObject({ id: "a", attributes: { n: 2 } });
});

test("400: as of what has not happened, or is no moment", async ({ account, connection }) => {
  const place = await connection();
  for (const asOf of [
    "2",
    "99999999",
    "-1",
    "1.5",
    "yesterday",
    "2026-13-01",
    "2026-01-32T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-03-01T10:00:00",
    "2026-03-01T10:00:00.123456",
    "x".repeat(41),
  ]) {
    const { status, body } = await account.call("GET", `${records(place, "api")}?asOf=${asOf}`);
    expect(status, asOf).toBe(400);
    expect(body.message, asOf).toContain("asOf");
  }
});

test("200: what was deleted with its connection stays readable as of before, with its history and changes", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a" }, { id: "b" }] } });
  await account.call("DELETE", `/api/connections/${place.connectionId}`);
  const path = records(place, "api");
  expect((await account.call("GET", path)).status, "nothing is live").toBe(404);
  expect(await attributesOf(account, `${path}?asOf=2&sort=id`)).toEqual([{ id: "a" }, { id: "b" }]);
  expect(await attributesOf(account, `${path}?asOf=3`), "at the deletion's own revision it is gone").toEqual([]);
  const { body } = await account.call<Numbered<Change>>("GET", `${resource(place, "api")}/changes`);
  expect(body.data[0]).toMatchObject({ kind: "resource.delete", revision: 3, deleted: 2 });
  expect((await account.call("GET", `${record(place, "api", "a")}/history`)).status).toBe(200);
});
