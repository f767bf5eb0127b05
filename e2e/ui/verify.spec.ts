import { expect, type Page } from "@playwright/test";
import { freshAccount, newConnection, record, test, type Account } from "../fixtures/api";
import { missedByReaders } from "../fixtures/axe";
import { jobOver } from "../fixtures/jobs";
import { run } from "../fixtures/run";
import { watch } from "../fixtures/watch";

type Evidence = { id: number; status: string; jobId: number };

/** A bundle of four records, as a script downloads it. */
async function bundleOf(account: Account): Promise<Buffer> {
  const place = await newConnection(account);
  const data = ["ada", "bob", "cyd", "dan"].map((id) => ({ id, name: `The record of ${id}` }));
  await account.call("POST", record(place, "api", "").slice(0, -1), { body: { data } });
  const evidence = `/api/connections/${place.connectionId}/resources/${place.resourceId}/evidence`;
  const asked = { formats: ["csv"], title: "Who may do what" };
  const { body } = await account.call<Evidence>("POST", evidence, { body: asked });
  if (body.status !== "ready") await jobOver(account, body.jobId);
  const answer = await fetch(`${run.url}/api/evidence/${body.id}/download`, {
    headers: { authorization: `Bearer ${account.apiKey}` },
  });
  return Buffer.from(await answer.arrayBuffer());
}

const give = (page: Page, buffer: Buffer) =>
  page.getByLabel("Choose a bundle").setInputFiles({ name: "bundle.zip", mimeType: "application/zip", buffer });

test("whoever was given a bundle checks it without signing in, and without a network", async ({ page, context }) => {
  const account = await freshAccount();
  const bundle = await bundleOf(account);
  const seen = watch(page);
  await page.goto("/verify", { waitUntil: "networkidle" });
  await context.setOffline(true);
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));

  await give(page, bundle);
  await expect(page.getByText("The evidence is complete and as it was signed")).toBeVisible();
  await expect(page.getByText(`a key of this installation, of account ${account.accountId}`)).toBeVisible();
  await expect(page.getByText("Who may do what")).toBeVisible();
  await expect(page.getByText("There are 4 records, as many as were signed.")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);

  const changed = Buffer.from(bundle);
  changed.write("THE", changed.indexOf("The record of cyd"));
  await give(page, changed);
  await expect(page.getByText("The evidence is not as it was signed")).toBeVisible();
  await expect(page.getByText('Changed: "cyd".')).toBeVisible();
  await give(page, Buffer.from("no bundle at all"));
  await expect(page.getByText("is missing").first()).toBeVisible();
  expect(requests).toEqual([]);
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("a bundle whose key was revoked says so, with the reason", async ({ page }) => {
  const account = await freshAccount();
  const bundle = await bundleOf(account);
  const { body } = await account.call<{ data: { kid: string }[] }>("GET", "/api/signing-keys");
  const revoke = `/api/signing-keys/${body.data[0]?.kid}/revoke`;
  await account.call("POST", revoke, { body: { reason: "A copy of the database was lost" } });
  await page.goto("/verify", { waitUntil: "networkidle" });
  await give(page, bundle);
  await expect(page.getByText("The key that signed it was revoked")).toBeVisible();
  await expect(page.getByText("A copy of the database was lost")).toBeVisible();
});

test("a browser that tells no language, as on a system without one, shows what came of it all the same", async ({
  page,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "languages", { get: () => ["C"] }));
  await page.addInitScript(() => Object.defineProperty(navigator, "language", { get: () => "C" }));
  const bundle = await bundleOf(await freshAccount());
  await page.goto("/verify", { waitUntil: "networkidle" });
  await give(page, bundle);
  await expect(page.getByText("The evidence is complete and as it was signed")).toBeVisible();
});

test("a browser that cannot check the signature says so, and nothing of the bundle", async ({ page }) => {
  await page.addInitScript(() => {
    const { importKey } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.importKey = function (this: SubtleCrypto, ...given: unknown[]) {
      if (given[2] === "Ed25519") return Promise.reject(new DOMException("Unrecognized name", "NotSupportedError"));
      return Reflect.apply(importKey, this, given) as Promise<CryptoKey>;
    } as typeof importKey;
  });
  const bundle = await bundleOf(await freshAccount());
  await page.goto("/verify", { waitUntil: "networkidle" });
  await give(page, bundle);
  await expect(page.getByText("This browser cannot check Ed25519 signatures")).toBeVisible();
  await expect(page.getByText("The evidence is not as it was signed")).toHaveCount(0);
});
