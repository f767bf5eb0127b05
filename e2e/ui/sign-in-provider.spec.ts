import { anotherServer, freePort, type AnotherServer } from "../fixtures/another-server";
import { expect, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { newEmail, putRole } from "../fixtures/people";
import { identityProvider, type IdentityProvider } from "../fixtures/provider";

// One worker, so that one provider and one server stand for all of them.
test.describe.configure({ mode: "default" });

let provider: IdentityProvider;
let server: AnotherServer;

test.beforeAll(async () => {
  const port = await freePort();
  provider = await identityProvider(`http://127.0.0.1:${port}/api/auth/callback/oidc`);
  server = await anotherServer({
    PORT: String(port),
    ATTESTRY_OIDC_ISSUER: provider.issuer,
    ATTESTRY_OIDC_CLIENT_ID: provider.client.id,
    ATTESTRY_OIDC_CLIENT_SECRET: provider.client.secret,
    ATTESTRY_OIDC_NAME: "Go on with Acme ID",
  });
});
test.afterAll(async () => {
  await server?.stop();
  await provider?.stop();
});

test("a member signs in through the provider, and is known by its subject ever after", async ({ page, account }) => {
  const email = newEmail("member");
  const subject = crypto.randomUUID();
  await putRole(account.accountId, "auditor", email);
  provider.vouchFor(subject, { email, email_verified: true });
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Go on with Acme ID" }).click();
  await expect(page).toHaveURL(`${server.url}/a/${account.accountId}`);
  const asked = provider.asked.at(-1)?.searchParams;
  expect(asked?.get("code_challenge_method")).toBe("S256");
  expect([asked?.get("state"), asked?.get("nonce")].every(Boolean)).toBe(true);
  const methods = await sql("select method from sign_in s join person p on p.id = s.person_id where p.email = $1", [
    email,
  ]);
  expect(methods).toEqual([{ method: "oidc" }]);

  await page.context().clearCookies();
  provider.vouchFor(subject, { email: newEmail("renamed"), email_verified: false });
  await page.goto(`${server.url}/sign-in?next=/a/${account.accountId}`);
  await page.getByRole("button", { name: "Go on with Acme ID" }).click();
  await expect(page).toHaveURL(`${server.url}/a/${account.accountId}`);
});

test("somebody who was invited comes in through the provider, without a password", async ({ page, account }) => {
  const email = newEmail("invited");
  await account.call("POST", "/api/invitations", { body: { email, role: "manager" } });
  provider.vouchFor(crypto.randomUUID(), { email: email.toUpperCase(), email_verified: true, given_name: "Grace" });
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Go on with Acme ID" }).click();
  await expect(page).toHaveURL(`${server.url}/a/${account.accountId}`);
  const [person] = await sql("select first_name, password_hash from person where email = $1", [email]);
  expect(person).toEqual({ first_name: "Grace", password_hash: null });
});

for (const [who, verified] of [
  ["a stranger whom nobody invited", true],
  ["somebody whose address the provider has not verified", false],
] as const) {
  test(`${who} is sent back with a sentence`, async ({ page, account }) => {
    const email = newEmail("unverified");
    if (!verified) await putRole(account.accountId, "admin", email);
    provider.vouchFor(crypto.randomUUID(), { email, email_verified: verified });
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("button", { name: "Go on with Acme ID" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("Nobody here has this address");
    expect((await page.request.get(`${server.url}/api/profile`)).status()).toBe(401);
  });
}

test("an answer of the provider's without the state this browser began with signs nobody in", async ({
  page,
  account,
}) => {
  const email = newEmail("member");
  await putRole(account.accountId, "auditor", email);
  provider.vouchFor(crypto.randomUUID(), { email, email_verified: true });
  const forged = `${server.url}/api/auth/callback/oidc?code=made-up&state=another`;
  await page.route(`${provider.issuer}/auth*`, (route) =>
    route.fulfill({ status: 302, headers: { location: forged } }),
  );
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Go on with Acme ID" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("did not sign you in");
});
