import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";

/** Who opens the page of which records. */
export type Reader = { origin: string; records: string; email: string; password: string };

/** What one opening of the page cost the wire, and what the browser complained of. */
export type Weight = { scriptKb: number; requests: number; foreign: number; complaints: number };

export const WINDOW = { width: 1440, height: 900 };
const QUIET_MS = 1_000;

/** Signs in through the form. What is measured later starts from these cookies; dialogs: how many were in the way. */
export async function signIn(browser: Browser, { origin, records, email, password }: Reader) {
  const context = await browser.newContext({ viewport: WINDOW });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await page.getByRole("main").waitFor();
  const dialogs = await openDialogs(page);
  await page.goto(origin + records);
  await page.getByRole("grid").waitFor();
  const found = { cookies: await context.storageState(), dialogs: dialogs + (await openDialogs(page)) };
  await context.close();
  return found;
}

const openDialogs = (page: Page) => page.locator("[role=dialog]:visible, [role=alertdialog]:visible").count();

/** Counts what a page loads until nothing more comes: scripts as they travelled, requests, other origins, complaints. */
export async function weigh(page: Page, origin: string, load: () => Promise<unknown>): Promise<Weight> {
  const weight: Weight = { scriptKb: 0, requests: 0, foreign: 0, complaints: 0 };
  const scripts = new Set<string>();
  let last = performance.now();
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  wire.on("Network.requestWillBeSent", ({ request, requestId, type }) => {
    if (request.url.startsWith("data:")) return;
    last = performance.now();
    weight.requests += 1;
    if (!request.url.startsWith(`${origin}/`)) weight.foreign += 1;
    if (type === "Script") scripts.add(requestId);
  });
  wire.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    last = performance.now();
    if (scripts.has(requestId)) weight.scriptKb += encodedDataLength / 1024;
  });
  const complain = () => (weight.complaints += 1);
  page.on("console", (message) => message.type() === "error" && complain());
  page.on("pageerror", complain);
  await load();
  // A stream of events stays open for as long as the page does, so the network never falls idle by itself.
  while (performance.now() - last < QUIET_MS) await pause(50);
  await wire.detach();
  return { ...weight };
}

/** Rows of records that stand wholly on the screen, uncovered, each a row of a real table. */
export function rowsInSight(page: Page): Promise<number> {
  return page.locator("table[role=grid] > tbody > tr[aria-rowindex]").evaluateAll(
    (rows) =>
      rows.filter((row) => {
        const { top, bottom, left } = row.getBoundingClientRect();
        const over = [top + 2, bottom - 2].map((y) => document.elementFromPoint(left + 300, y));
        return bottom <= innerHeight && over.every((element) => element !== null && row.contains(element));
      }).length,
  );
}

/** Nodes of the page that break a rule of accessibility. */
export async function brokenNodes(page: Page): Promise<number> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.reduce((sum, { nodes }) => sum + nodes.length, 0);
}
