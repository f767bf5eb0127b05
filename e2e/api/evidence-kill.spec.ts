import { setTimeout as pause } from "node:timers/promises";
import { expect, records, resource, test, type Place } from "../fixtures/api";
import { OwnServer } from "../fixtures/own-server";

type Made = { id: number; status: string; recordCount: number; merkleRoot: string; contentSha256: string };

test("a worker that is killed in the middle leaves evidence to be generated whole, once", async () => {
  test.slow();
  const own = await OwnServer.start();
  try {
    const place: Place = { connectionId: 1, resourceId: 1 };
    const data = Array.from({ length: 4_000 }, (_, at) => ({ id: `r${at}`, name: `name ${at}`, version: "1.0.0" }));
    expect((await own.call("POST", records(place, "api"), { body: { data } })).status).toBe(200);
    const address = `${resource(place, "api")}/evidence`;
    const make = async (body: object) => (await own.call<Made>("POST", address, { body })).body;
    const ready = async ({ id }: Made) => {
      const read = async () => (await own.call<Made>("GET", `/api/evidence/${id}`)).body;
      await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe("ready");
      return read();
    };
    const whole = await ready(await make({ formats: ["csv"] }));

    // Nobody writes a chunk as long as this stands: the worker has read records and waits to store them.
    const gate = await own.session();
    await gate.query("begin; lock table evidence_chunk in share mode");
    const asking = make({ formats: ["csv"] });
    const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%evidence_chunk%'";
    await expect.poll(async () => (await own.sql(waiting)).length, { timeout: 30_000 }).toBeGreaterThan(0);
    // Whoever has jobs in the line already stands behind everybody else with the next.
    const line = "select priority from graphile_worker.jobs where task_identifier = 'job' order by id";
    const more = [make({ formats: [] })];
    await expect.poll(() => own.sql(line), { timeout: 30_000 }).toEqual([{ priority: 0 }, { priority: 1 }]);
    await own.kill("worker");
    await pause(200);
    await gate.query("rollback");
    await gate.end();
    const again = await ready(await asking);
    await Promise.all(more.map(async (asked) => ready(await asked)));
    expect(again).toMatchObject({ recordCount: whole.recordCount, contentSha256: whole.contentSha256 });
    const left = await own.sql<{ chunks: number; files: number }>(
      `select (select count(*)::int from evidence_chunk where evidence_id = $1 and name = 'records.jsonl') as chunks,
         (select count(*)::int from evidence_file where evidence_id = $1 and name = 'records.jsonl') as files`,
      [again.id],
    );
    expect(left).toEqual([{ chunks: 1, files: 1 }]);
  } finally {
    await own.remove();
  }
});
