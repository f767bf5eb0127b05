import { call, expect, freshAccount, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { roleKey } from "../fixtures/people";

type Rotated = { keyId: number; apiKey: string; replacesId: number; oldExpiresAt: string; expiresAt: string | null };
type Facts = Record<string, unknown> & { rotatedToId: number | null; expiresAt: string | null };

const HOUR_MS = 3_600_000;
const me = (key: string) => call("GET", "/api/me", { key });

test("201, the new key may do the same, and the old one works until its overlap is over", async ({ account }) => {
  const { keyId, apiKey, personId } = await roleKey(account, "manager", {
    name: "nightly push",
    permissions: ["custom-connections-get", "custom-connections-data-post"],
    addresses: ["127.0.0.0/8"],
  });
  const made = await account.call<Rotated>("POST", `/api/keys/${keyId}/rotate`, { body: { overlapHours: 24 } });
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    ...{ name: "nightly push", ownerId: personId, replacesId: keyId, addresses: ["127.0.0.0/8"] },
    permissions: ["custom-connections-get", "custom-connections-data-post"],
  });
  expect(Math.abs(Date.parse(made.body.oldExpiresAt) - Date.now() - 24 * HOUR_MS)).toBeLessThan(60_000);
  expect([(await me(apiKey)).status, (await me(made.body.apiKey)).status]).toEqual([200, 200]);
  const old = await account.call<Facts>("GET", `/api/keys/${keyId}`);
  expect(old.body).toMatchObject({ rotatedToId: made.body.keyId, expiresAt: made.body.oldExpiresAt });
});

test("401, without an overlap the old key ends at once", async ({ account }) => {
  const { keyId, apiKey } = await roleKey(account, "manager");
  const made = await account.call<Rotated>("POST", `/api/keys/${keyId}/rotate`, { body: { overlapHours: 0 } });
  expect([(await me(apiKey)).status, (await me(made.body.apiKey)).status]).toEqual([401, 200]);
});

test("201, a key that ends lives again as long as it was made for, and never longer by its overlap", async ({
  account,
}) => {
  const expiresAt = new Date(Date.now() + 2 * HOUR_MS).toISOString();
  const { keyId } = await roleKey(account, "manager", { expiresAt });
  await sql("update api_key set created_at = now() - interval '10 hours' where id = $1", [keyId]);
  const { body } = await account.call<Rotated>("POST", `/api/keys/${keyId}/rotate`, { body: { overlapHours: 720 } });
  expect(body.oldExpiresAt).toBe(expiresAt);
  expect(Math.abs(Date.parse(body.expiresAt ?? "") - Date.now() - 12 * HOUR_MS)).toBeLessThan(60_000);
});

test("409, a key is rotated once, and one that has ended not at all", async ({ account }) => {
  const { keyId } = await roleKey(account, "manager");
  const rotate = (id: number) => account.call("POST", `/api/keys/${id}/rotate`, { body: { overlapHours: 1 } });
  const both = await Promise.all([rotate(keyId), rotate(keyId)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  const ended = await roleKey(account, "manager");
  await account.call("DELETE", `/api/keys/${ended.keyId}`);
  expect((await rotate(ended.keyId)).status).toBe(409);
});

test("403, nobody rotates a key into more than they hold", async () => {
  const account = await freshAccount();
  const maker = await roleKey(account, "admin", { permissions: ["keys-post", "keys-get"] });
  const { keyId } = await roleKey(account, "manager", { permissions: ["custom-connections-data-post"] });
  const path = `/api/keys/${keyId}/rotate`;
  const refused = await call("POST", path, { key: maker.apiKey, body: { overlapHours: 1 } });
  expect([refused.status, refused.body.message]).toEqual([
    403,
    "You cannot give custom-connections-data-post, which you do not hold",
  ]);
});

test("400 and 404, an overlap beyond 30 days and a key of another account are refused", async ({ account }) => {
  const elsewhere = await freshAccount();
  const rotate = (id: number, overlapHours: unknown) =>
    account.call("POST", `/api/keys/${id}/rotate`, { body: { overlapHours } });
  for (const hours of [-1, 721, 1.5, "1", null]) expect((await rotate(account.keyId, hours)).status).toBe(400);
  expect((await rotate(elsewhere.keyId, 1)).status).toBe(404);
});
