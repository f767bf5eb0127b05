import { operationIds, operationOf, type OperationId } from "@/lib/contract/operations";
import { permissionsOf } from "@/lib/contract/permissions";
import { MASK } from "@/lib/schema/mask";
import { newKey } from "../fixtures/admin";
import { call, expect, newConnection, record, records, resource, test as base, type Account } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { madeEvidence, recordLines } from "../fixtures/evidence";
import { requestOf, sceneFor } from "../fixtures/every-operation";
import { jobOver, runJob } from "../fixtures/jobs";
import { roleKey, type RoleKey } from "../fixtures/people";

type Cast = Record<"contributor" | "auditor", RoleKey>;

const test = base.extend<object, { cast: Cast }>({
  cast: [
    async ({ account }, give) => {
      const [contributor, auditor] = await Promise.all([roleKey(account, "contributor"), roleKey(account, "auditor")]);
      await give({ contributor, auditor });
    },
    { scope: "worker" },
  ],
});

const secret = { type: "string", "x-sensitive": true };
const marker = () => `secret-${crypto.randomUUID().slice(0, 12)}`;

/** Operations that show a record's values to who may read them. */
const showing: readonly OperationId[] = [
  "v2.records.list",
  "v2.record.update",
  "v1.session.evidence",
  "api.session.difference",
  "api.records.list",
  "api.record.get",
  "api.record.history",
  "api.record.revert",
  "api.deleted.list",
  "api.records.export",
  "api.evidence.download",
  "api.evidence.file",
  "api.job.download",
];

for (const id of operationIds.filter((each) => operationOf(each).path.includes("{") || /search|jobs|list/.test(each))) {
  const { permission, person } = operationOf(id);
  if (permission === null || person) continue;
  test(`${id}: shows no sensitive value to who may not read one`, async ({ account, cast }) => {
    const begins = marker();
    const told = { schema: { type: "object", properties: { name: secret } }, begins };
    for (const role of ["contributor", "auditor"] as const) {
      if (!permissionsOf(role).has(permission)) continue;
      const { apiKey } = cast[role];
      const scene = await sceneFor(id, account, apiKey, told);
      if (id === "api.deleted.list") await account.call("DELETE", record(scene, "api", scene.recordId));
      const { method, path, asked } = requestOf(id, scene);
      const { text } = await call(method, path, { ...asked, key: apiKey });
      expect(text).not.toContain(begins);
    }
    if (!showing.includes(id)) return;
    const scene = await sceneFor(id, account, account.apiKey, told);
    if (!scene.revision) await upsert(account, scene, { id: "one", name: begins });
    if (id === "api.deleted.list") await account.call("DELETE", record(scene, "api", scene.recordId));
    if (id === "api.evidence.download" || id === "api.evidence.file") {
      scene.evidenceId = (await madeEvidence(account, scene)).id;
    }
    const { method, path, asked } = requestOf(id, scene);
    if (id !== "v2.record.update") expect((await account.call(method, path, asked)).text).toContain(begins);
  });
}

type PlaceOf = { connectionId: number; resourceId: number };
type Attributes = { attributes: Record<string, unknown> };

const upsert = async (account: Account, place: PlaceOf, data: unknown, key = account.apiKey) =>
  account.call(`POST`, records(place, "api"), { body: { data }, key });

const schema = {
  type: "object",
  properties: {
    name: { type: "string" },
    ssn: { type: "string", pattern: "^s-[0-9]+$", "x-sensitive": true },
    pay: { type: "number", "x-sensitive": true },
    contacts: { items: { properties: { name: {}, phone: secret } } },
  },
};
const person = {
  id: "ada",
  name: "Ada",
  ssn: "s-1",
  pay: 12.5,
  contacts: [
    { name: "home", phone: "11" },
    { name: "work", phone: "22" },
  ],
};
const hidden = {
  ...person,
  ssn: MASK,
  pay: MASK,
  contacts: [
    { name: "home", phone: MASK },
    { name: "work", phone: MASK },
  ],
};

const stored = async (account: Account, place: PlaceOf, id = "ada") =>
  (await account.call<Attributes>("GET", record(place, "api", id))).body.attributes;

async function filled(account: Account): Promise<PlaceOf> {
  const place = await newConnection(account, { schema });
  expect((await upsert(account, place, person)).status).toBe(201);
  return place;
}

test("200: the present schema's marks count, whatever the past one said, and a mark that goes shows the values again", async ({
  account,
  cast,
}) => {
  const place = await newConnection(account, { schema: { type: "object" } });
  await upsert(account, place, person);
  const read = async () =>
    (await call<Attributes>("GET", record(place, "api", "ada"), { key: cast.auditor.apiKey })).body.attributes;
  expect(await read()).toEqual(person);
  const publish = (text: object, key = account.apiKey) =>
    account.call("PUT", `${resource(place, "api")}/schema`, {
      body: { schema: text },
      key,
      headers: { "if-match": "*" },
    });
  await publish(schema);
  expect(await read()).toEqual(hidden);
  const { apiKey: publisher } = await newKey(account.accountId, {
    permissions: ["schemas-put", "custom-connections-get"],
  });
  const refused = await publish({ type: "object" }, publisher);
  expect(refused.status, "nobody uncovers what they may not read").toBe(403);
  expect((await publish({ ...schema, title: "As sensitive as before" }, publisher)).status).toBe(200);
  await publish({ type: "object" });
  expect(await read()).toEqual(person);
});

test("200: upsert, replace and merge that carry the mask keep what is stored, digit for digit", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const { apiKey: key } = cast.contributor;
  const pay = '{"data":{"id":"ada","pay":12345678901234567890.50}}';
  await account.call("PATCH", record(place, "api", "ada"), { raw: pay });
  const sent = { ...hidden, name: "Ada L." };
  const replaced = await call<Attributes>("PUT", record(place, "api", "ada"), {
    key,
    body: { data: sent },
    headers: { "if-match": "*" },
  });
  expect(replaced.body.attributes).toEqual(sent);
  const text = (await account.call("GET", record(place, "api", "ada"))).text;
  expect(text).toContain("12345678901234567890.50");
  expect(await stored(account, place)).toMatchObject({ name: "Ada L.", ssn: "s-1", contacts: person.contacts });
  await call("PATCH", record(place, "api", "ada"), { key, body: { data: { name: "A.", ssn: "s-2", pay: MASK } } });
  expect(await stored(account, place)).toMatchObject({ name: "A.", ssn: "s-2", pay: 12345678901234567890.5 });
  const pushed = await call<{ data: object }>("POST", records(place, "api"), {
    key,
    body: { data: { ...hidden, name: "Pushed" } },
  });
  expect(pushed.body.data).toEqual({ ...hidden, name: "Pushed" });
  expect(await stored(account, place)).toMatchObject({ name: "Pushed", ssn: "s-2", contacts: person.contacts });
});

test("200: an item of a list keeps the value of the item that it is, or is refused where that is not sure", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const { apiKey: key } = cast.contributor;
  const put = (contacts: unknown) => call("PATCH", record(place, "api", "ada"), { key, body: { data: { contacts } } });
  const [home, work] = hidden.contacts;
  expect((await put([work, home])).status).toBe(200);
  expect(await stored(account, place)).toMatchObject({ contacts: [person.contacts[1], person.contacts[0]] });
  expect((await put([work, { ...home, name: "old home" }])).status).toBe(200);
  expect(await stored(account, place)).toMatchObject({
    contacts: [{ phone: "22" }, { name: "old home", phone: "11" }],
  });
  expect((await put([work])).status).toBe(200);
  expect(await stored(account, place)).toMatchObject({ contacts: [{ name: "work", phone: "22" }] });
  const unsure = await put([{ name: "new", phone: MASK }, work]);
  expect(unsure.status).toBe(400);
  expect(unsure.body.name).toBe("HiddenValue");
});

test("400: a mask with nothing stored behind it is refused with a sentence, beside the good rows", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const { apiKey: key } = cast.contributor;
  const rows = [
    { id: "new", ssn: MASK },
    { ssn: MASK, name: "without an id" },
    { id: "ada", ssn: MASK, name: "kept" },
    { id: "plain", name: MASK },
  ];
  const { body } = await call<{ statusCode: number; data?: object; error?: { message: string } }[]>(
    "POST",
    records(place, "api"),
    { key, body: { data: rows } },
  );
  expect(body.map(({ statusCode }) => statusCode)).toEqual([400, 400, 200, 201]);
  expect(body[0]?.error?.message).toContain("there is no stored value to keep");
  expect(await stored(account, place, "plain")).toEqual({ id: "plain", name: MASK });
  const edit = { selection: {}, set: [{ pointer: "/ssn", value: MASK }] };
  const bulk = await call("POST", `${resource(place, "api")}/records/bulk-edit`, { key, body: edit });
  expect(bulk.status).toBe(400);
});

test("400: what is wrong with a stored sensitive value is not told, neither by answers nor by pushes and jobs", async ({
  account,
  cast,
}) => {
  const place = await newConnection(account, { schema: { type: "object" } });
  await upsert(account, place, { ...person, ssn: "hidden-alice" });
  const body = { schema: { ...schema, properties: { ...schema.properties, name: { type: "string" } } } };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body, headers: { "if-match": "*" } });
  const { apiKey: key } = cast.contributor;
  const kept = await call("PATCH", record(place, "api", "ada"), { key, body: { data: { name: "x" } } });
  expect(kept.status).toBe(400);
  expect(kept.text).not.toContain("must match pattern");
  expect(kept.text).toContain("its value is sensitive");
  const pushed = await call("POST", records(place, "api"), { key, body: { data: [{ ...hidden, name: "x" }] } });
  expect(pushed.text).not.toMatch(/must match pattern|hidden-alice/);
  await upsert(account, place, [
    { id: "bob", ssn: { deep: "hidden-bob" } },
    { id: "eve", ssn: "hidden-eve" },
  ]);
  const pushes = await account.call("GET", `${resource(place, "api")}/pushes`);
  expect(pushes.text).toContain("its value is sensitive");
  expect(pushes.text).not.toMatch(/must match pattern|must be string|hidden-/);
  const read = await call<{ problems: { pointer: string; keyword: string }[] }>("GET", record(place, "api", "ada"), {
    key,
  });
  expect(read.body.problems).toMatchObject([{ pointer: "/ssn", keyword: "sensitive" }]);
  const job = await runJob(account, `${resource(place, "api")}/records/bulk-edit`, {
    selection: {},
    set: [{ pointer: "/name", value: "y" }],
  });
  expect(JSON.stringify(job.problems)).toContain("its value is sensitive");
  expect(JSON.stringify(job.problems)).not.toContain("pattern");
});

test("403: no filter, order or search tells a hidden value", async ({ account, cast }) => {
  const place = await filled(account);
  await account.call("PATCH", resource(place, "api"), {
    body: { displayNameKey: "ssn", filterFields: [{ pointer: "/ssn", type: "text" }] },
  });
  const { apiKey: key } = cast.contributor;
  const filters = [
    { pointer: "/ssn", op: "startsWith", value: "s" },
    { not: { or: [{ pointer: "/pay", op: "gt", value: 1 }] } },
    { pointer: "/contacts", any: { pointer: "/phone", op: "eq", value: "11" } },
    { pointer: "/contacts/0/phone", op: "exists" },
    { pointer: "/contacts", op: "has", value: person.contacts[0] },
    { pointer: "/ssn/deeper", op: "exists" },
  ];
  for (const filter of filters) {
    const query = `filter=${encodeURIComponent(JSON.stringify(filter))}`;
    const answers = [
      await call("GET", `${records(place, "api")}?${query}`, { key }),
      await call("GET", `${records(place, "v2")}?${query}`, { key }),
      await call("GET", `${resource(place, "api")}/export?${query}`, { key }),
      await call("POST", `${resource(place, "api")}/exports`, { key, body: { format: "csv", selection: { filter } } }),
      await call("POST", `${records(place, "api")}/bulk-delete`, { key, body: { selection: { filter } } }),
      await call("POST", `${records(place, "api")}/bulk-edit?dryRun=true`, {
        key,
        body: { selection: { filter }, unset: ["/name"] },
      }),
    ];
    // The vendor's list knows no filter and ignores it.
    expect(answers.map(({ status }) => status)).toEqual([403, 200, 403, 403, 403, 403]);
    expect(answers[0]?.body.message).toContain("Read Sensitive Data");
  }
  expect((await call("GET", `${records(place, "api")}?sort=/ssn`, { key })).status).toBe(403);
  expect((await call("GET", `${records(place, "api")}?sort=/contacts`, { key })).status).toBe(403);
  const open = encodeURIComponent(JSON.stringify({ pointer: "/contacts/0/name", op: "eq", value: "home" }));
  expect((await call("GET", `${records(place, "api")}?filter=${open}&sort=/id`, { key })).status).toBe(200);

  const found = async (path: string, by: string) =>
    (await call<{ data: object[] }>("GET", path, { key: by })).body.data.length;
  expect(await found(`${records(place, "api")}?q=s-1`, account.apiKey)).toBe(1);
  expect(await found(`${records(place, "api")}?q=s-1`, key)).toBe(0);
  expect(await found(`${records(place, "api")}?q=home`, key)).toBe(1);
  await account.call("DELETE", record(place, "api", "ada"));
  expect(await found(`${resource(place, "api")}/deleted-records?q=s-1`, key)).toBe(0);
  expect(await found(`${resource(place, "api")}/deleted-records?q=home`, key)).toBe(1);

  await upsert(account, place, { ...person, id: `${place.resourceId}-ada`, ssn: `s-1${place.resourceId}` });
  const palette = async (q: string, by: string) =>
    (await call<{ records: { id: string; displayName: string | null }[] }>("GET", `/api/search?q=${q}`, { key: by }))
      .body.records;
  const [id, ssn] = [`${place.resourceId}-ada`, `s-1${place.resourceId}`];
  expect(await palette(ssn, account.apiKey)).toMatchObject([{ id, displayName: ssn }]);
  expect(await palette(ssn, key)).toEqual([]);
  expect(await palette(id, key)).toMatchObject([{ id, displayName: null }]);
});

test("403: a role on one connection decides there", async ({ account, cast }) => {
  const [here, there] = [await filled(account), await filled(account)];
  const { personId } = cast.auditor;
  await account.call("PATCH", `/api/people/${personId}`, {
    body: { connectionRoles: [{ connectionId: here.connectionId, role: "manager" }] },
  });
  const read = async (place: PlaceOf) =>
    (await call<Attributes>("GET", record(place, "api", "ada"), { key: cast.auditor.apiKey })).body.attributes;
  expect(await read(here)).toEqual(person);
  expect(await read(there)).toEqual(hidden);
  await account.call("PATCH", `/api/people/${personId}`, { body: { connectionRoles: [] } });
  expect(await read(here)).toEqual(hidden);
});

test("200: a preview of an edit shows masks, and writing what one may not read is allowed", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const { apiKey: key } = cast.contributor;
  const address = `${records(place, "api")}/bulk-edit`;
  const body = { selection: {}, set: [{ pointer: "/ssn", value: "s-9" }] };
  const preview = await call<{ sample: object[] }>("POST", `${address}?dryRun=true`, { key, body });
  expect(preview.body.sample).toEqual([{ id: "ada", before: hidden, after: hidden, problems: [] }]);
  const started = await call<{ id: number }>("POST", address, { key, body });
  expect(await jobOver(account, started.body.id)).toMatchObject({ status: "done", counts: { updated: 1 } });
  expect(await stored(account, place)).toMatchObject({ ssn: "s-9" });
});

test("evidence by who may not read sensitive values is redacted and says so; in clear it takes the permission", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const auditor = {
    call: ((method, path, asked) => call(method, path, { ...asked, key: cast.auditor.apiKey })) as typeof call,
  };
  const clear = await madeEvidence(account, place);
  const masked = await madeEvidence(auditor, place);
  expect(clear.redactions).toEqual([]);
  expect(masked.redactions).toEqual(["/contacts/*/phone", "/pay", "/ssn"]);
  const line = await recordLines(auditor, masked);
  expect(JSON.parse(line.replaceAll(/\{"\$redacted":"[0-9a-f]{64}"\}/g, JSON.stringify(MASK)))).toEqual(hidden);
  expect(JSON.parse(await recordLines(account, clear))).toEqual(person);
  const download = (id: number, key: string) => call("GET", `/api/evidence/${id}/download`, { key });
  const refused = await download(clear.id, cast.auditor.apiKey);
  expect(refused.status).toBe(403);
  expect(refused.body.message).toContain("Read Sensitive Data");
  const file = await auditor.call("GET", `/api/evidence/${clear.id}/files/records.jsonl`);
  expect(file.status, "one of its files just as well").toBe(403);

  const more = { ...schema, properties: { ...schema.properties, name: secret } };
  await account.call("PUT", `${resource(place, "api")}/schema`, {
    body: { schema: more },
    headers: { "if-match": "*" },
  });
  expect((await download(masked.id, cast.auditor.apiKey)).status, "a mark made later counts").toBe(403);
});

test("the filter of evidence is masked, and its files are kept, for who may not read what it asks", async ({
  account,
  cast,
}) => {
  const place = await newConnection(account, { schema });
  const [ssn, phone] = [marker(), marker()];
  await upsert(account, place, { id: "bea", name: "Bea", ssn, contacts: [{ name: "home", phone }] });
  const filter = {
    or: [
      { pointer: "/ssn", op: "in", value: [ssn] },
      { pointer: "/contacts", any: { pointer: "/phone", op: "eq", value: phone } },
      { pointer: "/name", op: "eq", value: "nobody" },
    ],
  };
  const masked = {
    or: [
      { pointer: "/ssn", op: "in", value: [MASK] },
      { pointer: "/contacts", any: { pointer: "/phone", op: "eq", value: MASK } },
      { pointer: "/name", op: "eq", value: "nobody" },
    ],
  };
  const { id } = await madeEvidence(account, place, { filter, formats: [] });
  const plan = { every: "push", request: { filter, formats: [] } };
  await account.call("POST", `${resource(place, "api")}/evidence-schedules`, { body: plan });

  const read = (path: string, key?: string) => (key ? call("GET", path, { key }) : account.call("GET", path));
  const [one, list, plans, oscal] = await Promise.all(
    [
      `/api/evidence/${id}`,
      "/api/evidence",
      `${resource(place, "api")}/evidence-schedules`,
      `/api/evidence/${id}/oscal`,
    ].map((path) => read(path, cast.auditor.apiKey)),
  );
  expect(one?.body).toMatchObject({ filter: masked, manifest: { filter: masked } });
  for (const answer of [one, list, plans, oscal]) {
    expect(answer?.status).toBe(200);
    expect(answer?.text).toContain(MASK);
    for (const told of [ssn, phone]) expect(answer?.text).not.toContain(told);
  }
  expect((await read(`/api/evidence/${id}/files/content.json`, cast.auditor.apiKey)).status).toBe(403);
  expect((await read(`/api/evidence/${id}/files/content.json`)).text).toContain(ssn);
  expect((await read(`/api/evidence/${id}`)).body).toMatchObject({ filter, manifest: { filter } });
});

test("an export is masked by what its maker may read while it runs, and its file is kept to who may read it", async ({
  account,
  cast,
}) => {
  const place = await filled(account);
  const exported = async (key: string, body: object) => {
    const { body: job } = await call<{ id: number }>("POST", `${resource(place, "api")}/exports`, { key, body });
    const { result } = await jobOver(account, job.id);
    return result?.downloadUrl ?? "";
  };
  const { apiKey } = cast.auditor;
  const lines = await call("GET", await exported(apiKey, { format: "jsonl" }), { key: apiKey });
  expect((JSON.parse(lines.text) as Attributes).attributes).toEqual(hidden);
  const columns = ["/ssn", "/contacts/0/phone", "/contacts"];
  const cells = await call("GET", await exported(apiKey, { format: "csv", columns }), { key: apiKey });
  expect(cells.text.match(new RegExp(MASK, "g"))).toHaveLength(4);
  const withoutTimes = cells.text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "");
  expect(withoutTimes).not.toMatch(/s-1|"11"|22/);

  const inClear = await exported(account.apiKey, { format: "jsonl" });
  expect((await account.call("GET", inClear)).text).toContain("s-1");
  const { apiKey: manages } = await newKey(account.accountId, {
    permissions: ["custom-connections-get", "jobs-manage"],
  });
  expect((await call("GET", inClear, { key: manages })).status).toBe(403);
});

test("an answer kept for an Idempotency-Key is not shown again to who lost the permission", async ({ account }) => {
  const place = await filled(account);
  const made = await roleKey(account, "manager");
  await account.call("PATCH", record(place, "api", "ada"), { body: { data: { ssn: "s-5" } } });
  const revert = () =>
    call("POST", `${record(place, "api", "ada")}/revert`, {
      key: made.apiKey,
      body: { revision: 2 },
      headers: { "idempotency-key": "once" },
    });
  expect((await revert()).text).toContain("s-1");
  await account.call("PATCH", `/api/people/${made.personId}`, { body: { role: "contributor" } });
  const again = await revert();
  expect(again.status).toBe(422);
  expect(again.text).not.toContain("s-1");
});

test("nothing of a resource without marks is masked, and its statements know nothing of masks", async ({
  account,
  cast,
}) => {
  const place = await newConnection(account);
  await upsert(account, place, { id: "a", ssn: MASK });
  const rows = await sql<{ sensitive: unknown[] }>("select sensitive from resource where id = $1", [place.resourceId]);
  expect(rows[0]?.sensitive).toEqual([]);
  const read = await call<Attributes>("GET", record(place, "api", "a"), { key: cast.auditor.apiKey });
  expect(read.body.attributes).toEqual({ id: "a", ssn: MASK });
});
