import { expect, records, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { missedByReaders } from "../fixtures/axe";

test("an auditor generates evidence and downloads the file that the list names", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: { id: "only" } } });
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/evidence`);
  await page.getByRole("button", { name: "Generate evidence" }).click();
  await expect(page.getByRole("table", { name: "Evidence, newest first" })).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);

  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Download/ }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^[\w-]+-r\d+-evidence-\d+\.zip$/);
  await page.goto(`/a/${account.accountId}/evidence`);
  await expect(page.getByRole("rowheader", { name: file.suggestedFilename() })).toBeVisible();
});

test("a contributor may not read evidence, and is told which permission it takes", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}/evidence`);
  await expect(page.getByText("Read Evidence")).toBeVisible();
});
