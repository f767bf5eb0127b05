import type { JobFacts } from "@/lib/contract/jobs";
import { call, expect, record, records, resource, type Account, type Place } from "../fixtures/api";
import { changesOf, disorder, headOf, test, versionsOf } from "../fixtures/heart";
import { jobOver, jobWhen, runJob } from "../fixtures/jobs";
import { roleKey } from "../fixtures/people";
import { newConnection } from "../fixtures/api";

const schema = {
  type: "object",
  properties: {
    name: { type: "string" },
    level: { type: "integer", maximum: 100 },
    place: { type: "object", properties: { city: { type: "string" } } },
  },
};

const idOf = (at: number) => `r${String(at).padStart(6, "0")}`;

/** A connection with so many records. */
async function filled(account: Account, count: number, more: (at: number) => object = () => ({})): Promise<Place> {
  const place = await newConnection(account, { schema });
  for (let from = 0; from < count; from += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - from) }, (_, k) => {
      const at = from + k;
      return { id: idOf(at), name: `record ${at}`, level: at % 10, ...more(at) };
    });
    const { status } = await account.call("POST", records(place, "api"), { body: { data: rows } });
    expect(status).toBe(200);
  }
  return place;
}

const bulk = (place: Place, what: "delete" | "edit") => `${records(place, "api")}/bulk-${what}`;

const listed = async (account: Account, place: Place) => {
  const { text } = await account.call("GET", `${resource(place, "api")}/export`);
  return text.split("\n").filter(Boolean);
};

const order = async (place: Place) => disorder(await versionsOf(place), await changesOf(place), await headOf(place));

test("deleting all that match answers 202, runs to its end, and leaves the others", async ({ busy }) => {
  const place = await filled(busy, 5_000);
  const selection = { filter: { pointer: "/level", op: "lt", value: 9 }, except: [idOf(0)] };
  const job = await runJob(busy, bulk(place, "delete"), { selection, reason: "left the estate" });
  expect(job).toMatchObject({ status: "done", kind: "records.delete", done: 4_499, total: 4_499, canUndo: true });
  expect(job.counts).toMatchObject({ deleted: 4_499 });
  expect(await headOf(place)).toMatchObject({ record_count: 501, live: 501 });
  const changes = (await changesOf(place)).filter(({ kind }) => kind === "records.delete");
  expect(changes.map(({ deleted }) => deleted)).toEqual([2_000, 2_000, 499]);
  expect(await order(place)).toEqual([]);
  const { body } = await busy.call<{ data: { reason: string; jobId: number }[] }>(
    "GET",
    `${resource(place, "api")}/changes?size=1`,
  );
  expect(body.data[0]).toMatchObject({ reason: "left the estate", jobId: job.id });
});

test("records that change after the start are left alone and named", async ({ busy }) => {
  const place = await filled(busy, 3);
  const asked = { selection: {}, set: [{ pointer: "/name", value: "x" }] };
  const preview = await busy.call("POST", `${bulk(place, "edit")}?dryRun=true`, { body: asked });
  expect(preview.body).toMatchObject({ matching: 3, more: false, wouldFail: 0 });
  const { body: held } = await busy.call<JobFacts>("POST", bulk(place, "delete"), { body: { selection: {} } });
  const edit = await busy.call("PATCH", record(place, "api", idOf(1)), { body: { data: { name: "newer" } } });
  const job = await jobOver(busy, held.id);
  // Whichever came first, nothing is both changed and gone.
  expect(job.counts?.deleted).toBe(edit.status === 200 ? 2 : 3);
  expect(job.problems.map(({ id }) => id)).toEqual(edit.status === 200 ? [idOf(1)] : []);
});

test("an edit keeps the digits of its value and of the members beside it", async ({ busy }) => {
  const place = await newConnection(busy, {});
  const raw = '{"data":[{"id":"a","exact":12345678901234567890.123,"old":1},{"id":"b","deep":{"x":[1,2]}}]}';
  await busy.call("POST", records(place, "api"), { raw });
  const edit = '{"selection":{},"set":[{"pointer":"/deep/n","value":9007199254740993.10}],"unset":["/old"]}';
  const preview = await busy.call("POST", `${bulk(place, "edit")}?dryRun=true`, { raw: edit });
  expect(preview.text).toContain('"n": 9007199254740993.10');
  const { body: started } = await busy.call<JobFacts>("POST", bulk(place, "edit"), { raw: edit });
  const job = await jobOver(busy, started.id);
  expect(job.counts).toMatchObject({ updated: 2, failed: 0 });
  const lines = await listed(busy, place);
  expect(lines[0]).toContain(
    '"attributes":{"id": "a", "deep": {"n": 9007199254740993.10}, "exact": 12345678901234567890.123}',
  );
  expect(lines[1]).toContain('"attributes":{"id": "b", "deep": {"n": 9007199254740993.10, "x": [1, 2]}}');
});

test("an edit leaves records alone that would fail the schema, and says why", async ({ busy }) => {
  const place = await filled(busy, 4, (at) => (at === 2 ? { place: { city: "Bern" } } : {}));
  const job = await runJob(busy, bulk(place, "edit"), {
    selection: { ids: [idOf(0), idOf(2), "nobody"] },
    set: [{ pointer: "/name/first", value: "x" }],
  });
  expect(job).toMatchObject({ status: "done", done: 2, counts: { failed: 2, updated: 0 }, canUndo: false });
  const wrong = { selection: {}, set: [{ pointer: "/level", value: 101 }] };
  const preview = await busy.call("POST", `${bulk(place, "edit")}?dryRun=true`, { body: wrong });
  expect(preview.body).toMatchObject({ matching: 4, wouldFail: 4 });
  const failed = await runJob(busy, bulk(place, "edit"), wrong);
  expect(failed.problems).toHaveLength(4);
  expect(failed.problems[0]?.message).toContain("/level");
  const id = await busy.call("POST", bulk(place, "edit"), {
    body: { selection: {}, set: [{ pointer: "/id", value: "x" }] },
  });
  expect(id.status).toBe(400);
});

test("undo brings back exactly what a delete and an edit took", async ({ busy }) => {
  const place = await filled(busy, 4_100);
  const before = await listed(busy, place);
  const plain = (lines: string[]) => lines.map((line) => line.replace(/"revision":\d+|"updatedAt":"[^"]+"/g, ""));
  const edited = await runJob(busy, bulk(place, "edit"), { selection: {}, set: [{ pointer: "/level", value: 50 }] });
  const undone = await runJob(busy, `/api/jobs/${edited.id}/undo`, undefined);
  expect(undone).toMatchObject({ status: "done", kind: "changes.undo", counts: { restored: 4_100, kept: 0 } });
  expect(plain(await listed(busy, place))).toEqual(plain(before));
  const gone = await runJob(busy, bulk(place, "delete"), { selection: {} });
  expect(await headOf(place)).toMatchObject({ live: 0 });
  await busy.call("POST", records(place, "api"), { body: { data: { id: idOf(7), name: "anew" } } });
  const back = await runJob(busy, `/api/jobs/${gone.id}/undo`, undefined);
  expect(back.counts).toMatchObject({ restored: 4_099, kept: 1 });
  expect(back.problems).toEqual([{ id: idOf(7), message: "It changed again since" }]);
  const without = (lines: string[]) => plain(lines).filter((line) => !line.includes(idOf(7)));
  expect(without(await listed(busy, place))).toEqual(without(before));
  expect(await order(place)).toEqual([]);
  const again = await busy.call("POST", `/api/jobs/${gone.id}/undo`);
  expect(again.status).toBe(409);
});

test("one change is undone where its records were not touched since", async ({ busy }) => {
  const place = await filled(busy, 3);
  const undo = (revision: number) => busy.call("POST", `${resource(place, "api")}/changes/${revision}/undo`);
  await busy.call("PATCH", record(place, "api", idOf(0)), { body: { data: { name: "second" } } });
  const kept = await undo(2);
  expect(kept.body).toMatchObject({ revision: 4, restored: 0, deleted: 2 });
  expect(kept.body.kept).toMatchObject([{ id: idOf(0), reason: "It changed again since", by: { revision: 3 } }]);
  expect((await undo(4)).body).toMatchObject({ revision: 5, restored: 2, deleted: 0, kept: [] });
  expect((await undo(3)).body).toMatchObject({ restored: 1 });
  expect((await undo(1)).status).toBe(409);
  expect((await undo(99)).status).toBe(404);
  expect(await order(place)).toEqual([]);
});

test("a job that is stopped keeps what it did, and goes on from there", async ({ busy }) => {
  const place = await filled(busy, 10_000);
  const body = { selection: {}, set: [{ pointer: "/level", value: 11 }] };
  const { body: started } = await busy.call<JobFacts>("POST", bulk(place, "edit"), { body });
  await jobWhen(busy, started.id, ({ done, finishedAt }) => done > 0 || finishedAt !== null);
  await busy.call("POST", `/api/jobs/${started.id}/cancel`);
  const stopped = await jobOver(busy, started.id);
  if (stopped.status === "canceled") {
    expect(stopped.done).toBeLessThan(10_000);
    const retried = await runJob(busy, `/api/jobs/${started.id}/retry`, undefined);
    expect(retried).toMatchObject({ status: "done", done: 10_000, counts: { updated: 10_000 } });
  }
  expect(await order(place)).toEqual([]);
  expect((await busy.call("POST", `/api/jobs/${started.id}/retry`)).status).toBe(409);
  expect((await busy.call("POST", `/api/jobs/${started.id}/cancel`)).body).toMatchObject({ status: "done" });
});

test("a job is seen by its maker and by the admin, and by nobody else", async ({ busy }) => {
  const place = await filled(busy, 1);
  const [manager, contributor] = await Promise.all([roleKey(busy, "manager"), roleKey(busy, "contributor")]);
  const as = (key: string) => ({
    call: ((method, path, asked) => call(method, path, { key, ...asked })) as Account["call"],
  });
  const own = await runJob(as(manager.apiKey), `${resource(place, "api")}/exports`, { format: "jsonl" });
  const seen = async (key: string) => (await call("GET", `/api/jobs/${own.id}`, { key })).status;
  expect([await seen(busy.apiKey), await seen(manager.apiKey), await seen(contributor.apiKey)]).toEqual([
    200, 200, 404,
  ]);
  const { body } = await call<{ data: JobFacts[] }>("GET", "/api/jobs", { key: contributor.apiKey });
  expect(body.data).toEqual([]);
  expect((await call("GET", `/api/jobs/${own.id}/download`, { key: contributor.apiKey })).status).toBe(404);
});

test("a job stops when its maker's key is revoked or their role is taken away, and keeps what it did", async ({
  busy,
}) => {
  const place = await filled(busy, 20_000);
  const started = async (key: string, value: number) => {
    const body = { selection: {}, set: [{ pointer: "/level", value }] };
    const { status, body: job } = await call<JobFacts>("POST", bulk(place, "edit"), { key, body });
    expect(status).toBe(202);
    return job.id;
  };
  const { body: made } = await busy.call<{ keyId: number; apiKey: string }>("POST", "/api/keys", {
    body: { name: "soon revoked" },
  });
  const first = await started(made.apiKey, 11);
  expect((await busy.call("DELETE", `/api/keys/${made.keyId}`)).status).toBeLessThan(300);
  const stopped = await jobOver(busy, first);
  expect(stopped).toMatchObject({ status: "failed", error: expect.stringContaining("may no longer") as unknown });
  expect(stopped.done).toBeLessThan(20_000);

  const contributor = await roleKey(busy, "contributor");
  const second = await started(contributor.apiKey, 12);
  await busy.call("PATCH", `/api/people/${contributor.personId}`, { body: { role: "auditor" } });
  expect(await jobOver(busy, second)).toMatchObject({ status: "failed" });
  expect(await order(place)).toEqual([]);
});
