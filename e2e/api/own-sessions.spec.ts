import { expect, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { publishDraft, saveDraft } from "../fixtures/drafts";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";
import { jobOver } from "../fixtures/jobs";
import { act, liveOf, sessions, sessionsOf, uploaded } from "../fixtures/sessions";

type Session = {
  id: number;
  sessionId: string;
  status: string;
  records: number;
  rejected: number;
  expired: boolean;
  openedBy: { kind: string };
  channel: string;
  activatedRevision: number | null;
  archivedRevision: number | null;
  archivedAt: string | null;
  expiresAt: string | null;
  difference?: { created: number; changed: number; unchanged: number; deleted: number } | null;
  confirmDeletes?: number | null;
};

type Different = { id: string; kind: string; attributes: unknown; fields: { pointer: string }[] };

const own = (place: Place, rest = "") => `${resource(place, "api")}/sessions${rest}`;
const read = async (account: Account, place: Place, id: number) =>
  (await account.call<Session>("GET", own(place, `/${id}`))).body;
const list = async (account: Account, place: Place, query = "") =>
  (await account.call<{ data: Session[]; next: number | null }>("GET", own(place) + query)).body;
const differ = async (account: Account, place: Place, id: number, query = "") =>
  (await account.call<{ data: Different[]; next: string | null }>("GET", own(place, `/${id}/difference${query}`))).body;
const numberOf = async (account: Account, place: Place) => (await sessionsOf(account, place))[0]?.id ?? 0;
const many = (count: number, n: number) => Array.from({ length: count }, (_, at) => ({ id: `r${at}`, n }));

async function live(account: Account, place: Place, name: string, data: unknown): Promise<number> {
  await uploaded(account, place, name, data);
  await act(account, place, name, "complete");
  return numberOf(account, place);
}

test("200: an open session is compared with what is live now, also with what was pushed after it was staged", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }] } });
  await uploaded(account, place, "nightly", [{ id: "a", n: 2 }, { id: "b" }, { id: "d" }]);
  const id = await numberOf(account, place);
  const found = await read(account, place, id);
  expect(found.difference).toEqual({ created: 1, changed: 1, unchanged: 1, deleted: 1 });
  expect(found).toMatchObject({
    status: "IN_PROGRESS",
    records: 3,
    rejected: 0,
    openedBy: { kind: "key" },
    channel: "v2",
  });
  expect(found.expiresAt).toMatch(/Z$/);

  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a", n: 2 }, { id: "d" }, { id: "e" }] } });
  await account.call("DELETE", `${records(place, "api")}/b`);
  const later = await read(account, place, id);
  expect(later.difference).toEqual({ created: 1, changed: 0, unchanged: 2, deleted: 2 });
  const rows = await differ(account, place, id);
  expect(rows.data.map((row) => [row.id, row.kind])).toEqual([
    ["b", "created"],
    ["c", "deleted"],
    ["e", "deleted"],
  ]);
  const first = await differ(account, place, id, "?size=1&kind=deleted");
  const second = await differ(account, place, id, `?size=1&kind=deleted&after=${first.next}`);
  expect([first.data[0]?.id, second.data[0]?.id]).toEqual(["c", "e"]);
});

test("200: a completion is one change with its counts, and history keeps what it replaced", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }] } });
  await uploaded(account, place, "nightly", [{ id: "a", n: 2 }, { id: "b" }, { id: "d" }, "nonsense"]);
  const id = await numberOf(account, place);
  const done = await account.call<Session>("POST", own(place, `/${id}/complete?confirmDeletes=1`), { body: {} });
  expect([done.status, done.body.status, done.body.records]).toEqual([200, "ACTIVE", 3]);
  const changes = await changesOf(place);
  const last = changes.at(-1);
  expect(last).toMatchObject({
    kind: "records.session",
    created: 1,
    updated: 1,
    unchanged: 1,
    deleted: 1,
    rejected: 1,
  });
  expect(done.body.activatedRevision).toBe(last?.revision);
  expect(disorder(await versionsOf(place), changes, await headOf(place))).toEqual([]);
  const before = await account.call<{ data: { id: string }[] }>(
    "GET",
    `${records(place, "api")}?sort=id&asOf=${(last?.revision ?? 0) - 1}`,
  );
  expect(before.body.data.map((row) => row.id)).toEqual(["a", "b", "c"]);
  expect(
    await sql("select 1 from staged_set s join upload_session u on u.set_id = s.id where u.id = $1", [id]),
  ).toEqual([]);

  const undone = await account.call("POST", `${resource(place, "api")}/changes/${last?.revision}/undo`);
  expect(undone.body).toMatchObject({ restored: 2, deleted: 1 });
});

test("200: an archived session is made live again exactly as it stood, and the one that was live is archived", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const first = await live(account, place, "first", [
    { id: "a", n: 1 },
    { id: "b", n: 1 },
    { id: "c", n: 1 },
  ]);
  await account.call("PUT", `${records(place, "v2")}/a`, { body: { data: { n: 2 } } });
  await account.call("DELETE", `${records(place, "v2")}/b`);
  const stood = await liveOf(account, place);
  const second = await live(account, place, "second", [{ id: "c", n: 9 }, { id: "d" }]);
  await account.call("POST", records(place, "v2"), { body: { data: { id: "e" } } });

  const archived = await read(account, place, first);
  expect(archived).toMatchObject({ status: "ARCHIVED", records: 2, confirmDeletes: 2 });
  expect(archived.difference).toEqual({ created: 1, changed: 1, unchanged: 0, deleted: 2 });
  expect((await differ(account, place, first)).data.map((row) => [row.id, row.kind])).toEqual([
    ["a", "created"],
    ["c", "changed"],
    ["d", "deleted"],
    ["e", "deleted"],
  ]);
  const path = own(place, `/${first}/reactivate`);
  const refused = await account.call("POST", path);
  expect([refused.status, refused.body.name]).toEqual([422, "DeletionsUnconfirmed"]);
  const done = await account.call<Session>("POST", `${path}?confirmDeletes=2`);
  expect([done.status, done.body.status, done.body.records, done.body.archivedRevision]).toEqual([
    200,
    "ACTIVE",
    2,
    null,
  ]);
  const again = await liveOf(account, place);
  const told = (rows: typeof again) => rows.map((row) => [row.id, row.attributes, row.createdAt]);
  expect(told(again)).toEqual(told(stood));
  expect(again.map(({ sessionId }) => sessionId)).toEqual(["first", "first"]);
  expect(await read(account, place, second)).toMatchObject({ status: "ARCHIVED", records: 3 });
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);

  expect((await account.call("POST", own(place, `/${second}/reactivate?confirmDeletes=1`))).status).toBe(200);
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["c", "d", "e"]);
});

test("409: what is not archived is not made live again, and what is over is neither completed nor canceled", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const id = await live(account, place, "first", { id: "a" });
  for (const rest of ["reactivate", "complete", "cancel"]) {
    const { status } = await account.call("POST", own(place, `/${id}/${rest}`), { body: {} });
    expect(status, rest).toBe(409);
  }
  expect((await account.call("GET", own(place, `/${id}/difference`))).status).toBe(409);
  for (const rest of ["", "/difference"]) {
    expect((await account.call("GET", own(place, `/900000001${rest}`))).status).toBe(404);
  }
  for (const rest of ["reactivate", "complete", "cancel"]) {
    expect((await account.call("POST", own(place, `/900000001/${rest}`), { body: {} })).status).toBe(404);
  }
});

test("422: our own face asks for the number where many would go; the vendor's only where the resource wants it", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: many(10, 1) } });
  await uploaded(account, place, "nightly", many(7, 1));
  const id = await numberOf(account, place);
  expect((await read(account, place, id)).confirmDeletes).toBe(3);
  const path = own(place, `/${id}/complete`);
  for (const query of ["", "?confirmDeletes=2", "?confirmDeletes=4"]) {
    const { status, body } = await account.call("POST", path + query, { body: {} });
    expect([status, body.name], query).toEqual([422, "DeletionsUnconfirmed"]);
    expect(body.message).toContain("confirmDeletes=3");
  }
  expect((await liveOf(account, place)).length).toBe(10);
  expect((await account.call("POST", `${path}?confirmDeletes=3`, { body: {} })).status).toBe(200);

  await live(account, place, "vendor", many(2, 1));
  expect((await liveOf(account, place)).length, "off for the vendor's faces unless it is set").toBe(2);
  const set = await account.call("PATCH", resource(place, "api"), { body: { sessionGuard: 10 } });
  expect(set.body).toMatchObject({ sessionGuard: 10, deletionGuard: 20 });
  await uploaded(account, place, "guarded", { id: "r0", n: 1 });
  const guarded = `${sessions(place)}/guarded/actions`;
  expect((await account.call("POST", guarded, { body: { action: "complete" } })).status).toBe(422);
  const headers = { "x-session-id": "guarded", "x-session-complete": "true" };
  const v1 = await account.call("POST", records(place, "v1"), { headers, body: { data: [] } });
  expect(v1.status).toBe(422);
  const confirmed = await account.call("POST", `${guarded}?confirmDeletes=1`, { body: { action: "complete" } });
  expect(confirmed.status).toBe(200);
});

test("200: sessions are listed with what each holds, page by page and by status", async ({ account, connection }) => {
  const place = await connection();
  await live(account, place, "one", [{ id: "a" }, { id: "b" }]);
  await live(account, place, "two", [{ id: "a" }]);
  await uploaded(account, place, "three", { id: "a" });
  await account.call("POST", own(place, `/${await numberOf(account, place)}/cancel`));
  const all = await list(account, place);
  expect(all.data.map(({ sessionId, status, records: held }) => [sessionId, status, held])).toEqual([
    ["three", "CANCELED", 1],
    ["two", "ACTIVE", 1],
    ["one", "ARCHIVED", 2],
  ]);
  const first = await list(account, place, "?size=2");
  expect((await list(account, place, `?size=2&below=${first.next}`)).data.map(({ sessionId }) => sessionId)).toEqual([
    "one",
  ]);
  expect((await list(account, place, "?status=ACTIVE")).data.map(({ sessionId }) => sessionId)).toEqual(["two"]);
});

test("200: every upload leaves a push that names its session and the rows it refused", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "nightly", [{ id: "a" }, { id: "b" }, "nonsense"]);
  await uploaded(account, place, "nightly", [{ id: "a" }]);
  type Push = { sessionId: string | null; revision: number | null; created: number; updated: number; rejected: number };
  const { body } = await account.call<{ data: Push[] }>("GET", `${resource(place, "api")}/pushes`);
  const told = body.data.map(({ sessionId, revision, created, updated, rejected }) => [
    sessionId,
    revision,
    created,
    updated,
    rejected,
  ]);
  expect(told).toEqual([
    ["nightly", null, 0, 1, 0],
    ["nightly", null, 2, 0, 1],
  ]);
});

test("200: what a schema published meanwhile refuses is refused on completion, and the rest becomes live", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "nightly", [{ id: "a", name: "x" }, { id: "b" }]);
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema } });
  const done = await act(account, place, "nightly", "complete");
  expect(done.body.rejected).toBe(1);
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["a"]);
});

test("200: what is marked rather than refused is marked when its session is live", async ({ account, connection }) => {
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const place = await connection({ schema });
  await account.call("PATCH", resource(place, "api"), { body: { failingPolicy: "mark" } });
  const { body } = await uploaded(account, place, "nightly", { id: "a" });
  expect(body.warning).toMatchObject({ code: 28022 });
  await act(account, place, "nightly", "complete");
  const failing = await account.call<{ data: { id: string }[] }>("GET", `${records(place, "api")}?failing=true`);
  expect(failing.body.data.map(({ id }) => id)).toEqual(["a"]);
});

test("200: an open session that was left makes way for another one after the set hours", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "left", { id: "a" });
  await sql("update upload_session set updated_at = now() - interval '25 hours' where resource_id = $1", [
    place.resourceId,
  ]);
  await uploaded(account, place, "next", { id: "b" });
  const found = await list(account, place);
  expect(found.data.map(({ sessionId, status, expired }) => [sessionId, status, expired])).toEqual([
    ["next", "IN_PROGRESS", false],
    ["left", "CANCELED", true],
  ]);
});

test("200: what is erased of a record is erased from what is staged, too", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", secret: "told once" } } });
  await uploaded(account, place, "nightly", [{ id: "a", secret: "told twice" }, { id: "b" }]);
  await account.call("POST", `${records(place, "api")}/a/erase`, { body: { reason: "a request of whom it is about" } });
  expect(await sql("select 1 from staged_item where data::text like '%told twice%'")).toEqual([]);
  expect((await read(account, place, await numberOf(account, place))).records).toBe(1);
  await act(account, place, "nightly", "complete");
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["b"]);
});

test("200: under another identifier key, what is staged or archived under the old one is refused, and mixes with nothing", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const first = await live(account, place, "first", [{ id: "1", code: "x" }]);
  await live(account, place, "second", [{ id: "2", code: "y" }]);
  await uploaded(account, place, "third", [
    { id: "3", code: "z" },
    { id: "w", code: "w" },
  ]);
  await saveDraft(account, place, { schema: { type: "object" }, identifierKey: "code" });
  const { status, body } = await publishDraft(account, place);
  expect(status).toBe(202);
  expect((await jobOver(account, body.id)).status).toBe("done");
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["y"]);

  const again = await account.call("POST", own(place, `/${first}/reactivate?confirmDeletes=1`));
  expect([again.status, again.body.name]).toEqual([409, "Conflict"]);
  const done = await act(account, place, "third", "complete");
  expect(done.body.rejected).toBe(1);
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["w"]);
});
