import { expect, type Account, newConnection, type Place, records, test } from "../fixtures/api";
import { firstRow, grid, openRecords, packages, push, rowsOf } from "../fixtures/packages";
import { watch } from "../fixtures/watch";
import { missedNow } from "../fixtures/axe";

test("an empty resource shows the line that pushes its first record, and it works", async ({ page, account }) => {
  const place = await packages(account, 0);
  await openRecords(page, account, place);
  await expect(page.getByRole("heading", { name: "No records yet" })).toBeVisible();
  const line = await page.getByText(/^curl /).innerText();
  const body = /-d '(.*)'/s.exec(line)?.[1] ?? "";
  const pushed = await account.call("POST", records(place, "v1"), { raw: body });
  expect(pushed.status).toBe(201);
  await page.reload();
  await expect(rowsOf(page)).toHaveCount(1);
});

/** Records as bad as they get, and a schema of the same kind. */
async function ugly(account: Account): Promise<Place> {
  const long = "k".repeat(300);
  const place = await newConnection(account, {
    displayNameKey: "title",
    schema: {
      type: "object",
      properties: {
        id: { type: "string" },
        title: { type: "string", title: '<img src=x onerror="document.title=1"> Title' },
        [long]: { type: "string" },
        "a/b~c": { type: "string", title: "מזהה" },
        deep: { type: "object", title: "Deep" },
        big: { type: "integer", title: "Big" },
        "😀": { type: "array", title: "😀" },
      },
    },
  });
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), "bottom");
  const rows = [
    { id: "i".repeat(255), title: "<b>bold</b><script>document.title=1</script>", [long]: "v".repeat(2_000), deep },
    { id: "a/b?c#d %&+ é 🧨", title: "مرحبا بالعالم", "a/b~c": "a\nb", "😀": ["<i>x</i>", 1, null, { a: 1 }] },
  ];
  await push(account, place, rows);
  const exact = `{"data":{"id":"exact","title":"Exact","big":12345678901234567890123}}`;
  await account.call("POST", records(place, "api"), { raw: exact });
  return place;
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`ugly data stays text, in its place and in order for every reader, ${colorScheme}`, async ({
    page,
    account,
  }) => {
    await page.emulateMedia({ colorScheme });
    const place = await ugly(account);
    const seen = watch(page);
    await openRecords(page, account, place);
    await expect(rowsOf(page)).toHaveCount(3);
    await expect(grid(page)).toContainText("<b>bold</b>");
    await expect(grid(page)).toContainText("12345678901234567890123");
    expect(await page.title()).not.toBe("1");
    await grid(page).getByRole("checkbox", { name: "Select all rows" }).check();
    await expect(page.getByRole("region", { name: "Selected records" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
    expect(seen).toEqual({ complaints: [], foreign: [] });
  });
}

test("on a phone each record is two lines that open it, and nothing scrolls sideways", async ({ page, account }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const place = await packages(account, 30);
  const seen = watch(page);
  await openRecords(page, account, place);
  await expect(firstRow(page)).toBeVisible();
  const box = await firstRow(page).boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await missedNow(page)).toEqual([]);
  await firstRow(page).getByRole("link").click();
  await expect(page).toHaveURL(/\/records\/pkg-/);
  expect(seen).toEqual({ complaints: [], foreign: [] });
});

test("on a phone a condition is as wide as it reads, and the box for the next one stays in sight", async ({
  page,
  account,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const place = await packages(account, 3);
  await openRecords(page, account, place, "admin", "?filter=licence:ne:MIT,size:gt:0");
  const condition = page.getByRole("button", { name: "Change: Licence is not MIT" });
  await expect(condition).toBeVisible();
  expect(await condition.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await expect(page.getByRole("button", { name: "Filter", exact: true })).not.toBeInViewport();
  await page.keyboard.press("f");
  await expect(page.getByRole("combobox", { name: "Condition" })).toBeFocused();
  await expect(page.getByRole("dialog", { name: "Add a filter" })).toBeInViewport({ ratio: 1 });
});

test("22 rows and more are on a screen of 1440 by 900, in real table markup", async ({ page, account }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const place = await packages(account, 100);
  await openRecords(page, account, place);
  await expect(rowsOf(page).nth(25)).toBeAttached();
  const whole = await rowsOf(page).evaluateAll(
    (rows) =>
      rows.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return row.tagName === "TR" && top >= 0 && bottom <= window.innerHeight;
      }).length,
  );
  expect(whole).toBeGreaterThanOrEqual(22);
});
