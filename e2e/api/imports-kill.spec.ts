import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { anotherServer } from "../fixtures/another-server";
import { newConnection, records, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { imports, importStill, plan, upload, type Import } from "../fixtures/imports";
import { workerPids } from "../fixtures/worker-process";

const ROWS = 20_000;
const schema = { type: "object", properties: { name: { type: "string" }, n: { type: "integer" } }, required: ["name"] };

/** Rows of which every hundredth is wrong; half of the others are there already, and half of those as they are. */
function file(): string {
  const lines = Array.from({ length: ROWS }, (_, at) => `r${at},${at % 100 === 7 ? "" : `name ${at}`},${at % 2}`);
  return `id,name,n\n${lines.join("\n")}\n`;
}

const there = Array.from({ length: ROWS / 2 }, (_, at) => ({ id: `r${at * 2}`, name: `name ${at * 2}`, n: at % 2 }));

/** What is live, without what tells one run from another. */
const stateOf = ({ resourceId }: Place) =>
  sql<{ count: number; hash: string }>(
    `select count(*)::int as count, md5(string_agg(id || data::text, ',' order by id)) as hash
     from data_record where resource_id = $1`,
    [resourceId],
  );

function killWorkers(): void {
  for (const pid of workerPids()) process.kill(pid, "SIGKILL");
}

/** Kills workers each time that an import came so many rows further, and as soon as each of its commits is seen. */
function killer() {
  const at = [1, ROWS / 4, ROWS / 2];
  let commits = 2;
  let killed = 0;
  return {
    killed: () => killed,
    see: ({ status, done }: Import) => {
      const plans = status === "planning" && at[0] !== undefined && done >= at[0];
      if (!plans && !(status === "committing" && commits > 0)) return;
      if (plans) at.shift();
      else commits -= 1;
      killWorkers();
      killed += 1;
    },
  };
}

test("workers that are killed again and again in plan and commit lead to the same state as none that is", async ({
  busy,
}) => {
  test.setTimeout(300_000);
  const places = [await newConnection(busy, { schema }), await newConnection(busy, { schema })] as const;
  for (const place of places) {
    const pushed = await busy.call("POST", records(place, "api"), { body: { data: there } });
    expect(pushed.status).toBe(200);
  }
  const settings = { bad: "skip", mode: "replace" };
  const run = async (place: Place, see: (seen: Import) => void) => {
    const { id } = await upload(busy, place, "many.csv", file());
    await busy.call("PATCH", imports(place, id), { body: settings });
    const planned = await busy.call("POST", `${imports(place, id)}/plan`);
    expect(planned.status).toBe(202);
    const ready = await patiently(place, id, see);
    expect(ready).toMatchObject({ status: "planned", plan: { rows: ROWS, reject: ROWS / 100 } });
    const query = ready.plan.confirmDeletes === null ? "" : `?confirmDeletes=${ready.plan.confirmDeletes}`;
    expect((await busy.call("POST", `${imports(place, id)}/commit${query}`)).status).toBe(202);
    return patiently(place, id, see);
  };
  const patiently = async (place: Place, id: number, see: (seen: Import) => void): Promise<Import> => {
    for (;;) {
      const { body } = await busy.call<Import>("GET", imports(place, id));
      if (body.status !== "planning" && body.status !== "committing") return body;
      see(body);
      await pause(100);
    }
  };
  const [quiet, disturbed] = places;
  const calm = await run(quiet, () => undefined);
  const { see, killed } = killer();
  const stormy = await run(disturbed, see);
  expect(killed()).toBeGreaterThan(2);
  expect(stormy).toMatchObject({ status: "committed", counts: calm.counts });
  expect(await stateOf(disturbed)).toEqual(await stateOf(quiet));
  const changes = await changesOf(disturbed);
  expect(changes.filter(({ kind }) => kind === "records.import")).toHaveLength(1);
  expect(disorder(await versionsOf(disturbed), changes, await headOf(disturbed))).toEqual([]);
});

test("a web process that is killed in an upload leaves what arrived, and another goes on from there", async ({
  busy,
}) => {
  test.setTimeout(120_000);
  const place = await newConnection(busy, { schema });
  const bytes = Buffer.from(file());
  const half = 300_000;
  const other = await anotherServer();
  try {
    const path = `${imports(place)}?fileName=many.csv&bytes=${bytes.length}`;
    const { hostname, port } = new URL(other.url);
    const headers = { authorization: `Bearer ${busy.apiKey}`, "content-length": bytes.length };
    const sending = request({ hostname, port, method: "POST", path, headers });
    const cut = new Promise((resolve) => sending.once("error", resolve));
    sending.write(bytes.subarray(0, half));
    for (let seen = 0; seen === 0; await pause(100)) {
      const { body } = await busy.call<{ data: Import[] }>("GET", imports(place));
      seen = body.data.length;
    }
    process.kill(other.pid, "SIGKILL");
    await cut;
  } finally {
    await other.stop();
  }
  const { body: list } = await busy.call<{ data: Import[] }>("GET", imports(place));
  const [begun] = list.data;
  expect(begun).toMatchObject({ status: "uploading", bytes: bytes.length });
  const offset = begun?.received ?? 0;
  const rest = { raw: bytes.subarray(offset), headers: { "content-type": "application/octet-stream" } };
  const path = `${imports(place, begun?.id)}/content?offset=${offset}`;
  const whole = await busy.call<Import>("PUT", path, rest);
  expect(whole.body).toMatchObject({ status: "mapping", received: bytes.length });
  const same = await upload(busy, place, "again.csv", bytes);
  expect(same.sha256).toBe(whole.body.sha256);
  await plan(busy, place, whole.body.id);
  expect(await importStill(busy, place, whole.body.id)).toMatchObject({ status: "planned", plan: { rows: ROWS } });
});
