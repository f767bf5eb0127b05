import { setTimeout as pause } from "node:timers/promises";
import {
  call,
  expect,
  freshAccount,
  newConnection,
  record,
  records,
  resource,
  test,
  type Account,
  type Place,
} from "../fixtures/api";
import { sql } from "../fixtures/database";
import { roleKey } from "../fixtures/people";

type Preview = {
  versions: number;
  resources: { resourceId: number; versions: number; readableFrom: { revision: number; at: string } }[];
};

const preview = async (account: Account, days: number) =>
  (await account.call<Preview>("GET", `/api/account/retention?historyDays=${days}`)).body;
const keep = (account: Account, historyDays: number | null) =>
  account.call<{ retention: { historyDays: number | null; startsAt: string | null } }>("PATCH", "/api/account", {
    body: { historyDays },
  });
const put = (account: Account, place: Place, data: object) =>
  account.call("POST", records(place, "api"), { body: { data } });
const versionsOf = async (place: Place) =>
  (
    await sql<{ count: number }>("select count(*)::int as count from record_version where resource_id = $1", [
      place.resourceId,
    ])
  )[0]?.count;

/** Makes the first Changes of a resource so many days older. */
const age = (place: Place, upTo: number, days: number) =>
  sql("update change set at = at - make_interval(days => $3) where resource_id = $1 and revision <= $2", [
    place.resourceId,
    upTo,
    days,
  ]);

async function swept(done: () => Promise<boolean>): Promise<void> {
  await sql("select graphile_worker.add_job('sweep_history', max_attempts := 1)");
  for (const until = Date.now() + 40_000; !(await done()); await pause(200)) {
    if (Date.now() > until) throw new Error("The sweep did not come so far in 40 s");
  }
}

test("the sweep removes what the dry run said, a day after it was set, and says so once for each resource", async () => {
  test.slow();
  const account = await freshAccount();
  const [old, young] = [await newConnection(account), await newConnection(account)];
  for (const n of [1, 2, 3, 4]) await put(account, old, { id: "ada", n });
  await put(account, old, { id: "gone", n: 1 });
  await account.call("DELETE", record(old, "api", "gone"));
  await put(account, old, { id: "ada", n: 5 });
  await put(account, young, { id: "ada", n: 1 });
  await put(account, young, { id: "ada", n: 2 });
  // Revision 1 made the resource; 2 to 5 wrote ada, 6 and 7 made and ended the other one, 8 wrote ada again.
  await age(old, 7, 400);
  const said = await preview(account, 365);
  expect(said).toMatchObject({
    versions: 4,
    resources: [{ resourceId: old.resourceId, versions: 4, readableFrom: { revision: 7 } }],
  });
  expect(await preview(account, 500)).toMatchObject({ versions: 0, resources: [] });
  expect(await versionsOf(old), "asking removes nothing").toBe(5);

  const { body } = await keep(account, 365);
  const startsIn = Date.parse(body.retention.startsAt ?? "") - Date.now();
  expect(body.retention.historyDays).toBe(365);
  expect(Math.abs(startsIn - 86_400_000)).toBeLessThan(120_000);
  // Another account, whose day is over, shows that the sweep went by.
  const other = await freshAccount();
  const theirs = await newConnection(other);
  for (const n of [1, 2, 3]) await put(other, theirs, { id: "a", n });
  await age(theirs, 4, 400);
  await keep(other, 30);
  const begin = (one: Account) =>
    sql("update account set history_days_at = now() - interval '25 hours' where id = $1", [one.accountId]);
  await begin(other);
  await swept(async () => (await versionsOf(theirs)) === 0);
  expect(await versionsOf(old), "the day to think better of it").toBe(5);

  await begin(account);
  await swept(async () => (await versionsOf(old)) === 1);
  expect(await versionsOf(young)).toBe(1);
  const audited = await sql<{ target: string; details: object }>(
    "select target, details from audit_entry where account_id = $1 and action = 'history.retain'",
    [account.accountId],
  );
  expect(audited).toMatchObject([
    {
      target: `resource ${old.resourceId}`,
      details: { versions: said.versions, historyDays: 365, readableFrom: said.resources[0]?.readableFrom },
    },
  ]);
  expect(await preview(account, 365)).toMatchObject({ versions: 0 });

  const first = `${records(old, "api")}?asOf=`;
  const then = await account.call<{ data: { id: string; attributes: object }[] }>("GET", `${first}7`);
  expect(then.body.data).toMatchObject([{ id: "ada", attributes: { n: 4 } }]);
  const before = await account.call("GET", `${first}6`);
  expect(before.status).toBe(400);
  expect(before.body.message).toContain("begins with revision 7, of 20");
  const readers = [
    `${record(old, "api", "ada")}?asOf=3`,
    `${resource(old, "api")}/export?asOf=3`,
    `${first}${encodeURIComponent("2000-01-01T00:00:00Z")}`,
  ];
  // Before the first Change there was nothing, and that is known for ever.
  expect((await Promise.all(readers.map((path) => account.call("GET", path)))).map(({ status }) => status)).toEqual([
    400, 400, 200,
  ]);
  const undo = (revision: number) => account.call("POST", `${resource(old, "api")}/changes/${revision}/undo`);
  expect((await undo(7)).status).toBe(400);
  const revert = { body: { revision: 3 } };
  expect((await account.call("POST", `${record(old, "api", "ada")}/revert`, revert)).status).toBe(400);
  const trash = await account.call<{ data: object[] }>("GET", `${resource(old, "api")}/deleted-records`);
  expect(trash.body.data).toEqual([]);
  const changes = await account.call<{ data: object[] }>("GET", `${resource(old, "api")}/changes`);
  expect(changes.body.data, "who changed what stays known").toHaveLength(8);
  expect((await undo(8)).body).toMatchObject({ restored: 1 });
});

test("the same number again does not begin anew, another one does, and null keeps history for ever", async () => {
  const account = await freshAccount();
  const at = async () =>
    (await account.call<{ retention: { startsAt: string | null } }>("GET", "/api/account")).body.retention.startsAt;
  expect(await at()).toBeNull();
  await keep(account, 90);
  await sql("update account set history_days_at = history_days_at - interval '2 hours' where id = $1", [
    account.accountId,
  ]);
  const first = await at();
  await keep(account, 90);
  expect(await at()).toBe(first);
  await keep(account, 91);
  expect(await at()).not.toBe(first);
  expect((await keep(account, null)).body.retention).toEqual({ historyDays: null, startsAt: null });
});

test("400, 403: numbers that are none, and roles that may not", async ({ account }) => {
  for (const days of ["0", "-1", "1.5", "40000", "x"]) {
    expect((await account.call("GET", `/api/account/retention?historyDays=${days}`)).status).toBe(400);
  }
  for (const historyDays of [0, 1.5, 40_000, "30"]) {
    expect((await account.call("PATCH", "/api/account", { body: { historyDays } })).status).toBe(400);
  }
  const { apiKey: key } = await roleKey(account, "manager");
  expect((await call("GET", "/api/account/retention?historyDays=30", { key })).status).toBe(403);
  expect((await call("PATCH", "/api/account", { key, body: { historyDays: 30 } })).status).toBe(403);
});
