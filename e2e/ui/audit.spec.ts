import { expect, newConnection, test } from "../fixtures/api";
import { checked, scene, tampered, tamperer, type Tampering } from "../fixtures/chain";
import { sql } from "../fixtures/database";
import { newPersonIn, signedIn, signInOn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

test("an auditor narrows the trail, shares its address, and Back shows what was before", async ({ page, account }) => {
  await newConnection(account);
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/audit`);
  const trail = page.getByRole("table", { name: "Audit trail, newest first" });
  await expect(trail).toContainText("Made a resource");
  await page.getByLabel("Action").selectOption("key.create");
  await expect(page).toHaveURL(/action=key\.create/);
  await expect(trail).not.toContainText("Made a resource");
  await page.goBack();
  await expect(trail).toContainText("Made a resource");
});

test("an entry opens to before, after and the request's id", async ({ page, account }) => {
  await account.call("PATCH", "/api/account", { body: { name: `Renamed ${crypto.randomUUID().slice(0, 8)}` } });
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/audit?action=account.update`);
  await page
    .getByRole("button", { name: /^Details of Changed the account/ })
    .first()
    .click();
  await expect(page.getByRole("table", { name: "What changed" })).toContainText("Renamed");
  await expect(page.getByRole("button", { name: "Copy request id" })).toBeVisible();
});

test("an auditor takes all that fits as a file", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/audit?action=key.create`);
  await page.getByRole("button", { name: "Export" }).click();
  const taken = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  expect((await taken).suggestedFilename()).toMatch(/^audit-\d+-[\d-]+\.csv$/);
});

test("a manager is told which permission the trail needs", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/audit`);
  await expect(page.getByRole("main")).toContainText("Read Audit Trail");
});

test("what was tampered with is one click away from the sentence that names it", async ({ page }) => {
  test.slow();
  const { account, place } = await scene();
  const own = `account_id = ${account.accountId}`;
  const here = `${own} and resource_id = ${place.resourceId}`;
  const tampering = (table: string, where: string, set: string): Tampering => ({
    table,
    where,
    change: `update ${table} set ${set} where ${where}`,
    says: [],
  });
  const client = await tamperer();
  const all = [
    tampering("data_record", `${here} and id = 'zoë'`, `data = '{"id": "zoë", "n": 9}'`),
    tampering("change", `${here} and revision = 3`, "actor_label = 'somebody else'"),
    tampering("evidence", own, "manifest = manifest || ' '"),
  ];
  await tampered(client, all, () => checked(account)).finally(() => client.end());
  await signInOn(page, await newPersonIn(account.accountId, "auditor"));
  const follow = async (sentence: string, link: string, heading: string) => {
    await page.goto(`/a/${account.accountId}/audit`);
    const told = page.getByRole("region", { name: "Seal of the trail" }).getByRole("listitem");
    await told.filter({ hasText: sentence }).getByRole("link", { name: link }).click();
    await expect(page.getByRole("heading", { name: heading })).toBeVisible();
  };
  await follow('Record "zoë"', "See the record’s life", "The life of one record");
  await expect(page).toHaveURL(new RegExp(`/life/${encodeURIComponent("zoë")}$`));
  await follow("Change 3", "See the change", "Revision 3");
  await follow("Evidence", "See the evidence", "Records at revision");
});

test("of evidence whose row was deleted past Attestry, the sentence leads to what the trail says of it", async ({
  page,
}) => {
  test.slow();
  const { account } = await scene();
  const where = `account_id = ${account.accountId}`;
  const [evidence] = await sql<{ id: number }>(`select id from evidence where ${where}`);
  const client = await tamperer();
  const gone: Tampering = { table: "evidence", where, change: `delete from evidence where ${where}`, says: [] };
  try {
    await tampered(client, [gone], async () => {
      await checked(account);
      await signInOn(page, await newPersonIn(account.accountId, "auditor"));
      await page.goto(`/a/${account.accountId}/audit`);
      const told = page.getByRole("region", { name: "Seal of the trail" }).getByRole("listitem");
      const sentence = told.filter({ hasText: `Evidence ${evidence?.id} was deleted` });
      await expect(sentence.getByRole("link")).toHaveCount(1);
      await sentence.getByRole("link", { name: "See what the trail says of it" }).click();
      const trail = page.getByRole("table", { name: "Audit trail, newest first" });
      await expect(trail.getByRole("row").filter({ hasText: `evidence ${evidence?.id}` })).not.toHaveCount(0);
      await expect(trail).not.toContainText("Made a resource");
    });
  } finally {
    await client.end();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the trail, ${colorScheme}: nothing for axe to find`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await signedIn(page, { accountId: account.accountId, role: "auditor" });
    await page.goto(`/a/${account.accountId}/audit`);
    await page
      .getByRole("button", { name: /^Details of/ })
      .first()
      .click();
    await expect(page.getByRole("button", { name: "Copy request id" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
  });
}
