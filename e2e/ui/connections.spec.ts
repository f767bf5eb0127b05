import { expect, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";

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
