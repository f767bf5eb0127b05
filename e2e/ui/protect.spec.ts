import type { Page } from "@playwright/test";
import { MASK } from "@/lib/schema/mask";
import { expect, newConnection, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { missedByReaders } from "../fixtures/axe";
import { sql } from "../fixtures/database";
import { signedIn } from "../fixtures/person";

const schema = {
  type: "object",
  required: ["name", "ssn"],
  properties: {
    name: { type: "string", title: "Name" },
    ssn: { type: "string", title: "Social security number", pattern: "^s-[0-9]+$", "x-sensitive": true },
    pay: { type: "number", title: "Pay", "x-sensitive": true },
  },
};
const person = { id: "ada", name: "Ada", ssn: "s-1", pay: 12 };

async function filled(account: Account): Promise<Place> {
  const place = await newConnection(account, { schema });
  await account.call("POST", records(place, "api"), { body: { data: person } });
  return place;
}

const pageOf = (account: Account, { connectionId, resourceId }: Place, rest: string) =>
  `/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/${rest}`;

const drawer = (page: Page) => page.getByRole("dialog");

test("somebody who may not read a sensitive value sees that it is hidden, and saves around it", async ({
  page,
  account,
}) => {
  const place = await filled(account);
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(pageOf(account, place, "records/ada"));
  await drawer(page).getByRole("tab", { name: "Form" }).waitFor();
  const ssn = drawer(page).getByLabel("Social security number");
  await expect(ssn).toHaveValue(MASK);
  await expect(drawer(page).getByText("stands for values that are hidden from you")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  expect(await page.content()).not.toContain("s-1");
  await drawer(page).getByLabel("Name").fill("Ada Lovelace");
  await drawer(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText("Saved");
  const read = async () =>
    (await account.call<{ attributes: object }>("GET", record(place, "api", "ada"))).body.attributes;
  expect(await read()).toEqual({ ...person, name: "Ada Lovelace" });
  await drawer(page).getByRole("button", { name: "Type a new value" }).first().click();
  await drawer(page).getByLabel("Social security number").fill("s-22");
  await drawer(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(read).toEqual({ ...person, name: "Ada Lovelace", ssn: "s-22" });
});

test("whoever saves a view as their own whose search is hidden from them is told, and its filter stays", async ({
  page,
  account,
}) => {
  const place = await filled(account);
  const views = `${resource(place, "api")}/views`;
  const all = { name: "Low pay", query: "q=s-1&filter=pay:lt:20&cols=name", shared: true };
  const source = await account.call<{ id: number; query: string }>("POST", views, { body: all });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(pageOf(account, place, `records?view=${source.body.id}&q=${MASK}&filter=pay:lt:${MASK}&cols=name`));
  await page.getByRole("button", { name: "Low pay" }).click();
  await page.getByRole("menuitem", { name: "Save as a view…" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a view" });
  await expect(dialog.getByText("The search will be left out")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "Name" }).fill("Mine");
  await dialog.getByRole("button", { name: "Save the view" }).click();
  await expect(page.getByRole("button", { name: "Mine", exact: true })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Search records" })).toHaveValue("");
  const kept = await sql("select query from saved_view where name = 'Mine' and resource_id = $1", [place.resourceId]);
  expect(kept).toEqual([{ query: "filter=pay:lt:20&cols=name" }]);
});

test("an admin erases a record from its drawer, told what stays, and its history says so", async ({
  page,
  account,
}) => {
  const place = await filled(account);
  await account.call("PATCH", record(place, "api", "ada"), { body: { data: { name: "Ada L." } } });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(pageOf(account, place, "records/ada"));
  await drawer(page).getByRole("button", { name: "Erase…" }).click();
  const asks = page.getByRole("dialog", { name: "Erase ada for good?" });
  await expect(asks.getByText("Evidence that was made, and backups, keep what they hold")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await asks.getByLabel("Reason").fill("Asked for by Ada");
  await expect(asks.getByRole("button", { name: "Erase for good" })).toBeDisabled();
  await asks.getByLabel("Type ada to go on").fill("ada");
  await asks.getByRole("button", { name: "Erase for good" }).click();
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(
    "Erased: 2 versions lost their values",
  );
  const { body } = await account.call<{ data: { attributes: null }[] }>(
    "GET",
    `${record(place, "api", "ada")}/history`,
  );
  expect(body.data.map(({ attributes }) => attributes)).toEqual([null, null]);
  await account.call("POST", records(place, "api"), { body: { data: { ...person, name: "Anew" } } });
  await page.goto(pageOf(account, place, "records/ada"));
  await drawer(page).getByRole("tab", { name: "History" }).click();
  await expect(drawer(page).getByText("Its values were erased")).toHaveCount(2);
});

test("an admin sees what would go before history is bounded, and takes it back", async ({ page, account }) => {
  await filled(account);
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/settings#history`);
  const history = page.getByRole("region", { name: "History" });
  await expect(history.getByText("History is kept for ever.")).toBeVisible();
  await expect(history.getByRole("button", { name: /^Keep history for/ })).toHaveCount(0);
  await history.getByLabel("Days that history is kept").fill("365");
  await history.getByRole("button", { name: "See what would go" }).click();
  await expect(history.getByText("Today nothing would be removed")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await history.getByRole("button", { name: "Keep history for 365 days" }).click();
  await expect(history.getByText("superseded more than 365 days ago")).toBeVisible();
  await history.getByRole("button", { name: "Keep history for ever" }).click();
  await expect(history.getByText("History is kept for ever.")).toBeVisible();
});
