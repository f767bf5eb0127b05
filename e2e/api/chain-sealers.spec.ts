import { setTimeout as pause } from "node:timers/promises";
import { expect, freshAccount, newConnection, records, test, type Account } from "../fixtures/api";
import { checked, sealed, whileNotSealed } from "../fixtures/chain";
import { sql } from "../fixtures/database";
import { anotherWorker } from "../fixtures/worker-process";

const WRITING_MS = 10_000;

/** What is not in an account's chain exactly once and in its place, of what there is to be sealed and what was. */
const strays = ({ accountId }: Account) =>
  sql<{ row: string; links: number; ordinal: number | null }>(
    `with there as (
       select 'audit 0 ' || id as row from audit_entry where account_id = $1
       union all select 'change ' || resource_id || ' ' || revision from change where account_id = $1
       union all select 'schema ' || resource_id || ' ' || version from schema_version where account_id = $1
       union all select 'evidence 0 ' || id from evidence where account_id = $1
     ), sealed as (
       select kind || ' ' || resource_id || ' ' || number as row, ordinal,
         row_number() over (order by ordinal) as place from chain_link where account_id = $1
     )
     select row, count(s.row) as links, min(ordinal) as ordinal from there t full join sealed s using (row)
     group by row having count(s.row) <> 1 or count(t.row) <> 1 or min(ordinal) <> min(place)`,
    [accountId],
  );

test("three workers that seal at once make one chain: without a fork, a gap, or anything sealed twice", async () => {
  test.slow();
  const accounts = [await freshAccount(), await freshAccount()];
  const workers = await Promise.all([anotherWorker({}), anotherWorker({})]);
  let writing = true;
  const write = async (account: Account, mine: number) => {
    const place = await newConnection(account);
    for (let round = 0; writing; round += 1) {
      const data = Array.from({ length: 20 }, (_, at) => ({ id: `w${mine}-${(round + at) % 50}`, round }));
      expect((await account.call("POST", records(place, "api"), { body: { data } })).status).toBe(200);
      await pause(20);
    }
  };
  try {
    const writers = accounts.flatMap((account) => [0, 1].map((mine) => write(account, mine)));
    // Held back first: then all three find the same to seal, and after that whatever comes.
    const [one, other] = accounts as [Account, Account];
    await whileNotSealed(one, () => whileNotSealed(other, () => pause(WRITING_MS / 2)));
    await pause(WRITING_MS / 2);
    writing = false;
    await Promise.all(writers);
    for (const account of accounts) await sealed(account);
  } finally {
    writing = false;
    for (const worker of workers) expect(await worker.stop()).toBe(0);
  }
  for (const account of accounts) {
    expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
    // The check has left an entry itself, which is sealed in a moment.
    await expect.poll(() => strays(account), { timeout: 30_000 }).toEqual([]);
  }
});
