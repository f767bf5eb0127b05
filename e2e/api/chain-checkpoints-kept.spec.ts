import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, freshAccount, newConnection, test } from "../fixtures/api";
import { adminVerify, put, sealed, signedUpTo, tamperer, whileNotSealed, type Checkpoint } from "../fixtures/chain";
import { bundleOf, madeEvidence, unpacked } from "../fixtures/evidence";
import { run } from "../fixtures/run";

const filesOf = (accountId: number) =>
  ["json", "jsonl"].map((ending) => path.join(run.data, "checkpoints", `${accountId}.${ending}`));

test("a chain that was cut is found against a webhook's body, a bundle's attestation.json, the bundle, and our own lines", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  await put(account, place, { id: "ada", n: 1 });
  await sealed(account);
  const { id } = await madeEvidence(account, place, { formats: [] });
  const { bytes } = await bundleOf(account, id);
  const attestation = String((await unpacked(bytes)).get("attestation.json"));
  const { checkpoint } = JSON.parse(attestation) as { checkpoint: Checkpoint };
  const { end } = { end: (await sealed(account)).sealedTo?.link ?? 0 };
  await signedUpTo(account, end);
  const { text: chain } = await account.call("GET", "/api/audit/chain/export");
  const { text: script } = await account.call("GET", "/api/audit/chain/verifier");

  const folder = mkdtempSync(path.join(tmpdir(), "attestry-kept-"));
  const kept = (name: string, content: string | Buffer) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const webhook = { type: "audit.checkpoint", timestamp: checkpoint.at, data: checkpoint };
  const forms = {
    lines: kept("lines.jsonl", `${JSON.stringify(checkpoint)}\n${JSON.stringify(webhook)}\n`),
    pretty: kept("pretty.json", JSON.stringify(checkpoint, null, 2)),
    webhook: kept("webhook.json", JSON.stringify(webhook, null, 2)),
    attestation: kept("attestation.json", attestation),
    bundle: kept("bundle.zip", bytes),
  };
  const [program, whole] = [kept("verify-chain.mjs", script), kept("chain.ndjson", chain)];
  const links = chain.split("\n").filter((line) => line.includes('"link"') || line.includes("attestry-chain/1"));
  const short = kept("short.ndjson", links.slice(0, checkpoint.ordinal).join("\n"));
  const offline = (file: string, form: string) =>
    spawnSync(process.execPath, [program, file, "--checkpoint", form], {
      encoding: "utf8",
      env: { NODE_ENV: "production" },
    });
  for (const [name, form] of Object.entries(forms)) {
    expect(await adminVerify(account, "--checkpoint", form), name).toMatchObject({ code: 0, intact: true });
    const { status, stdout } = offline(whole, form);
    expect([status, stdout], name).toEqual([0, expect.stringContaining("Nothing was changed")]);
  }
  const cutOff = offline(short, forms.bundle);
  expect([cutOff.status, cutOff.stdout]).toEqual([1, expect.stringContaining("its end was cut off")]);

  await whileNotSealed(account, async () => {
    const client = await tamperer();
    const own = "account_id = $1";
    for (const table of ["chain_checkpoint", "chain_lines", "chain_link", "chain_head", "chain_resource"])
      await client.query(`delete from ${table} where ${own}`, [account.accountId]);
    await client.query(`update evidence set attestation = '{}' where ${own}`, [account.accountId]);
    await client.end();
    for (const file of filesOf(account.accountId)) rmSync(file, { force: true });
    for (const [name, form] of Object.entries(forms)) {
      const { code, problems } = await adminVerify(account, "--checkpoint", form);
      expect(code, name).toBe(1);
      const said = problems.map(({ says }) => says);
      expect(said, name).toContainEqual(expect.stringContaining("The chain ends at link 0"));
      expect(
        said.filter((says) => says.includes("nobody knows the key")),
        "its key is among those that sign",
      ).toEqual([]);
    }
  });
});

test("a checkpoint that could not be written beside the database is written as soon as it can be, and evidence waits for none", async () => {
  test.slow();
  const account = await freshAccount();
  const place = await newConnection(account);
  const [newest = "", last = ""] = filesOf(account.accountId);
  mkdirSync(last, { recursive: true });
  await put(account, place, { id: "ada", n: 1 });
  await sealed(account);
  expect(await madeEvidence(account, place, { formats: [] })).toMatchObject({ status: "ready" });
  const { sealedTo } = await sealed(account);
  await signedUpTo(account, sealedTo?.link ?? 0);
  rmdirSync(last);
  const kept = () => {
    try {
      return (JSON.parse(readFileSync(newest, "utf8")) as Checkpoint).ordinal;
    } catch {
      return 0; // not there yet
    }
  };
  await expect.poll(kept, { timeout: 40_000 }).toBeGreaterThanOrEqual(sealedTo?.link ?? 1);
});
