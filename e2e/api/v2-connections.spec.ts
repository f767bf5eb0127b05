import { expect, freshAccount, newConnection, record, records, resource, test } from "../fixtures/api";

type Connection = {
  id: number;
  clientAlias: string | null;
  description: string | null;
  updatedAt: string;
  createdAt: string;
  customResources?: { id: number; name: string; schema: Record<string, unknown> }[];
};

const base = "/public/v2/custom-connections";
const named = { name: "Hosts", providerTypes: ["CUSTOM"], workspaceIds: [1] };
const schema = { type: "object", properties: { name: { type: "string" } } };

test("201: a connection is created with one resource, named alike; its name comes back as clientAlias", async ({
  account,
}) => {
  const body = { ...named, workspaceIds: [1, 42], schema, displayNameKey: "name", description: "What runs where" };
  const made = await account.call<Connection>("POST", base, { body });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    clientAlias: "Hosts",
    description: "What runs where",
    providerTypes: ["CUSTOM"],
    createdById: null,
    customResources: [{ name: "Hosts", schema, deletedAt: null }],
  });
  expect(made.body.customResources).toHaveLength(1);
  const read = await account.call<Connection>("GET", `${base}/${made.body.id}?expand[]=customResources`);
  expect(read.body).toEqual(made.body);
});

test("201: a schema is inferred from one sample: types and nesting, no formats, nothing required", async ({
  account,
}) => {
  const sampleData = {
    id: "a",
    when: "2026-01-31T12:00:00Z",
    size: 1.5,
    on: true,
    none: null,
    tags: ["x"],
    mixed: [1, "x"],
    empty: [],
    owner: { email: "a@b.example", none: null },
  };
  const made = await account.call<Connection>("POST", base, { body: { ...named, sampleData } });
  expect(made.status).toBe(201);
  const [inferred] = made.body.customResources ?? [];
  expect(inferred?.schema).toMatchObject({
    type: "object",
    properties: {
      id: { type: "string" },
      when: { type: "string" },
      size: { type: "number" },
      on: { type: "boolean" },
      none: {},
      tags: { type: "array", items: { type: "string" } },
      mixed: { type: "array" },
      empty: { type: "array" },
      owner: { type: "object", properties: { email: { type: "string" }, none: {} } },
    },
  });
  expect(JSON.stringify(inferred?.schema)).not.toMatch(/"required"|"format"/);
  const place = { connectionId: made.body.id, resourceId: inferred?.id ?? 0 };
  const push = (data: unknown) => account.call("POST", records(place, "v2"), { body: { data } });
  expect((await push({})).status, "nothing is required").toBe(201);
  expect((await push({ none: { any: 1 }, more: 1 })).status, "null says nothing, and the schema is open").toBe(201);
  expect((await push({ size: "1.5" })).status).toBe(400);
});

test("400: what a connection cannot be made of, each with a sentence that says what to send", async ({ account }) => {
  const wrong: [what: string, body: unknown, says: RegExp][] = [
    ["schema and sampleData", { ...named, schema, sampleData: {} }, /schema.*sampleData/],
    ["neither", named, /schema.*sampleData/],
    ["MDM", { ...named, providerTypes: ["MDM"], schema }, /MDM.*not served/],
    ["HRIS beside CUSTOM", { ...named, providerTypes: ["CUSTOM", "HRIS"], schema }, /HRIS.*not served/],
    ["no provider", { ...named, providerTypes: [], schema }, /providerTypes/],
    ["no workspace", { ...named, workspaceIds: [], schema }, /workspaceIds/],
    ["a workspace that is no number", { ...named, workspaceIds: ["1"], schema }, /workspaceIds/],
    ["workspace 0", { ...named, workspaceIds: [0], schema }, /workspaceIds/],
    ["no name", { ...named, name: undefined, schema }, /name/],
    ["a blank name", { ...named, name: " ", schema }, /name/],
    ["a name of 256", { ...named, name: "x".repeat(256), schema }, /name/],
    ["a display name that the schema lacks", { ...named, schema, displayNameKey: "nam" }, /displayNameKey.*"nam"/],
    ["a display name from Object.prototype", { ...named, schema, displayNameKey: "toString" }, /displayNameKey/],
    ["a sample that is a list", { ...named, sampleData: [{}] }, /sampleData/],
    ["a schema that is a text", { ...named, schema: "{}" }, /schema/],
    ["a schema that is true", { ...named, schema: true }, /schema/],
    ["a schema that is none", { ...named, schema: { type: "objekt" } }, /schema.*\/type/],
    ["nothing", {}, /name/],
    ["a list", [named], /object/],
  ];
  for (const [what, body, says] of wrong) {
    const { status, body: said } = await account.call("POST", base, { body });
    expect(status, what).toBe(400);
    expect(said.message, what).toMatch(says);
  }
});

test("201: unknown members are ignored by the vendor's operations", async ({ account }) => {
  const body = { ...named, schema, color: "red", data: {}, __proto: 1 };
  expect((await account.call("POST", base, { body })).status).toBe(201);
});

test("200: PUT changes alias and description only; null empties, what is not sent stays", async ({ account }) => {
  const made = await account.call<Connection>("POST", base, { body: { ...named, schema, description: "old" } });
  const put = (body: unknown) => account.call<Connection>("PUT", `${base}/${made.body.id}`, { body });
  const changed = await put({ clientAlias: "New", id: 7, providerTypes: ["MDM"], schema: {}, unknown: true });
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({
    id: made.body.id,
    clientAlias: "New",
    description: "old",
    providerTypes: ["CUSTOM"],
    createdAt: made.body.createdAt,
  });
  expect(changed.body.updatedAt >= made.body.updatedAt).toBe(true);
  expect((await put({ clientAlias: null, description: null })).body).toMatchObject({
    clientAlias: null,
    description: null,
  });
  expect((await put({})).body).toMatchObject({ clientAlias: null, description: null });
  expect((await put({ clientAlias: 7 })).status).toBe(400);
  expect((await put([])).status).toBe(400);
  expect((await account.call("PUT", `${base}/999999999`, { body: {} })).status).toBe(404);
});

test("204 then 404: a deleted connection is gone at every address under it", async ({ account, connection }) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "a" } } });
  const path = `${base}/${place.connectionId}`;
  const { status, text } = await account.call("DELETE", path);
  expect([status, text]).toEqual([204, ""]);
  const push = { data: { id: "b" } };
  for (const [method, address, body] of [
    ["GET", path],
    ["PUT", path, { clientAlias: "x" }],
    ["DELETE", path],
    ["GET", `/public/custom-connections/${place.connectionId}`],
    ["GET", records(place, "v2")],
    ["POST", records(place, "v1"), push],
    ["POST", records(place, "v2"), { data: [{ id: "b" }] }],
    ["PUT", record(place, "v1", "a"), push],
    ["DELETE", record(place, "v1", "a")],
    ["POST", `${resource(place, "v1")}/evidence`],
    ["GET", record(place, "api", "a")],
    ["GET", `${resource(place, "api")}/export`],
    ["PUT", `${resource(place, "api")}/schema`, { schema: {} }],
  ] as const) {
    expect((await account.call(method, address, { body })).status, `${method} ${address}`).toBe(404);
  }
  const list = await account.call<{ data: Connection[] }>("GET", `${base}?size=500`);
  expect(list.body.data.map(({ id }) => id)).not.toContain(place.connectionId);
});

test("404: another account's connection can be neither read, changed nor deleted", async ({ account, connection }) => {
  const { connectionId } = await connection();
  const stranger = await freshAccount();
  for (const method of ["GET", "PUT", "DELETE"]) {
    const body = method === "PUT" ? { clientAlias: "mine" } : undefined;
    expect((await stranger.call(method, `${base}/${connectionId}`, { body })).status, method).toBe(404);
  }
  expect((await account.call("GET", `${base}/${connectionId}`)).status).toBe(200);
});

test("200: pages of connections follow each other to an explicit null, in the order of creation", async () => {
  const account = await freshAccount();
  const made = [];
  for (let count = 0; count < 7; count++) made.push((await newConnection(account)).connectionId);
  type Page = { data: Connection[]; pagination: { cursor: string | null; totalCount?: number } };
  const list = async (query: string) => (await account.call<Page>("GET", `${base}?${query}`)).body;
  const walk = async (query: string) => {
    const seen: number[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Page = await list(`${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.pagination.cursor;
    }
    return seen;
  };
  expect(await walk("size=3")).toEqual(made);
  expect(await walk("size=1&sortDir=DESC")).toEqual([...made].reverse());
  expect(await walk("size=7")).toEqual(made);
  expect(Object.keys((await list("size=7")).pagination)).toEqual(["cursor"]);
  await account.call("PUT", `${base}/${made[2]}`, { body: { description: "touched" } });
  expect((await walk("sort=updatedAt&size=2")).at(-1)).toBe(made[2]);
  expect((await walk("sort=updatedAt&sortDir=DESC&size=2"))[0]).toBe(made[2]);
  const counted = await list("size=2&includeTotalCount=true");
  expect(counted.pagination.totalCount).toBe(7);
  const next = await list(`size=2&includeTotalCount=true&cursor=${counted.pagination.cursor}`);
  expect(next.pagination, "counted on the first page only").not.toHaveProperty("totalCount");
  expect((await list("expand[]=customResources")).data.every((each) => each.customResources?.length === 1)).toBe(true);
  expect((await list("")).data.some((each) => "customResources" in each)).toBe(false);
});
