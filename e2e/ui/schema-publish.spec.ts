import type { Page } from "@playwright/test";
import { expect, record, test, type Account, type Place } from "../fixtures/api";
import { missedNow } from "../fixtures/axe";
import { draftPath, push, saveDraft } from "../fixtures/drafts";
import { signedIn } from "../fixtures/person";

const before = { type: "object", properties: { name: { type: "string" }, owner: { type: "string" } } };
const after = { ...before, required: ["owner"] };

const schemaPage = ({ accountId }: Account, { connectionId, resourceId }: Place, view?: string) =>
  `/a/${accountId}/connections/${connectionId}/resources/${resourceId}/schema${view ? `?view=${view}` : ""}`;

const bar = (page: Page) => page.getByRole("region", { name: "The draft" });
const said = (page: Page) => page.getByRole("region", { name: "Notifications" });

const rows = Array.from({ length: 131 }, (_, at) => ({
  id: `r${String(at).padStart(3, "0")}`,
  name: `Record ${at}`,
  ...(at >= 31 && { owner: "ada" }),
}));

test("somebody sees which records a draft would fail, mends one in place, publishes, regrets it and rolls back", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(180_000);
  const place = await connection({ schema: before, displayNameKey: "name" });
  await push(account, place, rows);
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await saveDraft(account, place, { schema: after });
  await page.goto(schemaPage(account, place));
  await expect(bar(page)).toContainText("Draft of version 2");
  await expect(bar(page)).toContainText("Breaking");
  await bar(page).getByRole("button", { name: "Check 131 records" }).click();
  await expect(page).toHaveURL(/view=impact/);
  await expect(page.getByText("31 of 131 records would fail").first()).toBeVisible();
  const list = page.getByRole("region", { name: "Records that would fail" });
  await expect(list.getByRole("listitem")).toHaveCount(31);
  await expect(list.getByRole("listitem").first()).toContainText("owner: A value is required");

  // Beside the list, judged by the draft, from one to the next by keys alone.
  await list.getByRole("button", { name: "Mend one after the other" }).click();
  const drawer = page.getByRole("dialog");
  const owner = drawer.getByRole("textbox", { name: /^owner/ });
  for (const at of [0, 1]) {
    await expect(drawer.getByRole("heading", { name: `Record ${at}`, exact: true })).toBeVisible();
    await expect(drawer).toContainText(`${at + 1} of 31`);
    await expect(drawer.getByRole("alert")).toContainText("This record would fail version 2");
    await expect(owner).toBeFocused();
    await page.keyboard.type("grace");
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(said(page)).toContainText(`Saved: Record ${at}`);
  }
  await expect(list.getByRole("listitem").filter({ hasText: "fits now" })).toHaveCount(2);
  await expect(owner, "the list behind follows, and nobody loses their place").toBeFocused();
  expect(await missedNow(page)).toEqual([]);
  await page.keyboard.type("not saved yet");
  await page.evaluate(() => window.history.back());
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Keep editing" }).click();
  for (const { id } of rows.slice(3, 31)) {
    await account.call("PATCH", record(place, "api", id), { body: { data: { owner: "grace" } } });
  }
  await page.keyboard.press("ControlOrMeta+s");
  await expect(drawer).toContainText("None is left to mend");
  await page.keyboard.press("Escape");
  await expect(page.getByText("31 records that would have failed were mended since")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No record would fail any more" })).toBeFocused();
  await bar(page).getByRole("button", { name: "Publish version 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish version 2?" });
  await expect(dialog).toContainText("Every record fits");
  expect(await missedNow(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Why" }).fill("Everything has an owner");
  await dialog.getByRole("button", { name: "Publish version 2" }).click();
  await expect(said(page)).toContainText("Version 2 holds");
  await expect(page, "what came of it is in sight").toHaveURL(/view=versions/);
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  const back = page.getByRole("dialog", { name: "Make version 1 hold again?" });
  await expect(back).toContainText("Records keep the values that they have");
  await back.getByRole("button", { name: "Make it hold again" }).click();
  const versions = page.getByRole("region", { name: "Versions", exact: true });
  await expect(versions).toContainText("Version 1 again");
  await expect(versions).toContainText("Everything has an owner");
  await versions.getByRole("button", { name: /^Version 2/ }).click();
  await expect(page.getByRole("button", { name: "Make version 2 hold again" })).toBeVisible();
  expect(await missedNow(page)).toEqual([]);
});

test("the keys that save and go on save the last record to mend, too", async ({ page, account, connection }) => {
  const place = await connection({ schema: before, displayNameKey: "name" });
  await push(account, place, rows.slice(30, 33));
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await saveDraft(account, place, { schema: after });
  await page.goto(schemaPage(account, place));
  await bar(page).getByRole("button", { name: "Check 3 records" }).click();
  await page.getByRole("button", { name: "Mend one after the other" }).click();
  const drawer = page.getByRole("dialog");
  await expect(drawer).toContainText("1 of 1");
  await expect(drawer.getByRole("textbox", { name: /^owner/ })).toBeFocused();
  await page.keyboard.type("grace");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(said(page)).toContainText("Saved: Record 30");
  await expect(drawer).toContainText("None is left to mend");
});

test("of two people who write one draft, the second keeps what they wrote and decides", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema: before });
  await saveDraft(account, place, { schema: before, steps: [{ kind: "drop", pointer: "/name" }] });
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(schemaPage(account, place, "steps"));
  await expect(bar(page)).toContainText("kept");
  await saveDraft(account, place, { schema: after });
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("combobox", { name: "What step 2 does" }).selectOption("drop");
  await page.getByRole("textbox", { name: "JSON pointer of step 2" }).fill("/owner");
  await expect(bar(page)).toContainText("saved this draft meanwhile");
  const pointer = page.getByRole("textbox", { name: "JSON pointer of step 2" });
  await expect(pointer, "what was written stays").toHaveValue("/owner");
  await page.reload();
  await expect(bar(page), "nor does a reload write over the other's").toContainText("since you wrote this");
  await expect(pointer, "what was written stays after a reload").toHaveValue("/owner");
  await bar(page).getByRole("button", { name: "Keep mine instead" }).click();
  await expect(bar(page)).not.toContainText("since you wrote this");
  await expect
    .poll(async () => (await account.call<{ steps: unknown[] }>("GET", draftPath(place))).body.steps)
    .toHaveLength(2);
});

test("a value that a step fills in keeps the digits it was typed with", async ({ page, account, connection }) => {
  const place = await connection({ schema: before });
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(schemaPage(account, place, "steps"));
  await page.getByRole("button", { name: "Add a step" }).click();
  await page.getByRole("combobox", { name: "What step 1 does" }).selectOption("default");
  await page.getByRole("textbox", { name: "JSON pointer of step 1" }).fill("/serial");
  await page.getByRole("textbox", { name: "Value of step 1" }).fill("12345678901234567890.10");
  await expect
    .poll(async () => (await account.call("GET", draftPath(place))).text)
    .toContain('"value":12345678901234567890.10');
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Value of step 1" })).toHaveValue("12345678901234567890.10");

  // A number that the server writes otherwise is kept once, and not again and again, however long the server takes.
  let saves = 0;
  await page.route("**/schema/draft", async (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    saves += 1;
    await new Promise((later) => setTimeout(later, 1_500));
    await route.continue();
  });
  await page.getByRole("textbox", { name: "Value of step 1" }).fill("1e3");
  await expect.poll(async () => (await account.call("GET", draftPath(place))).text).toContain('"value":1000');
  await expect(bar(page)).toContainText("kept just now");
  await page.waitForTimeout(2_000);
  expect(saves).toBe(1);
});

test("steps show before and after, and are written with the version as one change that is undone from the toast", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(120_000);
  const place = await connection({ schema: { type: "object", properties: { team: { type: "string" } } } });
  await push(account, place, [{ id: "a", team: "Platform" }, { id: "b" }]);
  await saveDraft(account, place, { schema: { type: "object", properties: { owner: { type: "string" } } } });
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(schemaPage(account, place, "steps"));
  await page.getByRole("button", { name: /^Add: Rename \/team to \/owner/ }).click();
  const preview = page.getByRole("region", { name: "Before and after" });
  await expect(preview.getByRole("listitem")).toHaveCount(1);
  await expect(preview).toContainText("Platform");
  expect(await missedNow(page)).toEqual([]);
  await bar(page).getByRole("button", { name: "Publish version 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Publish version 2?" });
  await dialog.getByRole("button", { name: "Publish version 2" }).click();
  await expect(said(page)).toContainText("1 changed");
  expect((await account.call("GET", record(place, "api", "a"))).body.attributes).toEqual({
    id: "a",
    owner: "Platform",
  });
  await said(page).getByRole("button", { name: "Undo" }).click();
  await expect
    .poll(async () => (await account.call("GET", record(place, "api", "a"))).body.attributes)
    .toEqual({ id: "a", team: "Platform" });
});

test("who may not publish reads the schema and its versions, and nothing to change them with", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema: before });
  await saveDraft(account, place, { schema: after });
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(schemaPage(account, place));
  await expect(page.getByRole("tab", { name: /Versions/ })).toBeVisible();
  await expect(page.getByRole("button", { name: /Publish|Discard/ })).toHaveCount(0);
  await expect(page.getByRole("tab", { name: /Impact|Steps/ })).toHaveCount(0);
});
