import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, freshAccount, newConnection, record, test } from "../fixtures/api";
import { chainOf, checked, put, scene, sealed, signedUpTo, tamperer, whileNotSealed } from "../fixtures/chain";
import { sql } from "../fixtures/database";

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
