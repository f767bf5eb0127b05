import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, freshAccount, newConnection, record, test, type Account } from "../fixtures/api";
import { jobOver } from "../fixtures/jobs";
import { run } from "../fixtures/run";

let home = "";
test.beforeAll(() => void (home = mkdtempSync(path.join(tmpdir(), "attestry-verified-"))));
test.afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs a program that has to be on the machine. */
function told(program: string, words: string[], cwd = home): { code: number; text: string } {
  try {
    return { code: 0, text: execFileSync(program, words, { cwd, encoding: "utf8", stdio: "pipe" }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number | null; stdout?: string; stderr?: string };
    if (status == null) throw new Error(`This test needs ${program} on the machine; install it`, { cause: error });
    return { code: status, text: `${stdout ?? ""}${stderr ?? ""}` };
  }
}

type Evidence = { id: number; status: string; jobId: number };

async function bundleOf(account: Account): Promise<string> {
  const place = await newConnection(account);
  // So many that they are read, and hashed, in several pages.
  const ids = ["b", "a", "ö", "😀", ...Array.from({ length: 4_500 }, (_, at) => `r${at}`)];
  const data = ids.map((id) => ({ id, name: `The record ${id}`, amount: 1 }));
  await account.call("POST", record(place, "api", "").slice(0, -1), { body: { data } });
  const evidence = `/api/connections/${place.connectionId}/resources/${place.resourceId}/evidence`;
  const { body } = await account.call<Evidence>("POST", evidence, { body: { formats: ["csv"] } });
  if (body.status !== "ready") await jobOver(account, body.jobId);
  const answer = await fetch(`${run.url}/api/evidence/${body.id}/download`, {
    headers: { authorization: `Bearer ${account.apiKey}` },
  });
  const file = path.join(home, `${body.id}.zip`);
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  return file;
}

test("a bundle of this installation passes with the programs in it, with OpenSSL, and by the published keys", async ({}) => {
  const account = await freshAccount();
  const file = await bundleOf(account);
  const inside = path.join(home, "inside");
  told("python3", ["-m", "zipfile", "-e", file, inside]);
  const keys = path.join(home, "keys.json");
  writeFileSync(keys, await (await fetch(`${run.url}/.well-known/jwks.json`)).text());
  for (const [program, verifier] of [
    ["python3", "verify.py"],
    [process.execPath, "verify.mjs"],
  ] as const) {
    const { code, text } = told(program, [path.join(inside, verifier), file, "--jwks", keys]);
    expect(text).toContain(`It was signed with a key that you expect of account ${account.accountId}.`);
    expect([code, text]).toEqual([0, expect.stringContaining("GOOD: the evidence is complete and as it was signed.")]);
    expect(told(program, [verifier], inside)).toMatchObject({ code: 0 });
  }
  const words = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public-key.pem"];
  const openssl = told("openssl", [...words, "-sigfile", "attestation.sig", "-in", "attestation.json"], inside);
  expect(openssl).toMatchObject({ code: 0, text: expect.stringContaining("Signature Verified Successfully") });
});

test("a key that was revoked since is named with its reason, by whoever asks the installation", async ({}) => {
  const account = await freshAccount();
  const file = await bundleOf(account);
  const { body } = await account.call<{ data: { kid: string }[] }>("GET", "/api/signing-keys");
  const revoke = `/api/signing-keys/${body.data[0]?.kid}/revoke`;
  await account.call("POST", revoke, { body: { reason: "A copy of the database was lost" } });
  const keys = path.join(home, "revoked.json");
  writeFileSync(keys, await (await fetch(`${run.url}/.well-known/jwks.json`)).text());
  const verifier = path.resolve(import.meta.dirname, "../../lib/evidence/bundle/check/verify.py");
  const said = told("python3", [verifier, file, "--jwks", keys]);
  expect([said.code, said.text]).toEqual([1, expect.stringContaining("A copy of the database was lost")]);
  expect(said.text).toContain("1 of");
});
