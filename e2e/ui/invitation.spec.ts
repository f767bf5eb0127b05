import { adminCommand } from "../fixtures/admin";
import { expect, freshAccount, test } from "../fixtures/api";
import { newEmail } from "../fixtures/people";
import { newPersonIn, signInOn } from "../fixtures/person";
import { missedNow } from "../fixtures/axe";

type Invited = { link: string };

const password = "a long and calm password";

test("an invited auditor opens the link, chooses a password and is in; the link is spent", async ({
  page,
  account,
}) => {
  const email = newEmail("auditor");
  const { body } = await account.call<Invited>("POST", "/api/invitations", { body: { email, role: "auditor" } });
  await page.goto(body.link);
  await expect(page.getByText(email)).toBeVisible();
  expect(await missedNow(page)).toEqual([]);
  await page.getByLabel("First name").fill("Grace");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}(/|$)`));

  await page.goto("/");
  await page.goto(body.link);
  await expect(page.getByRole("main").getByRole("alert")).toContainText("This invitation cannot be opened");
});

test("somebody with a sign-in is asked for its password, or for nothing when they are signed in", async ({
  page,
  account,
}) => {
  const elsewhere = await freshAccount();
  const known = await newPersonIn(elsewhere.accountId, "manager");
  const invite = async (of: typeof account) =>
    (await of.call<Invited>("POST", "/api/invitations", { body: { email: known.email, role: "auditor" } })).body.link;
  await page.goto(await invite(account));
  await page.getByLabel("Your password").fill("not this one, surely");
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page.getByText(/or give the password of that person/)).toBeVisible();
  await page.getByLabel("Your password").fill(known.password);
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${account.accountId}(/|$)`));

  const third = await freshAccount();
  await page.goto(await invite(third));
  await page.getByRole("button", { name: /^Join / }).click();
  await expect(page).toHaveURL(new RegExp(`/a/${third.accountId}(/|$)`));
});

test("somebody who forgot their password is told how to get a link, and sets another by it", async ({
  page,
  account,
}) => {
  const person = await newPersonIn(account.accountId, "manager");
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByText("This installation sends no mail.")).toBeVisible();
  const { stdout } = await adminCommand("person", "reset-link", "--email", person.email, "--json");
  const { link } = JSON.parse(stdout) as { link: string };
  await page.goto(link.slice(link.indexOf("/reset#")));
  await page.getByLabel("New password").fill("another calm password");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your password is set")).toBeVisible();
  await signInOn(page, { email: person.email, password: "another calm password" });
});
