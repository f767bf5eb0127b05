import { expect, records, test } from "../fixtures/api";
test("smoke", async ({ account, connection }) => {
  const place = await connection();
  const { status, body } = await account.call("POST", records(place, "v1"), { body: { data: { id: 7, a: 1 } } });
  expect(status).toBe(201);
  expect(body).toMatchObject({ id: "7", statusCode: 201 });
});
