import { call, expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { roleKey } from "../fixtures/people";

type Entry = {
  id: string;
  at: string;
  actor: { kind: string; id: number | null; label: string };
  action: string;
  target: string;
  requestId: string;
  details: Record<string, unknown>;
  resource: { connectionId: number; resourceId: number; name: string } | null;
};
type Page = { data: Entry[]; pagination: { cursor: string | null; searchedTo: string | null } };

test("200, Changes, access, refusals and downloads stand in one line, newest first", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const { apiKey, keyId } = await roleKey(account, "contributor");
  await call("GET", "/api/keys", { key: apiKey });
  const { body } = await account.call<Page>("GET", "/api/audit");
  expect(body.data.map(({ action }) => action)).toEqual([
    ...["access.refused", "key.create", "person.join", "records.upsert", "resource.create"],
    ...["key.create", "account.terms", "account.create"],
  ]);
  expect(body.data[0]).toMatchObject({
    actor: { kind: "key", id: keyId },
    details: { permission: "keys-get" },
    resource: null,
  });
  expect(body.data[3]?.resource).toMatchObject(place);
  expect(body.data[3]?.details).toMatchObject({ revision: 2, created: 1 });
  expect(body.pagination).toEqual({ cursor: null, searchedTo: null });
});

test("200, pages follow on without a gap or a repeat, also where many entries share one moment", async () => {
  const account = await freshAccount();
  const { resourceId } = await newConnection(account);
  const moment = "2026-11-01 12:00:00.123456+00";
  await sql(
    `insert into audit_entry (account_id, at, actor_kind, actor_label, channel, request_id, action, target)
     select $1, $2, 'person', 'ada', 'api', 'r' || n, 'key.create', 'key ' || n from generate_series(1, 12) n`,
    [account.accountId, moment],
  );
  await sql(
    `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id, schema_version)
     select $1, $2, 1000 + n, $3, 'records.upsert', 'person', 'ada', 'api', 'c' || n, 1 from generate_series(1, 12) n`,
    [account.accountId, resourceId, moment],
  );
  const whole = (await account.call<Page>("GET", "/api/audit?size=500")).body.data.map(({ id }) => id);
  const walked: string[] = [];
  const next = async (cursor: string): Promise<string | null> => {
    const { body } = await account.call<Page>("GET", `/api/audit?size=5${cursor && `&cursor=${cursor}`}`);
    expect(body.data.length).toBeLessThanOrEqual(5);
    walked.push(...body.data.map(({ id }) => id));
    return body.pagination.cursor;
  };
  for (let cursor = await next(""); cursor !== null;) cursor = await next(cursor);
  expect(walked).toEqual(whole);
  expect(new Set(walked).size).toBe(walked.length);
  expect(walked.length).toBeGreaterThan(24);
});

test("200, days, actions, actors and words each narrow the trail", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  const { apiKey, keyId } = await roleKey(account, "contributor", { name: "Nightly Push" });
  const headers = { "x-request-id": `find-me-${crypto.randomUUID()}` };
  await call("POST", records(place, "v1"), { key: apiKey, body: { data: { id: "a" } }, headers });
  const found = async (query: string) =>
    (await account.call<Page>("GET", `/api/audit?${query}`)).body.data.map(({ action }) => action);
  expect(await found("action=records.upsert")).toEqual(["records.upsert"]);
  expect(await found("action=person.join,records.upsert")).toEqual(["records.upsert", "person.join"]);
  expect(await found(`actor=key:${keyId}`)).toEqual(["records.upsert"]);
  expect(await found("actor=nightly%20PUSH")).toEqual(["records.upsert"]);
  expect(await found(`q=${headers["x-request-id"].toUpperCase()}`)).toEqual(["records.upsert"]);
  expect(await found("q=100%25_nothing")).toEqual([]);
  expect(await found(`to=${new Date(Date.now() - 86_400_000).toISOString()}`)).toEqual([]);
  expect(await found(`from=${new Date(Date.now() + 86_400_000).toISOString()}`)).toEqual([]);
  expect((await found(`from=${new Date(Date.now() - 86_400_000).toISOString()}`)).length).toBeGreaterThan(4);
});

test("200, a search of a long trail answers in time, says how far it looked, and goes on from there", async () => {
  const account = await freshAccount();
  const { resourceId } = await newConnection(account);
  await sql(
    `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id, schema_version)
     select $1, $2, 10 + n, timestamptz '2026-01-01' + n * interval '1 second', 'records.upsert', 'key',
       case when n = 5 then 'the needle' else 'hay' end, 'v1', 'r' || n, 1
     from generate_series(1, 150000) n`,
    [account.accountId, resourceId],
  );
  await sql("analyze change");
  const first = await account.call<Page>("GET", "/api/audit?actor=needle");
  expect(first.body.data).toEqual([]);
  expect(first.body.pagination.searchedTo).toMatch(/^2026-01-01T/);
  const second = await account.call<Page>("GET", `/api/audit?actor=needle&cursor=${first.body.pagination.cursor}`);
  expect(second.body.data.map(({ actor }) => actor.label)).toEqual(["the needle"]);
  expect(second.body.pagination).toEqual({ cursor: null, searchedTo: null });
});

test("200, the export is all of it, one line each, and stands in the trail itself", async () => {
  const account = await freshAccount();
  const { resourceId } = await newConnection(account);
  await sql(
    `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id, schema_version)
     select $1, $2, 10 + n, timestamptz '2026-01-01' + n * interval '1 second', 'records.upsert', 'key', '=1+1', 'v1', 'r' || n, 1
     from generate_series(1, 4500) n`,
    [account.accountId, resourceId],
  );
  const lines = await account.call("GET", "/api/audit/export?format=jsonl");
  expect(lines.headers.get("content-disposition")).toMatch(/attachment; filename="audit-\d+-[\d-]+\.jsonl"/);
  const entries = lines.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);
  expect(entries.filter(({ action }) => action === "records.upsert")).toHaveLength(4500);
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  expect(entries[0]?.action).toBe("audit.export");

  const csv = await account.call("GET", "/api/audit/export?format=csv&action=records.upsert");
  const rows = csv.text.trimEnd().split("\n");
  expect(rows[0]).toContain("id,at,actor_kind,actor_id,actor,action,target");
  expect(rows).toHaveLength(4501);
  expect(rows[1]).toContain(",'=1+1,");
  const trail = await account.call<Page>("GET", "/api/audit?action=audit.export");
  expect(trail.body.data.map(({ details }) => details)).toMatchObject([
    { format: "csv", action: "records.upsert" },
    { format: "jsonl" },
  ]);
});

test("200, the actions it tells apart can be asked for", async ({ account }) => {
  const { body } = await account.call<{ data: string[] }>("GET", "/api/audit/actions");
  expect(body.data).toEqual(
    expect.arrayContaining(["key.create", "account.terms", "records.upsert", "schema.publish"]),
  );
  expect(body.data).toEqual([...new Set(body.data)].sort());
});

test("400, a cursor of another list, a size and a time that are none are refused", async ({ account }) => {
  for (const query of ["cursor=abc", "size=0", "size=501", "from=yesterday", "unknown=1", "format=csv"]) {
    expect((await account.call("GET", `/api/audit?${query}`)).status, query).toBe(400);
  }
});

test("an account's trail shows nothing of another's", async () => {
  const [one, other] = [await freshAccount(), await freshAccount()];
  const place = await newConnection(other);
  for (const path of ["/api/audit?size=500", "/api/audit/export?format=jsonl"]) {
    const { text } = await one.call("GET", path);
    expect(text).not.toContain(`"resourceId":${place.resourceId},`);
    expect(text).not.toContain(`account ${other.accountId}"`);
  }
});
