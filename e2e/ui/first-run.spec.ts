import { expect, test } from "@playwright/test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, newInstallation, removeInstallation, type Installation, type Launched } from "../fixtures/launched";
import { missedNow } from "../fixtures/axe";

test.describe.configure({ timeout: 120_000 });

/** The link that a start printed, once it answers. */
async function linkOf(launched: Launched): Promise<string> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(50)) {
    const link = /http:\/\/\S+\/welcome#\S+/.exec(launched.said())?.[0];
    if (link) return link;
  }
  throw new Error(`No token was printed:\n${launched.said()}`);
}

async function restarted(installation: Installation, running: Launched): Promise<Launched> {
  running.child.kill("SIGTERM");
  await running.ended;
  return launch(installation);
}

test("whoever reads the log opens a new installation, after a restart too, and nobody else after them", async ({
  page,
}) => {
  const installation = await newInstallation({ ATTESTRY_DEMO: "off" });
  let running = launch(installation);
  try {
    const first = await linkOf(running);
    running = await restarted(installation, running);
    const second = await linkOf(running);
    expect(second).not.toBe(first);
    const url = `http://127.0.0.1:${installation.port}`;
    await page.goto(`${url}/sign-in`);
    await expect(page).toHaveURL(`${url}/welcome`);
    await page.goto(second);
    expect(await missedNow(page)).toEqual([]);
    await page.getByLabel("Token").fill("not the token");
    await page.getByRole("textbox", { name: "Account" }).fill("Acme");
    await page.getByLabel("E-mail address").fill("ada@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a long and calm password");
    await page.getByLabel("I accept the terms of the API for this account").check();
    await page.getByRole("button", { name: "Open the installation" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("ask for a new one");
    await page.getByLabel("Token").fill(second.split("#")[1] ?? "");
    await page.getByRole("button", { name: "Open the installation" }).click();
    await expect(page).toHaveURL(/\/a\/\d+$/);

    const body = {
      token: first.split("#")[1],
      accountName: "Other",
      email: "eve@example.com",
      password: "a long and calm password",
      termsAccepted: true,
    };
    const late = await page.request.post(`${url}/api/first-run`, { data: body });
    expect(late.status(), "the other token").toBe(404);
    const account = await page.request.get(`${url}/api/account?account=1`);
    expect(await account.json()).toMatchObject({
      name: "Acme",
      termsAcceptedAt: expect.stringContaining("T") as unknown,
    });
    running = await restarted(installation, running);
    await expect.poll(() => running.said(), { timeout: 60_000 }).toContain("Attestry answers at");
    expect(running.said()).not.toContain("/welcome#");
  } finally {
    running.child.kill("SIGTERM");
    await running.ended;
    removeInstallation(installation);
  }
});
