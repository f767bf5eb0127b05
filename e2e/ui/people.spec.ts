import { expect, newConnection, test } from "../fixtures/api";
import { roleKey } from "../fixtures/people";
import { newPersonIn, signedIn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

const address = (accountId: number) => `/a/${accountId}/people`;

test("an administrator changes somebody's role in the row, and takes it back in the toast", async ({
  page,
  account,
}) => {
  const other = await newPersonIn(account.accountId, "contributor");
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(address(account.accountId));
  const role = page.getByLabel(`Role of ${other.email}`);
  await expect(role).toHaveValue("contributor");
  await role.selectOption("manager");
  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
  await expect(role).toHaveValue("contributor");
  await page.reload();
  await expect(role).toHaveValue("contributor");
});

test("an administrator gives a guest one connection", async ({ page, account }) => {
  const guest = await newPersonIn(account.accountId, "guest");
  const { connectionId } = await newConnection(account);
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(address(account.accountId));
  await page.getByRole("button", { name: `Roles of ${guest.email} on connections` }).click();
  await page.locator(`#role-on-${connectionId}`).selectOption("auditor");
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(
    page.getByRole("button", { name: `Roles of ${guest.email} on connections: 1 other role` }),
  ).toBeVisible();
});

test("an administrator who removes somebody is told which keys stop", async ({ page, account }) => {
  const { email } = await roleKey(account, "manager", { name: "their nightly push" });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(address(account.accountId));
  await page.getByRole("button", { name: `More about ${email}` }).click();
  await page.getByRole("menuitem", { name: "Remove from the account…" }).click();
  await expect(page.getByRole("dialog")).toContainText("1 key of theirs stops working for good: their nightly push");
  await page.getByRole("button", { name: `Remove ${email}` }).click();
  await expect(page.getByRole("row").filter({ hasText: email })).toHaveCount(0);
});

test("an auditor reads who may do what and changes nothing", async ({ page, account }) => {
  await newPersonIn(account.accountId, "contributor");
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(address(account.accountId));
  await expect(page.getByRole("table", { name: "People" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Permissions by role" })).toContainText("Push records");
  await expect(page.getByRole("combobox", { name: /^Role of/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Invite somebody" })).toHaveCount(0);
});

test("a contributor is told which permission people need", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(address(account.accountId));
  await expect(page.getByRole("heading", { name: "Your role does not include this" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("List People");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`people, ${colorScheme}: nothing for axe to find`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.goto(address(account.accountId));
    await expect(page.getByRole("table", { name: "People" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
  });
}
