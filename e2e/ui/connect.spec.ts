import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, freshAccount, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";
import { missedByReaders } from "../fixtures/axe";

const call = promisify(execFile);

test("a person creates a connection from a sample, pushes with the shown curl, sees it turn green and undoes it", async ({
  page,
}) => {
  const { accountId } = await freshAccount();
  await signedIn(page, { accountId, role: "admin" });
  const seen = watch(page);
  await page.goto(`/a/${accountId}`);
  await page.getByRole("link", { name: "Create from a sample" }).click();
  await page.getByLabel("Name").fill("Software inventory");
  const sample = { id: "it's <b>1</b>", name: "openssl", version: "3.5.4", critical: true };
  await page.getByLabel("Sample record", { exact: true }).fill(JSON.stringify(sample));
  await expect(page.getByRole("row", { name: /critical.*yes or no/ })).toBeVisible();
  await page.getByRole("button", { name: "Create connection" }).click();

  await expect(page.getByText("Waiting for the first record…")).toBeVisible();
  await page.getByRole("button", { name: "Create a key for this" }).click();
  await expect(page.getByText("The key stands in the snippets below")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);

  const line = await page.getByText(/^curl http/).innerText();
  const { stdout } = await call("sh", ["-c", `${line} --silent --show-error --fail-with-body`]);
  expect(JSON.parse(stdout)).toMatchObject({ statusCode: 201 });
  await expect(page.getByText(/1 record arrived/)).toBeVisible();

  await page.getByRole("link", { name: "see all records" }).click();
  await expect(page).toHaveURL(/\/records/);
  await page.getByRole("link", { name: "Changes" }).click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Undo revision/ })
    .click();
  await expect(page.getByText(/is undone/)).toBeVisible();
  await expect(page.getByText("0 records", { exact: true })).toBeVisible();
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("somebody whose record is refused reads why instead of waiting on", async ({ page, account, connection }) => {
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const { connectionId, resourceId } = await connection({ schema });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/connect`);
  await expect(page.getByText("Waiting for the first record…")).toBeVisible();
  await expect(page.getByText("Ask an administrator of this account")).toBeVisible();

  const path = `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  await account.call("POST", path, { body: { data: { id: "1" } } });
  await expect(page.getByText("A push arrived, and its records were refused")).toBeVisible();
});

test("an auditor is not offered what only pushes", async ({ page, account, connection }) => {
  const { connectionId, resourceId } = await connection();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/connect`);
  await expect(page.getByText("Your role does not include this")).toBeVisible();
  const parts = page.getByRole("navigation", { name: "Parts of this resource" });
  await expect(parts.getByRole("link", { name: "Evidence" })).toBeVisible();
  await expect(parts.getByRole("link", { name: "Connect" })).toHaveCount(0);
});
