import { expect, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";

test("somebody whose record is refused reads why instead of waiting on", async ({ page, account, connection }) => {
  const schema = { type: "object", required: ["name"], properties: { name: { type: "string" } } };
  const { connectionId, resourceId } = await connection({ schema });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/connect`);
  await expect(page.getByText("Waiting for the first record…")).toBeVisible();
  await expect(page.getByText("Ask an administrator of this account")).toBeVisible();

  const path = `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  await account.call("POST", path, { body: { data: { id: "1" } } });
  await expect(page.getByText("A push arrived, and its records were refused")).toBeVisible();
});

test("an auditor is not offered what only pushes", async ({ page, account, connection }) => {
  const { connectionId, resourceId } = await connection();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/connect`);
  await expect(page.getByText("Your role does not include this")).toBeVisible();
  const parts = page.getByRole("navigation", { name: "Parts of this resource" });
  await expect(parts.getByRole("link", { name: "Evidence" })).toBeVisible();
  await expect(parts.getByRole("link", { name: "Connect" })).toHaveCount(0);
});
