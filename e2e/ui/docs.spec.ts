import { expect, test } from "@playwright/test";
import { operationIds } from "@/lib/contract/operations";
import { watch } from "../fixtures/watch";
import { missedByReaders } from "../fixtures/axe";

test("every operation stands in the reference once, and nothing is asked from another origin", async ({ page }) => {
  // More than a hundred operations on one page, looked at in both themes.
  test.setTimeout(300_000);
  const seen = watch(page);
  await page.goto("/docs");
  const articles = await page.getByRole("article").evaluateAll((all) => all.map(({ id }) => id));
  expect(articles.sort()).toEqual([...operationIds].sort());
  expect(await missedByReaders(page)).toEqual([]);
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("somebody searches an operation, goes to it and copies its curl line", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs");
  const index = page.getByRole("navigation", { name: "Operations" });
  await index.getByRole("searchbox").fill("api.evidence.generate");
  await expect(index.getByRole("listitem")).toHaveCount(1);
  await index.getByRole("link", { name: /Generate evidence/ }).click();
  await expect(page).toHaveURL(/#api\.evidence\.generate$/);
  const place = page.locator('[id="api.evidence.generate"]');
  await expect(place).toBeInViewport();
  await place.getByRole("button", { name: /Copy the curl line/ }).click();
  await expect(place.getByText("Copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^curl -X POST "http/);
});
