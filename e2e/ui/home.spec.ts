import { expect, freshAccount, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";

test("an auditor with nothing to see reads who makes connections, and is offered none", async ({ page }) => {
  const account = await freshAccount();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}`);
  await expect(page.getByText("Nothing to see yet")).toBeVisible();
  await expect(page.getByRole("link", { name: /Create/ })).toHaveCount(0);
});
