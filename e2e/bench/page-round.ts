import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import { openForm, markRows, otherRows, said, scrollPast, timed, untilRows } from "./page-clock";
import { brokenNodes, rowsInSight, weigh, WINDOW, type Reader, type Weight } from "./page-load";

const SCROLLED_ROWS = 5_000;

/** What one round came to. Times are milliseconds. */
export type PageRound = Weight & {
  policy: string;
  firstRows: number;
  reloadedRows: number;
  rows: number;
  sort: number;
  /** By a field that the resource does not declare. */
  sortUndeclared: number;
  filter: number;
  filterActs: number;
  filterInAddress: boolean;
  backUndoes: boolean;
  byKeyboard: boolean;
  open: number;
  save: number;
  undo: number;
  editActs: number;
  slowFrames: number;
  longestFrame: number;
  brokenInTable: number;
  brokenInRecord: number;
};

/** Somebody's hands: each key, each run of typing and each click is an act. */
function handsOn(page: Page) {
  let acts = 0;
  const act = async (done: Promise<unknown>) => {
    acts += 1;
    await done;
  };
  return {
    press: (key: string) => act(page.keyboard.press(key)),
    type: (text: string) => act(page.keyboard.type(text)),
    clickField: (label: string) => act(page.getByRole("dialog").getByLabel(label, { exact: true }).click()),
    acts: () => acts,
  };
}

/** All that is measured of the pages, once, in a browser profile with an empty cache. */
export async function pageRound(
  browser: Browser,
  reader: Reader,
  cookies: BrowserContextOptions["storageState"],
): Promise<PageRound> {
  const context = await browser.newContext({ viewport: WINDOW, storageState: cookies });
  try {
    const page = await context.newPage();
    await markRows(page);
    const address = reader.origin + reader.records;
    const loaded = await firstLoad(page, reader.origin, address);
    const reloadedRows = await untilRows(page, () => page.reload());
    const rows = await rowsInSight(page);
    const brokenInTable = await brokenNodes(page);
    const sort = await timed(page, await otherRows(page), () => headButton(page, "category").click());
    const sortUndeclared = await timed(page, await otherRows(page), () => headButton(page, "size").click());
    await page.goto(address);
    const filtered = await filterByKeyboard(page);
    const byKeyboard = await openByKeyboard(page);
    await page.goto(address);
    const edited = await editRecord(page);
    await page.goto(address);
    await page.locator("tbody tr[aria-rowindex]").first().waitFor();
    const { slow, longest } = await scrollPast(page, SCROLLED_ROWS);
    const scrolled = { slowFrames: slow, longestFrame: longest };
    const table = { reloadedRows, rows, brokenInTable, sort, sortUndeclared };
    return { ...loaded, ...table, ...filtered, byKeyboard, ...edited, ...scrolled };
  } finally {
    await context.close();
  }
}

async function firstLoad(page: Page, origin: string, address: string) {
  let firstRows = Number.NaN;
  let policy = "";
  const weight = await weigh(page, origin, async () => {
    firstRows = await untilRows(page, async () => {
      policy = (await page.goto(address))?.headers()["content-security-policy"] ?? "";
    });
  });
  return { ...weight, firstRows, policy };
}

const headButton = (page: Page, name: string) =>
  page.getByRole("columnheader", { name }).getByRole("button", { name, exact: true });

/** Where … and …, by keys alone; then Back, twice. */
async function filterByKeyboard(page: Page) {
  await page.locator("tbody tr[aria-rowindex]").first().waitFor();
  const hands = handsOn(page);
  const whole = await firstRecord(page);
  await hands.press("f");
  await page.getByRole("combobox", { name: "Condition" }).waitFor();
  await hands.type("category is category 2");
  await timed(page, await otherRows(page), () => hands.press("Enter"));
  const one = await firstRecord(page);
  await hands.type("score > 990");
  const filter = await timed(page, await otherRows(page), () => hands.press("Enter"));
  const asked = new URL(page.url()).searchParams.get("filter") ?? "";
  const filterInAddress = asked.includes("category") && asked.includes("score");
  await timed(page, await otherRows(page), () => page.keyboard.press("Escape").then(() => page.goBack()));
  const undone = (await firstRecord(page)) === one;
  await timed(page, await otherRows(page), () => page.keyboard.press("Escape").then(() => page.goBack()));
  const backUndoes = undone && (await firstRecord(page)) === whole && new URL(page.url()).search === "";
  return { filter, filterActs: hands.acts(), filterInAddress, backUndoes };
}

const firstRecord = (page: Page) => page.locator("tbody tr[aria-rowindex]").first().innerText();

/** A filter, into the list, down to its second record and into that: yes when it then stands open. */
async function openByKeyboard(page: Page): Promise<boolean> {
  await page.keyboard.press("f");
  await page.getByRole("combobox", { name: "Condition" }).waitFor();
  await page.keyboard.type("licence is MIT");
  await timed(page, await otherRows(page), () => page.keyboard.press("Enter"));
  await page.keyboard.press("Escape");
  await page.getByRole("combobox", { name: "Condition" }).waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.locator("input:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.locator("td:focus").waitFor();
  await page.keyboard.press("j");
  await timed(page, await openForm(page), () => page.keyboard.press("Enter"));
  return /\/records\/component-\d+\?filter=/.test(page.url());
}

/** Opens a record with the mouse, changes a value, saves, and takes it back. */
async function editRecord(page: Page) {
  const row = page.locator("tbody tr[aria-rowindex]").nth(3);
  await row.hover();
  const open = await timed(page, await openForm(page), () => row.click());
  const brokenInRecord = await brokenNodes(page);
  const hands = handsOn(page);
  const field = page.getByRole("dialog").getByLabel("purpose", { exact: true });
  const before = await field.inputValue();
  await hands.clickField("purpose");
  await hands.type(", and by the bench");
  const save = await timed(page, await said(page, "Saved"), () => hands.press("Control+s"));
  const undo = await timed(page, await said(page, "Undone"), () => hands.press("Control+z"));
  if ((await field.inputValue()) !== before) throw new Error("The undo did not bring the value back");
  return { open, save, undo, editActs: hands.acts(), brokenInRecord };
}
