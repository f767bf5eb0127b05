import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, freshAccount, test } from "../fixtures/api";
import { newEmail } from "../fixtures/people";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";

const call = promisify(execFile);

test("somebody who has never seen it pushes, corrects, undoes and invites an auditor, who reads and cannot write", async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const { accountId } = await freshAccount();
  await signedIn(page, { accountId, role: "admin" });
  const seen = watch(page);

  // A connection from a sample.
  await page.goto(`/a/${accountId}`);
  await page.getByRole("link", { name: "Create from a sample" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Software inventory");
  const sample = { id: "openssl", name: "OpenSSL", version: "3.5.4" };
  await page.getByLabel("Sample record", { exact: true }).fill(JSON.stringify(sample));
  await page.getByRole("button", { name: "Create connection" }).click();

  // A record by the shown curl.
  await page.getByRole("button", { name: "Create a key for this" }).click();
  await expect(page.getByText("The key stands in the snippets below")).toBeVisible();
  const line = await page.getByText(/^curl http/).innerText();
  await call("sh", ["-c", `${line} --silent --show-error --fail-with-body`]);
  await expect(page.getByText(/1 record arrived/)).toBeVisible();

  // A corrected value.
  await page.getByRole("link", { name: "see all records" }).click();
  const table = page.getByRole("grid", { name: "Records" });
  await table.locator("tbody").getByRole("link").first().click();
  const drawer = page.getByRole("dialog");
  const version = drawer.getByRole("textbox", { name: "Version" });
  const pushed = await version.inputValue();
  await version.fill("3.5.5");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(table).toContainText("3.5.5");

  // Taken back.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(version).toHaveValue(pushed);
  await expect(table).not.toContainText("3.5.5");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  // An auditor is invited.
  const email = newEmail("auditor");
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite somebody" }).click();
  await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await page.getByRole("button", { name: "Send invitation" }).click();
  const link = await page.getByRole("textbox", { name: "Invitation link" }).inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  expect(seen).toEqual({ complaints: [], foreign: [] });

  // The auditor comes in by the link, reads the record and finds nothing that writes.
  const theirs = await browser.newContext();
  const other = await theirs.newPage();
  const theirsSeen = watch(other);
  await other.goto(link);
  await other.getByLabel("Password", { exact: true }).fill("a long and calm password");
  await other.getByRole("button", { name: /^Join / }).click();
  await expect(other).toHaveURL(new RegExp(`/a/${accountId}$`));
  await other.getByRole("link", { name: "Software inventory", exact: true }).last().click();
  await other.getByRole("grid", { name: "Records" }).locator("tbody").getByRole("link").first().click();
  const read = other.getByRole("dialog");
  await expect(read.getByText("You can read this record")).toBeVisible();
  await expect(read.getByText(pushed)).toBeVisible();
  for (const name of ["Save", "Delete", "Revert"]) await expect(read.getByRole("button", { name })).toHaveCount(0);
  await other.keyboard.press("Escape");
  await expect(other.getByRole("link", { name: "New record" })).toHaveCount(0);
  const address = new URL(other.url()).pathname.replace(/^\/a\/\d+/, "/api").split("?")[0] ?? "";
  const refused = await other.request.post(address, {
    data: { data: sample },
    headers: { origin: new URL(other.url()).origin, "x-account-id": String(accountId) },
  });
  expect(refused.status()).toBe(403);
  expect(theirsSeen).toEqual({ complaints: [], foreign: [] });
  await theirs.close();
});
