import { expect, records, test } from "../fixtures/api";
import { signedIn } from "../fixtures/person";
import { missedByReaders } from "../fixtures/axe";

test("a contributor finds the rows that a script hid behind a 2xx, by their cause", async ({
  page,
  account,
  connection,
}) => {
  const schema = { type: "object", properties: { size: { type: "integer" } } };
  const place = await connection({ schema });
  const bad = ["a", "b"].map((id) => ({ id, size: "large" }));
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "good", size: 1 }, ...bad] } });
  await account.call("POST", records(place, "v1"), { body: { data: { id: "good", size: 2 } } });
  await signedIn(page, { accountId: account.accountId, role: "contributor" });
  await page.goto(`/a/${account.accountId}/connections/${place.connectionId}/resources/${place.resourceId}/pushes`);

  const pushes = page.getByRole("list", { name: "Pushes, newest first" });
  await expect(pushes.getByRole("button", { name: /Details of the push/ })).toHaveCount(2);
  await page.getByLabel("Only with refused rows").check();
  await expect(pushes.getByRole("button", { name: /Details of the push/ })).toHaveCount(1);
  await pushes.getByRole("button", { name: "Details of the push of 3 records" }).click();
  await expect(pushes.getByRole("heading", { name: /size: must be integer/ })).toContainText("2 rows");
  await expect(pushes.getByText("row 2")).toBeVisible();
  expect(await missedByReaders(page)).toEqual([]);
});
