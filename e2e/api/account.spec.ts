import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { call, expect, freshAccount, test } from "../fixtures/api";
import { asPerson, newPersonIn } from "../fixtures/person";
import { roleKey } from "../fixtures/people";
import { sql } from "../fixtures/database";

type Facts = {
  id: number;
  name: string;
  timeZone: string;
  plan: string;
  termsAcceptedAt: string | null;
  alerts: { emails: string[]; webhookUrl: string | null };
  webhookSecret?: string;
};

const path = "/api/account";

test("200, everybody in an account reads what it is called, and only admins change it", async () => {
  const account = await freshAccount();
  for (const role of ["manager", "contributor", "auditor", "guest"] as const) {
    const { apiKey } = await roleKey(account, role);
    expect((await call<Facts>("GET", path, { key: apiKey })).body.id).toBe(account.accountId);
    const refused = await call("PATCH", path, { key: apiKey, body: { name: "Mine" } });
    expect(refused.status, role).toBe(403);
  }
  const changed = await account.call<Facts>("PATCH", path, { body: { name: "  Acme  ", timeZone: "Europe/Berlin" } });
  expect(changed.body).toMatchObject({ name: "Acme", timeZone: "Europe/Berlin" });
  expect((await account.call<Facts>("GET", path)).body).toMatchObject({ name: "Acme", timeZone: "Europe/Berlin" });
});

test("400, a time zone nobody knows, an empty name and an address that is none are refused", async ({ account }) => {
  for (const body of [
    { timeZone: "Mars/Olympus" },
    { timeZone: "" },
    { name: "  " },
    { alertEmails: ["not an address"] },
    { webhookUrl: "ftp://example.com" },
    { webhookUrl: "example.com" },
    { plan: "basic" },
  ]) {
    expect((await account.call("PATCH", path, { body })).status, JSON.stringify(body)).toBe(400);
  }
});

test("200, a webhook's secret is shown once, when its address is set, and never again", async () => {
  const account = await freshAccount();
  const set = (body: object) => account.call<Facts>("PATCH", path, { body });
  const first = await set({ webhookUrl: "https://hooks.example.com/one" });
  expect(first.body.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect((await account.call("GET", path)).text).not.toContain("whsec_");
  const [kept] = await sql<{ text: string }>(
    "select encode(webhook_secret, 'escape') as text from account where id = $1",
    [account.accountId],
  );
  expect(kept?.text, "sealed in the database, too").not.toContain("whsec_");
  expect((await set({ webhookUrl: "https://hooks.example.com/one", name: "Same" })).body.webhookSecret).toBeUndefined();
  const second = await set({ webhookUrl: "https://hooks.example.com/two" });
  expect(second.body.webhookSecret).not.toBe(first.body.webhookSecret);
  expect((await set({ webhookUrl: null })).body.alerts.webhookUrl).toBeNull();
  expect((await account.call("GET", "/api/audit?size=500")).text).not.toContain("whsec_");
});

test("200, the trail shows what an account was before", async () => {
  const account = await freshAccount();
  const before = (await account.call<Facts>("GET", path)).body.name;
  await account.call("PATCH", path, { body: { name: "After" } });
  const { body } = await account.call<{ data: { details: unknown }[] }>("GET", "/api/audit?action=account.update");
  expect(body.data.map(({ details }) => details)).toEqual([{ before: { name: before }, after: { name: "After" } }]);
});

test("402 and back, the plan is changed by who runs the account, even on the basic plan", async () => {
  const account = await freshAccount();
  const plan = (to: string) => account.call<Facts>("POST", `${path}/plan`, { body: { plan: to } });
  expect((await plan("basic")).body.plan).toBe("basic");
  expect((await account.call("GET", "/api/connections")).status).toBe(402);
  for (const address of [path, "/api/people", "/api/keys", "/api/audit"]) {
    expect((await account.call("GET", address)).status, address).toBe(200);
  }
  expect((await plan("custom-connections")).body.plan).toBe("custom-connections");
  expect((await account.call("GET", "/api/connections")).status).toBe(200);
});

test("412, withdrawn terms stop keys and not people, who accept them again", async () => {
  const account = await freshAccount();
  const person = await asPerson(await newPersonIn(account.accountId, "admin"), account.accountId);
  const withdrawn = await person.call<Facts>("POST", `${path}/terms`, { body: { accepted: false } });
  expect([withdrawn.status, withdrawn.body.termsAcceptedAt]).toEqual([200, null]);
  expect((await account.call("GET", path)).status).toBe(412);
  expect((await person.call("GET", path)).status).toBe(200);
  await person.call("POST", `${path}/terms`, { body: { accepted: true } });
  expect((await account.call("GET", path)).status).toBe(200);
});

test("200, a test alert reaches the webhook, signed with the secret that was shown", async () => {
  const account = await freshAccount();
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  const { port } = receiver.address() as AddressInfo;
  const set = await account.call<Facts>("PATCH", path, { body: { webhookUrl: `http://127.0.0.1:${port}/alerts` } });
  const tested = await account.call<{ webhook: { outcome: string } }>("POST", `${path}/alerts/test`);
  receiver.close();
  expect(tested.body.webhook.outcome).toBe("sent");
  const [got] = received;
  const secret = Buffer.from(set.body.webhookSecret?.replace("whsec_", "") ?? "", "base64");
  const signed = `${String(got?.headers["webhook-id"])}.${String(got?.headers["webhook-timestamp"])}.${got?.body}`;
  const expected = `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
  expect(got?.headers["webhook-signature"]).toBe(expected);
  expect(JSON.parse(got?.body ?? "{}")).toMatchObject({
    type: "alerts.test",
    data: { account: { id: account.accountId } },
  });

  await account.call("PATCH", path, { body: { webhookUrl: null } });
  const none = await account.call<{ webhook: { outcome: string } }>("POST", `${path}/alerts/test`);
  expect(none.body.webhook.outcome).toBe("none");
});
