import { call, expect, freshAccount, test } from "../fixtures/api";
import { newPersonIn, signInOn, signedIn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

test("an administrator renames the account and sets its time zone, and the pages follow", async ({ page }) => {
  const { accountId } = await freshAccount();
  await signInOn(page, await newPersonIn(accountId, "admin"));
  await page.goto(`/a/${accountId}/settings`);
  await page.getByRole("textbox", { name: "Name" }).fill("Acme, renamed");
  await page.getByLabel("Time zone", { exact: true }).selectOption("Asia/Tokyo");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("Saved");
  await page.goto(`/a/${accountId}/audit`);
  await expect(page.getByText("Times in Asia/Tokyo")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toContainText("Acme, renamed");
});

test("a webhook's secret is shown once", async ({ page }) => {
  const { accountId } = await freshAccount();
  await signInOn(page, await newPersonIn(accountId, "admin"));
  await page.goto(`/a/${accountId}/settings`);
  await page.getByLabel("Webhook address").fill("https://hooks.example.com/attestry");
  await page.getByRole("button", { name: "Save alerts" }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Webhook address")).toHaveValue("https://hooks.example.com/attestry");
  await expect(page.getByText(/^whsec_/)).toHaveCount(0);
});

test("an administrator accepts the API terms, and keys work from then on", async ({ page }) => {
  const account = await freshAccount({ terms: false });
  await signInOn(page, await newPersonIn(account.accountId, "admin"));
  await page.goto(`/a/${account.accountId}/settings`);
  expect((await call("GET", "/api/me", { key: account.apiKey })).status).toBe(412);
  await page.getByRole("button", { name: "Accept the API terms" }).click();
  await expect(page.getByRole("button", { name: "Withdraw…" })).toBeVisible();
  expect((await call("GET", "/api/me", { key: account.apiKey })).status).toBe(200);
});

test("a contributor reads the settings and is told who changes them", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}/settings`);
  await expect(page.getByRole("main")).toContainText("You can read these settings");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save alerts" })).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`settings, ${colorScheme}: nothing for axe to find`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.goto(`/a/${account.accountId}/settings`);
    await expect(page.getByRole("heading", { name: "Limits" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
  });
}

test("an administrator makes a new signing key and revokes the old one, and an auditor sees what became of it", async ({
  page,
}) => {
  const account = await freshAccount();
  const settings = `/a/${account.accountId}/settings#signing-keys`;
  await signInOn(page, await newPersonIn(account.accountId, "admin"));
  await page.goto(settings);
  const keys = page.getByRole("region", { name: "Signing keys" });
  await expect(keys).toContainText("There is no key yet");
  await keys.getByRole("button", { name: "Make a new signing key" }).click();
  await expect(keys.getByText("Signs now")).toHaveCount(1);
  await keys.getByRole("button", { name: "Make a new signing key" }).click();
  await expect(keys.getByText("Signs no more", { exact: true })).toBeVisible();
  await keys
    .getByRole("row", { name: /Signs no more/ })
    .getByRole("button", { name: /^Revoke/ })
    .click();
  const dialog = page.getByRole("dialog", { name: "Revoke this signing key" });
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  await expect(dialog.getByText("Say why")).toBeVisible();
  await dialog.getByLabel("Why").fill("A copy was lost");
  expect(await missedNow(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Revoke the key" }).click();
  await expect(keys.getByRole("row", { name: /Revoked/ })).toContainText("A copy was lost");
  expect(await missedNow(page)).toEqual([]);

  await page.context().clearCookies();
  await signInOn(page, await newPersonIn(account.accountId, "auditor"));
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.goto(settings);
  await expect(keys.getByText("A copy was lost")).toBeVisible();
  await expect(keys, "the address leads to its place on the page").toBeInViewport({ ratio: 1 });
  await expect(keys.getByRole("button", { name: /^(Revoke|Make)/ })).toHaveCount(0);
});
