import { expect, test } from "../fixtures/api";
import { firstRun } from "../fixtures/first-run";
import { newPersonIn, signInOn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

test("whoever started it signs in with what the first start printed, and lands in the account", async ({ page }) => {
  const { email, password, accountId } = firstRun();
  await page.goto("/");
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/a/${accountId}(/|$)`));
});

test("somebody with a wrong password is told so, and tries again without typing the address anew", async ({
  page,
  account,
}) => {
  const person = await newPersonIn(account.accountId, "manager");
  await page.goto("/sign-in");
  await expect(page.getByLabel("E-mail address")).toBeFocused();
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("not this one, surely");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("do not belong together");
  await expect(page.getByLabel("E-mail address")).toHaveValue(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}(/|$)`));
});

test("a link into an account leads through the sign-in page and on to where it pointed", async ({ page, account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  const wanted = `/a/${account.accountId}?view=1`;
  await page.goto(wanted);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}\\?view=1$`));
});

test("an account that is not theirs looks like no page at all", async ({ page, account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  await signInOn(page, person);
  const answer = await page.goto(`/a/${firstRun().accountId}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Nothing is at this address" })).toBeVisible();
});

test("signing out leads back to the sign-in page, and Back shows no account", async ({ page, account }) => {
  const person = await newPersonIn(account.accountId, "auditor");
  await signInOn(page, person);
  await page.goto("/sign-out");
  await expect(page.getByText(person.email)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto(`/a/${account.accountId}`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`somebody who needs contrast and names reads the sign-in page, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/sign-in");
    await expect(page.getByLabel("E-mail address")).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
  });
}
