import { setPlan, setRate, setTerms } from "../fixtures/admin";
import { call, expect, freshAccount, newConnection, records, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { withinOneMinute } from "../fixtures/minute";
import { roleKey } from "../fixtures/people";

type Activity = {
  days: { day: string; requests: number; refusals: number }[];
  causes: { cause: string; count: number; lastAt: string; address: string | null }[];
};
type Facts = { requests: { today: number; week: number }; refusals: { week: number }; lastRefusedCause: string | null };

const causesOf = ({ causes }: Activity) => Object.fromEntries(causes.map(({ cause, count }) => [cause, count]));

test("200, requests that pass and the true causes of those that do not are counted day by day", async () => {
  const account = await freshAccount();
  const place = await newConnection(account);
  const { keyId, apiKey } = await roleKey(account, "auditor");
  const activity = async () => (await account.call<Activity>("GET", `/api/keys/${keyId}/activity?days=7`)).body;
  for (let at = 0; at < 3; at += 1) expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(200);
  expect((await call("POST", records(place, "v1"), { key: apiKey, body: { data: { id: "a" } } })).status).toBe(403);
  expect((await call("GET", "/api/keys/900000001", { key: apiKey })).status, "404 is no refusal of the key").toBe(404);
  const seen = await activity();
  expect(seen.days).toHaveLength(7);
  expect(seen.days.at(-1)).toMatchObject({ requests: 4, refusals: 1 });
  expect(seen.days.slice(0, -1).every(({ requests, refusals }) => requests + refusals === 0)).toBe(true);
  expect(seen.causes).toMatchObject([{ cause: "lacks custom-connections-data-post", count: 1, address: "127.0.0.1" }]);

  await setTerms(account.accountId, "withdraw");
  await expect.poll(async () => (await call("GET", "/api/me", { key: apiKey })).status).toBe(412);
  await setTerms(account.accountId, "accept");
  await setPlan(account.accountId, "basic");
  await expect.poll(async () => (await call("GET", "/api/me", { key: apiKey })).status).toBe(402);
  await setPlan(account.accountId, "custom-connections");
  await expect.poll(async () => (await call("GET", "/api/me", { key: apiKey })).status).toBe(200);
  await account.call("DELETE", `/api/keys/${keyId}`);
  expect((await call("GET", "/api/me", { key: apiKey })).status).toBe(401);
  const causes = causesOf(await activity());
  expect(Object.keys(causes).sort()).toEqual(["lacks custom-connections-data-post", "plan", "revoked", "terms"]);
  expect(causes.revoked).toBe(1);

  const { body } = await account.call<Facts>("GET", `/api/keys/${keyId}`);
  expect(body.requests.week).toBe(body.requests.today);
  expect(body.refusals.week).toBe(Object.values(causes).reduce((sum, count) => sum + count, 0));
  expect(body.lastRefusedCause).toBe("revoked");
});

test("429, asking too often is a cause of its own", async () => {
  const account = await freshAccount();
  const { keyId, apiKey } = await roleKey(account, "manager");
  await setRate(account.accountId, 3);
  await withinOneMinute(10);
  const answers = [];
  for (let at = 0; at < 5; at += 1) answers.push((await call("GET", "/api/me", { key: apiKey })).status);
  expect(answers).toEqual([200, 200, 200, 429, 429]);
  await setRate(account.accountId, "default");
  const { body } = await account.call<Activity>("GET", `/api/keys/${keyId}/activity`);
  expect(causesOf(body)).toEqual({ rate: 2 });
});

test("401, an address that a key may not be used from is told to its people, not to the caller", async ({
  account,
}) => {
  const { keyId, apiKey } = await roleKey(account, "manager", { addresses: ["10.0.0.0/8"] });
  const { status, body } = await call("GET", "/api/me", { key: apiKey });
  expect([status, body.message]).toEqual([401, "Invalid Authorization"]);
  const activity = await account.call<Activity>("GET", `/api/keys/${keyId}/activity`);
  expect(activity.body.causes).toMatchObject([{ cause: "address", count: 1, address: "127.0.0.1" }]);
});

test("days are the account's own: an hour before its midnight counts for the day before", async () => {
  const account = await freshAccount();
  await account.call("PATCH", "/api/account", { body: { timeZone: "Pacific/Kiritimati" } });
  const { keyId } = await roleKey(account, "manager");
  const [clock] = await sql<{ midnight: Date; today: string; yesterday: string }>(
    `select date_trunc('day', now() at time zone 'Pacific/Kiritimati') at time zone 'Pacific/Kiritimati' as midnight,
       to_char(now() at time zone 'Pacific/Kiritimati', 'YYYY-MM-DD') as today,
       to_char(now() at time zone 'Pacific/Kiritimati' - interval '1 day', 'YYYY-MM-DD') as yesterday`,
  );
  const put = (shift: string, count: number) =>
    sql(`insert into key_activity values ($1, $2, $3::timestamptz + $4::interval, 'ok', $5, now(), null)`, [
      account.accountId,
      keyId,
      clock?.midnight,
      shift,
      count,
    ]);
  await put("-1 hour", 5);
  await put("0 hours", 7);
  const { body } = await account.call<Activity>("GET", `/api/keys/${keyId}/activity?days=2`);
  expect(body.days).toEqual([
    { day: clock?.yesterday, requests: 5, refusals: 0 },
    { day: clock?.today, requests: 7, refusals: 0 },
  ]);
  const facts = await account.call<Facts>("GET", `/api/keys/${keyId}`);
  expect(facts.body.requests).toEqual({ today: 7, week: 12 });
});

test("400 and 404, a span that is none and a key of another account are refused", async ({ account }) => {
  const elsewhere = await freshAccount();
  for (const days of ["0", "91", "-1", "many"]) {
    expect((await account.call("GET", `/api/keys/${account.keyId}/activity?days=${days}`)).status, days).toBe(400);
  }
  expect((await account.call("GET", `/api/keys/${elsewhere.keyId}/activity`)).status).toBe(404);
});
