import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../fixtures/api";
import { firstRow, found, packages, rowsOf } from "../fixtures/packages";
import { newEmail } from "../fixtures/people";
import { newPersonIn, signedIn } from "../fixtures/person";

const PRESSES_MAX = 80;

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await wanted.first().waitFor();
  for (let presses = 0; presses < PRESSES_MAX; presses++) {
    if (await wanted.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Nothing that Tab reaches within ${PRESSES_MAX} presses is ${wanted}`);
}

/** Whether what has the focus shows it: by an outline, or the ring of its own kind. */
async function expectFocusShown(page: Page): Promise<void> {
  const shown = await page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return false;
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(at);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none" || borderColor !== "";
  });
  expect(shown).toBe(true);
}

test("signing in takes no mouse", async ({ page, account }) => {
  const person = await newPersonIn(account.accountId, "manager");
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.keyboard.type(person.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(person.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}$`));
});

test("a connection is made from a sample, and its first key, without a mouse", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  // Keys that are pressed before the page listens are lost, as they are for people.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("c");
    await expect(page).toHaveURL(/\/connections$/, { timeout: 3_000 });
  }).toPass();
  await tabTo(page, page.getByRole("link", { name: /New connection|Create from a sample/ }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("textbox", { name: "Name" }));
  await page.keyboard.type("Made by hand");
  await tabTo(page, page.getByLabel("Sample record", { exact: true }));
  await page.keyboard.insertText('{"id":"1","name":"one"}');
  await expectFocusShown(page);
  await tabTo(page, page.getByRole("button", { name: "Create connection" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Create a key for this" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("The key stands in the snippets below")).toBeVisible();
});

test("records are filtered, opened, corrected, taken back, chosen and deleted without a mouse", async ({
  page,
  account,
}) => {
  test.setTimeout(120_000);
  const place = await packages(account, 30);
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}`);
  const box = page.getByRole("dialog", { name: "Search, go anywhere, do anything" }).getByRole("combobox");
  await expect(async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await expect(box).toBeFocused({ timeout: 3_000 });
  }).toPass();
  await page.keyboard.type("pkg-00004");
  await expect(page.getByRole("option", { name: /pkg-00004/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: /package 00004/ });
  await expect(drawer).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/resources/${place.resourceId}/records$`));

  // A filter, a record, a value.
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Condition" })).toBeFocused();
  await page.keyboard.type("licence is MIT");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(found(page)).toHaveText("10 records match");
  await page.keyboard.press("/");
  await expect(page.getByRole("textbox", { name: "Search records" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const opened = page.getByRole("dialog");
  const name = opened.getByRole("textbox", { name: "Name", exact: true });
  await tabTo(page, name);
  const before = await name.inputValue();
  await page.keyboard.press("End");
  await page.keyboard.type(" corrected");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(firstRow(page)).toContainText("corrected");

  // Taken back by the key that everybody knows, once the focus is no longer in a box with an undo of its own.
  await tabTo(page, opened.getByRole("tab", { name: "Form" }), "Shift+Tab");
  await page.keyboard.press("ControlOrMeta+z");
  await expect(name).toHaveValue(before);
  await page.keyboard.press("Escape");
  await expect(opened).toBeHidden();

  // Three are chosen and deleted, and come back.
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  const bar = page.getByRole("region", { name: "Selected records" });
  await expect(bar.getByRole("status")).toHaveText("3 selected");
  await tabTo(page, bar.getByRole("button", { name: "Delete" }));
  await page.keyboard.press("Enter");
  await expect(rowsOf(page)).toHaveCount(7);
  const undo = page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(rowsOf(page)).toHaveCount(10);
});

test("somebody is invited, and a role changed, without a mouse", async ({ page, account }) => {
  const person = await newPersonIn(account.accountId, "contributor");
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/people`);
  await tabTo(page, page.getByRole("button", { name: "Invite somebody" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "E-mail address" })).toBeFocused();
  await page.keyboard.type(newEmail("auditor"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: "Done" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();

  const role = page.getByRole("combobox", { name: `Role of ${person.email}` });
  await tabTo(page, role);
  await page.keyboard.type("Aud");
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("is Auditor now");
});
