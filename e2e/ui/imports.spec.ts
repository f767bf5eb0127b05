import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { missedNow } from "../fixtures/axe";
import { signedIn } from "../fixtures/person";
import { workbookOf } from "../fixtures/workbook";

const schema = {
  type: "object",
  required: ["name"],
  properties: {
    id: { type: "string", title: "Id" },
    name: { type: "string", title: "Name" },
    licence: { type: "string", title: "Licence", enum: ["MIT", "Apache-2.0", "ISC"] },
    size: { type: "integer", title: "Size" },
    installedAt: { type: "string", format: "date", title: "Installed at" },
  },
};

const live = [
  { id: "007", name: "left-pad", licence: "MIT", size: 3, installedAt: "2026-01-31" },
  { id: "b", name: "busboy", licence: "MIT", size: 40, installedAt: "2026-02-01" },
];

const sheet = [
  ["Id", "Name", "Licence", "Size", "Installed at"],
  ["007", "left-pad", "MIT", 3, "2026-01-31"],
  ["b", "busboy", "MIT", 41, "2026-02-01"],
  ["c", "chalk", "MIT", 12, "2026-02-02"],
  ["d", "debug", "Apache 2", 9, "2026-02-03"],
  ["e", "execa", "Proprietary", 8, "2026-02-04"],
  ["f", "fastify", "MIT", "many", "2026-02-05"],
];

const home = ({ accountId }: Account, { connectionId, resourceId }: Place, part: string) =>
  `/a/${accountId}/connections/${connectionId}/resources/${resourceId}/${part}`;
const importsOf = (place: Place) => `${resource(place, "api")}/imports`;
const said = (page: Page) => page.getByRole("region", { name: "Notifications" });
const kind = (page: Page, words: string) => page.getByRole("group", { name: "Which rows" }).getByText(words);
const steps = (page: Page) => page.getByRole("navigation", { name: "Steps of this import" });
const attributesOf = async (account: Account, place: Place, id: string) =>
  (await account.call<{ attributes: unknown }>("GET", record(place, "api", id))).body.attributes;

async function push(account: Account, place: Place, data: unknown): Promise<void> {
  const { status, text } = await account.call("POST", records(place, "api"), { body: { data } });
  if (status !== 200) throw new Error(`The records were refused: ${status} ${text}`);
}

/** Chooses a file on the page of imports, as a person does. */
async function choose(page: Page, name: string, buffer: Buffer, button: string | RegExp = "Import a file") {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles({ name, mimeType: "application/octet-stream", buffer });
}

test("somebody imports a workbook with three bad rows, mends one in the grid, downloads the other two, commits, looks at the difference and rolls back", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(240_000);
  const place = await connection({ schema, displayNameKey: "name" });
  await push(account, place, live);
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(home(account, place, "imports"));
  await expect(page.getByRole("heading", { name: "Nothing has been imported yet" })).toBeVisible();
  await choose(
    page,
    "packages.xlsx",
    await workbookOf({ name: "Notes", rows: [["Nothing here"]] }, { name: "Packages", rows: sheet }),
  );

  await expect(page.getByRole("heading", { name: "Import of packages.xlsx" })).toBeVisible();
  await page.getByRole("combobox", { name: "Sheet" }).selectOption("Packages");
  const first = page.getByRole("table", { name: "First rows of the file" });
  await expect(first.getByRole("cell", { name: "left-pad" })).toBeVisible();
  await expect(first.getByRole("cell", { name: "007" }), "a text stays a text").toBeVisible();
  expect(await missedNow(page)).toEqual([]);
  await page.getByRole("link", { name: "Match columns" }).click();
  await expect(page).toHaveURL(/step=match/);
  await expect(page.getByRole("combobox", { name: "What Installed at fills" })).toHaveValue("/installedAt");
  expect(await missedNow(page)).toEqual([]);
  await page.getByRole("button", { name: "Check all rows" }).click();

  await expect(page.getByRole("radio", { name: "3 rejected" })).toBeChecked({ timeout: 30_000 });
  await expect(page.getByRole("button", { name: /^Import/ }).last()).toBeDisabled();
  const grid = page.getByRole("region", { name: "Rows to mend" });
  await expect(grid.getByRole("textbox", { name: "Size, row 7" })).toHaveAttribute("aria-invalid", "true");
  expect(await missedNow(page)).toEqual([]);
  await grid.getByRole("textbox", { name: "Licence, row 5" }).fill("Apache-2.0");
  await grid.getByRole("textbox", { name: "Licence, row 5" }).press("Enter");
  await expect(page.getByRole("radio", { name: "2 rejected" })).toBeChecked();
  await expect(grid.getByRole("textbox", { name: "Licence, row 5" })).toHaveCount(0);
  await expect(grid.getByRole("textbox", { name: "Licence, row 6" }), "Enter leads to the next error").toBeFocused();

  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download rejected rows" }).click();
  const rejected = await readFile(await (await downloading).path(), "utf8");
  expect(rejected).toContain("Proprietary");
  expect(rejected).toContain("many");
  expect(rejected, "the mended row is no longer among them").not.toContain("debug");

  await kind(page, "1 changed").click();
  const rows = page.getByRole("list", { name: "Rows of the plan" });
  await expect(rows.getByRole("listitem").filter({ hasText: "row 3" })).toContainText(/Size.*40.*41/);
  await kind(page, "2 rejected").click();
  await page.getByRole("radio", { name: /import the good rows/ }).click();
  await page.getByRole("button", { name: "Import 3 changes, leave out 2 rows" }).click();

  await expect(page.getByText("Imported as one change")).toBeVisible({ timeout: 30_000 });
  await expect(steps(page).locator('[aria-current="step"]')).toHaveText("4 Done");
  expect(await missedNow(page)).toEqual([]);
  expect(await attributesOf(account, place, "d")).toEqual({
    id: "d",
    name: "debug",
    licence: "Apache-2.0",
    size: 9,
    installedAt: "2026-02-03",
  });
  await page.getByRole("link", { name: "See what changed" }).click();
  const differ = page.getByRole("list", { name: "Records that differ" });
  await expect(differ.locator("> li").filter({ hasText: "created" })).toHaveCount(2);
  await expect(differ.locator("> li").filter({ has: page.getByText("changed", { exact: true }) })).toHaveCount(1);
  await page.goBack();

  await page.getByRole("button", { name: "Roll back this import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("This import was rolled back")).toBeVisible({ timeout: 30_000 });
  expect(await missedNow(page)).toEqual([]);
  expect(await attributesOf(account, place, "b")).toEqual(live[1]);
  expect((await account.call("GET", record(place, "api", "d"))).status).toBe(404);
  await page.goto(home(account, place, "imports"));
  await expect(page.getByRole("list", { name: "Imports, newest first" }).getByRole("listitem")).toContainText(
    "Rolled back",
  );
});

test("a file that is dropped on the records begins an import, and one that replaces nearly all asks for the number", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(180_000);
  const place = await connection({ schema });
  await push(account, place, live);
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(home(account, place, "records"));
  await expect(page.getByText("busboy").first()).toBeVisible();
  const carried = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["id;name\nz;zlib\n"], "all.csv", { type: "text/csv" }));
    return transfer;
  });
  await page.dispatchEvent("body", "dragover", { dataTransfer: carried });
  await expect(page.getByText(/^Drop the file to import it into/)).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: carried });
  await expect(page).toHaveURL(/imports\/\d+$/);
  await expect(page.getByRole("combobox", { name: "Columns are parted by" })).toHaveValue(";");
  await page.getByRole("link", { name: "Match columns" }).click();
  await page.getByRole("radio", { name: /Replace all/ }).click();
  await page.getByRole("button", { name: "Check all rows" }).click();
  await kind(page, "2 deleted").click({ timeout: 30_000 });
  await expect(page.getByRole("list", { name: "Rows of the plan" }).locator("> li")).toHaveCount(2);
  await page.getByRole("button", { name: "Import 3 changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 2 of 2 records?" });
  await expect(dialog.getByRole("button", { name: "Import 3 changes" })).toBeDisabled();
  expect(await missedNow(page)).toEqual([]);
  await dialog.getByRole("textbox").fill("2");
  await dialog.getByRole("button", { name: "Import 3 changes" }).click();
  await expect(page.getByText("Imported as one change")).toBeVisible({ timeout: 30_000 });
  expect((await account.call("GET", record(place, "api", "b"))).status).toBe(404);
});

test("an upload that was broken off goes on from where it stopped", async ({ page, account, connection }) => {
  const place = await connection({ schema });
  const whole = Buffer.from("id,name\na,alpha\nb,beta\n");
  const query = `fileName=half.csv&bytes=${whole.length}`;
  const { body } = await account.call<{ id: number }>("POST", `${importsOf(place)}?${query}`, {
    raw: whole.subarray(0, 10),
    headers: { "content-type": "application/octet-stream" },
  });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(home(account, place, `imports/${body.id}`));
  await expect(page.getByText("This file was not uploaded to its end")).toBeVisible();
  await choose(page, "half.csv", whole.subarray(1), "Choose the same file again");
  await expect(said(page)).toContainText("This is another file");
  const sent = page.waitForRequest(/\/content\?/);
  await choose(page, "half.csv", whole, "Choose the same file again");
  expect(new URL((await sent).url()).searchParams.get("offset")).toBe("10");
  await expect(page.getByRole("table", { name: "First rows of the file" })).toContainText("beta");
});

test("who may not import sees what was imported and nothing to import with", async ({ page, account, connection }) => {
  const place = await connection({ schema });
  await account.call("POST", `${importsOf(place)}?fileName=a.csv`, {
    raw: "id,name\na,alpha\n",
    headers: { "content-type": "text/csv" },
  });
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(home(account, place, "imports"));
  await page.getByRole("link", { name: "a.csv" }).click();
  await expect(page.getByRole("heading", { name: "Import of a.csv" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Import|Give up/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Match columns" })).toHaveCount(0);
});

test("rows of JSON are matched, mended in place and all of a cause at once, and rolling back tells first what it does", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(180_000);
  const place = await connection({ schema });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(home(account, place, "imports"));
  const rows = [
    { id: "a", name: "alpha", licence: "Apache 2" },
    { id: "b", name: "beta", licence: "Apache 2" },
    { id: "c", name: "gamma", size: "x" },
    { id: "d", size: 4 },
  ];
  await choose(page, "lines.ndjson", Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join("")));
  await page.getByRole("link", { name: "Match fields" }).click();
  await page.getByRole("combobox", { name: "How licence is read" }).selectOption("one of the choices");
  await expect(page.getByText(/did you mean Apache-2.0/).first()).toBeVisible();
  await page.getByRole("button", { name: "Check all rows" }).click();

  await expect(page.getByRole("radio", { name: "4 rejected" })).toBeChecked({ timeout: 30_000 });
  await page.getByRole("button", { name: "Show these" }).first().click();
  await page.getByRole("button", { name: "Take the suggestion in 2 rows" }).click();
  await expect(page.getByRole("radio", { name: "2 rejected" })).toBeChecked();
  const grid = page.getByRole("region", { name: "Rows to mend" });
  // The cause that was looked at has no rows any more, so the others are in sight.
  await grid.getByRole("textbox", { name: "size, row 3" }).fill("3");
  await grid.getByRole("textbox", { name: "size, row 3" }).press("Enter");
  await expect(page.getByRole("radio", { name: "1 rejected" })).toBeChecked();
  await grid.getByRole("button", { name: "Mend row 4 as JSON" }).click();
  const dialog = page.getByRole("dialog", { name: "Row 4 as JSON" });
  const editor = dialog.getByRole("textbox", { name: "Row 4 as JSON" });
  await expect(editor).toContainText('"size": 4');
  expect(await missedNow(page)).toEqual([]);
  await editor.press("ControlOrMeta+a");
  await page.keyboard.insertText('{"id": "d", "name": "delta", "size": 40}');
  await dialog.getByRole("button", { name: "Mend the row" }).click();
  await page.getByRole("button", { name: "Import 4 changes" }).click();

  await expect(page.getByText("Imported as one change")).toBeVisible({ timeout: 30_000 });
  expect(await attributesOf(account, place, "d")).toEqual({ id: "d", name: "delta", size: 40 });
  await push(account, place, [{ id: "b", name: "changed later" }]);
  await page.getByRole("button", { name: "Roll back this import" }).click();
  const back = page.getByRole("dialog");
  await expect(back.getByRole("status")).toContainText("3 are deleted");
  await expect(back.getByText("1 record was changed again since")).toBeVisible();
  await back.getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByText("1 record was kept as it is")).toBeVisible({ timeout: 30_000 });
  expect(await attributesOf(account, place, "b")).toEqual({ id: "b", name: "changed later" });
});
