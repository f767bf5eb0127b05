import { setTimeout as pause } from "node:timers/promises";
import { anotherServer, ask, type AnotherServer } from "../fixtures/another-server";
import { newConnection, record, records, resource } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { run } from "../fixtures/run";

let second: AnotherServer;
test.beforeAll(async () => {
  second = await anotherServer();
});
test.afterAll(() => second?.stop());

/** Odd versions ask for one member, even ones for another, so that a version says which records it lets pass. */
const asks = ["even", "odd"] as const;
const schemaOf = (version: number) => ({ type: "object", required: [asks[version % 2]], title: `version ${version}` });

test("a record carries the schema version that judged it, while schemas are published under running pushes", async ({
  busy,
}) => {
  const place = await newConnection(busy, { schema: schemaOf(1) });
  const { apiKey: key } = busy;
  const until = Date.now() + 4_000;
  const statuses = new Map<string, number>();
  // Four seconds, and on a slow machine as long as it takes to have something to judge.
  const taken = () => (statuses.get("POST 200") ?? 0) + (statuses.get("POST 201") ?? 0);
  const going = () => Date.now() < until || (taken() < 300 && Date.now() < until + 16_000);
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    const url = writer % 2 ? run.url : second.url;
    for (let turn = 0; going(); turn += 1) {
      const member = asks[turn % 2] ?? "odd";
      const data = { id: `${writer}-${turn % 7}`, [member]: turn };
      const many = turn % 5 === 0;
      const path = turn % 11 === 0 ? record(place, "v1", data.id) : records(place, "v1");
      const method = turn % 11 === 0 ? "PUT" : "POST";
      const body = { data: many && method === "POST" ? [data, { ...data, id: `${data.id}-b` }] : data };
      const heard = await ask(url, method, path, { key, body });
      statuses.set(`${method} ${heard.status}`, (statuses.get(`${method} ${heard.status}`) ?? 0) + 1);
    }
  });
  let published = 1;
  while (going()) {
    const heard = await ask(published % 3 ? run.url : second.url, "PUT", `${resource(place, "api")}/schema`, {
      key,
      body: { schema: schemaOf(published + 1) },
      headers: { "if-match": `"${published}"` },
    });
    expect([heard.status, heard.text]).toEqual([200, heard.text]);
    published += 1;
    await pause(40 + 80 * Math.random());
  }
  await Promise.all(writers);

  // 503: judged five times, and each time the schema had moved on. Allowed, as long as it stays the exception.
  const allowed = /^(POST (200|201|400|503)|PUT (200|400|404|503))$/;
  expect([...statuses.keys()].filter((each) => !allowed.test(each))).toEqual([]);
  const all = [...statuses.values()].reduce((sum, each) => sum + each, 0);
  const tired = (statuses.get("POST 503") ?? 0) + (statuses.get("PUT 503") ?? 0);
  expect(tired / all).toBeLessThan(0.05);
  test.info().annotations.push({ type: "figure", description: `${all} pushes, ${published} schemas, ${tired} tired` });
  expect(published).toBeGreaterThan(20);
  const versions = await versionsOf(place);
  expect(versions.length).toBeGreaterThan(100);
  const misjudged = versions.filter(({ data, schema_version }) => {
    const member = asks[schema_version % 2] ?? "odd";
    return !(member in (JSON.parse(data) as object));
  });
  expect(misjudged).toEqual([]);

  const changes = await changesOf(place);
  expect(disorder(versions, changes, await headOf(place))).toEqual([]);
  const bySchema = new Map(changes.map(({ revision, schema_version }) => [revision, schema_version]));
  expect(versions.filter(({ revision, schema_version }) => bySchema.get(revision) !== schema_version)).toEqual([]);
  const ordered = changes.map(({ schema_version }) => schema_version);
  expect(ordered, "versions of the schema only rise").toEqual([...ordered].sort((a, b) => a - b));
  const stored = await sql<{ version: number; revision: number }>(
    "select version, revision from schema_version where resource_id = $1 order by version",
    [place.resourceId],
  );
  expect(stored.map(({ version }) => version)).toEqual(Array.from({ length: published }, (_, at) => at + 1));
  const publications = changes.filter(({ kind }) => kind !== "records.upsert" && kind !== "record.update");
  expect(stored.map(({ revision }) => revision)).toEqual(publications.map(({ revision }) => revision));
});

test("412, of two publishers that read the same version one is told to read again", async ({ busy }) => {
  const place = await newConnection(busy, { schema: schemaOf(1) });
  const publish = (title: string) =>
    busy.call("PUT", `${resource(place, "api")}/schema`, {
      body: { schema: { title } },
      headers: { "if-match": '"1"' },
    });
  const answers = await Promise.all([publish("a"), publish("b"), publish("c")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  expect(answers.filter(({ status }) => status === 412).map(({ body }) => body.code)).toEqual(["stale", "stale"]);
});
