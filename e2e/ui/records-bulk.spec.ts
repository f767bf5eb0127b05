import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures/api";
import { found, grid, openRecords, packages, rowsOf } from "../fixtures/packages";

const told = (page: Page) => page.getByRole("region", { name: "Notifications" });

test("all that match are deleted after their number is typed, and one click brings them back", async ({
  page,
  account,
}) => {
  const place = await packages(account, 300);
  await openRecords(page, account, place, "admin", "?filter=licence:eq:MIT");
  await expect(found(page)).toHaveText("100 records match");
  await rowsOf(page).first().getByRole("checkbox").check();
  const bar = page.getByRole("region", { name: "Selected records" });
  await expect(bar.getByRole("status")).toHaveText("1 selected");
  await bar.getByRole("button", { name: "Select all 100 that match" }).click();
  await expect(bar.getByRole("status")).toHaveText("100 selected");
  await bar.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 100 records?" });
  await expect(dialog.getByRole("button", { name: "Delete 100 records" })).toBeDisabled();
  await dialog.getByRole("textbox", { name: /go on/ }).fill("100");
  await dialog.getByRole("button", { name: "Delete 100 records" }).click();
  await expect(told(page).getByText(/100 deleted/)).toBeVisible();
  await expect(found(page)).toHaveText("0 records match");
  await told(page).getByRole("button", { name: "Undo" }).click();
  await expect(found(page)).toHaveText("100 records match");
});

test("a few records are gone at a click and back at another", async ({ page, account }) => {
  const place = await packages(account, 5);
  await openRecords(page, account, place, "contributor", "?sort=size");
  await expect(rowsOf(page)).toHaveCount(5);
  await rowsOf(page).nth(0).getByRole("checkbox").click();
  await rowsOf(page)
    .nth(2)
    .getByRole("checkbox")
    .click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Selected records" });
  await expect(bar.getByRole("status")).toHaveText("3 selected");
  await bar.getByRole("button", { name: "Delete" }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(told(page).getByText(/3 deleted/)).toBeVisible();
  await told(page).getByRole("button", { name: "Undo" }).click();
  await expect(rowsOf(page)).toHaveCount(5);
});

test("a field of many records changes after its effect was shown", async ({ page, account }) => {
  const place = await packages(account, 30);
  await openRecords(page, account, place, "manager", "?filter=licence:eq:MIT");
  await expect(found(page)).toHaveText("10 records match");
  await grid(page).getByRole("checkbox", { name: "Select all rows" }).check();
  await page.getByRole("button", { name: "Edit field…" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit a field" });
  await dialog.getByRole("combobox", { name: "Field" }).selectOption("Licence");
  await dialog.getByRole("combobox", { name: "New value" }).selectOption("ISC");
  const preview = dialog.getByRole("table", { name: "The first records before and after" });
  await expect(preview.getByRole("row").nth(1)).toContainText("MIT");
  await expect(preview.getByRole("row").nth(1)).toContainText("ISC");
  await dialog.getByRole("button", { name: "Change 10 records" }).click();
  await expect(told(page).getByText(/10 changed/)).toBeVisible();
  await expect(found(page)).toHaveText("0 records match");
});

test("an export holds every record that matches, not only those in sight", async ({ page, account }) => {
  const place = await packages(account, 1_200);
  await openRecords(page, account, place, "auditor", "?filter=licence:eq:MIT");
  await expect(found(page)).toHaveText("400 records match");
  await page.getByRole("button", { name: "Export all that match" }).click();
  const dialog = page.getByRole("dialog", { name: "Export 400 records" });
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export as CSV" }).click();
  const file = await (await downloading).path();
  const lines = readFileSync(file, "utf8").trim().split("\n");
  expect(lines).toHaveLength(401);
});

test("an auditor chooses and exports, and is offered nothing that writes", async ({ page, account }) => {
  const place = await packages(account, 3);
  await openRecords(page, account, place, "auditor");
  await rowsOf(page).first().getByRole("checkbox").check();
  const bar = page.getByRole("region", { name: "Selected records" });
  await expect(bar.getByRole("button", { name: "Export…" })).toBeVisible();
  await expect(bar.getByRole("button", { name: "Edit field…" })).toBeHidden();
  await expect(bar.getByRole("button", { name: "Delete" })).toBeHidden();
});
