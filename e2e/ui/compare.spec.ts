import { expect, record, test } from "../fixtures/api";
import { missedNow } from "../fixtures/axe";
import { push } from "../fixtures/drafts";
import { headOf } from "../fixtures/heart";
import { signedIn } from "../fixtures/person";

test("an auditor compares two moments by keyboard, narrows to what changed, and opens a record's whole life", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(120_000);
  const place = await connection();
  await push(account, place, [
    { id: "stays", n: 1 },
    { id: "changes", n: 1 },
    { id: "goes", n: 1 },
  ]);
  const { revision } = await headOf(place);
  await account.call("PATCH", record(place, "api", "changes"), { body: { data: { n: 2 } } });
  await account.call("DELETE", record(place, "api", "goes"));
  await push(account, place, [{ id: "comes" }]);
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  const resource = `/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}`;
  await page.goto(`${resource}/records`);
  await page.getByRole("link", { name: "Compare", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Which two moments?" })).toBeVisible();
  await page.getByRole("combobox", { name: "From" }).focus();
  await page.keyboard.type(String(revision));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`compare\\?from=${revision}$`));
  const rows = page.getByRole("list", { name: "Records that differ" }).locator("> li");
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole("radio", { name: "3 differ" })).toBeChecked();
  expect(await missedNow(page)).toEqual([]);
  await page.getByText("1 changed", { exact: true }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("changes");
  await expect(page).toHaveURL(/kind=changed/);
  await page.goBack();
  await expect(rows).toHaveCount(3);

  await rows.filter({ hasText: "changes" }).getByRole("link").click();
  await expect(page).toHaveURL(/\/life\/changes$/);
  await expect(page.getByRole("heading", { name: "The life of one record" })).toBeVisible();
  await expect(page.getByText("judged by schema version 1")).toHaveCount(2);
  expect(await missedNow(page)).toEqual([]);
});

test("moments that cannot be compared are said so, and what was typed stays", async ({ page, account, connection }) => {
  const place = await connection();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(
    `/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/compare?from=99`,
  );
  await expect(page.getByText("revision 99 has not happened")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "From" })).toHaveValue("99");
});
