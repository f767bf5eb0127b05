import { type Account, expect, type Place, record, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { openRecord, putRecord, storedText } from "../fixtures/record-page";
import { missedByReaders } from "../fixtures/axe";

const trashPage = (account: Account, { connectionId, resourceId }: Place) =>
  `/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/trash`;

test("a record is deleted, brought back by undo, deleted again and restored from the trash", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({
    schema: { type: "object", properties: { name: { type: "string" } } },
    displayNameKey: "name",
  });
  await putRecord(account, place, '{"id":"t","name":"Tea","n":9007199254740993}');
  const drawer = await openRecord(page, { account, place, id: "t" });
  await drawer.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/records$/);
  expect((await account.call("GET", record(place, "api", "t"))).status).toBe(404);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
  expect(await storedText(account, place, "t")).toContain("9007199254740993");

  await account.call("DELETE", record(place, "api", "t"));
  await page.goto(trashPage(account, place));
  const row = page.getByRole("row", { name: /Tea/ });
  await expect(row).toContainText("key");
  expect(await missedByReaders(page)).toEqual([]);
  await row.getByRole("button", { name: "Restore Tea" }).click();
  await expect(page.getByText("1 record is back")).toBeVisible();
  await expect(page.getByRole("heading", { name: "The trash is empty" })).toBeVisible();
  expect(await storedText(account, place, "t")).toContain("9007199254740993");
});

test("several are chosen and restored at once", async ({ page, account, connection }) => {
  const place = await connection();
  for (const id of ["a", "b", "c"]) {
    await putRecord(account, place, `{"id":"${id}"}`);
    await account.call("DELETE", record(place, "api", id));
  }
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(trashPage(account, place));
  await page.getByRole("checkbox", { name: "Choose a" }).check();
  await page.getByRole("checkbox", { name: "Choose b" }).check();
  await page.getByRole("button", { name: "Restore 2 records" }).click();
  await expect(page.getByText("2 records are back")).toBeVisible();
  await expect(page.getByRole("checkbox")).toHaveCount(1);
});

test("an auditor sees who deleted what and is not offered to bring it back", async ({ page, account, connection }) => {
  const place = await connection();
  await putRecord(account, place, '{"id":"gone"}');
  await account.call("DELETE", record(place, "api", "gone"));
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(trashPage(account, place));
  await expect(page.getByRole("row", { name: /gone/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Restore/ })).toHaveCount(0);
});
