import { expect, freshAccount, record, records, resource, test } from "../fixtures/api";
import { draftPath, impactOf, publishDraft, push, saveDraft, schemaPath, type Impact } from "../fixtures/drafts";
import { jobOver } from "../fixtures/jobs";

const before = { type: "object", properties: { name: { type: "string" }, owner: { type: "string" } } };
const after = { ...before, required: ["owner"] };

test("200: a draft is kept, moves on with each save, and goes when it is discarded; what holds stays", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: before, displayNameKey: "name" });
  expect((await account.call("GET", draftPath(place))).status).toBe(404);
  const first = await saveDraft(account, place, { schema: after }, 0);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    baseVersion: 1,
    presentVersion: 1,
    schema: after,
    identifierKey: "id",
    displayNameKey: "name",
    steps: [],
  });
  expect(first.headers.get("etag")).toBe(`"${first.body.edit}"`);
  const steps = [{ kind: "default", pointer: "/owner", value: "nobody" }];
  const second = await saveDraft(account, place, { schema: after, steps }, first.body.edit);
  expect(second.body.edit).toBeGreaterThan(first.body.edit);
  const third = await saveDraft(account, place, { schema: before }, second.body.edit);
  expect(third.body.steps, "what is not sent stays").toEqual(steps);
  expect((await account.call("GET", draftPath(place))).body).toEqual(third.body);
  expect((await account.call("GET", schemaPath(place))).body).toMatchObject({ version: 1, schema: before });

  expect((await account.call("DELETE", draftPath(place))).status).toBe(204);
  expect((await account.call("GET", draftPath(place))).status).toBe(404);
  const again = await saveDraft(account, place, { schema: after }, third.body.edit);
  expect([again.status, again.body.code], "the edit of a draft that is gone opens no other").toEqual([412, "stale"]);
});

test("412: of two people who work on one draft, the second is told whose save came first", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: before });
  const { body: read } = await saveDraft(account, place, { schema: before });
  const answers = await Promise.all(
    ["a", "b"].map((title) => saveDraft(account, place, { schema: { title } }, read.edit)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect(answers.find(({ status }) => status === 412)?.body.message).toContain("saved this draft meanwhile");
});

const refused: [what: string, body: object][] = [
  ["a schema that could not be published", { schema: { type: "strin" } }],
  ["a schema without the display name", { schema: { type: "object" }, displayNameKey: "name" }],
  ["a step over what records are told apart by", { schema: after, steps: [{ kind: "drop", pointer: "/id" }] }],
  ["a step of no kind", { schema: after, steps: [{ kind: "shuffle", pointer: "/owner" }] }],
  ["a step without its pointer", { schema: after, steps: [{ kind: "drop" }] }],
  ["a version that is not there yet", { schema: after, baseVersion: 7 }],
  [
    "five fields of text",
    { schema: after, filterFields: ["a", "b", "c", "d", "e"].map((name) => ({ pointer: `/${name}`, type: "text" })) },
  ],
];

for (const [what, body] of refused) {
  test(`400: ${what}`, async ({ account, connection }) => {
    const place = await connection({ schema: before });
    const { status, body: told } = await saveDraft(account, place, body);
    expect([status, (told.message ?? "").length > 20]).toEqual([400, true]);
  });
}

test("the impact names how many would fail, why and which; what is mended in place no longer does", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: before, displayNameKey: "name" });
  const rows = Array.from({ length: 131 }, (_, at) => ({
    id: `r${String(at).padStart(3, "0")}`,
    name: `Record ${at}`,
    ...(at >= 31 && { owner: "ada" }),
  }));
  await push(account, place, rows);
  await saveDraft(account, place, { schema: after });
  expect((await account.call("GET", `${draftPath(place)}/impact`)).status, "nobody asked yet").toBe(404);
  const impact = await impactOf(account, place);
  expect(impact).toMatchObject({ checked: 131, failing: 31, mended: 0, migrated: 0 });
  expect(impact.causes).toMatchObject([
    { pointer: "", keyword: "required", message: "must have required property 'owner'", count: 31 },
  ]);
  expect(impact.causes[0]?.examples).toEqual(["r000", "r001", "r002", "r003", "r004"]);

  type Page = { data: { id: string; displayName: string; problems: unknown[] }[]; next: string | null };
  const list = `${draftPath(place)}/impact/records`;
  const page = (await account.call<Page>("GET", `${list}?size=30`)).body;
  expect([page.data.length, page.next, page.data[3]?.displayName]).toEqual([30, "r029", "Record 3"]);
  const rest = (await account.call<Page>("GET", `${list}?size=30&after=${page.next}`)).body;
  expect([rest.data.map(({ id }) => id), rest.next]).toEqual([["r030"], null]);

  await account.call("PATCH", record(place, "api", "r000"), { body: { data: { owner: "grace" } } });
  await account.call("DELETE", record(place, "api", "r001"));
  await account.call("PATCH", record(place, "api", "r002"), { body: { data: { name: "still without" } } });
  expect((await account.call<Impact>("GET", `${draftPath(place)}/impact`)).body).toMatchObject({
    failing: 31,
    mended: 2,
  });
  const now = (await account.call<Page>("GET", `${list}?size=3`)).body;
  expect(now.data.map(({ problems }) => problems.length)).toEqual([0, 0, 1]);
});

test("a newcomer publishes, regrets it and makes the older version hold again", async ({ account, connection }) => {
  const place = await connection({ schema: before });
  await push(account, place, [{ id: "a" }, { id: "b", owner: "ada" }]);
  const { body: draft } = await saveDraft(account, place, { schema: after });
  const published = await publishDraft(account, place, draft.edit, { reason: "Everything has an owner" });
  expect([published.status, published.body]).toMatchObject([200, { version: 2, reason: "Everything has an owner" }]);
  expect((await account.call("GET", draftPath(place))).status, "the draft is what holds now").toBe(404);
  const refusal = await account.call("POST", records(place, "v1"), { body: { data: { id: "c" } } });
  expect([refusal.status, refusal.body.error ?? refusal.body.code]).toEqual([400, 28022]);

  const restored = await account.call("POST", `${schemaPath(place)}/versions/1/restore`, {
    body: { reason: "Too early" },
    headers: { "if-match": '"2"' },
  });
  expect([restored.status, restored.body]).toMatchObject([
    200,
    { version: 3, schema: before, restoredFrom: 1, reason: "Too early" },
  ]);
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "c" } } })).status).toBe(201);
  const late = await account.call("POST", `${schemaPath(place)}/versions/2/restore`, {
    body: {},
    headers: { "if-match": '"2"' },
  });
  expect(late.status).toBe(412);
  expect((await account.call("POST", `${schemaPath(place)}/versions/9/restore`, { body: {} })).status).toBe(404);
  type Changes = { data: { kind: string; reason: string | null }[] };
  const { data } = (await account.call<Changes>("GET", `${resource(place, "api")}/changes?kind=schema.publish`)).body;
  expect(data.map(({ reason }) => reason)).toEqual(["Too early", "Everything has an owner"]);
});

test("412 and 409: of several who publish at once one does, and a draft from an older version is stopped", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: before });
  const { body: draft } = await saveDraft(account, place, { schema: after });
  const answers = await Promise.all([1, 2, 3].map(() => publishDraft(account, place, draft.edit)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);

  const { body: second } = await saveDraft(account, place, { schema: before });
  await account.call("PUT", schemaPath(place), { body: { schema: { title: "published beside it" } } });
  const stopped = await publishDraft(account, place, second.edit);
  expect([stopped.status, stopped.body.message]).toEqual([409, expect.stringContaining("Version 3 was published")]);
  const rebased = await saveDraft(account, place, { schema: before, baseVersion: 3 }, second.edit);
  expect(rebased.body.baseVersion).toBe(3);
  expect((await publishDraft(account, place, rebased.body.edit)).body.version).toBe(4);
});

test("the difference is told in words, between versions and to the draft", async ({ account, connection }) => {
  const place = await connection({ schema: before });
  await saveDraft(account, place, { schema: after });
  type Told = { kind: string; entries: { effect: string; says: string }[] };
  const { status, body } = await account.call<Told>("GET", `${schemaPath(place)}/difference`);
  expect([status, body.kind, body.entries[0]?.effect]).toEqual([200, "breaking", "breaking"]);
  expect(body.entries[0]?.says).toContain("owner");
  const same = await account.call<Told>("GET", `${schemaPath(place)}/difference?from=1&to=1`);
  expect(same.body).toMatchObject({ kind: "same", entries: [] });
  expect((await account.call("GET", `${schemaPath(place)}/difference?to=5`)).status).toBe(404);
  expect((await account.call("GET", `${schemaPath(place)}/difference?to=x`)).status).toBe(400);
});

test("404: nothing of a draft is seen from another account", async ({ account, connection }) => {
  const place = await connection({ schema: before });
  await saveDraft(account, place, { schema: after });
  const stranger = await freshAccount();
  for (const [method, path] of [
    ["GET", draftPath(place)],
    ["GET", `${draftPath(place)}/impact`],
    ["GET", `${draftPath(place)}/impact/records`],
    ["GET", `${draftPath(place)}/preview`],
    ["GET", `${schemaPath(place)}/difference`],
    ["DELETE", draftPath(place)],
  ] as const) {
    expect.soft((await stranger.call(method, path)).status, `${method} ${path}`).toBe(404);
  }
  expect((await saveDraft(stranger, place, { schema: before })).status).toBe(404);
  expect((await account.call("GET", draftPath(place))).body).toMatchObject({ schema: after });
});

test("rows that fail are refused by default, and stored and marked where the resource asks for it", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: after });
  const asked = await account.call("PATCH", resource(place, "api"), { body: { failingPolicy: "mark" } });
  expect(asked.body).toMatchObject({ failingPolicy: "mark" });
  const pushed = await account.call<{ statusCode: number; warning?: { code: number } }[]>(
    "POST",
    records(place, "v1"),
    {
      body: { data: [{ id: "good", owner: "ada" }, { id: "bad" }, { id: "worse", owner: 7 }] },
    },
  );
  expect(pushed.body.map(({ statusCode, warning }) => [statusCode, warning?.code])).toEqual([
    [201, undefined],
    [201, 28022],
    [201, 28022],
  ]);
  const single = await account.call("POST", records(place, "v2"), { body: { data: { id: "alone" } } });
  expect([single.status, single.body.warning]).toMatchObject([201, { code: 28022 }]);
  type Page = { data: { id: string; failing: boolean }[] };
  const failing = async () =>
    (await account.call<Page>("GET", `${records(place, "api")}?failing=true&sort=id`)).body.data.map(({ id }) => id);
  expect(await failing()).toEqual(["alone", "bad", "worse"]);
  const read = await account.call("GET", record(place, "api", "bad"));
  expect(read.body).toMatchObject({ failing: true, problems: [{ keyword: "required" }] });
  const patched = await account.call("PATCH", record(place, "api", "worse"), { body: { data: { note: "still bad" } } });
  expect([patched.status, patched.body.failing]).toEqual([200, true]);
  await account.call("PATCH", record(place, "api", "bad"), { body: { data: { owner: "ada" } } });
  expect(await failing()).toEqual(["alone", "worse"]);
  await account.call("PATCH", resource(place, "api"), { body: { failingPolicy: "refuse" } });
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "late" } } })).status).toBe(400);
  expect((await account.call("GET", record(place, "api", "alone"))).body).toMatchObject({ failing: true });
});

test("declared fields are filled beside the requests, and lists answer the same before, meanwhile and after", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(
    account,
    place,
    Array.from({ length: 5_000 }, (_, at) => ({ id: `r${at}`, tone: at % 10 ? "calm" : "loud", size: at })),
  );
  type Facts = { fillingFields: string[]; filterFields: object[] };
  const declare = (fields: object[]) =>
    account.call<Facts>("PATCH", resource(place, "api"), { body: { filterFields: fields } });
  const loud = async () => {
    const filter = encodeURIComponent(JSON.stringify({ pointer: "/tone", op: "eq", value: "loud" }));
    const path = `${records(place, "api")}?filter=${filter}&sort=/size&sortAs=number&size=3&includeTotalCount=true`;
    const { body } = await account.call<{ data: { id: string }[]; pagination: { totalCount: number } }>("GET", path);
    return [body.pagination.totalCount, ...body.data.map(({ id }) => id)];
  };
  const expected = [500, "r0", "r10", "r20"];
  expect(await loud()).toEqual(expected);
  const tone = { pointer: "/tone", type: "text" };
  const size = { pointer: "/size", type: "number" };
  const declared = await declare([tone, size]);
  expect(declared.body.fillingFields.sort()).toEqual(["/size", "/tone"]);
  const filled = async () => {
    const { body } = await account.call<Facts>("GET", resource(place, "api"));
    expect(await loud()).toEqual(expected);
    return body.fillingFields.length;
  };
  await expect.poll(filled, { timeout: 30_000 }).toBe(0);
  // Another field takes a place that was never used; the one that stays needs no filling.
  const other = await declare([size, { pointer: "/id", type: "text" }]);
  expect(other.body.fillingFields).toEqual(["/id"]);
  await expect.poll(filled, { timeout: 30_000 }).toBe(0);
});

test("an impact that nobody waits for any more is stopped, and one of an older edit ends quietly", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [{ id: "a" }]);
  const { body: draft } = await saveDraft(account, place, { schema: after });
  const { body: job } = await account.call<{ id: number }>("POST", `${draftPath(place)}/impact`, {
    headers: { "if-match": `"${draft.edit}"` },
  });
  await saveDraft(account, place, { schema: before }, draft.edit);
  expect((await jobOver(account, job.id)).status).toBe("done");
  const late = await account.call("POST", `${draftPath(place)}/impact`, { headers: { "if-match": `"${draft.edit}"` } });
  expect(late.status).toBe(412);
});
