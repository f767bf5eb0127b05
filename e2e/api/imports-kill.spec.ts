import { request } from "node:http";
import type { Client } from "pg";
import { anotherServer } from "../fixtures/another-server";
import { newConnection, records, type Place } from "../fixtures/api";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { imports, importStill, importWhen, octets, plan, upload, type Import } from "../fixtures/imports";
import { OwnServer } from "../fixtures/own-server";
import { sessions } from "../fixtures/sessions";

const ROWS = 10_000;
const BULK = 5_000;
/** A record that the file changes. */
const CHANGED = `r${ROWS - 2}`;
const schema = { type: "object", properties: { name: { type: "string" }, n: { type: "integer" } }, required: ["name"] };

/** Rows of which every hundredth is wrong; half of the others are there already, and half of those as they are. */
function file(): string {
  const lines = Array.from({ length: ROWS }, (_, at) => `r${at},${at % 100 === 7 ? "" : `name ${at}`},${at % 2}`);
  return `id,name,n\n${lines.join("\n")}\n`;
}

const there = Array.from({ length: ROWS / 2 }, (_, at) => ({ id: `r${at * 2}`, name: `name ${at * 2}`, n: at % 2 }));
const goes = Array.from({ length: 500 }, (_, at) => ({ id: `goes${at}`, name: "in no file", n: 0 }));

/** A resource with what is there before. */
async function filled(own: OwnServer): Promise<Place> {
  const body = { name: "Storm", providerTypes: ["CUSTOM"], workspaceIds: [1], schema };
  const made = await own.call<{ id: number; customResources: { id: number }[] }>("POST", "/api/connections", { body });
  const place = { connectionId: made.body.id, resourceId: made.body.customResources[0]?.id ?? 0 };
  for (const data of [there, goes]) {
    expect((await own.call("POST", records(place, "api"), { body: { data } })).status).toBe(200);
  }
  return place;
}

/** What is live, and how much there is of the past. */
async function stateOf(own: OwnServer, { resourceId }: Place) {
  const [state] = await own.sql<{ count: string; hash: string; versions: string }>(
    `select count(*) as count, md5(string_agg(id || data::text, ',' order by id)) as hash,
       (select count(*) from record_version where resource_id = $1) as versions
     from data_record where resource_id = $1`,
    [resourceId],
  );
  return state;
}

/** Holds what a query locks until it is let go of, so that whoever needs it stands still in the middle of their work. */
async function hold(own: OwnServer, query: string, values: unknown[]): Promise<Client> {
  const gate = await own.session();
  gate.on("error", () => undefined); // the database may be killed under it
  await gate.query("begin");
  await gate.query(query, values);
  return gate;
}

const holdRecord = (own: OwnServer, { resourceId }: Place) =>
  hold(own, "select from data_record where resource_id = $1 and id = $2 for update", [resourceId, CHANGED]);

/** Waits until somebody who was not seen before stands still at a gate; they are seen then. */
async function stuckAt(own: OwnServer, gate: Client, seen: Set<number>): Promise<void> {
  // Who is active is the same for a whole transaction, who waits for a lock is not.
  const ask = "select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))";
  await expect
    .poll(
      async () => {
        const { rows } = await gate.query<{ pid: number }>(ask);
        const fresh = rows.find(({ pid }) => !seen.has(pid));
        if (fresh) seen.add(fresh.pid);
        return fresh !== undefined;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
}

type Run = { planned: Import; committed: Import; after: unknown; back: Import; restored: unknown };

/** Imports the file and takes it back, disturbed at the three places that are given. */
async function importAndTakeBack(
  own: OwnServer,
  place: Place,
  disturb: { plan: (id: number) => Promise<void>; commit: () => Promise<void>; back: () => Promise<void> },
): Promise<Run> {
  const { id } = await upload(own, place, "many.csv", file());
  await own.call("PATCH", imports(place, id), { body: { bad: "skip", mode: "replace" } });
  expect((await own.call("POST", `${imports(place, id)}/plan`)).status).toBe(202);
  await disturb.plan(id);
  const planned = await importStill(own, place, id);
  expect((await own.call("POST", `${imports(place, id)}/commit`)).status).toBe(202);
  await disturb.commit();
  const committed = await importStill(own, place, id);
  const after = await stateOf(own, place);
  expect((await own.call("POST", `${imports(place, id)}/rollback`)).status).toBe(202);
  await disturb.back();
  const back = await importWhen(own, place, id, ({ status }) => status === "rolled-back");
  return { planned, committed, after, back, restored: await stateOf(own, place) };
}

const nothing = { plan: () => Promise.resolve(), commit: () => Promise.resolve(), back: () => Promise.resolve() };

test.describe("kill -9 on an installation of its own", () => {
  test.describe.configure({ mode: "serial" });
  let own: OwnServer;
  test.beforeAll(async () => {
    own = await OwnServer.start();
  });
  test.afterAll(() => own.remove());

  test("web, worker and database killed in the middle of plan, commit and roll back lead to the same state as none that is", async () => {
    test.setTimeout(240_000);
    const [quiet, stormy] = [await filled(own), await filled(own)];
    const calm = await importAndTakeBack(own, quiet, nothing);
    const storm = await importAndTakeBack(own, stormy, {
      plan: async (id) => {
        for (const [at, what] of (["worker", "database", "web"] as const).entries()) {
          await importWhen(own, stormy, id, ({ done }) => done > (at * ROWS) / 5);
          const gate = await hold(own, "select from file_import where id = $1 for no key update", [id]);
          expect((await own.call<Import>("GET", imports(stormy, id))).body.status).toBe("planning");
          await own.kill(what);
          await gate.end();
        }
      },
      commit: async () => {
        const [gate, seen] = [await holdRecord(own, stormy), new Set<number>()];
        for (const what of ["worker", "web", "database"] as const) {
          await stuckAt(own, gate, seen);
          await own.kill(what);
        }
      },
      back: async () => {
        const [gate, seen] = [await holdRecord(own, stormy), new Set<number>()];
        await stuckAt(own, gate, seen);
        await own.kill("worker");
        await stuckAt(own, gate, seen);
        await gate.end();
      },
    });
    expect(calm.planned.plan).toMatchObject({ rows: ROWS, reject: ROWS / 100, delete: 500 });
    expect(storm.planned.plan).toEqual({ ...calm.planned.plan, baseRevision: storm.planned.plan.baseRevision });
    expect(storm.committed).toMatchObject({ status: "committed", counts: calm.committed.counts });
    expect(storm.after).toEqual(calm.after);
    expect(storm.back.rolledBack).toEqual(calm.back.rolledBack);
    expect(storm.restored).toEqual(calm.restored);
    const changes = await changesOf(stormy, own.sql);
    expect(changes.slice(-2).map(({ kind }) => kind)).toEqual(["records.import", "records.undo"]);
    expect(changes).toHaveLength((await changesOf(quiet, own.sql)).length);
    expect(disorder(await versionsOf(stormy, own.sql), changes, await headOf(stormy, own.sql))).toEqual([]);
  });

  test("a session's completion that is cut by kill -9 of web or database has not begun, and is done again whole", async () => {
    test.setTimeout(120_000);
    const place = await filled(own);
    const name = "cut-session";
    for (let from = 0; from < ROWS; from += BULK) {
      const data = Array.from({ length: BULK }, (_, at) => ({
        id: `r${from + at}`,
        name: `of the session ${from + at}`,
      }));
      expect((await own.call("POST", `${sessions(place)}/${name}`, { body: { data } })).status).toBeLessThan(300);
    }
    const before = await stateOf(own, place);
    for (const what of ["web", "database"] as const) {
      const gate = await holdRecord(own, place);
      const completing = own.once("POST", `${sessions(place)}/${name}/actions`, { body: { action: "complete" } });
      await stuckAt(own, gate, new Set());
      await own.kill(what);
      await gate.end().catch(() => undefined);
      expect([undefined, 503]).toContain((await completing)?.status);
      const { body } = await own.call<{ data: { status: string }[] }>("GET", sessions(place));
      expect(body.data.map(({ status }) => status)).toEqual(["IN_PROGRESS"]);
      expect(await stateOf(own, place)).toEqual(before);
    }
    const done = await own.call("POST", `${sessions(place)}/${name}/actions`, { body: { action: "complete" } });
    expect(done.status, done.text).toBe(200);
    expect(await headOf(place, own.sql)).toMatchObject({ live: ROWS, record_count: ROWS });
    const changes = await changesOf(place, own.sql);
    expect(changes.filter(({ kind }) => kind === "records.session")).toHaveLength(1);
    expect(disorder(await versionsOf(place, own.sql), changes, await headOf(place, own.sql))).toEqual([]);
  });
});

test("a web process that is killed in an upload leaves what arrived, and another goes on from there", async ({
  busy,
}) => {
  test.setTimeout(120_000);
  const place = await newConnection(busy, { schema });
  const bytes = Buffer.from(file().replaceAll("name ", "name ".padEnd(300, "long ")));
  const other = await anotherServer();
  try {
    const path = `${imports(place)}?fileName=many.csv&bytes=${bytes.length}`;
    const { hostname, port } = new URL(other.url);
    const headers = { authorization: `Bearer ${busy.apiKey}`, "content-length": bytes.length };
    const sending = request({ hostname, port, method: "POST", path, headers });
    const cut = new Promise((resolve) => sending.once("error", resolve));
    sending.write(bytes.subarray(0, bytes.length / 2));
    const arrived = async () => (await busy.call<{ data: Import[] }>("GET", imports(place))).body.data[0]?.received;
    await expect.poll(arrived, { timeout: 30_000 }).toBeGreaterThan(0);
    process.kill(other.pid, "SIGKILL");
    await cut;
  } finally {
    await other.stop();
  }
  const { body: list } = await busy.call<{ data: Import[] }>("GET", imports(place));
  const [begun] = list.data;
  expect(begun).toMatchObject({ status: "uploading", bytes: bytes.length });
  const offset = begun?.received ?? 0;
  expect(offset).toBeGreaterThan(0);
  const rest = { raw: bytes.subarray(offset), headers: octets };
  const path = `${imports(place, begun?.id)}/content?offset=${offset}`;
  const whole = await busy.call<Import>("PUT", path, rest);
  expect(whole.body).toMatchObject({ status: "mapping", received: bytes.length });
  const same = await upload(busy, place, "again.csv", bytes);
  expect(same.sha256).toBe(whole.body.sha256);
  await plan(busy, place, whole.body.id);
  expect(await importStill(busy, place, whole.body.id)).toMatchObject({ status: "planned", plan: { rows: ROWS } });
});
