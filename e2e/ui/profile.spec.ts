import { codeOf } from "../fixtures/authenticator";
import { expect, test } from "../fixtures/api";
import { asPerson, newPersonIn, signInOn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

test("somebody sets up the second step by its QR code, and signs in with a code and with a recovery code", async ({
  page,
  account,
}) => {
  const person = await newPersonIn(account.accountId, "manager");
  await signInOn(page, person);
  await page.goto(`/a/${account.accountId}/profile`);
  await page.getByRole("button", { name: "Set up an authenticator app" }).click();
  await expect(page.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  const secret = await page
    .getByText(/^[A-Z2-7]{20,}/)
    .locator("..")
    .getAttribute("title");
  await page.getByRole("textbox", { name: "Code" }).fill(codeOf(secret ?? "", -1));
  await page.getByRole("button", { name: "Turn on" }).click();
  const items = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(items).toHaveCount(10);
  const codes = await items.allInnerTexts();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();

  for (const code of [codeOf(secret ?? "", 0), codes[0] ?? ""]) {
    await page.context().clearCookies();
    // A page that asks for something just now is told to sign in, and goes there by itself.
    await expect(() => page.goto("/sign-in")).toPass({ timeout: 15_000 });
    await page.getByLabel("E-mail address").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("textbox", { name: "Code" })).toBeFocused();
    await page.getByRole("textbox", { name: "Code" }).fill(code);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}(/|$)`));
  }
  await page.goto(`/a/${account.accountId}/profile`);
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
});

test("somebody sees where they are signed in, ends what they do not know, and changes name and password", async ({
  page,
  account,
}) => {
  const person = await newPersonIn(account.accountId, "manager");
  const elsewhere = await asPerson(person);
  await signInOn(page, person);
  await page.goto(`/a/${account.accountId}/profile`);
  const table = page.getByRole("table", { name: "Where you are signed in" });
  await expect(table.getByRole("row")).toHaveCount(3);
  await expect(table.getByRole("row").filter({ hasText: "This one" })).toContainText("Chrome on");
  await table.getByRole("button", { name: /^End the sign-in with node/ }).click();
  await expect(table.getByRole("row")).toHaveCount(2);
  expect((await elsewhere.call("GET", "/api/profile")).status).toBe(401);

  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Moreau");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByText("Your name is saved")).toBeVisible();
  await expect(page.getByRole("button", { name: "You, Ada Moreau" })).toBeVisible();

  await page.getByLabel("Present password").fill("not this one, surely");
  await page.getByLabel("New password").fill("another calm password");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your present password is another one")).toBeVisible();
  await page.getByLabel("Present password").fill(person.password);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText(/Your password is set/)).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`somebody who needs contrast and names reads the profile, ${colorScheme}`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await signInOn(page, await newPersonIn(account.accountId, "auditor"));
    await page.goto(`/a/${account.accountId}/profile`);
    await expect(page.getByRole("table", { name: "Where you are signed in" })).toBeVisible();
    expect(await missedNow(page)).toEqual([]);
  });
}

test("a phone of 320 px shows all of the profile without scrolling sideways", async ({ page, account }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signInOn(page, await newPersonIn(account.accountId, "auditor"));
  await page.goto(`/a/${account.accountId}/profile`);
  await expect(page.getByText("This one")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
