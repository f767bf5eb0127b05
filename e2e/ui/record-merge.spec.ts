import { expect, record, test } from "../fixtures/api";
import { openRecord, putRecord, storedText } from "../fixtures/record-page";

const schema = {
  type: "object",
  properties: {
    id: { type: "string" },
    name: { type: "string", title: "Name" },
    city: { type: "string", title: "City" },
    size: { type: "integer", title: "Size" },
  },
};
const first = '{"id":"m","name":"One","city":"Paris","size":1}';

test("somebody whose record was changed meanwhile chooses field by field, and loses nothing", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, first);
  const drawer = await openRecord(page, { account, place, id: "m" });
  await drawer.getByLabel("Name").fill("Mine");
  await drawer.getByLabel("City").fill("Lyon");
  const theirs = '{"data":{"name":"Theirs","size":9007199254740993}}';
  await account.call("PATCH", record(place, "api", "m"), { raw: theirs });

  await drawer.getByRole("button", { name: "Save" }).click();
  const merge = page.getByRole("dialog", { name: "Somebody saved this record before you" });
  await expect(merge).toContainText("You both changed 1 field");
  await expect(merge.getByRole("group", { name: /name/i }).getByLabel(/Yours/)).toBeChecked();
  await merge
    .getByRole("group", { name: /name/i })
    .getByLabel(/Theirs/)
    .check();
  await merge.getByRole("button", { name: "Save merged record" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();

  const text = await storedText(account, place, "m");
  expect(text).toContain('"name": "Theirs"');
  expect(text).toContain('"city": "Lyon"');
  expect(text).toContain("9007199254740993");
});

test("closing the merge leads back to what was typed", async ({ page, account, connection }) => {
  const place = await connection({ schema });
  await putRecord(account, place, first);
  const drawer = await openRecord(page, { account, place, id: "m" });
  await drawer.getByLabel("Name").fill("Mine");
  await account.call("PATCH", record(place, "api", "m"), { raw: '{"data":{"name":"Theirs"}}' });
  await page.keyboard.press("Control+s");
  await page.getByRole("button", { name: "Back to editing" }).click();
  await expect(drawer.getByLabel("Name")).toHaveValue("Mine");
  await expect(drawer.getByText("Somebody has changed this record meanwhile")).toBeVisible();
  expect(await storedText(account, place, "m")).toContain("Theirs");
});

test("a refusal by the server takes the optimistic save back and keeps the text", async ({
  page,
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await putRecord(account, place, first);
  const drawer = await openRecord(page, { account, place, id: "m" });
  await page.route("**/records/m", (route) =>
    route.request().method() === "PATCH"
      ? route.fulfill({ status: 503, json: { message: "Too much is waiting", statusCode: 503 } })
      : route.fallback(),
  );
  await drawer.getByLabel("City").fill("Nantes");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The record was not saved; what you typed is still here")).toBeVisible();
  await expect(drawer.getByLabel("City")).toHaveValue("Nantes");
  await page.unroute("**/records/m");
  await drawer.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  expect(await storedText(account, place, "m")).toContain("Nantes");
});
