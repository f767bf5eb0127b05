import {
  call,
  expect,
  faces,
  freshAccount,
  newConnection,
  record,
  records,
  test as base,
  type Account,
  type Place,
} from "../fixtures/api";
import { sql } from "../fixtures/database";
import { everythingOf } from "../fixtures/everything";
import { requestOf } from "../fixtures/every-operation";
import { imports, upload } from "../fixtures/imports";
import { runJob } from "../fixtures/jobs";
import { newEmail, putRole } from "../fixtures/people";
import { uploaded } from "../fixtures/sessions";
import { operationIds, operationOf } from "@/lib/contract/operations";

type Neighbour = Account & {
  place: Place;
  evidenceId: number;
  kid: string;
  linkId: number;
  scheduleId: number;
  viewId: number;
  personId: number;
  invitationId: number;
  jobId: number;
  sessionId: string;
  uploadSessionId: number;
  importId: number;
  profileId: number;
};

/** Another account of the same installation with a connection, a record, an evidence and a key of its own. */
const test = base.extend<object, { neighbour: Neighbour }>({
  neighbour: [
    async ({}, give) => {
      const account = await freshAccount();
      const place = await newConnection(account);
      await account.call("POST", records(place, "api"), { body: { data: { id: "secret", word: "neighbourly" } } });
      const { body } = await account.call<{ id: number }>(
        "POST",
        `${records(place, "v1").replace("/records", "/evidence")}`,
      );
      const views = `${records(place, "api").replace("/records", "/views")}`;
      const view = await account.call<{ id: number }>("POST", views, { body: { name: "neighbourly", query: "" } });
      const { personId } = await putRole(account.accountId, "contributor", newEmail("neighbour"));
      const invited = await account.call<{ id: number }>("POST", "/api/invitations", {
        body: { email: newEmail("invited"), role: "auditor" },
      });
      const exports = `${records(place, "api").replace("/records", "/exports")}`;
      const job = await runJob(account, exports, { format: "jsonl" });
      const sessionId = "neighbourly-session";
      await uploaded(account, place, sessionId, [{ id: "staged", word: "neighbourly" }]);
      const [open] = await sql<{ id: number }>("select id from upload_session where account_id = $1", [
        account.accountId,
      ]);
      const begun = await upload(account, place, "neighbourly.csv", "id,name\na,neighbourly\n");
      const asked = { body: { name: "neighbourly" } };
      const profile = await account.call<{ id: number }>("PUT", `${imports(place, begun.id)}/profile`, asked);
      const shared = { body: { label: "neighbourly" } };
      const link = await account.call<{ id: number }>("POST", `/api/evidence/${body.id}/links`, shared);
      const schedules = `${records(place, "api").replace("/records", "/evidence-schedules")}`;
      const plan = { body: { every: "day", hour: 6, request: { title: "neighbourly" } } };
      const schedule = await account.call<{ id: number }>("POST", schedules, plan);
      const keys = await account.call<{ data: { kid: string }[] }>("GET", "/api/signing-keys");
      const ids = {
        kid: keys.body.data[0]?.kid ?? "",
        linkId: link.body.id,
        scheduleId: schedule.body.id,
        sessionId,
        uploadSessionId: open?.id ?? 0,
        evidenceId: body.id,
        viewId: view.body.id,
        personId,
        invitationId: invited.body.id,
        jobId: job.id,
        importId: begun.id,
        profileId: profile.body.id,
      };
      await give({ ...account, place, ...ids });
    },
    { scope: "worker" },
  ],
});

type Named = { id: number; accountId?: number };

test("200_tenant, a list shows nothing of another account", async ({ account, connection, neighbour }) => {
  const own = await connection();
  for (const path of ["/public/v2/custom-connections?size=500", "/api/connections?size=500&expand[]=customResources"]) {
    const { body } = await account.call<{ data: Named[] }>("GET", path);
    const ids = body.data.map(({ id }) => id);
    expect(ids).toContain(own.connectionId);
    expect(ids).not.toContain(neighbour.place.connectionId);
  }
  const evidence = await account.call<{ data: Named[] }>("GET", "/api/evidence?size=500");
  expect(evidence.body.data.map(({ id }) => id)).not.toContain(neighbour.evidenceId);
  const filtered = await account.call<{ data: Named[] }>(
    "GET",
    `/api/evidence?resourceId=${neighbour.place.resourceId}`,
  );
  expect(filtered.body.data).toEqual([]);
  const keys = await account.call<{ data: Named[] }>("GET", "/api/keys?size=500");
  const ids = keys.body.data.map(({ id }) => id);
  expect([ids.includes(account.keyId), ids.includes(neighbour.keyId)]).toEqual([true, false]);
  const sessions = await account.call<{ data: Named[] }>("GET", "/public/sessions?limit=50");
  expect(sessions.body.data.map(({ id }) => id)).not.toContain(neighbour.uploadSessionId);
  const me = await account.call<{ accountId: number }>("GET", "/api/me");
  expect(me.body.accountId).toBe(account.accountId);
});

test("404_tenant, every operation with ids refuses another account's, and nothing of it changes", async ({
  account,
  neighbour,
}) => {
  const scene = {
    ...neighbour.place,
    recordId: "secret",
    version: 1,
    evidenceId: neighbour.evidenceId,
    fileName: "records.jsonl",
    kid: neighbour.kid,
    linkId: neighbour.linkId,
    scheduleId: neighbour.scheduleId,
    // Whoever has a link is let in by it; what is guessed is nobody's.
    token: `${neighbour.accountId}.${"x".repeat(43)}`,
    keyId: neighbour.keyId,
    viewId: neighbour.viewId,
    personId: neighbour.personId,
    invitationId: neighbour.invitationId,
    revision: 2,
    jobId: neighbour.jobId,
    sessionId: neighbour.sessionId,
    uploadSessionId: neighbour.uploadSessionId,
    importId: neighbour.importId,
    profileId: neighbour.profileId,
  };
  const before = await everythingOf(neighbour.accountId);
  const answered: Record<string, number> = {};
  for (const id of operationIds.filter((each) => operationOf(each).path.includes("{") && !operationOf(each).person)) {
    const { method, path, asked } = requestOf(id, scene);
    const { status, text } = await account.call(method, path, asked);
    answered[id] = status;
    expect(text).not.toContain("neighbourly");
  }
  expect(Object.entries(answered).filter(([, status]) => status !== 404)).toEqual([]);
  expect(Object.keys(answered).length).toBeGreaterThan(35);
  expect(await everythingOf(neighbour.accountId)).toEqual(before);
});

test("404_tenant, ids of two accounts or two connections do not mix in one address", async ({
  account,
  connection,
  neighbour,
}) => {
  const [first, second] = [await connection(), await connection()];
  const mixed: Place[] = [
    { connectionId: first.connectionId, resourceId: neighbour.place.resourceId },
    { connectionId: neighbour.place.connectionId, resourceId: first.resourceId },
    { connectionId: first.connectionId, resourceId: second.resourceId },
  ];
  for (const place of mixed) {
    for (const face of faces) {
      expect((await account.call("POST", records(place, face), { body: { data: { id: "a" } } })).status).toBe(404);
      expect((await account.call("DELETE", record(place, face, "secret"))).status).toBe(404);
    }
    const own = `/api/connections/${place.connectionId}/resources/${place.resourceId}`;
    for (const rest of [
      "",
      "/schema",
      "/schema/versions",
      "/schema/versions/1",
      "/records",
      "/export",
      "/changes",
      "/pushes",
      "/sessions",
    ]) {
      expect([rest, (await account.call("GET", own + rest)).status]).toEqual([rest, 404]);
    }
    for (const rest of ["/records", "/export"])
      expect((await account.call("GET", `${own}${rest}?asOf=1`)).status).toBe(404);
    expect((await account.call("DELETE", own)).status).toBe(404);
    expect((await account.call("PATCH", own, { body: { name: "mine now" } })).status).toBe(404);
    expect((await account.call("PUT", `${own}/schema`, { body: { schema: {} } })).status).toBe(404);
    expect((await account.call("POST", `${own}/evidence`)).status).toBe(404);
  }
});

test("400_tenant, another account's person or connection cannot stand in a key", async ({ account, neighbour }) => {
  const [person] = await sql<{ person_id: number }>(
    "select person_id from membership where account_id <> $1 order by account_id limit 1",
    [account.accountId],
  );
  const bodies = [{ ownerId: person?.person_id }, { connectionIds: [neighbour.place.connectionId] }];
  for (const body of bodies) {
    expect((await account.call("POST", "/api/keys", { body: { name: "across", ...body } })).status).toBe(400);
  }
});

test("201_tenant, an Idempotency-Key belongs to one key of one account", async ({ account, connection, neighbour }) => {
  const place = await connection();
  const headers = { "idempotency-key": crypto.randomUUID() };
  const body = { data: { id: "once", word: "mine" } };
  const first = await account.call("POST", records(place, "api"), { body, headers });
  const again = await account.call("POST", records(place, "api"), { body, headers });
  expect([first.status, again.text]).toEqual([201, first.text]);
  const stranger = await neighbour.call("POST", records(place, "api"), { body, headers });
  expect([stranger.status, stranger.text.includes("mine")]).toEqual([404, false]);

  const { body: other } = await account.call<{ apiKey: string }>("POST", "/api/keys", { body: { name: "second" } });
  const second = await call("POST", records(place, "api"), {
    key: other.apiKey,
    body: { data: { id: "other" } },
    headers,
  });
  expect([second.status, second.headers.get("idempotent-replayed")]).toEqual([201, null]);
});

test("200_tenant, another account's cursor opens nothing of theirs", async ({ account, connection, neighbour }) => {
  await newConnection(neighbour);
  const theirs = await neighbour.call<{ pagination: { cursor: string } }>("GET", "/api/connections?size=1");
  const path = `/api/connections?size=500&cursor=${encodeURIComponent(theirs.body.pagination.cursor)}`;
  await connection();
  const { status, body } = await account.call<{ data: Named[] }>("GET", path);
  const ids = status === 200 ? body.data.map(({ id }) => id) : [];
  const owned = await sql<{ id: number }>("select id from connection where account_id = $1", [account.accountId]);
  expect([200, 400]).toContain(status);
  expect(ids.filter((id) => !owned.some((row) => row.id === id))).toEqual([]);
});

test("the database refuses what joins two accounts", async ({ account, neighbour }) => {
  const { connectionId, resourceId } = neighbour.place;
  const joins = [
    `insert into resource (account_id, connection_id, name) values (${account.accountId}, ${connectionId}, 'x')`,
    `insert into api_key_lookup (secret_hash, account_id, key_id) values ('\\x00', ${account.accountId}, ${neighbour.keyId})`,
    `insert into schema_version (account_id, resource_id, version, schema_text, hash, revision, identifier_key, created_at, created_by)
       values (${account.accountId}, ${resourceId}, 9, '{}', '', 1, 'id', now(), 'x')`,
    `insert into schema_draft (account_id, resource_id, base_version, schema_text, identifier_key, filter_fields, updated_by)
       values (${account.accountId}, ${resourceId}, 1, '{}', 'id', '[]', 'x')`,
    `insert into upload_session (account_id, connection_id, resource_id, session_id, status, set_id, created_at, updated_at,
       actor_kind, actor_label, channel)
       values (${account.accountId}, ${connectionId}, ${resourceId}, 'abc', 'CANCELED', 1, now(), now(), 'key', 'x', 'v1')`,
    `insert into evidence_chunk (account_id, evidence_id, name, ordinal, bytes) values (${account.accountId}, ${neighbour.evidenceId}, '', 9, '')`,
    `insert into evidence_file (account_id, evidence_id, name, ordinal, bytes, sha256) values (${account.accountId}, ${neighbour.evidenceId}, '', 9, 0, '')`,
    `insert into evidence (account_id, connection_id, resource_id, revision, schema_version, file_name, record_count, byte_count,
       sha256, manifest, created_at, created_by, request_id)
       values (${account.accountId}, ${connectionId}, ${resourceId}, 1, 1, '', 0, 0, '', '', now(), '', '')`,
  ];
  for (const join of joins) {
    await expect(sql(join), join).rejects.toMatchObject({ code: "23503" });
  }
});
