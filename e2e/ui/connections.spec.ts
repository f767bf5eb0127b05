import { expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { missedByReaders } from "../fixtures/axe";

test("an administrator deletes a connection by typing its name, and takes it back", async ({ page }) => {
  const account = await freshAccount();
  const place = await newConnection(account);
  await account.call("PATCH", `/api/connections/${place.connectionId}`, { body: { clientAlias: "Old scanner" } });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "1" } } });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/connections/${place.connectionId}`);

  await page.getByRole("button", { name: "More about this connection" }).click();
  await page.getByRole("menuitem", { name: "Delete connection" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 resource and 1 record");
  const does = dialog.getByRole("button", { name: "Delete the connection" });
  await expect(does).toBeDisabled();
  await dialog.getByRole("textbox").fill("Old scanner");
  await does.click();

  await expect(page.getByRole("heading", { name: "Deleted" })).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await page.getByRole("button", { name: "Restore Old scanner" }).click();
  await expect(page.getByRole("link", { name: "Old scanner" })).toBeVisible();
  expect((await account.call("GET", `${records(place, "api")}/1`)).status).toBe(200);
});

test("a schema that cannot be served is refused where it is written, with the place in it", async ({
  page,
  account,
}) => {
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/connections/new?from=schema`);
  await page.getByLabel("Name").fill("Laptops");
  const text = page.getByLabel("JSON Schema", { exact: true });
  await text.fill('{"type":"object",\n');
  await expect(page.getByText(/line 2/)).toBeVisible();
  await text.fill('{"type":"object","properties":{"size":{"type":"nothing"}}}');
  await page.getByRole("button", { name: "Create connection" }).click();
  await expect(page.getByText("/properties/size/type")).toBeVisible();
});

test("the identifier is chosen from the fields of the sample", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/connections/new`);
  await page.getByLabel("Name").fill("Hosts");
  await page.getByLabel("Sample record", { exact: true }).fill('{"host":"web-1","serial":"X1"}');
  await page.getByLabel("Records are told apart by").selectOption("host");
  await page.getByRole("button", { name: "Create connection" }).click();
  await page.waitForURL(/\/connect$/);
  const [, connectionId, resourceId] = /connections\/(\d+)\/resources\/(\d+)/.exec(page.url()) ?? [];
  const made = await account.call("GET", `/api/connections/${connectionId}/resources/${resourceId}`);
  expect(made.body).toMatchObject({ identifierKey: "host" });
});

test("a manager adjusts when a feed is late, and a contributor finds no settings", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  const at = `/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/settings`;
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(at);
  await page.getByLabel("Call it late").selectOption("24");
  await expect(page.getByText("A feed is late after a day without a push")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);

  await page.context().clearCookies();
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(at);
  await expect(page.getByText("Your role does not include this")).toBeVisible();
});
