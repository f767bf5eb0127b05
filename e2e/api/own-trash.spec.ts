import { expect, freshAccount, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";

type Deleted = {
  id: string;
  attributes: Record<string, unknown>;
  deletedRevision: number;
  deletedAt: string;
  deletedBy: { kind: string; id: number };
  reason: string | null;
};
type Restored = {
  revision: number | null;
  restored: number;
  restoredIds: string[];
  refused: { id: string; message: string }[];
};

const trashOf = (place: Place) => `${resource(place, "api")}/deleted-records`;

async function trash(account: Account, place: Place, query = ""): Promise<Deleted[]> {
  const { status, body, text } = await account.call<{ data: Deleted[] }>("GET", `${trashOf(place)}${query}`);
  if (status !== 200) throw new Error(text);
  return body.data;
}

const idsIn = async (account: Account, place: Place, query = "") =>
  (await trash(account, place, query)).map(({ id }) => id);

const restore = (account: Account, place: Place, body: unknown) =>
  account.call<Restored>("POST", `${trashOf(place)}/restore`, { body });

async function filled(account: Account, place: Place, ids: string[]): Promise<void> {
  await account.call("POST", records(place, "api"), {
    body: { data: ids.map((id) => ({ id, name: `Name of ${id}` })) },
  });
}

async function gone(account: Account, place: Place, ids: string[], headers = {}): Promise<void> {
  for (const id of ids) {
    expect((await account.call("DELETE", record(place, "api", id), { headers })).status).toBe(204);
  }
}

test("200: the trash shows what went as it was, newest first, with who and why, page by page", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const ids = ["a", "b/c", "ü😀", "d"];
  await filled(account, place, [...ids, "stays"]);
  await gone(account, place, ids, { "x-change-reason": encodeURIComponent("Kept twice – «doppelt»") });
  const all = await trash(account, place);
  expect(all.map(({ id }) => id)).toEqual([...ids].reverse());
  expect(all[0]).toMatchObject({
    attributes: { id: "d", name: "Name of d" },
    revision: 2,
    deletedRevision: 6,
    deletedBy: { kind: "key", id: account.keyId },
    channel: "api",
    reason: "Kept twice – «doppelt»",
    jobId: null,
  });
  const seen: string[] = [];
  for (let next: number | null = 0; next !== null;) {
    const path: string = `${trashOf(place)}?size=3&below=${next}`;
    const page = await account.call<{ data: Deleted[]; next: number | null }>("GET", path);
    seen.push(...page.body.data.map(({ id }) => id));
    next = page.body.next;
  }
  expect(seen).toEqual(all.map(({ id }) => id));
  expect(await idsIn(account, place, "?q=NAME%20of%20b%2F")).toEqual(["b/c"]);
  expect(await idsIn(account, place, "?q=%25")).toEqual([]);
});

test("200: the trash never shows a live id, whichever way it came back", async ({ account, connection }) => {
  const place = await connection();
  await filled(account, place, ["pushed", "reverted", "restored", "again", "gone"]);
  await gone(account, place, ["pushed", "reverted", "restored", "again", "gone"]);
  await filled(account, place, ["pushed", "again"]);
  await account.call("POST", `${record(place, "api", "reverted")}/revert`, { body: { revision: 2 } });
  await restore(account, place, { ids: ["restored"] });
  await gone(account, place, ["again"]);
  expect(await idsIn(account, place)).toEqual(["again", "gone"]);
  const again = await restore(account, place, { ids: ["pushed", "gone", "never", "gone"] });
  expect(again.body).toMatchObject({ restored: 1, restoredIds: ["gone"] });
  expect(again.body.refused.map(({ id }) => id).sort()).toEqual(["never", "pushed"]);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("200: a restore is one Change, brings every digit back, and refuses what no longer fits the schema", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const rows = ['{"id":"exact","n":1.10,"big":9007199254740993}', '{"id":"text","n":"x"}', '{"id":"more","n":2}'];
  await account.call("POST", records(place, "api"), { raw: `{"data":[${rows.join(",")}]}` });
  await gone(account, place, ["exact", "text", "more"]);
  const schema = { type: "object", properties: { n: { type: "number" } } };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema } });
  const before = (await changesOf(place)).length;
  const { status, body } = await restore(account, place, {
    ids: ["exact", "text", "more"],
    reason: "Deleted by mistake",
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ revision: before + 1, restored: 2, restoredIds: ["exact", "more"] });
  expect(body.refused).toMatchObject([{ id: "text", message: expect.stringContaining("must be number") }]);
  const changes = await changesOf(place);
  expect(changes).toHaveLength(before + 1);
  expect(changes.at(-1)).toMatchObject({ kind: "records.restore", created: 2, updated: 0 });
  const { text } = await account.call("GET", record(place, "api", "exact"));
  expect(text).toContain('"n": 1.10');
  expect(text).toContain('"big": 9007199254740993');
  const list = await account.call<{ data: unknown[] }>("GET", `${resource(place, "api")}/changes?kind=records.restore`);
  expect(list.body.data).toMatchObject([{ reason: "Deleted by mistake", created: 2 }]);
  expect(await idsIn(account, place)).toEqual(["text"]);
});

test("200: all that went with one revision comes back together, and nothing when it is asked for twice", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await filled(account, place, ["a", "b"]);
  await gone(account, place, ["a", "b"]);
  const [, first] = await trash(account, place);
  const asked = { revision: first?.deletedRevision };
  expect((await restore(account, place, asked)).body).toMatchObject({ restored: 1, restoredIds: ["a"] });
  expect((await restore(account, place, asked)).body).toEqual({
    revision: null,
    restored: 0,
    restoredIds: [],
    refused: [],
  });
  expect(await idsIn(account, place)).toEqual(["b"]);
});

test("400: a restore of nothing, or of two things at once", async ({ account, connection }) => {
  const place = await connection();
  for (const body of [{}, { ids: [] }, { ids: ["a"], revision: 2 }, { revision: 0 }, { ids: [7] }, { all: true }]) {
    expect((await restore(account, place, body)).status, JSON.stringify(body)).toBe(400);
  }
});

test("404: another account's trash cannot be read or emptied", async ({ account, connection }) => {
  const place = await connection();
  await filled(account, place, ["a"]);
  await gone(account, place, ["a"]);
  const stranger = await freshAccount();
  expect((await stranger.call("GET", trashOf(place))).status).toBe(404);
  expect((await restore(stranger, place, { ids: ["a"] })).status).toBe(404);
  const own = await stranger.call<{ id: number; customResources: { id: number }[] }>("POST", "/api/connections", {
    body: { name: "Own", providerTypes: ["CUSTOM"], workspaceIds: [1], schema: { type: "object" } },
  });
  const theirs = { connectionId: own.body.id, resourceId: own.body.customResources[0]?.id ?? 0 };
  expect((await restore(stranger, theirs, { ids: ["a"] })).body).toMatchObject({ restored: 0 });
  expect(await idsIn(account, place)).toEqual(["a"]);
});
