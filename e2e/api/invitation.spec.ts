import { anotherServer, ask, type AnotherServer } from "../fixtures/another-server";
import { call, expect, freshAccount, newConnection, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { linkIn, mailbox, type Mailbox } from "../fixtures/mailbox";
import { newEmail } from "../fixtures/people";
import { asPerson, newPersonIn, trySignIn } from "../fixtures/person";
import { run } from "../fixtures/run";

type Invited = { id: number; link: string; mailed: boolean };

const password = "a long and calm password";
const tokenOf = ({ link }: Pick<Invited, "link">) => link.split("#")[1] ?? "";

test("somebody new comes in by the link, once, with the role and the connections they were given", async ({
  account,
}) => {
  const place = await newConnection(account);
  const admin = await asPerson(await newPersonIn(account.accountId, "admin"), account.accountId);
  const email = newEmail("guest");
  const connectionRoles = [{ connectionId: place.connectionId, role: "auditor" }];
  const invited = await admin.call<Invited>("POST", "/api/invitations", {
    body: { email, role: "guest", connectionRoles },
  });
  expect([invited.status, invited.body.mailed]).toEqual([201, false]);
  expect(invited.body.link.startsWith(`${run.url}/invite#`)).toBe(true);
  const token = tokenOf(invited.body);
  const opened = await call("POST", "/api/invitations/open", { body: { token } });
  expect(opened.body).toMatchObject({ email, role: "guest", known: false });
  const short = await call("POST", "/api/invitations/accept", { body: { token, password: "short" } });
  expect(short.status).toBe(400);
  const accepted = await call("POST", "/api/invitations/accept", { body: { token, password, firstName: "Grace" } });
  expect(accepted.body).toEqual({ accountId: account.accountId, email });
  expect((await call("POST", "/api/invitations/accept", { body: { token, password } })).status, "again").toBe(404);
  const guest = await asPerson({ email, password }, account.accountId);
  const seen = await guest.call<{ data: { id: number }[] }>("GET", "/api/connections");
  expect(seen.body.data.map(({ id }) => id)).toEqual([place.connectionId]);
  const list = await admin.call<{ data: { email: string; acceptedAt: string | null }[] }>("GET", "/api/invitations");
  expect(list.body.data.find((each) => each.email === email)?.acceptedAt).not.toBeNull();
  const trail = await sql(
    "select actor_label from audit_entry where account_id = $1 and action = 'person.join' and details ->> 'email' = $2",
    [account.accountId, email],
  );
  expect(trail).toEqual([{ actor_label: email }]);
});

test("somebody known shows their password, or is signed in as that address", async ({ account }) => {
  const elsewhere = await freshAccount();
  const known = await newPersonIn(elsewhere.accountId, "auditor");
  const invite = async () =>
    (await account.call<Invited>("POST", "/api/invitations", { body: { email: known.email, role: "manager" } })).body;
  const first = tokenOf(await invite());
  const accept = (token: string, more: object = {}) =>
    call("POST", "/api/invitations/accept", { body: { token, ...more } });
  expect((await accept(first, { password: "not this one, surely" })).status).toBe(400);
  expect((await accept(first)).status).toBe(400);
  const stranger = await asPerson(await newPersonIn(elsewhere.accountId, "auditor"));
  const asStranger = await stranger.call("POST", "/api/invitations/accept", { body: { token: first } });
  expect(asStranger.status, "signed in as somebody else").toBe(400);
  const signed = await asPerson(known);
  const other = await call("POST", "/api/invitations/accept", {
    body: { token: first },
    headers: { cookie: signed.cookie, origin: "https://evil.example" },
  });
  expect(other.status, "asked for by another site").toBe(403);
  expect((await signed.call("POST", "/api/invitations/accept", { body: { token: first } })).status).toBe(200);
  expect(
    (await account.call("POST", "/api/invitations", { body: { email: known.email, role: "manager" } })).status,
  ).toBe(409);
});

test("404, a link that was taken back, replaced or has run out leads nowhere", async ({ account }) => {
  const email = newEmail("invited");
  const invite = async () =>
    (await account.call<Invited>("POST", "/api/invitations", { body: { email, role: "auditor" } })).body;
  const first = await invite();
  const second = await invite();
  const open = (invited: Invited) => call("POST", "/api/invitations/open", { body: { token: tokenOf(invited) } });
  expect([(await open(first)).status, (await open(second)).status]).toEqual([404, 200]);
  expect((await account.call("DELETE", `/api/invitations/${second.id}`)).status).toBe(204);
  expect((await account.call("DELETE", `/api/invitations/${second.id}`)).status).toBe(404);
  expect((await open(second)).status).toBe(404);
  const third = await invite();
  await sql("update invitation set expires_at = now() where account_id = $1 and id = $2", [
    account.accountId,
    third.id,
  ]);
  expect((await open(third)).status).toBe(404);
  expect((await call("POST", "/api/invitations/open", { body: { token: "none" } })).status).toBe(404);
});

test("403, nobody invites into a role beyond their own", async ({ account }) => {
  const permissions = ["members-post", "custom-connections-get"];
  const made = await account.call<{ apiKey: string }>("POST", "/api/keys", { body: { name: "inviter", permissions } });
  const body = { email: newEmail("invited"), role: "admin" };
  const { status } = await call("POST", "/api/invitations", { key: made.body.apiKey, body });
  expect(status).toBe(403);
});

test("the database keeps no link that works", async ({ account }) => {
  const { body } = await account.call<Invited>("POST", "/api/invitations", {
    body: { email: newEmail("invited"), role: "auditor" },
  });
  const found = await sql("select 1 from one_time_token where encode(hash, 'escape') like '%' || $1 || '%'", [
    tokenOf(body),
  ]);
  expect(found).toEqual([]);
  const trail = await sql<{ text: string }>("select details::text as text from audit_entry where account_id = $1", [
    account.accountId,
  ]);
  expect(trail.some(({ text }) => text.includes(tokenOf(body)))).toBe(false);
});

test.describe("with a mail server", () => {
  let box: Mailbox;
  let server: AnotherServer;
  test.beforeAll(async () => {
    box = await mailbox();
    server = await anotherServer({
      ATTESTRY_SMTP_URL: box.url,
      ATTESTRY_MAIL_FROM: "Attestry <attestry@example.com>",
      ATTESTRY_TRUSTED_PROXIES: "127.0.0.1",
    });
  });
  test.afterAll(async () => {
    await server?.stop();
    await box?.stop();
  });

  test("an invitation is mailed, plainly, and its link is the one that was answered", async ({ account }) => {
    const email = newEmail("invited");
    const body = { email, role: "auditor" };
    const answered = await ask(server.url, "POST", "/api/invitations", { key: account.apiKey, body });
    const made = JSON.parse(answered.text) as Invited;
    expect([answered.status, made.mailed]).toEqual([201, true]);
    const [letter, ...more] = box.to(email);
    expect(more).toEqual([]);
    if (!letter) throw new Error("no letter came");
    expect(linkIn(letter).toString()).toBe(made.link);
    expect(letter.text).toMatch(/^From: Attestry <attestry@example\.com>/m);
    expect(letter.text).toMatch(/^Content-Type: text\/plain/m);
  });

  test("a forgotten password is set by a link in a mail, once, and ends every sign-in", async ({ account }) => {
    const person = await newPersonIn(account.accountId, "auditor");
    const signed = await asPerson(person);
    const unknown = newEmail("nobody");
    const forgot = (email: string) => ask(server.url, "POST", "/api/password-resets", { body: { email } });
    const [first, nobody] = [await forgot(person.email), await forgot(unknown)];
    expect([first.status, first.text]).toEqual([202, "{}"]);
    expect([nobody.status, nobody.text]).toEqual([first.status, first.text]);
    await expect.poll(() => box.to(person.email).length).toBe(1);
    await forgot(person.email);
    await expect.poll(() => box.to(person.email).length).toBe(2);
    expect(box.to(unknown)).toEqual([]);
    const tokens = box.to(person.email).map((letter) => linkIn(letter).hash.slice(1));
    const set = (token: string | undefined, next: string) =>
      call("POST", "/api/password-resets/confirm", { body: { token, password: next } });
    expect((await set(tokens[0], "another calm password")).status, "the newest counts").toBe(404);
    expect((await set(tokens[1], "short")).status).toBe(400);
    expect((await set(tokens[1], "another calm password")).body).toEqual({ email: person.email });
    expect((await set(tokens[1], "a third calm password")).status).toBe(404);
    expect((await signed.call("GET", "/api/profile")).status).toBe(401);
    expect((await trySignIn({ email: person.email, password: "another calm password" })).error).toBe(null);
  });

  test("429, links are not asked for without end", async () => {
    const email = newEmail("nobody");
    const statuses: number[] = [];
    for (let at = 0; at < 11; at += 1) {
      const from = { "x-forwarded-for": `203.0.113.${at}` };
      statuses.push((await ask(server.url, "POST", "/api/password-resets", { body: { email }, headers: from })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
  });

  test("429, one network address does not try without end, whomever it names", async () => {
    const headers = { "x-forwarded-for": "198.51.100.7" };
    await sql(
      `insert into sign_in_try (scope, tries, last_at) values (sha256('address:198.51.100.7'::bytea), 100, now())
       on conflict (scope) do update set tries = 100, last_at = now()`,
    );
    const tried = await trySignIn({ email: newEmail("nobody"), password }, { url: server.url, headers });
    expect(tried.error).toBe("too-many");
    const elsewhere = await trySignIn(
      { email: newEmail("nobody"), password },
      { url: server.url, headers: { "x-forwarded-for": "198.51.100.8" } },
    );
    expect(elsewhere.error).toBe("refused");
  });

  test("an operator without a mail server prints the link", async ({ account }) => {
    const person = await newPersonIn(account.accountId, "auditor");
    const { adminCommand } = await import("../fixtures/admin");
    const { stdout } = await adminCommand("person", "reset-link", "--email", person.email, "--json");
    const { link } = JSON.parse(stdout) as { link: string };
    const body = { token: link.split("#")[1], password: "another calm password" };
    expect((await call("POST", "/api/password-resets/confirm", { body })).status).toBe(200);
  });
});
