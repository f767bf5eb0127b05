import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { printFilter } from "@/lib/contract/filter-text";
import { expect, freshAccount, newConnection, records, resource, test } from "../fixtures/api";
import { pastTriggers } from "../fixtures/database";
import { bundleOf, madeEvidence } from "../fixtures/evidence";
import { signedIn } from "../fixtures/person";
import { missedByReaders } from "../fixtures/axe";

const two = {
  body: {
    data: [
      { id: "one", licence: "MIT" },
      { id: "two", licence: "GPL" },
    ],
  },
};
const schema = { type: "object", properties: { licence: { type: "string" } } };

test("an auditor narrows the records, makes evidence of just those by the form and by one click, and unpacks it", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), two);
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  const home = `/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}`;
  const filter = printFilter({ pointer: "/licence", op: "eq", value: "MIT" });
  await page.goto(`${home}/records?${new URLSearchParams({ filter }).toString()}`);
  const chip = page.getByRole("button", { name: /^Change: / });
  await expect(chip).toBeVisible();
  const narrowed = await chip.getAttribute("aria-label");
  await page.getByRole("link", { name: "Generate evidence" }).click();
  await expect(page.getByRole("button", { name: narrowed ?? "" })).toBeVisible();
  await expect(page.getByText("A signed bundle of 1 record as they stand now")).toBeVisible();
  await page.getByLabel("Title").fill("Licences");
  await page.getByRole("button", { name: "Generate evidence" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Licences" })).toBeVisible();
  await expect(page.getByText("1 of 2 records")).toBeVisible({ timeout: 30_000 });

  await expect(page.getByText("Nobody downloaded it yet.")).toBeVisible();
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download bundle" }).click();
  const file = await waiting;
  await expect(page.getByText("Downloaded once."), "the page tells of it by itself").toBeVisible();
  expect(file.suggestedFilename()).toMatch(/-r2-evidence-\d+\.zip$/);
  const folder = mkdtempSync(path.join(tmpdir(), "attestry-bundle-"));
  execFileSync("python3", ["-m", "zipfile", "-e", await file.path(), folder]);
  expect(readFileSync(path.join(folder, "records.jsonl"), "utf8")).toBe('{"id":"one","licence":"MIT"}\n');
  expect(readdirSync(folder)).toContain("attestation.sig");
  rmSync(folder, { recursive: true });

  await page.goto(`${home}/evidence`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: "Licences" }) });
  await expect(row.getByText("ready")).toBeVisible();
  await expect(row.getByText("CSV")).toBeVisible();
  await expect(row.getByText("revision 2, nothing changed since")).toBeVisible();

  await page.goto(`${home}/records?${new URLSearchParams({ filter }).toString()}`);
  const taken = page.waitForEvent("download");
  await page.getByRole("button", { name: "Generate and download a bundle of these records" }).click();
  expect((await taken).suggestedFilename()).toMatch(/-r2-evidence-\d+\.zip$/);
  await expect(page.getByText("1 of 2 records")).toBeVisible();
  expect(new URL(page.url()).search).toBe("");

  await account.call("POST", records(place, "v1"), { body: { data: { id: "three", licence: "MIT" } } });
  await page.setViewportSize({ width: 768, height: 1024 });
  await page.goto(`/a/${account.accountId}/evidence?resource=${place.resourceId}`);
  await expect(page.getByText("revision 2, 1 change since")).toHaveCount(2);
  await expect(page.getByRole("link", { name: "Licences" })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("link", { name: /^Download .*-r2-evidence/ }).last()).toBeInViewport({ ratio: 1 });
});

test("the form says when a condition would tell what is redacted, and a sample of more than there are is told as all", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), two);
  await signedIn(page, { accountId: account.accountId, role: "auditor" });
  const home = `/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}`;
  const filter = printFilter({ pointer: "/licence", op: "contains", value: "M" });
  await page.goto(`${home}/evidence/new?${new URLSearchParams({ filter }).toString()}`);
  const says = page.getByText(/^A condition asks about licence, which is redacted/i);
  await expect(page.getByLabel("Redact a field")).toBeVisible();
  await expect(says).toBeHidden();
  await page.getByLabel("Redact a field").selectOption("/licence");
  await expect(says).toBeVisible();
  await page.getByRole("button", { name: "Generate evidence" }).click();
  await expect(page.getByText("the filter asks about /licence")).toBeVisible();

  const sample = { size: 5_000, seed: "dice" };
  const made = await madeEvidence(account, place, { sample, formats: [] });
  await page.goto(`/a/${account.accountId}/evidence/${made.id}`);
  await expect(page.getByText("a sample of all 2, where 5,000 were asked for, drawn by the seed")).toBeVisible();
});

test("a manager hands a link over; who opens it has no account, and is on record", async ({
  page,
  browser,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), two);
  const { body } = await account.call<{ id: number }>("POST", `${resource(place, "api")}/evidence`, {
    body: { title: "For outside", formats: ["csv"] },
  });
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/evidence/${body.id}`);
  await page.getByRole("button", { name: "Auditor link…" }).click();
  await page.getByLabel("For whom").fill("Ms Okafor");
  await page.getByRole("button", { name: "Make link" }).click();
  const link = await page.getByLabel("The link", { exact: true }).innerText();
  await page.getByRole("button", { name: "Done" }).click();

  const outside = await browser.newContext();
  try {
    const auditor = await outside.newPage();
    const answer = await auditor.goto(new URL(link).pathname);
    expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
    await expect(auditor.getByRole("heading", { level: 1, name: "For outside" })).toBeVisible();
    const waiting = auditor.waitForEvent("download");
    await auditor.getByRole("link", { name: /^Download bundle/ }).click();
    await (await waiting).path();
    await page.reload();
    await expect(page.getByText("1 opening, 1 download")).toBeVisible();
    await page.getByRole("button", { name: "End the link of Ms Okafor" }).click();
    await expect(page.getByText("revoked")).toBeVisible();
    expect((await auditor.goto(new URL(link).pathname))?.status()).toBe(404);
    await expect(auditor.getByRole("heading", { name: "This link leads nowhere" })).toBeVisible();
  } finally {
    await outside.close();
  }
});

test("whoever opens a link to evidence whose key was revoked since is told so, with the day and the reason", async ({
  page,
}) => {
  const account = await freshAccount();
  const { id, keyId } = await madeEvidence(account, await newConnection(account), { formats: [] });
  const { body: link } = await account.call<{ url: string }>("POST", `/api/evidence/${id}/links`, {
    body: { label: "Ms Okafor" },
  });
  const told = page.getByText("The key that signed it was revoked");
  await page.goto(new URL(link.url).pathname);
  await expect(page.getByText("Signed with key")).toBeVisible();
  await expect(told).toHaveCount(0);
  await account.call("POST", `/api/signing-keys/${keyId}/revoke`, { body: { reason: "A copy was lost" } });
  await page.reload();
  await expect(told).toBeVisible();
  await expect(page.getByText(/20\d\d, \d\d:\d\d:\d\d UTC: A copy was lost/)).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
});

test("whoever looks at a schedule whose night went wrong sees why and what to do, and makes its evidence after all", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), two);
  const plan = { every: "day", hour: 6, request: { title: "Nightly", formats: [] } };
  const { body: made } = await account.call<{ id: number }>("POST", `${resource(place, "api")}/evidence-schedules`, {
    body: plan,
  });
  const { id, jobId } = await madeEvidence(account, place, plan.request);
  const why = "The object store that evidence is kept in did not take it (ECONNREFUSED)";
  await pastTriggers(
    `delete from evidence_file where evidence_id = ${id}`,
    `update evidence set status = 'generating', ready_at = null, schedule_id = ${made.id} where id = ${id}`,
    `update job set status = 'failed', error = '${why}' where id = ${jobId}`,
    `update evidence_schedule set last_at = now(), last_evidence_id = ${id}, last_revision = 2 where id = ${made.id}`,
  );
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/evidence`);
  const schedules = page.getByRole("region", { name: "Schedules" });
  await expect(schedules.getByText(why)).toBeVisible();
  await expect(schedules.getByText("The next run tries again, also where nothing changed.")).toBeVisible();
  await expect(schedules.getByText("failed", { exact: true })).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
  await schedules.getByRole("link", { name: `evidence ${id}` }).click();
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("link", { name: "Download bundle" })).toBeVisible({ timeout: 30_000 });
  await page.goBack();
  await expect(schedules.getByText("ready", { exact: true })).toBeVisible();
  await expect(schedules.getByText(why)).toHaveCount(0);
});

test("an admin puts evidence under a hold, which nobody deletes; lifted and deleted it stays as a tombstone", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection();
  const { body } = await account.call<{ id: number }>("POST", `${resource(place, "api")}/evidence`, {
    body: { title: "Held", formats: [] },
  });
  await signedIn(page, { accountId: account.accountId, role: "admin" });
  await page.goto(`/a/${account.accountId}/evidence/${body.id}`);
  const choose = async (name: string) => {
    await page.getByRole("button", { name: "More about this evidence" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await choose("Put under a legal hold");
  await page.getByLabel("Reason").fill("Inquiry 17");
  await page.getByRole("button", { name: "Put under hold" }).click();
  await expect(page.getByText("Under a legal hold", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More about this evidence" }).click();
  await expect(page.getByRole("menuitem", { name: /^Delete evidence/ })).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("Escape");
  await choose("Lift the legal hold");
  await page.getByLabel("Reason").fill("closed");
  await page.getByRole("button", { name: "Lift hold" }).click();
  await expect(page.getByText("Under a legal hold", { exact: true })).toHaveCount(0);
  await choose("Delete evidence");
  await expect(page.getByLabel("Reason"), "whoever types begins with the first box").toBeFocused();
  await page.keyboard.type("made by mistake");
  await page.getByLabel(/^Type/).fill(String(body.id));
  await page.getByRole("button", { name: "Delete evidence" }).click();
  await expect(page.getByText("Its files were deleted")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
});

test("a contributor may not read evidence, and is told which permission it takes", async ({ page, account }) => {
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  for (const address of ["evidence", "evidence/1"]) {
    await page.goto(`/a/${account.accountId}/${address}`);
    await expect(page.getByText("Read Evidence")).toBeVisible();
  }
});

test("a manager shows one redacted value, and hands on the command that checks it", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), two);
  const { id, fileName } = await madeEvidence(account, place, { formats: [], redact: ["/licence"] });
  await signedIn(page, { accountId: account.accountId, role: "manager" });
  await page.goto(`/a/${account.accountId}/evidence/${id}`);
  await page.getByRole("button", { name: "More about this evidence" }).click();
  await page.getByRole("menuitem", { name: "Show a redacted value…" }).click();
  const dialog = page.getByRole("dialog", { name: "Show a redacted value" });
  await expect(dialog.getByLabel("Place")).toHaveValue("/licence");
  await dialog.getByLabel("Record").fill("none");
  await dialog.getByRole("button", { name: "Show value" }).click();
  await expect(page.getByText('There is no record "none" in this evidence')).toBeVisible();
  await dialog.getByLabel("Record").fill("two");
  await dialog.getByRole("button", { name: "Show value" }).click();
  await expect(dialog.getByText('"GPL"', { exact: true })).toBeVisible();
  const command = dialog.getByText(/^python3 verify\.py /);
  await expect(command).toHaveText(
    new RegExp(`^python3 verify\\.py ${fileName} --reveal 'two' '/licence' '"GPL"' [0-9a-f]{64}$`),
  );
  expect(await missedByReaders(page)).toEqual([]);
  const folder = mkdtempSync(path.join(tmpdir(), "attestry-revealed-"));
  const sent = await account.call("GET", `/api/evidence/${id}/files/verify.py`);
  writeFileSync(path.join(folder, "verify.py"), sent.text);
  writeFileSync(path.join(folder, fileName), (await bundleOf(account, id)).bytes);
  const said = execFileSync("sh", ["-c", await command.innerText()], { cwd: folder, encoding: "utf8" });
  expect(said).toContain("is the one you gave");
  rmSync(folder, { recursive: true });
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(page.getByText("Told a redacted value of evidence")).toBeVisible();
});
