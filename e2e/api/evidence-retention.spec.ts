import { setTimeout as pause } from "node:timers/promises";
import { pastTriggers, sql } from "../fixtures/database";
import { bundleOf, evidenceReady, madeEvidence } from "../fixtures/evidence";
import { runTask } from "../fixtures/jobs";
import { checked, sealed } from "../fixtures/chain";
import {
  expect,
  freshAccount,
  newConnection,
  records,
  resource,
  test,
  type Account,
  type Place,
} from "../fixtures/api";

type Evidence = {
  id: number;
  status: string;
  sha256: string;
  keepUntil: string | null;
  deletedBy: string | null;
  deleteReason: string | null;
  legalHold: object | null;
};

const made = async (account: Account, place: Place) =>
  (await account.call<Evidence>("POST", `${resource(place, "api")}/evidence`, { body: { formats: [] } })).body.id;
const read = async (account: Account, id: number) => (await account.call<Evidence>("GET", `/api/evidence/${id}`)).body;

test("409: what is under a legal hold is not deleted until it is lifted, and says who holds it and why", async ({
  account,
  connection,
}) => {
  const id = await made(account, await connection());
  await account.call("PUT", `/api/evidence/${id}/hold`, { body: { on: true, reason: "Inquiry 17" } });
  const refused = await account.call<{ message: string }>("DELETE", `/api/evidence/${id}`);
  expect([refused.status, refused.body.message]).toEqual([409, expect.stringContaining("Inquiry 17")]);
  expect(await read(account, id)).toMatchObject({ status: "ready", legalHold: { reason: "Inquiry 17" } });
  await account.call("PUT", `/api/evidence/${id}/hold`, { body: { on: false, reason: "closed" } });
  expect((await account.call("DELETE", `/api/evidence/${id}`)).status).toBe(200);
});

test("evidence whose time is over becomes a tombstone; what is held, or kept longer, stays", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
  const [over, held, later] = [await made(account, place), await made(account, place), await made(account, place)];
  await account.call("PUT", `/api/evidence/${held}/hold`, { body: { on: true, reason: "Inquiry 17" } });
  const keep = (id: number, ms: number) =>
    account.call("PUT", `/api/evidence/${id}/keep`, { body: { until: new Date(Date.now() + ms).toISOString() } });
  await keep(later, 86_400_000);
  for (const id of [over, held]) expect((await keep(id, 1_500)).status).toBe(200);
  await pause(2_000);
  await runTask("sweep_files");
  expect(await read(account, over)).toMatchObject({
    status: "deleted",
    deletedBy: "retention",
    deleteReason: "It was kept until the time that was set",
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect([(await read(account, held)).status, (await read(account, later)).status]).toEqual(["ready", "ready"]);
});

test("a time, or a state, that was put into the row by SQL destroys nothing, and the check names it", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  const [timed, stopped] = [await made(account, place), await made(account, place)];
  await sealed(account);
  await pastTriggers(
    `update evidence set keep_until = now() - interval '1 minute' where id = ${timed}`,
    `update evidence set status = 'generating' where id = ${stopped}`,
    `update job set finished_at = now() - interval '400 days'
     where id = (select job_id from evidence where id = ${stopped})`,
    // An entry of their own, which says that somebody set the time.
    `insert into audit_entry (account_id, actor_kind, actor_id, actor_label, channel, request_id, action, target, details)
     select account_id, actor_kind, actor_id, actor_label, channel, request_id, 'evidence.keep', target,
       jsonb_build_object('until', (select keep_until from evidence where id = ${timed}))
     from audit_entry where account_id = ${account.accountId} and target = 'evidence ${timed}' limit 1`,
  );
  await runTask("sweep_files");
  expect(await read(account, timed)).toMatchObject({ status: "ready" });
  expect(await sql("select 1 from evidence_chunk where evidence_id = $1 limit 1", [stopped])).toHaveLength(1);
  await pastTriggers(`delete from audit_entry where account_id = ${account.accountId} and action = 'evidence.keep'`);
  const said = (await checked(account)).problems.map(({ says }) => says);
  expect(said).toContain(`Evidence ${timed}: its keep_until is not the one in the audit trail`);
  expect(said).toContain(`Evidence ${stopped}: its status is not the one in the audit trail`);
});

test("what was stored of evidence that never came to be goes, however long the workers were away, and it can go on", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "api"), { body: { data: { id: "a" } } });
  const failed = async (daysAgo: number) => {
    const { id } = await madeEvidence(account, place, { formats: [] });
    const own = `account_id = ${account.accountId} and id =`;
    await pastTriggers(
      `update evidence set status = 'generating', ready_at = null where ${own} ${id}`,
      `update job set status = 'failed', finished_at = now() - interval '${daysAgo} days'
       where ${own} (select job_id from evidence where ${own} ${id})`,
      `delete from audit_entry where account_id = ${account.accountId} and target = 'evidence ${id}'
       and action = 'evidence.ready'`,
    );
    return id;
  };
  const [lately, ago, longAgo] = [await failed(1), await failed(8), await failed(400)];
  const stored = async () => {
    const rows = await sql<{ id: number }>(
      `select distinct evidence_id as id from evidence_chunk
       where account_id = $1 and evidence_id = any($2) order by evidence_id`,
      [account.accountId, [lately, ago, longAgo]],
    );
    return rows.map(({ id }) => id);
  };
  expect(await stored()).toEqual([lately, ago, longAgo]);
  await runTask("sweep_files");
  expect(await stored()).toEqual([lately]);

  const [job] = await sql<{ id: number }>("select job_id as id from evidence where account_id = $1 and id = $2", [
    account.accountId,
    longAgo,
  ]);
  await pastTriggers(`delete from evidence_file where evidence_id = ${longAgo}`);
  expect((await account.call("POST", `/api/jobs/${job?.id}/retry`)).status).toBe(202);
  await evidenceReady(account, longAgo);
  await runTask("sweep_files");
  expect((await bundleOf(account, longAgo)).bytes.length).toBeGreaterThan(0);
});
