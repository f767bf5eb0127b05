import { createHash } from "node:crypto";
import { call, expect, freshAccount, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { bundleOf, madeEvidence } from "../fixtures/evidence";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";
import { runJob } from "../fixtures/jobs";

type Erased = { at: string; revision: number; sha256: string };
type Version = { id: string; attributes: object | null; erased?: Erased; revision: number };
type Done = { id: string; revision: number; versions: number; exportsRemoved: number; evidence: number };

const reason = "Asked for by whom it is about";
const erase = (account: Account, place: Place, id: string) =>
  account.call<Done>("POST", `${record(place, "api", id)}/erase`, { body: { reason } });
const put = (account: Account, place: Place, data: object) =>
  account.call("POST", records(place, "api"), { body: { data } });
const versionsIn = async (account: Account, place: Place, id: string) =>
  (await account.call<{ data: Version[] }>("GET", `${record(place, "api", id)}/history`)).body.data;

test("200: no reader shows what was erased, and each version keeps its time, its changes and its hash", async ({
  account,
  connection,
}) => {
  test.slow();
  const place = await connection();
  const word = `word-${crypto.randomUUID()}`;
  await put(account, place, { id: "ada", name: `${word} 1`, n: 1 });
  await put(account, place, { id: "bob", name: "stays" });
  await put(account, place, { id: "ada", name: `${word} 2`, n: 2 });
  const evidence = await madeEvidence(account, place);
  const file = await runJob(account, `${resource(place, "api")}/exports`, { format: "jsonl" });

  const { status, body } = await erase(account, place, "ada");
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: "ada", revision: 5, versions: 2, exportsRemoved: 1, evidence: 1 });

  const history = await versionsIn(account, place, "ada");
  expect(history).toMatchObject([
    { revision: 4, attributes: null, erased: { revision: 5 } },
    { revision: 2, attributes: null, erased: { revision: 5 } },
  ]);
  const line = `{"id":"ada","n":2,"name":"${word} 2"}`;
  expect(history[0]?.erased?.sha256, "the line that evidence has of it").toBe(
    createHash("sha256").update(line).digest("hex"),
  );
  const readers = [
    `${records(place, "api")}`,
    `${records(place, "api")}?asOf=4`,
    `${records(place, "api")}?asOf=2&q=word`,
    `${record(place, "api", "ada")}?asOf=4`,
    `${record(place, "api", "ada")}/history`,
    `${resource(place, "api")}/export?asOf=4`,
    `${resource(place, "api")}/deleted-records`,
    `${resource(place, "api")}/changes`,
    `/api/search?q=${word}`,
  ];
  for (const path of readers) expect((await account.call("GET", path)).text).not.toContain(word);
  const then = await account.call<{ data: Version[] }>("GET", `${records(place, "api")}?asOf=4&sort=id`);
  expect(then.body.data).toMatchObject([
    { id: "ada", attributes: null, erased: { revision: 5 } },
    { id: "bob", attributes: { name: "stays" } },
  ]);
  const one = await account.call<Version>("GET", `${record(place, "api", "ada")}?asOf=4`);
  expect(one.body).toMatchObject({ attributes: null, erased: { revision: 5 }, problems: [] });
  const lines = await account.call("GET", `${resource(place, "api")}/export?asOf=4`);
  expect(JSON.parse(lines.text.split("\n")[0] ?? "")).toMatchObject({ attributes: null, erased: { revision: 5 } });
  expect((await account.call("GET", file.result?.downloadUrl ?? "")).status, "the export is gone").toBe(409);
  const again = await runJob(account, `${resource(place, "api")}/exports`, { format: "jsonl", asOf: "4" });
  expect((await account.call("GET", again.result?.downloadUrl ?? "")).text).not.toContain(word);

  const { bytes: kept } = await bundleOf(account, evidence.id);
  expect(createHash("sha256").update(kept).digest("hex"), "evidence stays as it was").toBe(evidence.sha256);

  const left = await sql<{ found: string }>(
    `select 'record' as found from data_record where account_id = $1 and data::text like $2
     union all select 'version' from record_version where account_id = $1 and record_version::text like $2
     union all select 'job' from job where account_id = $1 and job::text like $2
     union all select 'audit' from audit_entry where account_id = $1 and details::text like $2`,
    [account.accountId, `%${word}%`],
  );
  expect(left).toEqual([]);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
  const [change] = (await changesOf(place)).slice(-1);
  expect(change).toMatchObject({ revision: 5, kind: "record.erase", deleted: 1 });
  const audited = await sql<{ details: object }>(
    "select details from audit_entry where account_id = $1 and action = 'record.erase' and target = $2",
    [account.accountId, `resource ${place.resourceId}`],
  );
  expect(audited).toMatchObject([{ details: { recordId: "ada", reason, versions: 2, evidence: 1 } }]);
});

test("409, 404: what was erased comes back by no door, and can be erased once", async ({ account, connection }) => {
  const place = await connection();
  await put(account, place, { id: "ada", name: "first" });
  await put(account, place, { id: "ada", name: "second" });
  await put(account, place, { id: "bob", name: "other" });
  await account.call("DELETE", record(place, "api", "ada"));
  expect((await erase(account, place, "ada")).body).toMatchObject({ revision: 6, versions: 2 });
  const revert = await account.call("POST", `${record(place, "api", "ada")}/revert`, { body: { revision: 3 } });
  expect(revert.status).toBe(409);
  expect(revert.body.message).toContain("was erased");
  const restored = await account.call<{ restored: number; refused: object[] }>(
    "POST",
    `${resource(place, "api")}/deleted-records/restore`,
    { body: { ids: ["ada"] } },
  );
  expect(restored.body).toMatchObject({ restored: 0, refused: [{ id: "ada" }] });
  const undone = await account.call<{ kept: object[] }>("POST", `${resource(place, "api")}/changes/5/undo`);
  expect(undone.body).toMatchObject({ revision: null, kept: [{ id: "ada", reason: "Its values were erased" }] });
  expect((await account.call("POST", `${resource(place, "api")}/changes/6/undo`)).status).toBe(409);
  const again = await erase(account, place, "ada");
  expect([again.status, again.body]).toMatchObject([409, { message: "This record was erased already" }]);
  expect((await erase(account, place, "nobody")).status).toBe(404);
});

test("200: the same id may be created anew, and only what was before it is erased", async ({ account, connection }) => {
  const place = await connection();
  await put(account, place, { id: "ada", name: "first" });
  await erase(account, place, "ada");
  expect((await put(account, place, { id: "ada", name: "anew" })).status).toBe(201);
  expect(await versionsIn(account, place, "ada")).toMatchObject([
    { revision: 4, attributes: { name: "anew" } },
    { revision: 2, attributes: null },
  ]);
  expect((await erase(account, place, "ada")).body).toMatchObject({ versions: 1 });
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("400, 404: an erase without a reason, and one of another account's record", async ({ account, connection }) => {
  const place = await connection();
  await put(account, place, { id: "ada", name: "first" });
  const silent = await account.call("POST", `${record(place, "api", "ada")}/erase`, { body: {} });
  expect(silent.status).toBe(400);
  const stranger = await freshAccount();
  const foreign = await call("POST", `${record(place, "api", "ada")}/erase`, {
    key: stranger.apiKey,
    body: { reason },
  });
  expect(foreign.status).toBe(404);
  expect(await versionsIn(account, place, "ada")).toMatchObject([{ attributes: { name: "first" } }]);
});

test("history is changed by an erase and by nothing else, and an answer kept for a retry goes with the values", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const headers = { "idempotency-key": crypto.randomUUID() };
  const push = (name: string) =>
    account.call("POST", records(place, "api"), { body: { data: { id: "ada", name } }, headers });
  await push("kept");
  await put(account, place, { id: "ada", name: "second" });
  await expect(sql("update record_version set data = '{}' where account_id = $1", [account.accountId])).rejects.toThrow(
    "append-only",
  );
  await expect(
    sql("update record_version set superseded_by = 9 where account_id = $1", [account.accountId]),
  ).rejects.toThrow("append-only");
  await erase(account, place, "ada");
  const answers = await sql("select 1 from kept_answer where account_id = $1", [account.accountId]);
  expect(answers).toEqual([]);
});
