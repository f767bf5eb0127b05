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
} from "../fixtures/api";
import { newKey } from "../fixtures/admin";
import { sql } from "../fixtures/database";
import { declareFilled } from "../fixtures/jobs";

type Day = { day: string; pushes: number; accepted: number; rejected: number };
type Seen = {
  id: number;
  name: string;
  recordCount: number;
  lastPushAt: string | null;
  late: boolean;
  failing: { count: number; more: boolean; checking: boolean };
  pushesPerDay: Day[];
};
type Overview = {
  connections: { id: number; clientAlias: string; resources: Seen[] }[];
  recentChanges: { resourceId: number; revision: number; kind: string; at: string; resourceName: string }[];
};

const look = async (account: Account) => {
  const { status, body, text } = await account.call<Overview>("GET", "/api/overview");
  if (status !== 200) throw new Error(text);
  return body;
};

test("200: the overview says of each resource what its own pages say", async () => {
  const account = await freshAccount();
  expect(await look(account)).toEqual({ connections: [], recentChanges: [] });
  const schema = { type: "object", properties: { n: { type: "number" } } };
  const [first, second] = [await newConnection(account, { schema }), await newConnection(account)];
  const push = (data: unknown) => account.call("POST", records(first, "v1"), { body: { data } });
  await push([
    { id: "a", n: 1 },
    { id: "b", n: 2 },
    { id: "c", n: "x" },
  ]);
  await push([{ id: "a", n: 1 }]);
  await account.call("DELETE", record(first, "api", "b"));
  const seen = await look(account);
  expect(seen.connections.map(({ id }) => id)).toEqual([first.connectionId, second.connectionId]);
  const [busy] = seen.connections[0]?.resources ?? [];
  const facts = await account.call<{ name: string; lastPushAt: string }>("GET", resource(first, "api"));
  expect(busy).toMatchObject({ id: first.resourceId, name: facts.body.name, recordCount: 1, late: false });
  expect(busy?.lastPushAt).toBe(facts.body.lastPushAt);
  expect(busy?.failing).toEqual({ count: 0, more: false, checking: false });
  const days = busy?.pushesPerDay ?? [];
  expect(days).toHaveLength(14);
  expect(days.map(({ day }) => day)).toEqual([...days.map(({ day }) => day)].sort());
  const total = (key: "pushes" | "accepted" | "rejected") => days.reduce((sum, day) => sum + day[key], 0);
  expect([total("pushes"), total("accepted"), total("rejected")]).toEqual([2, 3, 1]);
  expect(seen.connections[1]?.resources[0]?.pushesPerDay.every(({ pushes }) => pushes === 0)).toBe(true);
  const changes = await account.call<{ data: { revision: number; kind: string }[] }>(
    "GET",
    `${resource(first, "api")}/changes`,
  );
  const recent = seen.recentChanges.filter(({ resourceId }) => resourceId === first.resourceId);
  expect(recent.map(({ revision, kind }) => [revision, kind])).toEqual(
    changes.body.data.map(({ revision, kind }) => [revision, kind]),
  );
  const times = seen.recentChanges.map(({ at }) => at);
  expect(times).toEqual([...times].sort().reverse());
});

test("200: a push counts on the day it was in the account's own time zone", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const dayIn = async (zone: string) => {
    await sql("update account set time_zone = $2 where id = $1", [account.accountId, zone]);
    const [seen] = (await look(account)).connections[0]?.resources ?? [];
    return seen?.pushesPerDay.filter(({ pushes }) => pushes > 0).map(({ day }) => day);
  };
  const { now } = (await sql<{ now: string }>("select to_char(now(), 'YYYY-MM-DD') as now"))[0] ?? { now: "" };
  const yesterday = new Date(Date.parse(`${now}T23:30:00Z`) - 86_400_000).toISOString();
  await sql("update push set at = $2 where resource_id = $1", [place.resourceId, yesterday]);
  expect(await dayIn("UTC")).toEqual([yesterday.slice(0, 10)]);
  expect(await dayIn("Asia/Kathmandu")).toEqual([now]);
  expect(await dayIn("America/St_Johns")).toEqual([yesterday.slice(0, 10)]);
});

test("200: late is who has a limit and did not push within it; failing are those that still fail", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a" }, { id: "b" }] } });
  const only = async () => (await look(account)).connections[0]?.resources[0];
  await sql("update resource set last_push_at = now() - interval '3 hours' where id = $1", [place.resourceId]);
  expect((await only())?.late).toBe(false);
  await account.call("PATCH", resource(place, "api"), { body: { lateAfterHours: 2 } });
  expect((await only())?.late).toBe(true);
  await account.call("PATCH", resource(place, "api"), { body: { lateAfterHours: 4 } });
  expect((await only())?.late).toBe(false);
  await sql(
    `insert into failing_record (account_id, resource_id, id, revision, schema_version, problems)
     select account_id, resource_id, id, revision, schema_version, '[]' from data_record where resource_id = $1`,
    [place.resourceId],
  );
  expect((await only())?.failing).toEqual({ count: 2, more: false, checking: false });
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: 1 } } });
  expect((await only())?.failing.count).toBe(1);
});

test("200: a key kept to one connection sees that one; what was deleted is gone", async () => {
  const account = await freshAccount();
  const [first, second] = [await newConnection(account), await newConnection(account)];
  const { apiKey } = await newKey(account.accountId, { connections: [second.connectionId] });
  const { body } = await call<Overview>("GET", "/api/overview", { key: apiKey });
  expect(body.connections.map(({ id }) => id)).toEqual([second.connectionId]);
  expect([...new Set(body.recentChanges.map(({ resourceId }) => resourceId))]).toEqual([second.resourceId]);
  await account.call("DELETE", `/api/connections/${first.connectionId}`);
  const left = await look(account);
  expect(left.connections.map(({ id }) => id)).toEqual([second.connectionId]);
  expect(left.recentChanges.some(({ resourceId }) => resourceId === first.resourceId)).toBe(false);
});

type Found = {
  connections: { id: number; name: string }[];
  resources: { id: number; name: string }[];
  records: { resourceId: number; id: string; displayName: string | null }[];
};

test("200: the search finds connections, resources and records by what they begin with, and escapes nothing away", async () => {
  const account = await freshAccount();
  const schema = { type: "object", properties: { name: { type: "string" }, owner: { type: "string" } } };
  const place = await newConnection(account, { schema, displayNameKey: "name" });
  const data = [
    { id: "SRV-001", name: "Mail Server", owner: "Ana" },
    { id: "SRV-002", name: "mail relay", owner: "Émile" },
    { id: "100%", name: "a_b", owner: "שלום" },
    { id: "100x", name: 'quote "q"', owner: "🚀 team" },
  ];
  await account.call("POST", records(place, "api"), { body: { data } });
  await declareFilled(account, place, [{ pointer: "/owner", type: "text" }]);
  const ask = async (q: string) => (await account.call<Found>("GET", `/api/search?q=${encodeURIComponent(q)}`)).body;
  const ids = async (q: string) => (await ask(q)).records.map(({ id }) => id);
  expect(await ids("srv-0")).toEqual(["SRV-001", "SRV-002"]);
  expect(await ids("mail")).toEqual(["SRV-001", "SRV-002"]);
  expect(await ids("RELAY")).toEqual(["SRV-002"]);
  expect(await ids("ana")).toEqual(["SRV-001"]);
  expect(await ids("émi")).toEqual(["SRV-002"]);
  expect(await ids("100%")).toEqual(["100%"]);
  expect(await ids("%")).toEqual([]);
  expect(await ids("a_")).toEqual(["100%"]);
  expect(await ids("של")).toEqual(["100%"]);
  expect(await ids("🚀")).toEqual(["100x"]);
  expect(await ids('"q')).toEqual(["100x"]);
  expect((await ask("mail s")).records).toMatchObject([{ resourceId: place.resourceId, displayName: "Mail Server" }]);
  const { body: named } = await account.call<{ clientAlias: string }>("GET", `/api/connections/${place.connectionId}`);
  const found = await ask(named.clientAlias.toUpperCase());
  expect(found.connections).toEqual([{ id: place.connectionId, name: named.clientAlias }]);
  expect(found.resources).toMatchObject([{ id: place.resourceId }]);
  const stranger = await freshAccount();
  const nothing = await stranger.call<Found>("GET", "/api/search?q=srv");
  expect(nothing.body).toEqual({ connections: [], resources: [], records: [] });
  const { apiKey } = await newKey(account.accountId, { connections: [(await newConnection(account)).connectionId] });
  expect((await call<Found>("GET", "/api/search?q=srv", { key: apiKey })).body.records).toEqual([]);
});
