import { library } from "@/lib/schema/library/library";
import { expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { missedByReaders } from "../fixtures/axe";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";

test("somebody makes a connection from the library with the keyboard alone, and its sample fits at once", async ({
  page,
}) => {
  const account = await freshAccount();
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  const seen = watch(page);
  await page.goto(`/a/${account.accountId}/connections`);
  await page.getByRole("link", { name: "Start from the library" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("Yearly review");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: /^Start from the library/ })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: /^Access rights/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^Vendors/ })).toBeChecked();
  await expect(page.getByLabel("Records are told apart by")).toHaveValue("id");
  await expect(page.getByLabel("Records are called by")).toHaveValue("name");
  await expect(page.getByRole("row", { name: /^risk/ })).toContainText("low, medium, high, critical");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/connect$/);

  const [, connectionId, resourceId] = /connections\/(\d+)\/resources\/(\d+)/.exec(page.url()) ?? [];
  const vendors = library.find(({ id }) => id === "vendors");
  const made = await account.call("GET", `/api/connections/${connectionId}/resources/${resourceId}`);
  expect(made.body).toMatchObject({
    identifierKey: "id",
    displayNameKey: "name",
    filterFields: expect.arrayContaining([...(vendors?.filterFields ?? [])]),
    schema: vendors?.schema,
  });
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  const pushed = await account.call("POST", records(place, "v1"), { body: { data: vendors?.samples[0] } });
  expect(pushed.status).toBe(201);
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("another resource starts from the library, with another key than its own", async ({ page, account }) => {
  const { connectionId } = await newConnection(account);
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/connections/${connectionId}/resources/new`);
  await page.getByRole("textbox", { name: "Name" }).fill("Findings");
  await page.getByRole("radio", { name: /^Start from the library/ }).check();
  await page.getByRole("radio", { name: /^Vulnerabilities/ }).check();
  await page.getByLabel("Records are called by").selectOption("asset");
  await page.getByRole("button", { name: "Add resource" }).click();
  await page.waitForURL(/\/connect$/);
  const [, resourceId] = /resources\/(\d+)/.exec(page.url()) ?? [];
  const made = await account.call("GET", `/api/connections/${connectionId}/resources/${resourceId}`);
  expect(made.body).toMatchObject({ name: "Findings", identifierKey: "id", displayNameKey: "asset" });
});

test("everybody can read the library in both themes, and on a small screen", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/connections/new?from=library`);
  await page.getByText("A record of it").click();
  expect(await missedByReaders(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
