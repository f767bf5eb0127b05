import { createHash } from "node:crypto";
import { sql } from "../fixtures/database";
import { madeEvidence } from "../fixtures/evidence";
import { call, expect, freshAccount, records, test, type Account, type Place } from "../fixtures/api";
import { roleKey } from "../fixtures/people";

type Care = { keepUntil: string | null; legalHold: { since: string; by: string; reason: string } | null };
type Link = { id: number; label: string; status: string; url: string; expiresAt: string; openings: number };
type Act = { id: number; action: string; actor: { kind: string; label: string }; details: Record<string, unknown> };

const made = async (account: Account, place: Place) => (await madeEvidence(account, place, { formats: [] })).id;

const acts = async (account: Account, id: number) =>
  (await account.call<{ data: Act[] }>("GET", `/api/evidence/${id}/activity`)).body.data;

test("200, 409: a hold says since when, by whom and why; twice is a conflict, and lifting needs a reason, too", async ({
  account,
  connection,
}) => {
  const id = await made(account, await connection());
  const hold = (body: object) => account.call<Care>("PUT", `/api/evidence/${id}/hold`, { body });
  const { body } = await hold({ on: true, reason: "Inquiry 17" });
  expect(body).toMatchObject({ id, legalHold: { reason: "Inquiry 17" } });
  expect((await hold({ on: true, reason: "again" })).status).toBe(409);
  expect((await hold({ on: false })).status).toBe(400);
  expect((await hold({ on: false, reason: "closed" })).body).toMatchObject({ legalHold: null });
  expect((await hold({ on: false, reason: "closed" })).status).toBe(409);
  const told = (await acts(account, id)).map(({ action, details }) => [action, details.reason]);
  expect(told.slice(0, 2)).toEqual([
    ["evidence.release", "closed"],
    ["evidence.hold", "Inquiry 17"],
  ]);
});

test("409: what was deleted is neither held nor kept", async ({ account, connection }) => {
  const id = await made(account, await connection());
  await account.call("DELETE", `/api/evidence/${id}`);
  const asked: [string, object][] = [
    ["hold", { on: true, reason: "Inquiry 17" }],
    ["keep", { until: new Date(Date.now() + 86_400_000).toISOString() }],
  ];
  for (const [step, body] of asked) {
    const answer = await account.call<{ message: string }>("PUT", `/api/evidence/${id}/${step}`, { body });
    expect([answer.status, answer.body.message]).toEqual([409, expect.stringContaining("was deleted")]);
  }
  expect(await acts(account, id)).toMatchObject([{ action: "evidence.delete" }, {}, {}]);
});

test("200, 400: evidence is kept until a time that lies ahead, or for ever", async ({ account, connection }) => {
  const id = await made(account, await connection());
  const keep = (until: string | null) => account.call<Care>("PUT", `/api/evidence/${id}/keep`, { body: { until } });
  const later = new Date(Date.now() + 86_400_000).toISOString();
  expect((await keep(later)).body).toMatchObject({ id, keepUntil: later });
  expect((await keep("2020-01-01T00:00:00.000Z")).status).toBe(400);
  expect((await keep(null)).body).toMatchObject({ keepUntil: null });
});

test("201: a link's address is told once, and the database keeps only the hash of its token", async ({
  account,
  connection,
}) => {
  const id = await made(account, await connection());
  const links = `/api/evidence/${id}/links`;
  const { status, body } = await account.call<Link>("POST", links, { body: { label: "Ms Okafor", hours: 1 } });
  expect(status).toBe(201);
  const token = new URL(body.url).pathname.split("/").at(-1) ?? "";
  expect(body.url).toMatch(/\/auditor\/\d+\.[\w-]{43}$/);
  const listed = await account.call("GET", links);
  expect(listed.text).not.toContain(token.split(".")[1]);
  const [row] = await sql<{ kept: string; text: string }>(
    "select encode(token_hash, 'hex') as kept, evidence_link::text as text from evidence_link where id = $1",
    [body.id],
  );
  expect(row?.kept).toBe(createHash("sha256").update(token).digest("hex"));
  expect(row?.text).not.toContain(token.split(".")[1]);
  for (const hours of [0, 90 * 24 + 1]) {
    expect((await account.call("POST", links, { body: { label: "x", hours } })).status).toBe(400);
  }
});

test("204, 404: a link that was ended reads so in the list, and is not ended twice", async ({
  account,
  connection,
}) => {
  const id = await made(account, await connection());
  const { body } = await account.call<Link>("POST", `/api/evidence/${id}/links`, { body: { label: "one" } });
  const address = `/api/evidence/${id}/links/${body.id}`;
  expect((await account.call("DELETE", address)).status).toBe(204);
  expect((await account.call("DELETE", address)).status).toBe(404);
  const { body: list } = await account.call<{ data: Link[] }>("GET", `/api/evidence/${id}/links`);
  expect(list.data).toMatchObject([{ id: body.id, status: "revoked" }]);
});

test("404: another account's evidence is neither held, kept, shared nor told of", async ({ account, connection }) => {
  const id = await made(account, await connection());
  const { body } = await account.call<Link>("POST", `/api/evidence/${id}/links`, { body: { label: "one" } });
  const stranger = await freshAccount();
  const asked: [string, string, object?][] = [
    ["PUT", "hold", { on: true, reason: "mine" }],
    ["PUT", "keep", { until: null }],
    ["GET", "activity"],
    ["GET", "links"],
    ["POST", "links", { label: "mine" }],
    ["DELETE", `links/${body.id}`],
  ];
  for (const [method, step, sent] of asked) {
    const { status } = await stranger.call(method, `/api/evidence/${id}/${step}`, { body: sent });
    expect(status, step).toBe(404);
  }
});

test("403: whoever may not read the values in an evidence makes no link to it", async ({ account, connection }) => {
  const place = await connection({
    schema: { type: "object", properties: { ssn: { type: "string", "x-sensitive": true } } },
  });
  await account.call("POST", records(place, "api"), { body: { data: { id: "a", ssn: "078-05-1120" } } });
  const id = await made(account, place);
  const manager = await roleKey(account, "manager", {
    permissions: ["custom-connections-get", "evidence-get", "evidence-share"],
  });
  const { status, text } = await call("POST", `/api/evidence/${id}/links`, {
    key: manager.apiKey,
    body: { label: "one" },
  });
  expect(status, text).toBe(403);
  expect(text).toContain("Read Sensitive Data");
});
