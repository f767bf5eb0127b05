import { expect, record, test } from "../fixtures/api";
import { openRecord, putRecord, storedText } from "../fixtures/record-page";
import { missedByReaders } from "../fixtures/axe";

test("the history says what changed, by whom and when, and brings a version back", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  await putRecord(account, place, '{"id":"h","name":"One","price":1.10,"parts":[{"id":"a","n":1},{"id":"b","n":1}]}');
  const next = '{"data":{"price":1.20,"parts":[{"id":"b","n":9007199254740993}],"new":true}}';
  await account.call("PATCH", record(place, "api", "h"), { raw: next });
  const drawer = await openRecord(page, { account, place, id: "h" });
  await drawer.getByRole("tab", { name: "History" }).click();

  const latest = drawer.getByRole("listitem").filter({ hasText: "Current" }).first();
  await expect(latest).toContainText("price");
  await expect(latest).toContainText("1.10");
  await expect(latest).toContainText("1.20");
  await expect(latest).toContainText("9007199254740993");
  await expect(latest.getByRole("button", { name: "Copy request id" })).toBeVisible();
  await expect(drawer.getByText("Created", { exact: true })).toBeVisible();

  await latest.getByRole("button", { name: "Side by side" }).click();
  const both = page.getByRole("dialog", { name: /^Revision \d+ and revision \d+$/ });
  await expect(both.getByRole("row", { name: /^name/ })).toHaveCount(0);
  await both.getByText("Differences only").click();
  await expect(both.getByRole("row", { name: /^name/ })).toHaveCount(1);
  await page.keyboard.press("Escape");
  expect(await missedByReaders(page)).toEqual([]);

  await drawer.getByRole("button", { name: /^Revert to this/ }).click();
  await expect(page.getByText(/^Reverted to revision/)).toBeVisible();
  expect(await storedText(account, place, "h")).toContain("1.10");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Undone")).toBeVisible();
  expect(await storedText(account, place, "h")).toContain("1.20");
});

test("every version is there, a page at a time", async ({ page, account, connection }) => {
  const place = await connection();
  await putRecord(account, place, '{"id":"h","n":0}');
  for (let n = 1; n <= 24; n++) await account.call("PATCH", record(place, "api", "h"), { body: { data: { n } } });
  const drawer = await openRecord(page, { account, place, id: "h", role: "auditor" });
  await drawer.getByRole("tab", { name: "History" }).click();
  await drawer.getByRole("button", { name: "Show older versions" }).click();
  await expect(drawer.getByText(/^Revision \d+$/)).toHaveCount(25);
  await expect(drawer.getByRole("button", { name: /^Revert/ })).toHaveCount(0);
});
