import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";
import { missedNow } from "../fixtures/axe";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search, go anywhere, do anything" });

test("somebody finds a page by a few letters and goes there without the mouse", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  const seen = watch(page);
  await page.goto(`/a/${account.accountId}`);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette(page).getByRole("combobox")).toBeFocused();
  await page.keyboard.type("dark");
  await expect(palette(page).getByRole("option")).toHaveCount(1);
  const chosen = palette(page).getByRole("option", { selected: true });
  await expect(chosen).toHaveText("Theme: dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(seen.foreign).toEqual([]);
  expect(seen.complaints.filter((said) => said.includes("Content Security Policy"))).toEqual([]);
});

test("Escape closes the palette and puts focus back where it was", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  const search = page.getByRole("button", { name: "Search" });
  await search.focus();
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(search).toBeFocused();
});

test("the keys of the sheet behind ? do what it says", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  await page.getByRole("main").focus();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet.getByText("Connections")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}/connections$`));
});

test("a letter typed into a box stays a letter", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  await page.keyboard.press("ControlOrMeta+k");
  const box = palette(page).getByRole("combobox");
  await box.fill("");
  await page.keyboard.type("gc?");
  await expect(box).toHaveValue("gc?");
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}$`));
});

test("the chosen theme is there from the first paint, whatever the system prefers", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`/a/${account.accountId}`);
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  // From now on, every frame that shows anything is written down.
  await page.addInitScript(() => {
    const painted: string[] = [];
    Object.assign(window, { painted });
    const look = () => {
      if (document.querySelector("main")) painted.push(getComputedStyle(document.documentElement).colorScheme);
      if (painted.length < 20) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.reload();
  const painted = () => page.evaluate(() => (window as unknown as { painted: string[] }).painted);
  await expect.poll(async () => (await painted()).length, { timeout: 30_000 }).toBe(20);
  expect(new Set(await painted())).toEqual(new Set(["dark"]));
});

test("an administrator looks as an auditor would, and stops", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  await page.getByRole("button", { name: /^You,/ }).click();
  await page.getByRole("menuitemradio", { name: "Contributor" }).click();
  const banner = page.getByText("You see this as a contributor would");
  await expect(banner).toBeVisible();
  await expect(page.getByRole("link", { name: "API keys" })).toBeHidden();
  await page.reload();
  await expect(banner).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(banner).toBeHidden();
  await expect(page.getByRole("link", { name: "API keys" })).toBeVisible();
});

test("an auditor is offered what an auditor may see", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}`);
  const places = page.getByRole("navigation", { name: "Account" }).getByRole("link");
  await expect(places).toHaveText(["Home", "Connections", "Evidence", "Audit", "People", "API keys", "Settings"]);
});

test("a contributor is not offered what a contributor may not see", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}`);
  const places = page.getByRole("navigation", { name: "Account" }).getByRole("link");
  await expect(places).toHaveText(["Home", "Connections", "Settings"]);
});

test("the first Tab offers to skip the navigation", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("an address that leads nowhere keeps the navigation in sight", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/nowhere/at/all`);
  await expect(page.getByRole("heading", { name: "Nothing is at this address" })).toBeVisible();
  await page.getByRole("link", { name: "Home" }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}$`));
});

// 320 px is also what a window of 1280 px has at 400 % zoom; then it is 256 px high.
for (const height of [640, 256]) {
  test(`320 by ${height} px show the shell without scrolling sideways, and the navigation in a sheet`, async ({
    page,
    account,
  }) => {
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.setViewportSize({ width: 320, height });
    await page.goto(`/a/${account.accountId}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    const opener = page.getByRole("button", { name: "Navigation" });
    await opener.click();
    const sheet = page.getByRole("dialog", { name: "Navigation" });
    await expect(sheet.getByRole("link", { name: "Connections" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(opener).toBeFocused();
  });
}

test("where a click gives a button no focus, as in Safari, closing what it opened leads back to it", async ({
  page,
  account,
}) => {
  await page.addInitScript(() => {
    const keepAway = (event: Event) => event.target instanceof Element && event.target.closest("button");
    window.addEventListener("mousedown", (event) => keepAway(event) && event.preventDefault(), true);
  });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/a/${account.accountId}`);
  const opener = page.getByRole("button", { name: "Navigation" });
  await opener.click();
  await expect(page.getByRole("dialog", { name: "Navigation" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`somebody who needs contrast, names and order can use the whole shell, ${colorScheme}`, async ({
    page,
    account,
  }) => {
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const seen = watch(page);
    await page.goto(`/a/${account.accountId}`);
    const judge = async () => expect(await missedNow(page)).toEqual([]);
    await judge();
    await page.getByRole("button", { name: /^You,/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await judge();
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+k");
    await expect(palette(page)).toBeVisible();
    await judge();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await judge();
    expect(seen.complaints.filter((said) => /Content Security Policy|Minified React/.test(said))).toEqual([]);
    expect(seen.foreign).toEqual([]);
  });
}
