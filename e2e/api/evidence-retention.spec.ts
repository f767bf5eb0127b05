import { pastTriggers, sql } from "../fixtures/database";
import { bundleOf, evidenceReady, madeEvidence } from "../fixtures/evidence";
import { runTask } from "../fixtures/jobs";
import { expect, records, resource, test, type Account, type Place } from "../fixtures/api";

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
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await account.call("PUT", `/api/evidence/${later}/keep`, { body: { until } });
  await sql("update evidence set keep_until = now() - interval '1 minute' where id = any($1)", [[over, held]]);
  await runTask("sweep_files");
  expect(await read(account, over)).toMatchObject({
    status: "deleted",
    deletedBy: "retention",
    deleteReason: "It was kept until the time that was set",
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect([(await read(account, held)).status, (await read(account, later)).status]).toEqual(["ready", "ready"]);
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
