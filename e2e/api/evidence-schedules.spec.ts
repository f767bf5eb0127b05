import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sealed } from "../fixtures/chain";
import { pastTriggers, session, sql } from "../fixtures/database";
import { call, expect, freshAccount, newConnection, records, resource, test, type Place } from "../fixtures/api";
import { runTask } from "../fixtures/jobs";
import { OwnServer } from "../fixtures/own-server";
import { roleKey } from "../fixtures/people";
import { act, uploaded } from "../fixtures/sessions";
import { anotherWorker } from "../fixtures/worker-process";

type Schedule = {
  id: number;
  on: boolean;
  hour: number | null;
  timeZone: string;
  nextAt: string | null;
  lastAt: string | null;
  lastStatus: string | null;
  lastEvidenceId: number | null;
  lastError: string | null;
  createdBy: { label: string };
};
type Evidence = {
  id: number;
  status: string;
  error: string | null;
  title: string | null;
  revision: number;
  scheduleId: number | null;
  keepUntil: string | null;
  matchingCount: number | null;
};

type Asked = { body?: unknown };
/** An account, or an installation of a test's own. */
type Caller = {
  call: <Body>(method: string, path: string, asked?: Asked) => Promise<{ status: number; body: Body; text: string }>;
};

const feed = { name: "Feed", providerTypes: ["CUSTOM"], workspaceIds: [1], schema: { type: "object" } };
const address = (place: Place) => `${resource(place, "api")}/evidence-schedules`;

async function schedule(account: Caller, place: Place, body: object): Promise<Schedule> {
  const answer = await account.call<Schedule>("POST", address(place), { body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

const one = async (account: Caller, place: Place, id: number) =>
  (await account.call<{ data: Schedule[] }>("GET", address(place))).body.data.find((each) => each.id === id);

const evidenceOf = async (account: Caller, place: Place) =>
  (await account.call<{ data: Evidence[] }>("GET", `/api/evidence?resourceId=${place.resourceId}`)).body.data;

/** Makes a schedule's hour come. */
const makeDue = ({ id }: Schedule) =>
  sql("update evidence_schedule set next_at = now() - interval '1 second' where id = $1", [id]);

const push = (account: Caller, place: Place, id: string) =>
  account.call("POST", records(place, "api"), { body: { data: { id } } });

test("201: a schedule tells its next run in the account's time zone, and generates what it was asked for", async ({
  connection,
  account,
}) => {
  const place = await connection();
  await push(account, place, "a");
  await push(account, place, "b");
  const request = { title: "Weekly", formats: [], filter: { pointer: "/id", op: "eq", value: "a" } };
  const made = await schedule(account, place, {
    every: "day",
    hour: 6,
    keepDays: 30,
    request,
  });
  expect(made).toMatchObject({ hour: 6, on: true, timeZone: "UTC", lastAt: null });
  expect(new Date(made.nextAt ?? "").getUTCHours()).toBe(6);
  await makeDue(made);
  await runTask("run_evidence_schedules");
  await expect.poll(() => evidenceOf(account, place), { timeout: 30_000 }).toMatchObject([{ status: "ready" }]);
  const [evidence] = await evidenceOf(account, place);
  expect(evidence).toMatchObject({ title: "Weekly", scheduleId: made.id, matchingCount: 1 });
  const kept = Date.parse(evidence?.keepUntil ?? "") - Date.now();
  expect(kept).toBeGreaterThan(29 * 86_400_000);
  const now = await one(account, place, made.id);
  expect(now).toMatchObject({ lastEvidenceId: evidence?.id, lastError: null });
  expect(Date.parse(now?.nextAt ?? "")).toBeGreaterThan(Date.now());
});

test("what a schedule made is deleted once its days are over, also what it made before its entry told the time", async ({
  connection,
  account,
}) => {
  const place = await connection();
  await push(account, place, "a");
  const plan = await schedule(account, place, { every: "day", hour: 6, keepDays: 2, request: { formats: [] } });
  for (const before of [0, 1]) {
    await makeDue(plan);
    await runTask("run_evidence_schedules");
    await expect
      .poll(async () => (await evidenceOf(account, place)).map(({ status }) => status), { timeout: 30_000 })
      .toEqual(Array.from({ length: before + 1 }, () => "ready"));
  }
  await sealed(account);
  const [old, told] = await evidenceOf(account, place);
  const back = "- interval '3 days'";
  const asSealed = (id: number, details: string) => [
    `update evidence set created_at = created_at ${back}, keep_until = keep_until ${back} where id = ${id}`,
    `update audit_entry set details = ${details}
     where account_id = ${account.accountId} and target = 'evidence ${id}' and action = 'evidence.generate'`,
    `update chain_link l set row_hash = chain_hash(chain_audit_text(e)) from audit_entry e
     where l.account_id = ${account.accountId} and l.kind = 'audit' and e.account_id = l.account_id and e.id = l.number
       and e.target = 'evidence ${id}' and e.action = 'evidence.generate'`,
  ];
  const until = `(select chain_time(keep_until) from evidence where id = ${told?.id})`;
  await pastTriggers(
    ...asSealed(old?.id ?? 0, "details - 'keepUntil' - 'scheduleId'"),
    ...asSealed(told?.id ?? 0, `jsonb_set(details, '{keepUntil}', to_jsonb(${until}))`),
  );
  await runTask("sweep_files");
  expect((await evidenceOf(account, place)).map(({ status }) => status)).toEqual(["deleted", "deleted"]);
});

test("a turn is taken once, by however many workers at once", async ({ connection, account }) => {
  const place = await connection();
  await push(account, place, "a");
  const made = await schedule(account, place, { every: "week", weekday: 1, hour: 3, request: { formats: [] } });
  const worker = await anotherWorker({});
  try {
    await makeDue(made);
    await runTask("run_evidence_schedules", 8);
    expect(await evidenceOf(account, place)).toHaveLength(1);
  } finally {
    await worker.stop();
  }
});

test("after a push it generates, never again for the same revision, and no sooner than it may", async ({
  connection,
  account,
}) => {
  const place = await connection();
  const made = await schedule(account, place, { every: "push", minutesBetween: 60, request: { formats: [] } });
  const look = async () => {
    await runTask("run_evidence_schedules");
    return (await evidenceOf(account, place)).map(({ revision }) => revision);
  };
  expect(await look()).toEqual([]);
  await push(account, place, "a");
  expect(await look()).toEqual([2]);
  await push(account, place, "b");
  expect(await look(), "an hour has to pass").toEqual([2]);
  await sql("update evidence_schedule set last_at = now() - interval '2 hours' where id = $1", [made.id]);
  expect(await look()).toEqual([3, 2]);
  await sql("update evidence_schedule set last_at = now() - interval '2 hours' where id = $1", [made.id]);
  await push(account, place, "b");
  expect(await look(), "the push changed nothing").toEqual([3, 2]);
});

test("after a completed session it generates what the session made live", async ({ connection, account }) => {
  const place = await connection();
  await schedule(account, place, { every: "session", request: { formats: [] } });
  await uploaded(account, place, "nightly", [{ id: "a" }]);
  await runTask("run_evidence_schedules");
  await act(account, place, "nightly", "complete");
  await runTask("run_evidence_schedules");
  expect(await evidenceOf(account, place)).toMatchObject([{ revision: 2 }]);
});

test("whoever lost the right gets no evidence at night; the schedule says so, and goes on", async ({
  connection,
  account,
}) => {
  const place = await connection();
  const manager = await roleKey(account, "manager");
  const answer = await call<Schedule>("POST", address(place), {
    key: manager.apiKey,
    body: { every: "day", hour: 1, request: { formats: [] } },
  });
  await account.call("DELETE", `/api/keys/${manager.keyId}`);
  await makeDue(answer.body);
  await runTask("run_evidence_schedules");
  expect((await one(account, place, answer.body.id))?.lastError).toContain("may no longer");
  expect(await evidenceOf(account, place)).toEqual([]);
  expect(Date.parse((await one(account, place, answer.body.id))?.nextAt ?? "")).toBeGreaterThan(Date.now());
});

test("evidence that failed at night stands on its schedule and in the trail, and the next turn makes it, changed or not", async () => {
  test.setTimeout(120_000);
  const home = mkdtempSync(path.join(tmpdir(), "attestry-kept-"));
  const kept = path.join(home, "kept");
  writeFileSync(kept, "a file, where the folder of evidence should be");
  const own = await OwnServer.start({ ATTESTRY_EVIDENCE_STORE: `file://${kept}` });
  try {
    const fed = (
      await own.call<{ id: number; customResources: { id: number }[] }>("POST", "/api/connections", { body: feed })
    ).body;
    const place = { connectionId: fed.id, resourceId: fed.customResources[0]?.id ?? 0 };
    const { id } = await schedule(own, place, { every: "push", minutesBetween: 1, request: { formats: [] } });
    const turn = async () => {
      await own.sql("update evidence_schedule set last_at = now() - interval '2 minutes'");
      await own.sql("select graphile_worker.add_job('run_evidence_schedules')");
    };
    await push(own, place, "a");
    await turn();
    await expect.poll(() => one(own, place, id), { timeout: 30_000 }).toMatchObject({ lastStatus: "failed" });
    const [failed] = await evidenceOf(own, place);
    expect(failed).toMatchObject({ status: "failed", scheduleId: id });
    const told = { lastEvidenceId: failed?.id, lastError: failed?.error };
    expect(await one(own, place, id)).toMatchObject({ ...told, lastError: expect.stringContaining("did not take it") });
    type Entry = { action: string; details: object };
    const entries = await own.call<{ data: Entry[] }>("GET", "/api/audit?action=evidence.fail");
    const details = expect.objectContaining({ scheduleId: id, revision: 2, error: failed?.error });
    expect(entries.body.data).toEqual([expect.objectContaining({ target: `evidence ${failed?.id}`, details })]);

    rmSync(kept);
    await push(own, place, "a"); // as it is
    await turn();
    await expect.poll(() => one(own, place, id), { timeout: 30_000 }).toMatchObject({ lastStatus: "ready" });
    expect(await one(own, place, id)).toMatchObject({ lastError: null });
    const revisions = async () => (await evidenceOf(own, place)).map(({ status, revision }) => [status, revision]);
    const both = [
      ["ready", 2],
      ["failed", 2],
    ];
    expect(await revisions()).toEqual(both);
    await push(own, place, "a");
    await turn();
    await expect
      .poll(() =>
        own.sql(
          "select from evidence_schedule where seen_at < (select max(last_push_at) from resource where id = $1)",
          [place.resourceId],
        ),
      )
      .toEqual([]);
    expect(await revisions(), "what came to be is not made twice").toEqual(both);
  } finally {
    await own.remove();
    rmSync(home, { recursive: true, force: true });
  }
});

test("a turn that is lost in a crowd stays due, and is taken in the next minute", async ({ connection, account }) => {
  const place = await connection();
  await push(account, place, "a");
  const plan = { every: "day", hour: 6, request: { formats: [] } };
  const [made, first] = [await schedule(account, place, plan), await schedule(account, place, plan)];
  const crowd = await session();
  try {
    await makeDue(first);
    await crowd.query("begin");
    await crowd.query("select from evidence_schedule where id = $1 for update", [first.id]);
    // One waits for that row and one behind it, and they let no third write of their account into its turn.
    await sql("select graphile_worker.add_job('run_evidence_schedules') from generate_series(1, 2)");
    const waiting = `select from pg_stat_activity where wait_event_type = 'Lock'
      and query ~ '^(update evidence_schedule|select 1 from account)'`;
    await expect.poll(async () => (await sql(waiting)).length, { timeout: 10_000 }).toBeGreaterThan(1);
    await makeDue(made);
    await runTask("run_evidence_schedules");
  } finally {
    await crowd.end();
  }
  await runTask("run_evidence_schedules");
  await expect.poll(async () => (await evidenceOf(account, place)).length, { timeout: 30_000 }).toBe(2);
  expect(await one(account, place, made.id)).toMatchObject({ lastError: null, lastEvidenceId: expect.any(Number) });
});

test("200: an account set to another time zone has its schedules' next runs by that zone's clock at once", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  const hour = { hour: 6, request: { formats: [] } };
  const daily = await schedule(account, place, { every: "day", ...hour });
  const weekly = await schedule(account, place, { every: "week", weekday: 3, ...hour });
  const due = await schedule(account, place, { every: "day", ...hour });
  const pushed = await schedule(account, place, { every: "push" });
  await makeDue(due);
  const before = await one(account, place, due.id);
  const zone = "Asia/Kolkata";
  expect((await account.call("PATCH", "/api/account", { body: { timeZone: zone } })).status).toBe(200);
  const clock = async ({ id }: Schedule) => {
    const now = await one(account, place, id);
    const at = new Date(now?.nextAt ?? "");
    const options = { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    const parts = Object.fromEntries(
      new Intl.DateTimeFormat("en", options).formatToParts(at).map(({ type, value }) => [type, value]),
    );
    expect(at.getTime()).toBeGreaterThan(Date.now());
    return { zone: now?.timeZone, hour: `${parts.hour}:${parts.minute}`, weekday: parts.weekday };
  };
  expect(await clock(daily)).toMatchObject({ zone, hour: "06:00" });
  expect(await clock(weekly)).toEqual({ zone, hour: "06:00", weekday: "Wed" });
  const [days, weeks] = [86_400_000, 7 * 86_400_000];
  expect(Date.parse((await one(account, place, daily.id))?.nextAt ?? "") - Date.now()).toBeLessThanOrEqual(days);
  expect(Date.parse((await one(account, place, weekly.id))?.nextAt ?? "") - Date.now()).toBeLessThanOrEqual(weeks);
  expect((await one(account, place, due.id))?.nextAt, "what is due is not put off").toBe(before?.nextAt);
  expect((await one(account, place, pushed.id))?.nextAt).toBeNull();
});

const zurich = "Europe/Zurich";
const clocks: [
  string,
  { every: "day" | "week"; hour: number; weekday?: number; zone: string; after: string; at: string },
][] = [
  ["into summer", { every: "day", hour: 6, zone: zurich, after: "2027-03-27T05:00:00Z", at: "2027-03-28T04:00:00Z" }],
  [
    "an hour that is not",
    { every: "day", hour: 2, zone: zurich, after: "2027-03-28T00:59:59Z", at: "2027-03-28T01:00:00Z" },
  ],
  ["the day after", { every: "day", hour: 2, zone: zurich, after: "2027-03-28T01:00:00Z", at: "2027-03-29T00:00:00Z" }],
  ["into winter", { every: "day", hour: 6, zone: zurich, after: "2027-10-30T04:00:00Z", at: "2027-10-31T05:00:00Z" }],
  [
    "an hour that is twice",
    { every: "day", hour: 2, zone: zurich, after: "2027-10-30T00:00:00Z", at: "2027-10-31T01:00:00Z" },
  ],
  ["and once only", { every: "day", hour: 2, zone: zurich, after: "2027-10-31T01:00:00Z", at: "2027-11-01T01:00:00Z" }],
  [
    "a week into summer",
    { every: "week", weekday: 1, hour: 6, zone: zurich, after: "2027-03-22T05:00:00Z", at: "2027-03-29T04:00:00Z" },
  ],
  [
    "a week into winter",
    { every: "week", weekday: 7, hour: 6, zone: zurich, after: "2027-10-24T04:00:00Z", at: "2027-10-31T05:00:00Z" },
  ],
  [
    "over a month's end",
    { every: "week", weekday: 3, hour: 0, zone: "UTC", after: "2028-02-28T12:00:00Z", at: "2028-03-01T00:00:00Z" },
  ],
  [
    "over a leap day",
    { every: "day", hour: 6, zone: "UTC", after: "2028-02-28T06:00:00Z", at: "2028-02-29T06:00:00Z" },
  ],
  [
    "over a year's end",
    { every: "day", hour: 0, zone: "Pacific/Kiritimati", after: "2027-12-31T09:59:00Z", at: "2027-12-31T10:00:00Z" },
  ],
  [
    "half an hour off",
    { every: "day", hour: 6, zone: "Asia/Kolkata", after: "2027-06-01T00:00:00Z", at: "2027-06-01T00:30:00Z" },
  ],
];

for (const [name, { every, hour, weekday, zone, after, at }] of clocks) {
  test(`by the clock: ${name}`, async () => {
    const asked = [every, hour, weekday ?? null, zone, after];
    const [row] = await sql<{ at: Date }>("select next_evidence_at($1, $2, $3, $4, $5) as at", asked);
    expect(row?.at.toISOString()).toBe(new Date(at).toISOString());
  });
}

test("400: a schedule without its hour, or of evidence that cannot be, is refused when it is saved", async ({
  connection,
  account,
}) => {
  const place = await connection();
  const bad = [
    { every: "day" },
    { every: "week", hour: 3 },
    { every: "day", hour: 24 },
    { every: "push", request: { redact: ["/id"] } },
    { every: "push", request: { asOf: "1" } },
  ];
  for (const body of bad) {
    expect((await account.call("POST", address(place), { body })).status, JSON.stringify(body)).toBe(400);
  }
  expect((await account.call<{ data: Schedule[] }>("GET", address(place))).body.data).toEqual([]);
  expect(await evidenceOf(account, place)).toEqual([]);
});

test("200, 204, 404: it is changed in part, switched off and ended; another account's is nowhere", async ({
  connection,
  account,
}) => {
  const place = await connection();
  const made = await schedule(account, place, { every: "day", hour: 6 });
  const stranger = await freshAccount();
  const own = `${address(place)}/${made.id}`;
  for (const method of ["PATCH", "DELETE"]) {
    const body = method === "PATCH" ? { hour: 7 } : undefined;
    expect((await stranger.call(method, own, { body })).status).toBe(404);
  }
  expect((await account.call("PATCH", own, { body: { hour: 7 } })).body).toMatchObject({ hour: 7, every: "day" });
  const off = await account.call<Schedule>("PATCH", own, { body: { on: false } });
  expect(off.body).toMatchObject({ on: false, nextAt: null, hour: 7 });
  expect((await account.call("DELETE", own)).status).toBe(204);
  expect((await account.call("DELETE", own)).status).toBe(404);
});
