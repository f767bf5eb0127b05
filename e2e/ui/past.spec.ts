import { expect, newConnection, record, records, test, type Account, type Place } from "../fixtures/api";
import { missedByReaders } from "../fixtures/axe";
import { signedIn } from "../fixtures/person";

/** Three records; the second change edits two of them and adds one, later one of these is edited again. */
async function livedIn(account: Account): Promise<Place> {
  const schema = {
    type: "object",
    properties: { id: { type: "string" }, owner: { type: "string", title: "Owner" } },
  };
  const place = await newConnection(account, { schema });
  const push = (data: unknown) => account.call("POST", records(place, "api"), { body: { data } });
  await push(["a", "b", "c"].map((id) => ({ id, owner: "Ana" })));
  await push(["a", "b", "d"].map((id) => ({ id, owner: "Ben" })));
  await push({ id: "b", owner: "Cem" });
  return place;
}

const home = (account: Account, { connectionId, resourceId }: Place) =>
  `/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}`;

test("somebody looks at the records as they stood, can change nothing there, and goes back to now", async ({
  page,
  account,
}) => {
  test.setTimeout(120_000);
  const place = await livedIn(account);
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`${home(account, place)}/records`);
  await page.getByRole("button", { name: /^As of: now/ }).click();
  await page.getByLabel("Revision", { exact: true }).fill("2");
  await page.getByLabel("Revision", { exact: true }).press("Enter");
  await expect(page).toHaveURL(/asOf=2/);
  await expect(page.getByRole("status").filter({ hasText: /As of .* UTC.*revision 2/ })).toBeVisible();
  const table = page.getByRole("grid", { name: "Records" }).or(page.getByRole("table", { name: "Records" }));
  await expect(table.getByText("Ana")).toHaveCount(3);
  await expect(page.getByRole("link", { name: "New record" })).toHaveCount(0);
  expect(await missedByReaders(page)).toEqual([]);

  await page.goto(`${home(account, place)}/records/b?asOf=2`);
  await expect(page.getByText(/As it stood/)).toBeVisible();
  await expect(page.getByText("Ana").last()).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Back to now" }).click();
  await expect(page).not.toHaveURL(/asOf/);
});

test("somebody opens a change, sees what it did, and undoes it over later work", async ({ page, account }) => {
  const place = await livedIn(account);
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`${home(account, place)}/changes`);
  await page.getByRole("link", { name: /^Pushed records ?, revision 3$/ }).click();
  await expect(page).toHaveURL(/changes\/3$/);
  const list = page.getByRole("list", { name: "Records that differ" });
  await expect(list.getByText("Ben").first()).toBeVisible();
  await page.setViewportSize({ width: 768, height: 1024 });
  const words = await page.getByText(/judged by schema version/).boundingBox();
  const undo = page.getByRole("button", { name: "Undo revision 3" });
  expect(words?.width, "beside the navigation the words have the line to themselves").toBeGreaterThan(400);
  await undo.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Changed again since" }).getByText("b", { exact: true })).toBeVisible();
  await dialog.getByRole("radio", { name: /Overwrite it/ }).check();
  await dialog.getByRole("button", { name: "Undo revision 3" }).click();
  await expect(dialog).toBeHidden();
  const owner = async (id: string) =>
    (await account.call<{ attributes: { owner: string } }>("GET", record(place, "api", id))).body.attributes.owner;
  expect([await owner("a"), await owner("b")]).toEqual(["Ana", "Ana"]);
});
