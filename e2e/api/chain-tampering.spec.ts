import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, freshAccount, newConnection, test } from "../fixtures/api";
import {
  adminVerify,
  checked,
  put,
  scene,
  sealed,
  signedUpTo,
  tampered,
  tamperer,
  whileNotSealed,
  type Tampering,
} from "../fixtures/chain";
import { sql } from "../fixtures/database";
import { bundleOf, madeEvidence } from "../fixtures/evidence";
import { run } from "../fixtures/run";
import { evidenceColumns, tamperings } from "../fixtures/tamperings";

test("each way to tamper with the trail, Changes, records, history, schemas and evidence is found and named", async () => {
  test.slow();
  const made = await scene();
  const { account } = made;
  const client = await tamperer();
  const [entry] = await sql<{ id: number }>(
    "select id from audit_entry where account_id = $1 and action = 'evidence.generate'",
    [account.accountId],
  );
  const [evidence] = await sql<{ id: number }>("select id from evidence where account_id = $1", [account.accountId]);
  expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
  await signedUpTo(account, 3);
  const { sealedTo, checkpoint } = await sealed(account);
  const rounds = await tamperings({
    ...made,
    entry: entry?.id ?? 0,
    evidence: evidence?.id ?? 0,
    end: sealedTo?.link ?? 0,
    signed: checkpoint?.link ?? 0,
  });
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

/** Of a row of evidence what no promise is about. */
const untold = ["swept_at"];

test("each column of evidence, and of its files, is held to what was sealed, and the one that was changed is named", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  await put(account, place, [{ id: "ada", n: 1 }]);
  const asked = { title: "Q4", note: "as asked", tags: ["sox"], formats: ["csv"], asOf: "2", redact: ["/n"] };
  const { id } = await madeEvidence(account, place, asked);
  await account.call("POST", `/api/evidence/${id}/regenerate`);
  await bundleOf(account, id);
  await account.call("PUT", `/api/evidence/${id}/hold`, { body: { on: true, reason: "Inquiry 17" } });
  await sealed(account);
  expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
  const where = `account_id = ${account.accountId} and id = ${id}`;
  const later = "now() + interval '1 hour'";
  const inRow = evidenceColumns(later);
  const columns = await sql<{ name: string; sealed: boolean }>(
    `select column_name as name, exists (select from evidence e where ${where} and chain_evidence_text(e)
       is distinct from chain_evidence_text(jsonb_populate_record(e, jsonb_build_object(column_name::text,
         case data_type when 'timestamp with time zone' then to_jsonb(now()) when 'text' then '"another"' else '77' end)))) as sealed
     from information_schema.columns where table_name = 'evidence' and data_type in ('bigint', 'integer', 'text',
       'timestamp with time zone')
     union select column_name, false from information_schema.columns
     where table_name = 'evidence' and data_type not in ('bigint', 'integer', 'text', 'timestamp with time zone')`,
  );
  const looseColumns = columns.filter(({ name, sealed }) => !sealed && !untold.includes(name)).map(({ name }) => name);
  expect(Object.keys(inRow).sort(), "a column is sealed, or held to what is").toEqual(
    [...looseColumns.filter((name) => !["status", "deleted_at", "deleted_by", "delete_reason"].includes(name))].sort(),
  );
  const client = await tamperer();
  const sets = Object.entries(inRow).map(([column, value]) => `${column} = ${value}`);
  const round = [
    { table: "evidence", where, change: `update evidence set ${sets.join(", ")} where ${where}`, says: [] },
    {
      table: "evidence_file",
      where: `account_id = ${account.accountId} and evidence_id = ${id}`,
      change: `update evidence_file set sha256 = 'x' where evidence_id = ${id} and name = 'attestation.sig'`,
      says: [],
    },
  ];
  await whileNotSealed(account, async () => {
    const { problems } = await tampered(client, round.slice(0, 1), () => checked(account));
    const said = problems.map(({ says }) => says).join("\n");
    for (const column of Object.keys(inRow)) expect(said).toContain(`Evidence ${id}: its ${column} is not the one in`);
    const files = await tampered(client, round.slice(1), () => checked(account));
    expect(files.problems.map(({ says }) => says)).toEqual([
      `Evidence ${id}: the hash that is told of its attestation.sig is not that of the file`,
    ]);
    const gone = { ...round[0], change: `update evidence set status = 'generating' where ${where}` };
    const status = await tampered(client, [gone as Tampering], () => checked(account));
    expect(status.problems.map(({ says }) => says)).toContain(
      `Evidence ${id}: its status is not the one in the audit trail`,
    );
  });
  await account.call("PUT", `/api/evidence/${id}/hold`, { body: { on: false, reason: "closed" } });
  await account.call("DELETE", `/api/evidence/${id}`);
  await sealed(account);
  await whileNotSealed(account, async () => {
    const change = `update evidence set deleted_at = ${later}, deleted_by = 'nobody', delete_reason = 'none',
      title = 'another' where ${where}`;
    const { problems } = await tampered(client, [{ table: "evidence", where, change, says: [] }], () =>
      checked(account),
    );
    const said = problems.map(({ says }) => says).join("\n");
    for (const column of ["deleted_at", "deleted_by", "delete_reason", "title"])
      expect(said).toContain(`Evidence ${id}: its ${column} is not the one in`);
    expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
  });
  await client.end();
});

test("an auditor link that was put in by SQL leads nowhere and is named, as is each that was changed or taken away", async () => {
  test.slow();
  const account = await freshAccount();
  const { id } = await madeEvidence(account, await newConnection(account), { formats: [] });
  const link = async (label: string) => {
    const { body } = await account.call<{ id: number; url: string }>("POST", `/api/evidence/${id}/links`, {
      body: { label },
    });
    return { ...body, token: new URL(body.url).pathname.split("/").at(-1) ?? "" };
  };
  const [one, other] = [await link("one"), await link("other")];
  expect((await account.call("GET", `/api/auditor/${one.token}`)).status).toBe(200);
  await account.call("DELETE", `/api/evidence/${id}/links/${other.id}`);
  expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
  const token = `${account.accountId}.${"a".repeat(43)}`;
  const client = await tamperer();
  const own = `account_id = ${account.accountId}`;
  const changed = {
    label: "'another'",
    created_by: "'another'",
    maker_kind: "'person'",
    maker_id: "770077",
    expires_at: "now() + interval '900 days'",
    token_hash: "'x'",
    openings: "0",
    downloads: "7",
    revoked_at: "now()",
    revoked_by: "'another'",
  };
  const sets = Object.entries(changed).map(([column, value]) => `${column} = ${value}`);
  const round = [
    {
      table: "evidence_link",
      where: `${own} and id in (${one.id}, 900000001)`,
      change: `insert into evidence_link (account_id, id, evidence_id, label, token_hash, created_by, expires_at) overriding
          system value values (${account.accountId}, 900000001, ${id}, 'mine', sha256('${token}'), 'me', now() + interval '9 days');
        update evidence_link set ${sets.join(", ")} where ${own} and id = ${one.id}`,
      says: [],
    },
    {
      table: "evidence_link",
      where: `${own} and id = ${other.id}`,
      change: `delete from evidence_link where ${own} and id = ${other.id}`,
      says: [],
    },
  ];
  const { opened, problems } = await tampered(client, round, async () => {
    const opened = await account.call("GET", `/api/auditor/${token}`);
    return { opened: opened.status, ...(await checked(account)) };
  });
  await client.end();
  const said = problems.map(({ says }) => says);
  expect(opened).toBe(404);
  expect(said).toContain(`Auditor link 900000001 to evidence ${id} was put in: nobody made it`);
  expect(said).toContain(`Auditor link ${other.id} to evidence ${id} is gone`);
  for (const column of Object.keys(changed))
    expect(said).toContain(`Auditor link ${one.id} to evidence ${id}: its ${column} is not the one in the audit trail`);
  expect(await checked(account)).toMatchObject({ intact: true, problems: [] });
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
