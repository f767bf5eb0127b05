import { expect, freshAccount, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";

type Stored = { id: string; attributes: Record<string, unknown>; revision: number };
type Version = Stored & { madeBy: { kind: string; reason: string | null } };
type Provenance = {
  revision: number;
  madeBy: { kind: string };
  lastConfirmedAt: string | null;
  lastConfirmedBy: { kind: string; id: number } | null;
  lastConfirmedThrough: string | null;
  pushId: number | null;
};

const revert = (account: Account, place: Place, id: string, body: unknown, headers = {}) =>
  account.call<Stored>("POST", `${record(place, "api", id)}/revert`, { body, headers });

test("200: a record becomes what it was, digit for digit, as a change of its own with its reason", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const at = record(place, "api", "a");
  await account.call("POST", records(place, "api"), { raw: '{"data":{"id":"a","n":1.10,"big":9007199254740993}}' });
  const first = await account.call("GET", at);
  await account.call("PATCH", at, { body: { data: { n: 2, more: true } } });
  await account.call("PATCH", at, { body: { data: { n: 3 } } });
  const { status, body, headers, text } = await revert(account, place, "a", { revision: 2, reason: "A wrong import" });
  expect(status).toBe(200);
  expect(headers.get("etag")).toBe(`"${body.revision}"`);
  expect(body.revision).toBe(5);
  expect(text).toContain('"big": 9007199254740993');
  const now = await account.call("GET", at);
  const attributes = (answer: string) => /"attributes":(\{.*?\}),"revision"/.exec(answer)?.[1];
  expect(attributes(now.text)).toBe(attributes(first.text));
  const history = await account.call<{ data: Version[] }>("GET", `${at}/history`);
  expect(history.body.data[0]?.madeBy).toMatchObject({ kind: "record.revert", reason: "A wrong import" });
  expect(history.body.data).toHaveLength(4);
  expect((await revert(account, place, "a", { revision: 5 })).body.revision, "to itself changes nothing").toBe(5);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("200: a deleted record comes back as it was at a revision", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: 1 } } });
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: 2 } } });
  await account.call("DELETE", record(place, "api", "a"));
  expect((await revert(account, place, "a", { revision: 2 })).body).toMatchObject({ attributes: { id: "a", n: 1 } });
  expect((await changesOf(place)).at(-1)).toMatchObject({ kind: "record.revert", created: 1, updated: 0 });
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("400, 404, 412: to a time before it was, a record that never was, and over somebody's work", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object" } });
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", n: "x" } } });
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: 1 } } });
  const early = await revert(account, place, "a", { revision: 1 });
  expect(early.status).toBe(400);
  expect(early.text).toContain("did not exist at revision 1");
  expect((await revert(account, place, "never", { revision: 2 })).status).toBe(404);
  for (const body of [{}, { revision: 0 }, { revision: "2" }, { revision: 2, more: 1 }]) {
    expect((await revert(account, place, "a", body)).status, JSON.stringify(body)).toBe(400);
  }
  expect((await revert(account, place, "a", { revision: 2 }, { "if-match": '"2"' })).status).toBe(412);
  const schema = { type: "object", properties: { n: { type: "number" } } };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema } });
  const misfit = await revert(account, place, "a", { revision: 2 });
  expect(misfit.status, "it no longer fits the schema").toBe(400);
  expect(misfit.body).toMatchObject({ code: 28022 });
  const stranger = await freshAccount();
  expect((await revert(stranger, place, "a", { revision: 2 })).status).toBe(404);
  expect((await account.call<Stored>("GET", record(place, "api", "a"))).body.attributes).toEqual({ id: "a", n: 1 });
});

test("200: provenance tells who made a value and when its source last pushed it, changed or not", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const push = (n: number) =>
    account.call("POST", records(place, "v1"), { body: { data: [{ id: "a", n }, { id: "b" }] } });
  const ask = async () => (await account.call<Provenance>("GET", `${record(place, "api", "a")}/provenance`)).body;
  await push(1);
  const made = await ask();
  expect(made).toMatchObject({ revision: 2, madeBy: { kind: "records.upsert" }, lastConfirmedThrough: "v1" });
  expect(made.lastConfirmedBy).toMatchObject({ kind: "key", id: account.keyId });
  await push(1);
  const confirmed = await ask();
  expect(confirmed.madeBy).toEqual(made.madeBy);
  expect(confirmed.pushId).toBeGreaterThan(made.pushId ?? 0);
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: 2 } } });
  expect(await ask(), "nobody's source has said this value yet").toMatchObject({
    madeBy: { kind: "record.update" },
    lastConfirmedAt: null,
    lastConfirmedBy: null,
    pushId: null,
  });
  await push(2);
  expect((await ask()).lastConfirmedAt).not.toBeNull();
  expect((await account.call("GET", `${record(place, "api", "never")}/provenance`)).status).toBe(404);
});

test("200: the reason of a change is kept with it; 400 when it cannot be read", async ({ account, connection }) => {
  const place = await connection();
  const why = async (reason: string | undefined, n: number) =>
    account.call("POST", records(place, "api"), {
      body: { data: { id: "a", n } },
      headers: { "x-change-reason": reason },
    });
  expect((await why(encodeURIComponent("Zähler getauscht – 100 %"), 1)).status).toBe(201);
  expect((await why(undefined, 2)).status).toBe(200);
  expect((await why("%20", 3)).status, "a blank is no reason, and none is asked for").toBe(200);
  for (const wrong of ["100%", "%ff", encodeURIComponent("x".repeat(501)), "%00"]) {
    const refused = await why(wrong, 4);
    expect(refused.status, wrong).toBe(400);
    expect(refused.text).toContain("x-change-reason");
  }
  const { body } = await account.call<{ data: { reason: string | null; jobId: number | null }[] }>(
    "GET",
    `${resource(place, "api")}/changes?kind=records.upsert`,
  );
  expect(body.data.map(({ reason }) => reason)).toEqual([null, null, "Zähler getauscht – 100 %"]);
  const renamed = await account.call("PATCH", resource(place, "api"), {
    body: { reasonRequired: true, lateAfterHours: 26 },
    headers: { "x-change-reason": "policy" },
  });
  expect(renamed.body).toMatchObject({ reasonRequired: true, lateAfterHours: 26 });
  expect((await why(undefined, 5)).status, "scripts are not asked").toBe(200);
  const off = await account.call("PATCH", resource(place, "api"), { body: { lateAfterHours: null } });
  expect(off.body).toMatchObject({ reasonRequired: true, lateAfterHours: null });
  for (const body of [
    { lateAfterHours: 0 },
    { lateAfterHours: 1.5 },
    { lateAfterHours: 8761 },
    { reasonRequired: 1 },
  ]) {
    expect((await account.call("PATCH", resource(place, "api"), { body })).status).toBe(400);
  }
});
