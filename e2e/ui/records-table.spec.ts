import { expect, test } from "../fixtures/api";
import { firstRow, found, grid, openRecords, packages, push, rowsOf } from "../fixtures/packages";
import { signedIn } from "../fixtures/person";

test("somebody sorts by a column, and Back takes the order away again", async ({ page, account }) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place);
  await expect(firstRow(page)).toBeVisible();
  const size = page.getByRole("columnheader", { name: "Size" });
  await size.getByRole("button", { name: "Size", exact: true }).click();
  await expect(size).toHaveAttribute("aria-sort", "ascending");
  await expect(firstRow(page)).toContainText("package 00000");
  await size.getByRole("button", { name: "Size", exact: true }).click();
  await expect(firstRow(page)).toContainText("package 00029");
  expect(new URL(page.url()).search).toBe("?sort=-size");
  await page.goBack();
  await expect(size).toHaveAttribute("aria-sort", "ascending");
  await expect(firstRow(page)).toContainText("package 00000");
  await page.goBack();
  await expect(size).toHaveAttribute("aria-sort", "none");
});

test("two conditions are five acts of the keyboard, and a record opens without the mouse", async ({
  page,
  account,
}) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place);
  await expect(firstRow(page)).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Condition" })).toBeFocused();
  await page.keyboard.type("licence is not MIT");
  await page.keyboard.press("Enter");
  await page.keyboard.type("size > 20");
  await page.keyboard.press("Enter");

  await expect(page.getByRole("button", { name: "Change: Licence is not MIT" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Change: Size is more than 20" })).toBeVisible();
  await expect(found(page)).toHaveText("6 records match");
  await expect(rowsOf(page)).toHaveCount(6);
  expect(new URL(page.url()).search).toBe("?filter=licence:ne:MIT,size:gt:20");

  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search records" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  const second = rowsOf(page).nth(1);
  const name = (await second.getByRole("link").innerText()).trim();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/records\/pkg-000\d\d\?filter=/);
  expect(decodeURIComponent(new URL(page.url()).pathname)).toContain(name.replace("package ", "pkg-"));
  await expect(grid(page).getByRole("row", { name })).toHaveAttribute("data-open", "true");
});

test("the focus stays where a quick hand went while the box before it was still closing", async ({ page, account }) => {
  const place = await packages(account, 3);
  await openRecords(page, account, place);
  await expect(firstRow(page)).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Condition" })).toBeFocused();
  // Both keys before the browser gets to what the first one left for later.
  await page.evaluate(async () => {
    const press = (key: string) =>
      (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    press("Escape");
    while (document.querySelector('[role="combobox"][aria-label="Condition"]')) await Promise.resolve();
    press("/");
  });
  await page.evaluate(() => new Promise((later) => setTimeout(later, 50)));
  await expect(page.getByRole("textbox", { name: "Search records" })).toBeFocused();
});

test("a condition that is half typed applies to nothing, and one of a list asks its items", async ({
  page,
  account,
}) => {
  const place = await packages(account, 20);
  await openRecords(page, account, place);
  await expect(found(page)).toHaveText("20 records");
  await page.keyboard.press("f");
  // Nobody waits for the box: what is typed while it is on its way stands in it.
  await page.keyboard.type("lines has an item where sku is ");
  expect(new URL(page.url()).search).toBe("");
  await expect(found(page)).toHaveText("20 records");
  await page.keyboard.type("S5");
  await page.keyboard.press("Enter");
  await expect(found(page)).toHaveText("4 records match");
});

test("what is typed, mended and taken before the filter box has come is not lost, also from a row's checkbox", async ({
  page,
  account,
}) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place);
  await expect(found(page)).toHaveText("30 records");
  let come = () => {};
  const comes = new Promise<void>((resolve) => (come = resolve));
  await page.route("**/_next/static/**", (route) => comes.then(() => route.continue()));
  await firstRow(page).getByRole("checkbox").focus();
  await page.keyboard.press("f");
  await page.keyboard.type("licence is not MITT");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  await page.keyboard.type("siz");
  await page.keyboard.press("Tab");
  await page.keyboard.type("> 20");
  await page.keyboard.press("Enter");
  await page.keyboard.type("own");
  const box = page.getByRole("combobox", { name: "Condition" });
  await expect(box, "it has not come yet").toHaveCount(0);
  expect(new URL(page.url()).search).toBe("");

  come();
  await expect(box).toBeFocused();
  await expect(box).toHaveValue("own");
  await expect(page.getByRole("button", { name: "Change: Licence is not MIT" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Change: Size is more than 20" })).toBeVisible();
  await expect(found(page)).toHaveText("6 records match");
  await expect(firstRow(page).getByRole("checkbox"), "no key reached the row").not.toBeChecked();
});

test("groups of any and all are built in one panel, and only what is finished applies", async ({ page, account }) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place, "admin", "?filter=or(licence:eq:MIT,size:gte:28)");
  await expect(found(page)).toHaveText("12 records match");
  await page.getByRole("button", { name: "Change: Licence is MIT or Size is at least 28" }).click();
  const panel = page.getByRole("dialog", { name: "Conditions" });
  await panel.getByRole("button", { name: "Condition", exact: true }).click();
  await expect(panel.getByRole("status")).toContainText("1 condition is not finished");
  await panel.getByRole("combobox", { name: "How many must hold" }).first().selectOption("all");
  await panel.getByRole("button", { name: "Apply 2 conditions" }).click();
  await expect(found(page)).toHaveText("0 records match");
  await page.goBack();
  await expect(found(page)).toHaveText("12 records match");
});

test("Back undoes each step and a link survives colons, per cent signs and emoji", async ({
  page,
  account,
  browser,
}) => {
  const place = await packages(account, 3);
  await push(account, place, [{ id: "x", name: "50% : 😀, (a)", licence: "MIT" }]);
  await openRecords(page, account, place);
  await expect(found(page)).toHaveText("4 records");
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Condition" })).toBeFocused();
  await page.keyboard.type("name is 50% : 😀, (a)");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(rowsOf(page)).toHaveCount(1);
  const other = await browser.newPage();
  await signedIn(other, { accountId: account.accountId, role: "admin" });
  await other.goto(page.url());
  await expect(rowsOf(other)).toHaveCount(1);
  await expect(other.getByRole("button", { name: "Change: Name is 50% : 😀, (a)" })).toBeVisible();
  await other.close();
  await page.goBack();
  await expect(rowsOf(page)).toHaveCount(4);
});

test("a search finds any value while it is typed, and is one step for Back", async ({ page, account }) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place);
  await expect(found(page)).toHaveText("30 records");
  await page.getByRole("textbox", { name: "Search records" }).pressSequentially("package 00007");
  await expect(found(page)).toHaveText("1 record matches");
  await page.goBack();
  await expect(found(page)).toHaveText("30 records");
});

test("rows go on without end, and the list is where it was when one comes back from elsewhere", async ({
  page,
  account,
}) => {
  const place = await packages(account, 1_000);
  await openRecords(page, account, place, "admin", "?sort=size");
  await expect(firstRow(page)).toContainText("package 00000");
  const box = grid(page).locator("..");
  await expect(async () => {
    await box.evaluate((element) => element.scrollTo(0, 32 * 700));
    await expect(grid(page).getByText("package 00705")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.getByRole("link", { name: "Schema" }).click();
  await expect(page).toHaveURL(/\/schema$/);
  await page.goBack();
  await expect(grid(page).getByText("package 00705")).toBeInViewport();
});

test("columns are hidden, moved, kept in sight and made wider by keys, and the address says so", async ({
  page,
  account,
}) => {
  const place = await packages(account, 3);
  await openRecords(page, account, place);
  await page.getByRole("button", { name: "Columns" }).click();
  const panel = page.getByRole("dialog", { name: "Columns" });
  await panel.getByRole("checkbox", { name: "Size" }).uncheck();
  await panel.getByRole("checkbox", { name: "Owner › Team" }).check();
  await panel.getByRole("button", { name: "Move Installed up" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Size" })).toBeHidden();
  const heads = grid(page).getByRole("columnheader");
  await expect(heads.nth(2)).toHaveAccessibleName(/Installed/);
  await expect(grid(page).getByRole("gridcell", { name: "even" }).first()).toBeVisible();

  await grid(page).getByRole("button", { name: "Licence", exact: true }).focus();
  await page.getByRole("separator", { name: "Width of Licence" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/width=licence:\d+/);
  await page.reload();
  await expect(heads.nth(2)).toHaveAccessibleName(/Installed/);
});

test("an admin saves a view for everyone, and an auditor sees it but cannot change it", async ({
  page,
  account,
  browser,
}) => {
  const place = await packages(account, 9);
  await openRecords(page, account, place, "admin", "?filter=licence:eq:MIT&density=compact");
  await expect(found(page)).toHaveText("3 records match");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save as a view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a view" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Only MIT");
  await dialog.getByRole("radio", { name: /Everyone/ }).check();
  await dialog.getByRole("button", { name: "Save the view" }).click();
  await expect(page.getByRole("button", { name: "Only MIT" })).toBeVisible();

  const other = await browser.newPage();
  await openRecords(other, account, place, "auditor");
  await expect(found(other)).toHaveText("9 records");
  await other.getByRole("button", { name: "Views" }).click();
  await other.getByRole("menuitem", { name: "Only MIT" }).click();
  await expect(found(other)).toHaveText("3 records match");
  await other.getByRole("button", { name: "Only MIT" }).click();
  await expect(other.getByRole("menuitem", { name: "Rename…" })).toBeHidden();
  await expect(other.getByRole("menuitem", { name: "Save as a view…" })).toBeVisible();
  await other.close();
});
