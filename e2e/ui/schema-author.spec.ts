import type { Locator, Page } from "@playwright/test";
import { missedByReaders } from "../fixtures/axe";
import { type Account, expect, newConnection, type Place, records, resource, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";

const vendors = {
  type: "object",
  required: ["id", "name"],
  properties: {
    id: { type: "string" },
    name: { type: "string", minLength: 1 },
    risk: { type: "string", enum: ["low", "medium", "high"] },
    address: { type: "object", properties: { city: { type: "string" }, country: { $ref: "#/$defs/country" } } },
    contacts: { type: "array", items: { type: "object", properties: { email: { type: "string", format: "email" } } } },
  },
  if: { properties: { risk: { const: "high" } }, required: ["risk"] },
  then: { required: ["address"] },
  "x-owner": "procurement",
  $defs: { country: { type: "string", pattern: "^[A-Z]{2}$" } },
};

const grid = (page: Page) => page.getByRole("treegrid", { name: "Fields of the schema" });
const rowOf = (page: Page, name: string) => grid(page).getByRole("row", { name, exact: true });
const code = (page: Page) => page.getByRole("textbox", { name: /schema as JSON/ });
const inside = (page: Page) => page.getByRole("tablist", { name: "Code and details" });
const newName = (page: Page) => page.getByRole("textbox", { name: /^Name of the new field/ });

async function openAuthor(page: Page, account: Account, schema: unknown, role: "admin" | "auditor" = "admin") {
  const place = await newConnection(account, { schema });
  await signedIn(page, { accountId: account.accountId, role });
  await page.goto(`/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/schema`);
  await expect(code(page)).toBeVisible();
  return place;
}

/** The draft that was kept, once it says what is expected. */
async function expectDraft(account: Account, place: Place, schema: unknown): Promise<string> {
  const draft = () => account.call<{ schema?: unknown }>("GET", `${resource(place, "api")}/schema/draft`);
  await expect.poll(async () => (await draft()).body.schema, { timeout: 20_000 }).toEqual(schema);
  return (await draft()).text;
}

async function tabTo(page: Page, wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`Nothing that Tab reaches is ${wanted}`);
}

test("an object in a list in an object is built and moved without a mouse", async ({ page, account }) => {
  const place = await openAuthor(page, account, { type: "object" });
  const add = async (name: string, kind: string) => {
    await expect(newName(page)).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press("Tab");
    await page.keyboard.type(kind);
    await page.keyboard.press("Enter");
    await expect(rowOf(page, name)).toBeVisible();
  };
  await tabTo(page, newName(page));
  await add("company", "Group");
  await page.keyboard.press("Escape");
  await expect(rowOf(page, "company")).toBeFocused();
  await page.keyboard.press("Insert");
  await add("contacts", "List");
  await page.keyboard.press("Escape");
  await expect(rowOf(page, "contacts")).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(rowOf(page, "each item")).toBeFocused();
  await tabTo(page, page.getByRole("combobox", { name: "each item holds" }));
  await page.keyboard.type("Group");
  await tabTo(page, rowOf(page, "each item"), "Shift+Tab");
  await page.keyboard.press("Insert");
  await add("name", "Text");
  await add("since", "Date");
  await page.keyboard.press("Escape");
  await expect(rowOf(page, "since")).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(rowOf(page, "since")).toBeFocused();
  await tabTo(page, page.getByRole("checkbox", { name: "since is required" }));
  await page.keyboard.press("Space");
  const items = {
    type: "object",
    properties: { since: { type: "string", format: "date" }, name: { type: "string" } },
    required: ["since"],
  };
  const company = { type: "object", properties: { contacts: { type: "array", items } } };
  const text = await expectDraft(account, place, { type: "object", properties: { company } });
  expect(text.indexOf('"since"')).toBeLessThan(text.indexOf('"name"'));
});

test("what the builder does not edit is named where it stands, and outlives edits in both panes", async ({
  page,
  account,
}) => {
  const place = await openAuthor(page, account, vendors);
  await expect(page.getByText("3 keywords kept as they are: if, then, x-owner")).toBeVisible();
  await rowOf(page, "address").press("ArrowRight");
  await rowOf(page, "country").getByRole("button", { name: "country: details" }).click();
  await expect(page.getByText("1 keyword kept as they are: $ref")).toBeVisible();
  await page.getByRole("button", { name: "Show in the code" }).click();
  await expect(code(page)).toBeFocused();
  await rowOf(page, "risk").getByRole("button", { name: "risk: details" }).click();
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("exposure");
  await name.press("Enter");
  await expect(page.getByText(/still name “risk”/).last()).toBeVisible();
  await page.getByRole("textbox", { name: "New choice" }).fill("critical");
  await page.getByRole("textbox", { name: "New choice" }).press("Enter");
  await inside(page).getByRole("tab", { name: "Code" }).click();
  await code(page).press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.insertText('"x-note": 1.50,');
  await expect(page.getByText(/4 keywords kept as they are/)).toBeVisible();
  await rowOf(page, "name").getByRole("checkbox").uncheck();
  const { risk, ...others } = vendors.properties;
  const text = await expectDraft(account, place, {
    ...vendors,
    "x-note": 1.5,
    required: ["id"],
    properties: { ...others, exposure: { ...risk, enum: [...risk.enum, "critical"] } },
  });
  expect(text).toContain("1.50");
});

test("code that is no JSON yet is kept, and the fields stay as it last could be read", async ({ page, account }) => {
  await openAuthor(page, account, vendors);
  await code(page).press("Control+End");
  await page.keyboard.insertText(" oops");
  await expect(page.getByText("The fields are as the code last could be read")).toBeVisible();
  await expect(rowOf(page, "risk")).toBeVisible();
  await expect(rowOf(page, "risk").getByRole("checkbox")).toBeDisabled();
  await expect(code(page)).toContainText("oops");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("The fields are as the code last could be read")).toHaveCount(0);
  await expect(code(page)).not.toContainText("oops");
  await expect(rowOf(page, "risk").getByRole("checkbox")).toBeEnabled();
});

test("a field is dragged to another place, and Undo takes it back", async ({ page, account }) => {
  await openAuthor(page, account, vendors);
  const names = () =>
    grid(page)
      .getByRole("row")
      .evaluateAll((rows) => rows.map((row) => row.ariaLabel));
  const handle = rowOf(page, "contacts").locator("[draggable=true]");
  await handle.dragTo(rowOf(page, "name"), { targetPosition: { x: 60, y: 4 } });
  await expect.poll(names).toEqual(["id", "contacts", "name", "risk", "address", "$defs"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(["id", "name", "risk", "address", "contacts", "$defs"]);
});

test("a pattern is tested as it will judge, and one that no linear engine runs says why", async ({ page, account }) => {
  await openAuthor(page, account, vendors);
  await rowOf(page, "name").getByRole("button", { name: "name: details" }).click();
  const pattern = page.getByRole("textbox", { name: "Pattern" });
  await pattern.fill("^(a+)+$");
  await page.getByRole("button", { name: "Test the pattern" }).click();
  await page.getByRole("textbox", { name: "Texts to test" }).fill(`aaaa\n${"a".repeat(1_500)}!`);
  const verdicts = page.getByRole("listitem").filter({ hasText: /matches|match/ });
  await expect(verdicts.nth(0)).toContainText("matches");
  await expect(verdicts.nth(1)).toContainText("does not match");
  await pattern.fill("^(?=a)b");
  await pattern.press("Enter");
  await expect(page.getByText("This pattern is not served")).toBeVisible();
});

test("a sample and the records that are there are judged as the schema is written", async ({ page, account }) => {
  const place = await openAuthor(page, account, vendors);
  const rows = [
    { id: "acme", name: "Acme", risk: "low" },
    { id: "bolt", name: "Bolt", website: "https://bolt.example.com" },
  ];
  await account.call("POST", records(place, "api"), { body: { data: rows } });
  await rowOf(page, "risk").getByRole("checkbox").check();
  await inside(page).getByRole("tab", { name: "Check" }).click();
  await page.getByRole("button", { name: "Check the first 100" }).click();
  await expect(page.getByText("1 of 2 would fail.")).toBeVisible();
  await expect(page.getByRole("link", { name: "bolt" })).toHaveAttribute("href", /\/records\/bolt$/);
  await page.getByRole("textbox", { name: "A record as JSON" }).fill('{"id":"x","name":"","risk":"low"}');
  await expect(page.getByText("This record would be refused")).toBeVisible();
  await page.getByRole("button", { name: "Add what they have to the schema" }).click();
  await expect(rowOf(page, "website")).toBeVisible();
  await inside(page).getByRole("tab", { name: "Form" }).click();
  await expect(page.getByRole("group", { name: "Shown beside the fields" }).getByLabel(/^website/)).toBeVisible();
});

test("20,000 fields stay usable, and what cannot be drawn or judged says so", async ({ page, account }) => {
  await openAuthor(page, account, { type: "object" });
  const properties = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`field${at}`, { type: "string" }]));
  await code(page).press("Control+a");
  await page.keyboard.insertText(JSON.stringify({ type: "object", properties }));
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "20000", { timeout: 30_000 });
  expect(await grid(page).getByRole("row").count()).toBeLessThan(80);
  await rowOf(page, "field0").press("End");
  await expect(rowOf(page, "field19999")).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(rowOf(page, "field19999")).toHaveAttribute("aria-rowindex", "19999");
  await inside(page).getByRole("tab", { name: "Form" }).click();
  await expect(page.getByText(/more than 5000|5,000 subschemas|mended first/)).toBeVisible();
});

test("who may not publish reads the schema and changes nothing", async ({ page, account }) => {
  await openAuthor(page, account, vendors, "auditor");
  await expect(newName(page)).toHaveCount(0);
  await expect(rowOf(page, "risk").getByRole("checkbox")).toBeDisabled();
  await rowOf(page, "risk").getByRole("button", { name: "risk: details" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeDisabled();
});

for (const tab of ["Field", "Record", "Form", "Check"]) {
  test(`${tab}: everybody can read all of it in both themes, and at 320 px nothing scrolls sideways`, async ({
    page,
    account,
  }) => {
    const place = await openAuthor(page, account, vendors);
    // With a draft there is nothing that the page asks for in vain, so that any complaint is one.
    await account.call("PUT", `${resource(place, "api")}/schema/draft`, {
      body: { schema: { ...vendors, title: "Vendors" } },
    });
    const seen = watch(page);
    await page.reload();
    await expect(rowOf(page, "name")).toBeVisible();
    await rowOf(page, "name").getByRole("button", { name: "name: details" }).click();
    await inside(page).getByRole("tab", { name: tab }).click();
    expect(await missedByReaders(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    for (const name of [tab, "Builder", "Code"]) {
      await inside(page).getByRole("tab", { name }).click();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(320);
    }
    expect(seen).toEqual({ complaints: [], foreign: [] });
  });
}
