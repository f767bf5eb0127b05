import { call, expect, newConnection, records, test } from "../fixtures/api";
import { roleKey } from "../fixtures/people";
import { signedIn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

test("an administrator makes a key that may only push, and its request works as it is shown", async ({
  page,
  account,
}) => {
  await newConnection(account);
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/keys`);
  const name = `nightly ${crypto.randomUUID().slice(0, 8)}`;
  await page.getByRole("button", { name: "Create a key" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Push records only" }).click();
  await form.getByRole("button", { name: "Create the key" }).click();
  const secret = (await page.getByTestId("new-key").textContent())?.trim() ?? "";
  expect(secret).toMatch(/^att_[A-Za-z0-9_-]{43}$/);
  const [, target = ""] = /https?:\/\/[^/\s]+(\/\S+)/.exec((await form.locator("pre").textContent()) ?? "") ?? [];
  const data = { id: name, name: "The first record" };
  const pushed = await call("POST", target, { key: secret, body: { data } });
  expect(pushed.status).toBe(201);
  await form.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Push records only");
  await expect(page.getByText(secret)).toHaveCount(0);
});

test("somebody whose script is refused finds the true cause on the key's page", async ({ page, account }) => {
  const { keyId, apiKey } = await roleKey(account, "auditor", { name: "refused script" });
  const place = await newConnection(account);
  await call("POST", records(place, "v1"), { key: apiKey, body: { data: { id: "a" } } });
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(`/a/${account.accountId}/keys/${keyId}`);
  await expect(page.getByRole("heading", { name: "refused script" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Why it was refused" })).toContainText(
    "It lacks “Create Custom Connection Data”",
  );
  await expect(page.getByRole("button", { name: "Rotate…" })).toHaveCount(0);
});

test("an administrator rotates a key with an overlap, then revokes the old one", async ({ page, account }) => {
  const { keyId, apiKey } = await roleKey(account, "manager", { name: "to be rotated" });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/keys/${keyId}`);
  await page.getByRole("button", { name: "Rotate…" }).click();
  await page.getByRole("radio", { name: "Works for another week" }).check();
  await page.getByRole("button", { name: "Make the new key" }).click();
  const secret = (await page.getByTestId("new-key").textContent())?.trim() ?? "";
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText("This key was rotated")).toBeVisible();
  for (const key of [apiKey, secret]) expect((await call("GET", "/api/me", { key })).status).toBe(200);
  await page.getByRole("button", { name: "Revoke…" }).click();
  await page.getByRole("button", { name: "Revoke to be rotated" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(401);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`keys and the form for one, ${colorScheme}: nothing for axe to find`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.goto(`/a/${account.accountId}/keys/${account.keyId}`);
    await expect(page.getByRole("heading", { name: "Requests" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
    await page.goto(`/a/${account.accountId}/keys`);
    await page.getByRole("button", { name: "Create a key" }).first().click();
    await expect(page.getByRole("dialog")).toContainText("What it may do");
    expect(await missedNow(page)).toEqual([]);
  });
}
