import { expect, freshAccount, newConnection, records, resource, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { watch } from "../fixtures/watch";
import { missedByReaders } from "../fixtures/axe";

test("somebody who has nothing yet tries the sample and finds twelve records", async ({ page }) => {
  const account = await freshAccount();
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  const seen = watch(page);
  await page.goto(`/a/${account.accountId}`);
  await expect(page.getByRole("button", { name: "Try the sample" })).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expect(page).toHaveURL(/\/records/);
  await expect(page.getByText("12 records", { exact: true }).first()).toBeVisible();
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("an auditor with nothing to see reads who makes connections, and is offered none", async ({ page }) => {
  const account = await freshAccount();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}`);
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  await expect(page.getByRole("link", { name: /Create/ })).toHaveCount(0);
});

test("ugly names stay text, and a phone of 320 px shows them without scrolling sideways", async ({ page }) => {
  const account = await freshAccount();
  const names = ['<img src=x onerror="alert(1)">', "שלום מערכת", "x".repeat(255)];
  for (const name of names) {
    const place = await newConnection(account);
    await account.call("PATCH", `/api/connections/${place.connectionId}`, { body: { clientAlias: name } });
    await account.call("PATCH", resource(place, "api"), { body: { name: `of ${name}`.slice(0, 255) } });
    await account.call("POST", records(place, "v1"), { body: { data: { id: "1" } } });
  }
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  const seen = watch(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(`/a/${account.accountId}`);
  for (const name of names) await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("3 records").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(await missedByReaders(page)).toEqual([]);
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("nobody's push works before the terms are accepted, and Home says so until an administrator accepts", async ({
  page,
}) => {
  const account = await freshAccount({ terms: false });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}`);
  await page.getByRole("button", { name: "Accept the terms" }).click();
  await expect(page.getByText("The terms of the API are not accepted yet")).toHaveCount(0);
  expect((await account.call("GET", "/api/me")).status).toBe(200);
});
