import { expect, records, test, type Account, type Place } from "../fixtures/api";
import { missedByReaders, missedNow } from "../fixtures/axe";
import { session as connect } from "../fixtures/database";
import { signedIn } from "../fixtures/person";
import { act, liveOf, sessionsOf, uploaded } from "../fixtures/sessions";

const pageOf = (account: Account, { connectionId, resourceId }: Place, rest = "") =>
  `/a/${account.accountId}/connections/${connectionId}/resources/${resourceId}/sessions${rest}`;

test("somebody reads what an open session would change, types how many go, completes it, and makes the old one live again", async ({
  page,
  account,
  connection,
}) => {
  test.setTimeout(120_000);
  const place = await connection();
  await uploaded(account, place, "november", [
    { id: "stays", n: 1 },
    { id: "changes", n: 1 },
    { id: "goes", n: 1 },
  ]);
  await act(account, place, "november", "complete");
  await uploaded(account, place, "december", [{ id: "stays", n: 1 }, { id: "changes", n: 2 }, { id: "comes" }]);
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(pageOf(account, place));
  const table = page.getByRole("table", { name: "Upload sessions, newest first" });
  await expect(table.getByRole("row", { name: /december/ })).toContainText("open");
  await expect(table.getByRole("row", { name: /november/ })).toContainText("live");
  expect(await missedByReaders(page)).toEqual([]);

  await table.getByRole("link", { name: "december" }).click();
  await expect(page.getByRole("heading", { name: "What would change" })).toBeVisible();
  const rows = page.getByRole("list", { name: "Records that differ" }).locator("> li");
  await expect(rows).toHaveCount(3);
  await page.getByText("1 deleted", { exact: true }).click();
  await expect(page).toHaveURL(/kind=deleted/);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("goes");
  expect(await missedNow(page)).toEqual([]);

  await page.getByRole("button", { name: "Complete" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 created, 1 changed, 1 deleted");
  const complete = dialog.getByRole("button", { name: "Complete the session" });
  await expect(complete).toBeDisabled();
  await dialog.getByLabel(/Type 1/).fill("1");
  await dialog.getByLabel("Reason").fill("The month is over");
  await complete.click();
  await expect(page.getByText("The session’s records are live")).toBeVisible();
  await expect(page.getByRole("heading", { name: /december/ })).toContainText("live");
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["changes", "comes", "stays"]);

  const first = (await sessionsOf(account, place)).at(-1)?.id ?? 0;
  await page.goto(pageOf(account, place, `/${first}`));
  await expect(rows).toHaveCount(3);
  await page.getByRole("button", { name: "Make it live again" }).click();
  await dialog.getByLabel(/Type 1/).fill("1");
  await dialog.getByRole("button", { name: "Make it live again" }).click();
  await expect(page.getByText("The session’s records are live again")).toBeVisible();
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["changes", "goes", "stays"]);
  await page.getByRole("link", { name: "Changes", exact: true }).click();
  await expect(page.getByText("“The month is over”")).toBeVisible();
});

test("somebody cancels a stranded session by keyboard, and nothing live changes", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v2"), { body: { data: { id: "live" } } });
  await uploaded(account, place, "stranded", [{ id: "a" }, { id: "b" }]);
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(pageOf(account, place, `/${(await sessionsOf(account, place))[0]?.id}`));
  await page.getByRole("button", { name: "Cancel", exact: true }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The 2 records that it staged are discarded");
  await dialog.getByRole("button", { name: "Cancel the session" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: /stranded/ })).toContainText("canceled");
  await expect(page.getByRole("button", { name: "Complete" })).toHaveCount(0);
  expect((await liveOf(account, place)).map(({ id }) => id)).toEqual(["live"]);
});

test("an auditor reads sessions and completes none; a resource without sessions says how one is made", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  await page.goto(pageOf(account, place));
  await expect(page.getByRole("heading", { name: "No batch has been staged yet" })).toBeVisible();
  await uploaded(account, place, "nightly", [{ id: "a" }]);
  await page.goto(pageOf(account, place, `/${(await sessionsOf(account, place))[0]?.id}`));
  await expect(page.getByRole("heading", { name: /nightly/ })).toContainText("open");
  await expect(page.getByRole("button", { name: "Complete" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
});

test("somebody sees that a job is making a session live, and stops it before anything is written", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  await uploaded(account, place, "nightly", [{ id: "a" }, { id: "b" }]);
  const id = (await sessionsOf(account, place))[0]?.id ?? 0;
  const holder = await connect();
  try {
    // The job compares before it writes, and waits there.
    await holder.query("begin");
    await holder.query("select 1 from staged_set where resource_id = $1 for update", [place.resourceId]);
    const path = `/api/connections/${place.connectionId}/resources/${place.resourceId}/sessions/${id}/complete`;
    const started = await account.call("POST", path, { headers: { prefer: "respond-async" }, body: {} });
    expect(started.status).toBe(202);
    await signedIn(page, { accountId: account.accountId, role: "admin" });
    await page.goto(pageOf(account, place, `/${id}`));
    await expect(page.getByText("It is being made live.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Complete" })).toHaveCount(0);
    expect(await missedByReaders(page)).toEqual([]);
    await page.getByRole("button", { name: "Stop", exact: true }).first().click();
    await holder.query("rollback");
  } finally {
    await holder.end();
  }
  await expect(page.getByRole("button", { name: "Complete" })).toBeVisible();
  await expect(page.getByText("It is being made live.")).toHaveCount(0);
  expect(await liveOf(account, place)).toEqual([]);
});
