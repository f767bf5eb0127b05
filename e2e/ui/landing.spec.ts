import { expect, test } from "@playwright/test";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { firstRun } from "../fixtures/first-run";
import { run } from "../fixtures/run";
import { watch } from "../fixtures/watch";
import { missedNow } from "../fixtures/axe";

const call = promisify(execFile);

test("a stranger sees that the API is up and gets the line that pushes a record", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const seen = watch(page);
  await page.goto("/");

  await expect(page.getByRole("status")).toContainText("The API is up");
  const line = `curl ${run.url}/public/custom-connections/$CONNECTION_ID/resources/$RESOURCE_ID/records`;
  await expect(page.getByRole("main")).toContainText(line);

  await page.getByRole("button", { name: "Copy the curl line" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(line);
  expect(copied).toContain("Authorization: Bearer $ATTESTRY_KEY");
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("the line works in a shell as it stands, once the three values are those of first-run.json", async ({ page }) => {
  await page.goto("/");
  const line = await page.getByText(/^curl /).innerText();
  const { apiKey, connectionId, resourceId } = firstRun();
  const values = { ATTESTRY_KEY: apiKey, CONNECTION_ID: String(connectionId), RESOURCE_ID: String(resourceId) };

  // A dry run, because other tests count the demo account's records.
  const dry = line.replace("/records ", "/records?dryRun=true ").concat(" --silent --show-error --fail-with-body");
  const { stdout } = await call("sh", ["-c", dry], { env: { NODE_ENV: "production", ...values } });
  expect(stdout).toContain("left-pad");
  expect(stdout).not.toContain('"error"');
});

test("a stranger whose API is away reads so, instead of a page that looks well", async ({ page }) => {
  await page.route("**/api/health", (route) => route.fulfill({ status: 503, json: { status: "down" } }));
  await page.goto("/");
  await expect(page.getByRole("status")).toContainText("The API is not up");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`somebody who needs contrast, names and order reads every word, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/");
    await expect(page.getByRole("status")).toContainText("The API is up");
    expect(await missedNow(page)).toEqual([]);
  });
}

test("a phone of 320 px shows all of it without scrolling sideways", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Copy the curl line" })).toBeInViewport();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(320);
});

test("somebody at a wrong address is told so, under the same page policy", async ({ page }) => {
  const seen = watch(page);
  const answer = await page.goto("/nothing/is/here");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Nothing is at this address" })).toBeVisible();
  expect(seen.foreign).toEqual([]);
  expect(seen.complaints.filter((text) => !text.includes("404"))).toEqual([]);
});

test("every page carries the headers that keep strangers' scripts out, and no style attribute", async ({ request }) => {
  const answer = await request.get("/");
  const policy = answer.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  expect(policy).not.toContain("unsafe-");
  expect(answer.headers()).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });

  const html = await answer.text();
  expect(html).not.toMatch(/<[^>]+\sstyle=/);
  expect(html.match(/<script\b[^>]*>/g)?.every((tag) => tag.includes(`nonce="${nonce}"`))).toBe(true);
  expect(await (await request.get("/")).text()).not.toContain(nonce);
});
