import { expect, test } from "../fixtures/api";
import { openRecord, putRecord, recordPage, storedText } from "../fixtures/record-page";
import { missedByReaders } from "../fixtures/axe";
import { watch } from "../fixtures/watch";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    id: { type: "string" },
    name: { type: "string", title: "Name", minLength: 2, description: "What it is called, <b>never</b> markup" },
    licence: { enum: ["MIT", "Apache-2.0"], title: "Licence" },
    size: { type: "integer", title: "Size" },
    price: { type: "number", title: "Price" },
    tags: { type: "array", title: "Tags", items: { type: "string" } },
    place: { type: "object", title: "Place", properties: { city: { type: "string", title: "City" } } },
    seen: { type: "string", format: "date-time", title: "Seen" },
  },
};
const ada =
  '{"id":"ada","name":"Ada","licence":"MIT","size":9007199254740993,"price":1.10,"tags":["a"],"place":{"city":"Paris"},"seen":"2026-01-02T03:04:05.123456+02:00","more":12345678901234567890.50}';

test("a contributor corrects a value; only that member is written, and every other digit stays", async ({
  page,
  account,
  connection,
}) => {
  const seen = watch(page, /status of 4\d\d/);
  const place = await connection({ schema, displayNameKey: "name" });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await expect(drawer.getByLabel("Size")).toHaveValue("9007199254740993");
  await expect(drawer.getByLabel("Price")).toHaveValue("1.10");

  await drawer.getByLabel("Name").fill("Ada Lovelace");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await drawer.getByRole("button", { name: "Save" }).click();
  expect((await sent).postData()).toBe('{"data":{"name":"Ada Lovelace"}}');
  expect((await sent).headers()["if-match"]).toMatch(/^"\d+"$/);

  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const text = await storedText(account, place, "ada");
  for (const kept of ["9007199254740993", "1.10", "12345678901234567890.50", "05.123456+02:00", "Ada Lovelace"]) {
    expect(text).toContain(kept);
  }
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("digits beyond what JavaScript counts are edited as they are typed", async ({ page, account, connection }) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await drawer.getByLabel("Size").fill("9007199254740995");
  await drawer.getByLabel("Price").fill("2.50");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const text = await storedText(account, place, "ada");
  expect(text).toContain("9007199254740995");
  expect(text).toContain("2.50");
});

test("somebody saves by keyboard alone, and takes it back with one click", async ({ page, account, connection }) => {
  const place = await connection({ schema, displayNameKey: "name" });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await drawer.getByLabel("Licence").waitFor();
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    if (await drawer.getByLabel("Name").evaluate((box) => box === document.activeElement)) break;
  }
  await page.keyboard.press("End");
  await page.keyboard.type(" B.");
  await page.keyboard.press("Control+s");
  await expect(drawer.getByRole("heading", { name: "Ada B." })).toBeVisible();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(drawer.getByLabel("Name")).toBeFocused();

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(drawer.getByLabel("Name")).toHaveValue("Ada");
  expect(await storedText(account, place, "ada")).toContain('"name": "Ada"');
});

test("an emptied member is taken away by a replacement, and lists gain, move and lose items", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await drawer.getByLabel("Licence").selectOption("Not set");
  await drawer.getByRole("button", { name: "Add an item to Tags" }).click();
  await page.keyboard.type("b");
  await drawer.getByRole("button", { name: "Move item 2 up" }).click();
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  const text = await storedText(account, place, "ada");
  expect(text).not.toContain("licence");
  expect(text).toContain('"tags": ["b", "a"]');
  expect(text).toContain("9007199254740993");
});

test("what is wrong is said at its field and in a summary that leads there; nothing typed is cleared", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await drawer.getByLabel("Name").fill("A");
  await drawer.getByLabel("Size").fill("many");
  await drawer.getByRole("button", { name: "Save" }).click();
  const summary = drawer.getByRole("alert").filter({ hasText: "The record is not saved yet" });
  await expect(summary).toContainText("Name: Needs at least 2 characters");
  await summary.getByRole("button", { name: "Size" }).click();
  await expect(drawer.getByLabel("Size")).toBeFocused();
  await expect(drawer.getByLabel("Size")).toHaveValue("many");
  await expect(drawer.getByLabel("Size")).toHaveAccessibleDescription(/Must be a whole number/);
  await drawer.getByLabel("Size").fill("3");
  await drawer.getByLabel("Name").fill("Ada");
  await expect(summary).toBeHidden();
  expect(await missedByReaders(page)).toEqual([]);
});

test("a new record is created, and one that is there already is not overwritten", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place });
  await drawer.getByLabel("id", { exact: false }).first().fill("ada");
  await drawer.getByLabel("Name").fill("Grace");
  await drawer.getByRole("button", { name: "Create record" }).click();
  await expect(drawer.getByText("A record with this id is there already; choose another").first()).toBeVisible();
  expect(await storedText(account, place, "ada")).not.toContain("Grace");

  await drawer.getByLabel("id", { exact: false }).first().fill("grace");
  await drawer.getByRole("button", { name: "Create record" }).click();
  await expect(page).toHaveURL(/\/records\/grace$/);
  expect(await storedText(account, place, "grace")).toContain("Grace");
});

test("whoever leaves with unsaved changes is asked first, by link, by Esc and by Back", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "ada", exact: true }).click();
  await drawer.getByLabel("Name").fill("Somebody else");
  const question = page.getByRole("dialog", { name: "Leave without saving?" });

  await page.keyboard.press("Escape");
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await page.getByRole("link", { name: "Home" }).click();
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer.getByLabel("Name")).toHaveValue("Somebody else");

  await drawer.getByLabel("Name").fill("Somebody else again");
  await page.evaluate(() => window.history.back());
  await expect(question).toBeVisible();
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(drawer.getByLabel("Name")).toHaveValue("Somebody else again");

  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Discard changes" }).click();
  await expect(page).toHaveURL(/\/records$/);
  expect(await storedText(account, place, "ada")).toContain('"name": "Ada"');
});

test("the JSON tab keeps digits, complains at the place, and its changes are the form's", async ({
  page,
  account,
  connection,
}) => {
  const seen = watch(page, /status of 4\d\d/);
  const place = await connection({ schema });
  await putRecord(account, place, '{"id":"j","name":"Json","size":9007199254740993}');
  const drawer = await openRecord(page, { account, place, id: "j" });
  await drawer.getByRole("tab", { name: "JSON" }).click();
  const text = drawer.getByRole("textbox", { name: "Edit the record as JSON" });
  await expect(text).toContainText("9007199254740993");
  await text.press("Control+a");
  await page.keyboard.insertText('{"id":"j","name":"X","size":9007199254740997}');
  await expect(drawer.locator(".cm-lintRange-error")).toHaveCount(1);
  await text.press("Control+a");
  await page.keyboard.insertText('{"id":"j","name":"Json two","size":9007199254740997}');
  await drawer.getByRole("tab", { name: "Form" }).click();
  await expect(drawer.getByLabel("Name")).toHaveValue("Json two");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await storedText(account, place, "j")).toContain("9007199254740997");
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("an auditor reads all of it and finds nothing to write with", async ({ page, account, connection }) => {
  const place = await connection({ schema, displayNameKey: "name" });
  await putRecord(account, place, ada);
  const drawer = await openRecord(page, { account, place, id: "ada", role: "auditor" });
  await expect(drawer).toContainText("9007199254740993");
  await expect(drawer).toContainText("You can read this record");
  await expect(drawer.getByRole("textbox")).toHaveCount(0);
  await expect(drawer.getByRole("button", { name: /Save|Delete/ })).toHaveCount(0);
  expect(await missedByReaders(page)).toEqual([]);
});

test("where a reason is required it is asked for, and kept", async ({ page, account, connection }) => {
  const place = await connection({ schema });
  await putRecord(account, place, ada);
  const resource = `/api/connections/${place.connectionId}/resources/${place.resourceId}`;
  expect((await account.call("PATCH", resource, { body: { reasonRequired: true } })).status).toBe(200);
  const drawer = await openRecord(page, { account, place, id: "ada" });
  await drawer.getByLabel("Name").fill("Ada L.");
  await drawer.getByRole("button", { name: "Save" }).click();
  const question = page.getByRole("dialog", { name: "Why is this changed?" });
  await question.getByRole("button", { name: "Save" }).click();
  await expect(question).toContainText("Say why, in a few words");
  await question.getByLabel("Reason").fill("Corrigé d’après le contrat 🎉");
  await question.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await drawer.getByRole("tab", { name: "History" }).click();
  await expect(drawer.getByText("Corrigé d’après le contrat 🎉")).toBeVisible();
});

test("markup, right-to-left text and deep levels are shown as they are and do no harm", async ({
  page,
  account,
  connection,
}) => {
  const seen = watch(page, /status of 4\d\d/);
  const deep = (levels: number): string => (levels === 0 ? "1.10" : `{"level":${deep(levels - 1)}}`);
  const place = await connection({ schema, displayNameKey: "name" });
  const id = `@scope/${"long ".repeat(40)}id`;
  const name = "مرحبا 🎉 <img src=x onerror=alert(1)>";
  await putRecord(account, place, JSON.stringify({ id, name }).replace("}", `,"deep":${deep(40)}}`));
  await page.setViewportSize({ width: 390, height: 844 });
  const drawer = await openRecord(page, { account, place, id });
  await expect(drawer.getByRole("heading", { name })).toBeVisible();
  await expect(drawer.getByText("What it is called, <b>never</b> markup")).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await drawer.getByLabel("Name").fill("Plain");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await storedText(account, place, id)).toContain("1.10");
  expect(page.url()).toContain(recordPage(account, place, id));
  expect(seen).toEqual({ complaints: [], foreign: [] });
});
