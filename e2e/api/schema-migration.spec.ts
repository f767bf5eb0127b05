import { setTimeout as pause } from "node:timers/promises";
import type { JobFacts } from "@/lib/contract/jobs";
import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { draftPath, impactOf, publishDraft, push, saveDraft, schemaPath } from "../fixtures/drafts";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";
import { jobOver, runJob } from "../fixtures/jobs";

const open = { type: "object" };

async function published(account: Account, place: Place, reason?: string): Promise<JobFacts> {
  const { status, body } = await publishDraft(account, place, undefined, reason ? { reason } : {});
  expect(status).toBe(202);
  return jobOver(account, body.id);
}

const stored = async (account: Account, place: Place, id: string) => {
  const { text } = await account.call("GET", record(place, "api", id));
  return /"attributes":(\{.*?\}),"revision"/.exec(text)?.[1];
};

const rows = [
  { id: "a", team: "Platform", amount: "12.50", active: "yes", since: "2026/01/31", note: "x" },
  { id: "b", owner: "kept", team: "Other", amount: "n/a", active: 0, since: "31.01.2026" },
  { id: "c", address: { town: "Bern" }, amount: 7, active: "maybe" },
  { id: "d" },
];
const steps = [
  { kind: "rename", from: "/team", to: "/owner" },
  { kind: "rename", from: "/address/town", to: "/address/city" },
  { kind: "coerce", pointer: "/amount", to: "number" },
  { kind: "coerce", pointer: "/active", to: "boolean" },
  { kind: "coerce", pointer: "/since", to: "date" },
  { kind: "drop", pointer: "/note" },
  { kind: "default", pointer: "/owner", value: "nobody" },
];

test("steps are shown before they are taken, written with the version as one Change, and undone as one", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: open });
  await push(account, place, rows);
  const { revision: before } = await headOf(place);
  const next = { type: "object", required: ["owner"], properties: { owner: { type: "string" } } };
  await saveDraft(account, place, { schema: next, steps });
  type Preview = { rows: { id: string; before: object; after: object; problems: unknown[] }[] };
  const preview = (await account.call<Preview>("GET", `${draftPath(place)}/preview`)).body;
  const a = preview.rows.find(({ id }) => id === "a");
  expect(a?.before).toEqual(rows[0]);
  expect(a?.after).toEqual({ id: "a", owner: "Platform", amount: 12.5, active: true, since: "2026-01-31" });
  expect(await impactOf(account, place)).toMatchObject({ checked: 4, failing: 0, migrated: 4 });

  const job = await published(account, place, "Owners have one name");
  expect([job.status, job.counts, job.canUndo]).toEqual(["done", { updated: 4 }, true]);
  expect(await stored(account, place, "a"), "the digits stay").toContain('"amount": 12.50');
  expect((await account.call("GET", record(place, "api", "b"))).body.attributes).toEqual({
    id: "b",
    owner: "kept",
    team: "Other",
    amount: "n/a",
    active: false,
    since: "31.01.2026",
  });
  expect((await account.call("GET", record(place, "api", "c"))).body.attributes).toEqual({
    id: "c",
    address: { city: "Bern" },
    amount: 7,
    active: "maybe",
    owner: "nobody",
  });
  const [change] = (await changesOf(place)).slice(-1);
  expect(change).toMatchObject({ kind: "records.migrate", updated: 4, revision: before + 1, schema_version: 2 });
  expect((await account.call("GET", schemaPath(place))).body).toMatchObject({
    version: 2,
    reason: "Owners have one name",
  });
  expect((await account.call("GET", draftPath(place))).status).toBe(404);
  expect(await sql("select 1 from staged_record where resource_id = $1", [place.resourceId])).toEqual([]);

  const undone = await runJob(account, `/api/jobs/${job.id}/undo`, undefined);
  expect(undone.counts).toMatchObject({ restored: 4 });
  for (const row of rows)
    expect((await account.call("GET", record(place, "api", row.id))).body.attributes).toEqual(row);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("pushes that race with a publication are judged by one version each, and none is left behind by the steps", async ({
  account,
  connection,
}) => {
  test.setTimeout(120_000);
  const place = await connection({ schema: open });
  await push(
    account,
    place,
    Array.from({ length: 12_000 }, (_, at) => ({ id: `r${at}`, team: `t${at % 7}` })),
  );
  const next = { type: "object", required: ["owner"], properties: { team: false } };
  await saveDraft(account, place, { schema: next, steps: [{ kind: "rename", from: "/team", to: "/owner" }] });
  let over = false;
  const statuses = new Set<number>();
  const writers = [0, 1, 2].map(async (writer) => {
    for (let turn = 0; !over; turn += 1) {
      const id = `${turn % 2 ? "r" : "w"}${(writer * 997 + turn * 31) % 12_000}`;
      const old = await account.call("POST", records(place, "v1"), { body: { data: { id, team: "pushed" } } });
      if (old.status === 400) {
        statuses.add(
          (await account.call("POST", records(place, "v1"), { body: { data: { id, owner: "pushed" } } })).status,
        );
      }
      statuses.add(old.status);
      await pause(5);
    }
  });
  const job = await published(account, place);
  await pause(200);
  over = true;
  await Promise.all(writers);
  expect(job.status).toBe("done");
  expect([...statuses].filter((status) => ![200, 201, 400, 503].includes(status))).toEqual([]);
  const [left] = await sql<{ count: number }>(
    "select count(*)::int as count from data_record where resource_id = $1 and (data ? 'team' or not data ? 'owner')",
    [place.resourceId],
  );
  expect(left?.count).toBe(0);
  const [change] = (await changesOf(place)).filter(({ kind }) => kind === "records.migrate");
  const judged = await sql<{ count: number }>(
    `select count(*)::int as count from record_version where resource_id = $1 and revision > $2 and data ? 'team'`,
    [place.resourceId, change?.revision],
  );
  expect(judged[0]?.count, "after the Change nothing of the older shape was taken").toBe(0);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("another identifier key: shown, refused while records share it, and then one Change that keeps their life", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: open });
  await push(account, place, [
    { id: "1", email: "ada@example.com" },
    { id: "2", email: "ada@example.com" },
    { id: "3" },
    { id: "4", email: "grace@example.com" },
  ]);
  await saveDraft(account, place, { schema: open, identifierKey: "email" });
  expect(await impactOf(account, place)).toMatchObject({ keyless: 1, duplicateKeys: 1 });
  const failed = await published(account, place);
  expect(failed.status).toBe("failed");
  expect(failed.error).toContain('cannot be told apart by "email"');
  expect(failed.error).toContain("ada@example.com");
  expect((await account.call("GET", schemaPath(place))).body.version).toBe(1);

  await account.call("PATCH", record(place, "api", "2"), { body: { data: { email: "alan@example.com" } } });
  await account.call("DELETE", record(place, "api", "3"));
  const { revision } = await headOf(place);
  const job = await published(account, place);
  expect([job.status, job.counts, job.canUndo]).toEqual(["done", { rekeyed: 3 }, false]);
  const ids = async (asOf?: number) => {
    const query = asOf === undefined ? "sort=id" : `sort=id&asOf=${asOf}`;
    const { body } = await account.call<{ data: { id: string }[] }>("GET", `${records(place, "api")}?${query}`);
    return body.data.map(({ id }) => id);
  };
  expect(await ids()).toEqual(["ada@example.com", "alan@example.com", "grace@example.com"]);
  expect(await ids(revision)).toEqual(["1", "2", "4"]);
  expect((await account.call("GET", resource(place, "api"))).body).toMatchObject({
    identifierKey: "email",
    recordCount: 3,
    revision: revision + 1,
  });
  const { body: trash } = await account.call<{ data: { id: string }[] }>(
    "GET",
    `${resource(place, "api")}/deleted-records`,
  );
  expect(
    trash.data.map(({ id }) => id),
    "what was keyed anew is not in the trash",
  ).toEqual(["3"]);
  const pushed = await account.call("POST", records(place, "v1"), {
    body: { data: { email: "ada@example.com", n: 1 } },
  });
  expect(pushed.status).toBe(200);
  const undo = await account.call("POST", `${resource(place, "api")}/changes/${revision + 1}/undo`);
  expect(undo.status).toBe(409);
  const back = await account.call("POST", `${schemaPath(place)}/versions/1/restore`, { body: {} });
  expect(back.status, "another key is a matter of a draft").toBe(409);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});

test("a draft that is saved while it is being published publishes nothing", async ({ account, connection }) => {
  const place = await connection({ schema: open });
  await push(account, place, [{ id: "a", team: "x" }]);
  await saveDraft(account, place, { schema: open, steps: [{ kind: "drop", pointer: "/team" }] });
  await sql("update resource set revision = revision where id = $1", [place.resourceId]);
  const { body: job } = await publishDraft(account, place);
  await saveDraft(account, place, { schema: open, steps: [] });
  const { status } = await jobOver(account, job.id);
  const { version } = (await account.call<{ version: number }>("GET", schemaPath(place))).body;
  // The save may have come after the job's end: then it is the draft of the next version.
  expect([status, version]).toEqual(status === "done" ? ["done", 2] : ["failed", 1]);
});

test("409: a second publication is refused while one makes records ready, and none is half done", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: open });
  await push(
    account,
    place,
    Array.from({ length: 12_000 }, (_, at) => ({ id: `r${at}`, team: "x" })),
  );
  const { body: draft } = await saveDraft(account, place, {
    schema: open,
    steps: [{ kind: "rename", from: "/team", to: "/owner" }],
  });
  const first = await publishDraft(account, place, draft.edit);
  const second = await publishDraft(account, place, draft.edit);
  expect([first.status, second.status]).toEqual([202, 409]);
  expect((await jobOver(account, first.body.id)).counts).toEqual({ updated: 12_000 });
});
