import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, type Page } from "@playwright/test";

/** Where the records are, and as whom the page is opened. */
export type Reader = { origin: string; records: string; email: string; password: string };

/** What one opening of the page cost the wire. */
export type Weight = { scriptKb: number; requests: number; foreign: number; complaints: number };

const WIDE = { width: 1440, height: 900 };
const HEADERS = { columnheader: "columnheader", row: "row" } as const;

/** Signs in once; what is measured later starts from these cookies and an empty cache. */
export async function signIn(browser: Browser, { origin, email, password }: Reader) {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A new browser profile of the signed-in person, with nothing in its cache. */
export const freshContext = (browser: Browser, state: Awaited<ReturnType<typeof signIn>>): Promise<BrowserContext> =>
  browser.newContext({ viewport: WIDE, storageState: state });

const dataRows = (page: Page) => page.locator("tbody tr[aria-rowindex]");

/** Milliseconds from asking for the page until the first record is drawn, as the page's own clock has it. */
export async function untilRows(page: Page, go: () => Promise<unknown>): Promise<number> {
  await page.addInitScript(() => {
    const seen = () => document.querySelector("tbody tr[aria-rowindex]");
    const look = () => {
      if (seen()) requestAnimationFrame(() => performance.mark("rows"));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await go();
  await dataRows(page).first().waitFor();
  return page.evaluate(async () => {
    while (performance.getEntriesByName("rows").length === 0) await new Promise(requestAnimationFrame);
    return performance.getEntriesByName("rows")[0]?.startTime ?? Number.NaN;
  });
}

/** Counts what a page loads until nothing more comes: its scripts as they travelled, requests, other origins, complaints. */
export async function weigh(page: Page, origin: string, work: () => Promise<unknown>): Promise<Weight> {
  const weight: Weight = { scriptKb: 0, requests: 0, foreign: 0, complaints: 0 };
  const scripts = new Set<string>();
  const wire = await page.context().newCDPSession(page);
  await wire.send("Network.enable");
  wire.on("Network.requestWillBeSent", ({ request, requestId, type }) => {
    if (request.url.startsWith("data:")) return;
    weight.requests += 1;
    if (!request.url.startsWith(origin)) weight.foreign += 1;
    if (type === "Script") scripts.add(requestId);
  });
  wire.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) weight.scriptKb += encodedDataLength / 1024;
  });
  page.on("console", (message) => (weight.complaints += message.type() === "error" ? 1 : 0));
  page.on("pageerror", () => (weight.complaints += 1));
  await work();
  await page.waitForLoadState("networkidle");
  return weight;
}

/**
 * Milliseconds from an act until the table shows something else, both by the page's clock: the act's own handling and
 * the answer's drawing are in it, the distance to this process is not.
 */
export async function untilChanged(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const state = window as unknown as { began?: number; ended?: number };
    delete state.began;
    delete state.ended;
    const text = () => document.querySelector("tbody")?.textContent ?? "";
    const before = text();
    const start = (event: Event) => (state.began = event.timeStamp);
    for (const kind of ["pointerup", "keydown"]) addEventListener(kind, start, { capture: true });
    const look = () => {
      const now = text();
      const changed =
        now !== before && !document.querySelector('tbody[aria-busy="true"], tbody tr[aria-hidden="true"]');
      if (state.began !== undefined && changed && now !== "") state.ended = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await act();
  return page.evaluate(async () => {
    const state = window as unknown as { began?: number; ended?: number };
    const until = performance.now() + 10_000;
    while (state.ended === undefined && performance.now() < until) await new Promise(requestAnimationFrame);
    return (state.ended ?? Number.NaN) - (state.began ?? Number.NaN);
  });
}

/** Sorts by a column's head. */
export const sortBy = (page: Page, column: string) =>
  page.getByRole(HEADERS.columnheader, { name: column }).getByRole("button").first().click();

/** Rows that stand wholly on the screen. */
export function rowsInSight(page: Page): Promise<number> {
  return dataRows(page).evaluateAll(
    (rows) =>
      rows.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const middle = document.elementFromPoint(600, (top + bottom) / 2);
        return bottom <= innerHeight && middle !== null && row.contains(middle);
      }).length,
  );
}

/** Nodes that break a rule of accessibility. */
export async function brokenNodes(page: Page): Promise<number> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.reduce((sum, { nodes }) => sum + nodes.length, 0);
}

/** The longest and the middle frame while the table scrolls past a thousand rows, in milliseconds. */
export function scrollFrames(page: Page): Promise<{ median: number; longest: number }> {
  return page.evaluate(async () => {
    const box = document.querySelector("tbody")?.closest<HTMLElement>("[data-scrolls]") ?? document.scrollingElement;
    const frames: number[] = [];
    let last = performance.now();
    for (let step = 0; step < 90; step += 1) {
      if (box) box.scrollTop += 360;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      frames.push(now - last);
      last = now;
    }
    frames.sort((a, b) => a - b);
    return { median: frames[45] ?? Number.NaN, longest: frames.at(-1) ?? Number.NaN };
  });
}
