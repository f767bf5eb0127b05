import { createHash, createPublicKey } from "node:crypto";
import { call, expect, freshAccount, test } from "../fixtures/api";
import { anotherServer, ask } from "../fixtures/another-server";
import { sql } from "../fixtures/database";

type Key = {
  kid: string;
  status: string;
  publicKeyPem: string;
  revokeReason: string | null;
  inSetting: boolean;
};
type Jwk = { kid: string; account: number; x: string; retired_at?: string; revoked?: { reason: string } };

const SETTING = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

test("201 and 200, a new key takes over, and what it replaces signs no more and keeps its public half", async ({}) => {
  const account = await freshAccount();
  const first = (await account.call<Key>("POST", "/api/signing-keys/rotate")).body;
  expect(first.status).toBe("signing");
  const der = createPublicKey(first.publicKeyPem).export({ format: "der", type: "spki" });
  expect(createHash("sha256").update(der).digest("hex")).toBe(first.kid);
  const second = (await account.call<Key>("POST", "/api/signing-keys/rotate")).body;
  const { body } = await account.call<{ data: Key[] }>("GET", "/api/signing-keys");
  expect(body.data.map(({ kid, status }) => [kid, status])).toEqual([
    [second.kid, "signing"],
    [first.kid, "retired"],
  ]);
  const kept = await sql("select kid from signing_key where account_id = $1 and sealed is not null", [
    account.accountId,
  ]);
  expect(kept).toEqual([{ kid: second.kid }]);
});

test("200, a revoked key says so to everybody, with the reason, and once only in the trail", async ({}) => {
  const account = await freshAccount();
  const { kid, publicKeyPem } = (await account.call<Key>("POST", "/api/signing-keys/rotate")).body;
  const revoke = (reason: string) => account.call<Key>("POST", `/api/signing-keys/${kid}/revoke`, { body: { reason } });
  expect((await revoke("A copy was lost")).body).toMatchObject({ status: "revoked", revokeReason: "A copy was lost" });
  expect((await revoke("Another reason")).body.revokeReason).toBe("A copy was lost");
  const anonymous = await call<{ keys: Jwk[] }>("GET", "/.well-known/jwks.json", {});
  const [jwk] = anonymous.body.keys.filter((key) => key.account === account.accountId);
  expect(jwk).toMatchObject({ kid, revoked: { reason: "A copy was lost" } });
  expect(createPublicKey(publicKeyPem).export({ format: "jwk" }).x).toBe(jwk?.x);
  expect(anonymous.text).not.toContain("sealed");
  const trail = await account.call<{ data: { action: string }[] }>("GET", "/api/audit?size=50");
  const acts = trail.body.data.map(({ action }) => action).filter((action) => action.startsWith("signing-key."));
  expect(acts).toEqual(["signing-key.revoke", "signing-key.rotate"]);
});

test("400 and 404, a revocation needs a reason, and a key of this account", async ({}) => {
  const [account, stranger] = [await freshAccount(), await freshAccount()];
  const { kid } = (await account.call<Key>("POST", "/api/signing-keys/rotate")).body;
  const revoke = (by: typeof account, what: string, reason: string) =>
    by.call("POST", `/api/signing-keys/${what}/revoke`, { body: { reason } });
  expect((await revoke(account, kid, "  ")).status).toBe(400);
  expect((await revoke(account, "7", "why")).status).toBe(400);
  expect((await revoke(stranger, kid, "why")).status).toBe(404);
});

test("409, a key that stands in a setting is not rotated here", async ({}) => {
  const account = await freshAccount();
  const server = await anotherServer({ ATTESTRY_SIGNING_KEY: SETTING });
  try {
    const key = account.apiKey;
    const refused = await ask(server.url, "POST", "/api/signing-keys/rotate", { key });
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining("ATTESTRY_SIGNING_KEY")]);
    const listed = await ask(server.url, "GET", "/api/signing-keys", { key });
    expect(JSON.parse(listed.text)).toEqual({ data: [], inSetting: expect.stringMatching(/^[0-9a-f]{64}$/) });
  } finally {
    await server.stop();
  }
});
