import { spawnSync } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Client } from "pg";
import { expect, freshAccount, newConnection, records, record, test, type Account, type Place } from "../fixtures/api";
import {
  adminVerify,
  chainOf,
  checked,
  sealed,
  signedText,
  tamperer,
  whileNotSealed,
  type Checkpoint,
} from "../fixtures/chain";
import { sql } from "../fixtures/database";
import { madeEvidence } from "../fixtures/evidence";
import { run } from "../fixtures/run";

const put = (account: Account, place: Place, data: object) =>
  account.call("POST", records(place, "api"), { body: { data } });

type Scene = { account: Account; place: Place; other: Place };

/** An account with a little of everything, all of it sealed: two records that changed, one deleted, evidence. */
async function scene(): Promise<Scene> {
  const account = await freshAccount();
  const [place, other] = [await newConnection(account), await newConnection(account)];
  await put(account, place, { id: "ada", n: 1 });
  await put(account, place, [{ id: "bob" }, { id: "eve" }, { id: "zoë" }]);
  await put(account, place, { id: "ada", n: 2 });
  await account.call("DELETE", record(place, "api", "eve"));
  await put(account, other, { id: "ada", n: 1 });
  await madeEvidence(account, place, { formats: [] });
  await sealed(account);
  return { account, place, other };
}

/** Waits until a checkpoint is over a link: the next one is made now, and not after its minute. */
async function signedUpTo(account: Account, link: number): Promise<void> {
  await sql("update chain_head set checkpoint_at = '-infinity' where account_id = $1", [account.accountId]);
  await expect
    .poll(async () => (await chainOf(account)).checkpoint?.link ?? 0, { timeout: 40_000 })
    .toBeGreaterThanOrEqual(link);
}

type Tampering = { table: string; where: string; change: string; says: (string | RegExp)[] };

/** What a checkpoint would be set to by somebody who signs it with a key of their own. */
async function signedByStranger(account: Account, link: number): Promise<string> {
  const [row] = await sql<{ body: string }>(
    "select body from chain_checkpoint where account_id = $1 and ordinal = $2",
    [account.accountId, link],
  );
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ format: "der", type: "spki" });
  const kid = createHash("sha256").update(der).digest("hex");
  const body = signedText({ ...(JSON.parse(row?.body ?? "{}") as Checkpoint), kid });
  const signature = sign(null, Buffer.from(body), privateKey).toString("base64");
  const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
  return `kid = '${kid}', body = '${body}', signature = '${signature}', public_key = '${pem}'`;
}

/** Tampers with rows, looks, and puts them back as they were. */
async function tampered<Result>(
  client: Client,
  all: readonly Tampering[],
  look: () => Promise<Result>,
): Promise<Result> {
  const [one, ...rest] = all;
  if (!one) return look();
  const { table, where, change } = one;
  const kept = `as_it_was_${rest.length}`;
  await client.query(`create temp table ${kept} as select * from ${table} where ${where}`);
  await client.query(change);
  try {
    return await tampered(client, rest, look);
  } finally {
    await client.query(`delete from ${table} where ${where}`);
    await client.query(`insert into ${table} overriding system value select * from ${kept}`);
    await client.query(`drop table ${kept}`);
  }
}

test("each way to tamper with the trail, Changes, records, history, schemas and evidence is found and named", async () => {
  test.slow();
  const { account, place, other } = await scene();
  const client = await tamperer();
  const own = `account_id = ${account.accountId}`;
  const here = `${own} and resource_id = ${place.resourceId}`;
  const R = place.resourceId;
  const [entry] = await sql<{ id: number }>(
    "select id from audit_entry where account_id = $1 and action = 'evidence.generate'",
    [account.accountId],
  );
  const [evidence] = await sql<{ id: number }>("select id from evidence where account_id = $1", [account.accountId]);
  const id = entry?.id ?? 0;
  expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
  await signedUpTo(account, 3);
  const chain = await sealed(account);
  const [end, signed] = [chain.sealedTo?.link, chain.checkpoint?.link];

  const forged = id + 2_000_000;
  const stranger = await signedByStranger(account, signed ?? 0);
  const rounds: Tampering[][] = [
    [
      {
        table: "audit_entry",
        where: `${own} and id = ${id}`,
        change: `update audit_entry set actor_label = 'somebody else' where ${own} and id = ${id}`,
        says: [`Audit entry ${id} was changed after it was sealed`],
      },
      {
        table: "change",
        where: `${here} and revision = 3`,
        change: `update change set actor_label = 'somebody else' where ${here} and revision = 3`,
        says: [`Change 3 of resource ${R} was changed after it was sealed`],
      },
      {
        table: "data_record",
        where: `${here} and id = 'zoë'`,
        change: `update data_record set data = '{"id": "zoë", "n": 9}' where ${here} and id = 'zoë'`,
        says: [`Record "zoë" of resource ${R} at revision 3: the live record is not the one that was sealed`],
      },
      {
        table: "record_version",
        where: `${here} and id = 'ada'`,
        change: `update record_version set data = '{"id": "ada", "n": 7}' where ${here} and id = 'ada'`,
        says: [`Record "ada" of resource ${R} at revision 2: the kept version is not the one that was sealed`],
      },
      {
        table: "schema_version",
        where: here,
        change: `update schema_version set schema_text = '{}' where ${here}`,
        says: [`Schema version 1 of resource ${R} was changed after it was sealed`],
      },
      {
        table: "evidence",
        where: `${own} and id = ${evidence?.id}`,
        change: `update evidence set manifest = manifest || ' ' where ${own} and id = ${evidence?.id}`,
        says: [`Evidence ${evidence?.id} was changed after it was sealed`],
      },
      {
        table: "evidence_chunk",
        where: `${own} and evidence_id = ${evidence?.id} and name = 'records.jsonl'`,
        change: `update evidence_chunk set bytes = set_byte(bytes, 3, get_byte(bytes, 3) # 1)
          where ${own} and evidence_id = ${evidence?.id} and name = 'records.jsonl'`,
        says: [`The files of Evidence ${evidence?.id} are not those that were made`],
      },
      {
        table: "chain_checkpoint",
        where: `${own} and ordinal = ${signed}`,
        change: `update chain_checkpoint set body = replace(body, '"audit":', '"audit":1') where ${own} and ordinal = ${signed}`,
        says: [/The checkpoint of .* proves nothing: its signature is not good/],
      },
      {
        table: "chain_head",
        where: own,
        change: `delete from chain_head where ${own}`,
        says: [`Where the sealer of account ${account.accountId} stands is gone`],
      },
    ],
    [
      {
        table: "audit_entry",
        where: `${own} and id = ${id}`,
        change: `delete from audit_entry where ${own} and id = ${id}`,
        says: [`Audit entry ${id} was deleted after it was sealed`],
      },
      {
        table: "change",
        where: `${here} and revision = 3`,
        change: `delete from change where ${here} and revision = 3`,
        says: [`Change 3 of resource ${R} was deleted after it was sealed`],
      },
      {
        table: "data_record",
        where: `${here} and id = 'zoë'`,
        change: `delete from data_record where ${here} and id = 'zoë'`,
        says: [`Record "zoë" of resource ${R} at revision 3: its version is gone`],
      },
      {
        table: "record_version",
        where: `${here} and id = 'eve'`,
        change: `delete from record_version where ${here} and id = 'eve'`,
        says: [
          `Record "eve" of resource ${R} at revision 3: its version is gone`,
          `Record "eve" of resource ${R} at revision 5: the version that it replaced, of revision 3, is gone`,
        ],
      },
      {
        table: "resource",
        where: `${own} and id = ${other.resourceId}`,
        change: `update resource set history_from = 2 where ${own} and id = ${other.resourceId}`,
        says: [`Resource ${other.resourceId} says that retention removed its history before revision 2`],
      },
      {
        table: "chain_link",
        where: `${own} and ordinal = 3`,
        change: `update chain_link set row_hash = 'x' where ${own} and ordinal = 3`,
        says: [/Link 3 of the chain, which seals .*, was changed/],
      },
      {
        table: "chain_checkpoint",
        where: `${own} and ordinal = ${signed}`,
        change: `update chain_checkpoint set ${stranger} where ${own} and ordinal = ${signed}`,
        says: [/The checkpoint of .* proves nothing: nobody knows the key that signed it/],
      },
      {
        table: "chain_resource",
        where: `${own} and resource_id = ${R}`,
        change: `update chain_resource set revision = 900 where ${own} and resource_id = ${R}`,
        says: [`The sealer was told that resource ${R} is sealed up to revision 900; it is up to 5`],
      },
    ],
    [
      {
        table: "audit_entry",
        where: `${own} and id in (${id}, ${id} + 1000000)`,
        change: `update audit_entry set id = id + 1000000 where ${own} and id = ${id}`,
        says: [`Audit entry ${id} was deleted after it was sealed`],
      },
      {
        table: "change",
        where: `${here} and revision in (2, 4)`,
        change: `update change c set at = o.at, request_id = o.request_id from change o
        where c.${here.replace(" and ", " and c.")} and o.${here.replace(" and ", " and o.")}
          and (c.revision, o.revision) in ((2, 4), (4, 2))`,
        says: [`Change 2 of resource ${R} was changed after it was sealed`, `Change 4 of resource ${R} was changed`],
      },
      {
        table: "data_record",
        where: `${here} and id = 'new'`,
        change: `insert into data_record (account_id, resource_id, id, data, revision, schema_version, created_at, updated_at)
        select account_id, resource_id, 'new', data, 900, schema_version, created_at, updated_at
        from data_record where ${here} and id = 'zoë'`,
        says: [`Record "new" of resource ${R} was put in: it names revision 900, which there is not`],
      },
      {
        table: "record_version",
        where: `${here} and id = 'eve'`,
        change: `update record_version set superseded_by = 4 where ${here} and id = 'eve'`,
        says: [
          `Record "eve" of resource ${R} at revision 4: it was put in`,
          `Record "eve" of resource ${R} at revision 5`,
        ],
      },
      {
        table: "chain_lines",
        where: `${own} and ordinal <= ${end}`,
        change: `update chain_lines set body = replace(body, '"zoë"', '"zoe"') where ${own} and body like '%"zoë"%'`,
        says: [/The list of records that link \d+ of the chain keeps for Change 3 of resource \d+ was changed/],
      },
      {
        table: "evidence",
        where: `${own} and id = ${evidence?.id}`,
        change: `update evidence set status = 'deleted', deleted_at = now(), deleted_by = 'nobody', delete_reason = 'none'
          where ${own} and id = ${evidence?.id}`,
        says: [`Evidence ${evidence?.id} says that it was deleted; nothing in the trail says so`],
      },
    ],
    [
      {
        table: "data_record",
        where: `${here} and id = 'new'`,
        change: `insert into data_record (account_id, resource_id, id, data, revision, schema_version, created_at, updated_at)
        select account_id, resource_id, 'new', data, revision, schema_version, created_at, updated_at
        from data_record where ${here} and id = 'zoë'`,
        says: [`Record "new" of resource ${R} at revision 3: it was put in after the Change was sealed`],
      },
      {
        table: "record_version",
        where: `${here} and id = 'ada' and revision = 2`,
        change: `update record_version set data = null, sha256 = 'x', text_sha256 = chain_hash(data::text), erased_at = now(),
        erased_by = 4 where ${here} and id = 'ada' and revision = 2`,
        says: [
          `Record "ada" of resource ${R} at revision 2: its values are gone, and no erase of the record took them`,
        ],
      },
      {
        table: "chain_link",
        where: `${own} and ordinal = 3`,
        change: `delete from chain_link where ${own} and ordinal = 3`,
        says: ["Link 3 of the chain is gone"],
      },
      {
        table: "evidence",
        where: `${own} and id = ${evidence?.id}`,
        change: `update evidence set hold_at = now(), hold_by = 'nobody', hold_reason = 'none'
          where ${own} and id = ${evidence?.id}`,
        says: [`Evidence ${evidence?.id} says that it is under a legal hold; the trail does not`],
      },
    ],
    [
      {
        table: "audit_entry",
        where: `${own} and id = ${forged}`,
        change: `insert into audit_entry (account_id, id, at, actor_kind, actor_id, actor_label, channel, request_id, action,
            target, details, mark) overriding system value
          select account_id, ${forged}, at, actor_kind, actor_id, 'nobody', channel, request_id, action, target, details, mark
          from audit_entry where ${own} and id = ${id}`,
        says: [`Audit entry ${forged} was put in, and a link with it: Attestry did not write it`],
      },
      {
        table: "chain_link",
        where: `${own} and number = ${forged}`,
        change: `insert into chain_link select l.account_id, l.ordinal + 1, 'audit', 0, e.id, chain_hash(chain_audit_text(e)),
            0, chain_hash(''), l.sealed_at, sha256(l.hash || convert_to(format('[%s,"audit",0,%s,"%s",0,"%s","%s"]',
              l.ordinal + 1, e.id, encode(chain_hash(chain_audit_text(e)), 'hex'), encode(chain_hash(''), 'hex'),
              chain_time(l.sealed_at)), 'UTF8'))
          from chain_link l, audit_entry e where l.${own} and l.ordinal = ${end} and e.${own} and e.id = ${forged}`,
        says: [],
      },
    ],
    [
      {
        table: "data_record",
        where: `${here} and id in ('bob', 'zoë')`,
        change: `update data_record d set data = o.data from data_record o
        where d.${here.replace(" and ", " and d.")} and o.${here.replace(" and ", " and o.")}
          and (d.id, o.id) in (('bob', 'zoë'), ('zoë', 'bob'))`,
        says: [`Record "bob" of resource ${R} at revision 3`, `Record "zoë" of resource ${R} at revision 3`],
      },
      {
        table: "chain_link",
        where: `${own} and ordinal in (2, 3, -2)`,
        change: `alter table chain_link drop constraint chain_link_ordinal_check;
        update chain_link set ordinal = -2 where ${own} and ordinal = 2;
        update chain_link set ordinal = 2 where ${own} and ordinal = 3;
        update chain_link set ordinal = 3 where ${own} and ordinal = -2;
        alter table chain_link add constraint chain_link_ordinal_check check (ordinal > 0) not valid`,
        says: [/Link 2 of the chain.*put into another's place/, /Link 3 of the chain.*put into another's place/],
      },
    ],
  ];
  // The sealer would seal anew what loses its link, and then nothing could be put right.
  await whileNotSealed(account, async () => {
    for (const round of rounds) {
      const { intact, problems } = await tampered(client, round, () => checked(account));
      expect(intact).toBe(false);
      const said = problems.map(({ says }) => says);
      for (const sentence of round.flatMap(({ says }) => says)) {
        const named =
          typeof sentence === "string" ? expect.stringContaining(sentence) : expect.stringMatching(sentence);
        expect(said).toContainEqual(named);
      }
    }
    expect(await checked(account), "everything was put right again").toMatchObject({ intact: true, problems: [] });
  });
  await client.end();
});

test("what is erased, and what retention removes, is no tampering, and is counted", async () => {
  test.slow();
  const account = await freshAccount();
  // Aged before it is sealed, as time would.
  const place = await whileNotSealed(account, async () => {
    const place = await newConnection(account);
    for (const n of [1, 2, 3]) await put(account, place, { id: "old", n });
    await put(account, place, { id: "gone" });
    await account.call("DELETE", record(place, "api", "gone"));
    await put(account, place, { id: "old", n: 4 });
    await sql("update change set at = at - interval '400 days' where resource_id = $1 and revision <= 6", [
      place.resourceId,
    ]);
    return place;
  });
  await put(account, place, [{ id: "ada", n: 1 }, { id: "bob" }]);
  await put(account, place, { id: "ada", n: 2 });
  await sealed(account);
  const reason = { body: { reason: "Asked for" } };
  expect((await account.call("POST", `${record(place, "api", "ada")}/erase`, reason)).status).toBe(200);
  await account.call("PATCH", "/api/account", { body: { historyDays: 365 } });
  await sql("update account set history_days_at = now() - interval '25 hours' where id = $1", [account.accountId]);
  await sql("select graphile_worker.add_job('sweep_history', max_attempts := 1)");
  const old = "select 1 from record_version where resource_id = $1 and superseded_by <= 6";
  await expect.poll(async () => (await sql(old, [place.resourceId])).length, { timeout: 40_000 }).toBe(0);
  await sealed(account);
  const found = await checked(account);
  expect(found.problems).toEqual([]);
  expect(found.counts).toMatchObject({ erased: 2, removedByRetention: 3 });

  const client = await tamperer();
  await client.query("delete from data_record where resource_id = $1 and id = 'bob'", [place.resourceId]);
  await client.query("update resource set history_from = 9 where id = $1", [place.resourceId]);
  await client.query(
    `update audit_entry set details = jsonb_set(details, '{readableFrom,revision}', '9')
     where account_id = $1 and action = 'history.retain'`,
    [account.accountId],
  );
  await client.end();
  const { problems } = await checked(account);
  expect(
    problems.map(({ says }) => says),
    "a record that lives is not removed by retention",
  ).toContainEqual(
    expect.stringContaining(`Record "bob" of resource ${place.resourceId} at revision 8: its version is gone`),
  );
});

test("an end that was cut off is found against a checkpoint; without one it is said up to where it is complete", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  await put(account, place, { id: "ada", n: 1 });
  const first = await sealed(account);
  await signedUpTo(account, first.sealedTo?.link ?? 0);
  const { body } = await account.call<{ data: object[] }>("GET", "/api/audit/checkpoints?size=1");
  const kept = path.join(mkdtempSync(path.join(tmpdir(), "attestry-checkpoint-")), "checkpoint.json");
  const [newest] = body.data as { ordinal: number }[];
  writeFileSync(kept, `${JSON.stringify(newest)}\n`);
  const ordinal = newest?.ordinal ?? 0;
  expect(first.sealedTo?.link).toBeGreaterThan(1);

  const good = await adminVerify(account, "--checkpoint", kept);
  expect(good).toMatchObject({ code: 0, intact: true, checkpoint: { outside: true } });

  await whileNotSealed(account, async () => {
    const client = await tamperer();
    const cut = [account.accountId, ordinal - 1];
    await client.query("delete from chain_lines where account_id = $1 and ordinal > $2", cut);
    await client.query("delete from chain_link where account_id = $1 and ordinal > $2", cut);
    await client.query("delete from chain_checkpoint where account_id = $1 and ordinal > $2", cut);
    await client.query(
      `update chain_head h set ordinal = l.ordinal, hash = l.hash, checkpoint_ordinal = 0
       from chain_link l where h.account_id = $1 and l.account_id = $1 and l.ordinal = $2`,
      cut,
    );
    await client.query("delete from chain_resource where account_id = $1", [account.accountId]);
    await client.end();
    for (const ending of ["json", "jsonl"]) {
      rmSync(path.join(run.data, "checkpoints", `${account.accountId}.${ending}`), { force: true });
    }
    const alone = await adminVerify(account);
    expect(alone.problems).toEqual([]);
    expect(alone).toMatchObject({ code: 0, intact: true, completeUpTo: { link: ordinal - 1 } });
    expect(alone.checkpoint?.link ?? 0, "nothing vouches for the end that is left").toBeLessThan(ordinal - 1);
    const unsealed = Object.values(alone.unsealed).reduce((one, other) => one + other, 0);
    expect(unsealed, "what was sealed by the links that are gone is reported as not sealed").toBeGreaterThan(0);
    const against = await adminVerify(account, "--checkpoint", kept);
    expect(against).toMatchObject({ code: 1, intact: false });
    expect(against.problems).toMatchObject([{ kind: "cut" }]);
    expect(against.problems[0]?.says).toContain(`The chain ends at link ${ordinal - 1}`);
  });
  await sealed(account);
  const after = await adminVerify(account, "--checkpoint", kept);
  expect(
    after.problems.map(({ says }) => says),
    "also when the chain has grown over it again",
  ).toContainEqual(expect.stringContaining(`Link ${ordinal} of the chain is not the one that the checkpoint`));
});

test("a chain that was begun anew, with every checkpoint of the old one gone, is found by what evidence attests", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  await put(account, place, { id: "ada", n: 1 });
  await sealed(account);
  await madeEvidence(account, place, { formats: [] });
  await sealed(account);
  await whileNotSealed(account, async () => {
    const client = await tamperer();
    for (const table of ["chain_lines", "chain_link", "chain_checkpoint", "chain_head", "chain_resource"])
      await client.query(`delete from ${table} where account_id = $1`, [account.accountId]);
    await client.query(`update data_record set data = '{"id": "ada", "n": 7}' where resource_id = $1`, [
      place.resourceId,
    ]);
    await client.end();
    for (const ending of ["json", "jsonl"]) {
      rmSync(path.join(run.data, "checkpoints", `${account.accountId}.${ending}`), { force: true });
    }
  });
  await sealed(account);
  const { problems } = await checked(account);
  expect(problems.map(({ says }) => says)).toContainEqual(
    expect.stringMatching(/^Link \d+ of the chain is not the one that evidence attests by the checkpoint of/),
  );
});

test("writers never wait for the sealer: what they write meanwhile is reported as not sealed, and sealed later", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  await sealed(account);
  await whileNotSealed(account, async () => {
    for (let n = 0; n < 5; n += 1) expect((await put(account, place, { id: `r${n}` })).status).toBe(201);
    const { unsealed } = await chainOf(account);
    expect(unsealed).toMatchObject({ change: 5 });
    expect(await checked(account)).toMatchObject({ intact: true, unsealed: { change: 5 } });
  });
  await sealed(account);
  expect(await checked(account)).toMatchObject({ intact: true, unsealed: { change: 0 } });
});

test("an audit entry that was put in by SQL is not sealed but named, also as a copy of a true one", async () => {
  test.slow();
  const account = await freshAccount();
  await sealed(account);
  const client = await tamperer();
  // Somebody who says that entries bore no marks until much later.
  const bare = await client.query<{ unmarked_to: number }>("select unmarked_to from chain_watch");
  await client.query("update chain_watch set unmarked_to = 9000000000000000");
  const columns = "account_id, at, actor_kind, actor_id, actor_label, channel, request_id, action, target, details";
  const from = `from audit_entry where account_id = ${account.accountId} order by id limit 1`;
  const made = await client.query<{ id: number }>(
    `insert into audit_entry (${columns}) select account_id, clock_timestamp(), actor_kind, actor_id, 'nobody', channel,
       request_id, action, target, details ${from} returning id`,
  );
  const copied = await client.query<{ id: number }>(
    `insert into audit_entry (${columns}, mark) select account_id, clock_timestamp(), actor_kind, actor_id, actor_label,
       channel, request_id, action, target, '{}', mark ${from} returning id`,
  );
  const said = (await checked(account)).problems.map(({ says }) => says);
  await client.query("update chain_watch set unmarked_to = $1", [bare.rows[0]?.unmarked_to]);
  await client.end();
  expect(said).toContain(`Audit entry ${made.rows[0]?.id} was put in: Attestry did not write it`);
  expect(said).toContainEqual(expect.stringContaining(`Audit entry ${copied.rows[0]?.id} was put in: it is a copy of`));
});

test("an exported chain is checked offline by the script beside it, and any change in it is found", async () => {
  test.slow();
  const { account } = await scene();
  await signedUpTo(account, 5);
  const chain = await account.call("GET", "/api/audit/chain/export");
  expect(chain.headers.get("content-type")).toBe("application/x-ndjson");
  const script = await account.call("GET", "/api/audit/chain/verifier");
  const folder = mkdtempSync(path.join(tmpdir(), "attestry-chain-"));
  const [program, file] = [path.join(folder, "verify-chain.mjs"), path.join(folder, "chain.ndjson")];
  writeFileSync(program, script.text);
  const verify = (text: string) => {
    writeFileSync(file, text);
    const { status, stdout } = spawnSync(process.execPath, [program, file], {
      encoding: "utf8",
      env: { NODE_ENV: "production" },
    });
    return { status, stdout };
  };
  const good = verify(chain.text);
  expect(good.stdout).toContain("Nothing was changed, removed or put in.");
  expect(good.stdout).toContain("Vouched for up to link");
  expect(good.status).toBe(0);

  const lines = chain.text.trimEnd().split("\n");
  const texts = (all: string[]) => `${all.join("\n")}\n`;
  const without = verify(texts(lines.filter((_, at) => at !== 3)));
  expect(without).toMatchObject({ status: 1, stdout: expect.stringContaining("links 3 to 3 are missing") as unknown });
  const links = lines.filter((line) => line.startsWith('{"link"'));
  const cut = verify(
    texts(lines.filter((line) => line !== links.at(-1) && line !== links.at(-2) && line !== links.at(-3))),
  );
  const end = (
    JSON.parse(lines.findLast((line) => line.startsWith('{"checkpoint"')) ?? "{}") as {
      checkpoint: { ordinal: number };
    }
  ).checkpoint.ordinal;
  if (end > links.length - 3) expect(cut.stdout).toContain("its end was cut off");
  const [one = "", two = ""] = [lines[2], lines[3]];
  expect(verify(texts(lines.map((line) => (line === one ? two : line === two ? one : line)))).status).toBe(1);

  // One byte flipped, all over a link's line and a checkpoint's.
  const wanted = [lines.findIndex((line) => line.startsWith('{"link"')), lines.length - 1];
  const missed: string[] = [];
  for (const at of wanted) {
    const line = lines[at] ?? "";
    for (let place = 0; place < line.length; place += Math.ceil(line.length / 20)) {
      const flipped = line.slice(0, place) + String.fromCharCode(line.charCodeAt(place) ^ 1) + line.slice(place + 1);
      const { status } = verify(texts(lines.map((each, n) => (n === at ? flipped : each))));
      if (status !== 1 && status !== 2) missed.push(flipped);
    }
  }
  expect(missed).toEqual([]);
});
