import { call, expect, test } from "../fixtures/api";
import { codeOf } from "../fixtures/authenticator";
import { sql } from "../fixtures/database";
import { asPerson, newPersonIn, trySignIn, type Signed } from "../fixtures/person";

type Codes = { recoveryCodes: string[] };

/** Sets up an app; the code of the step before is used by that, so that this step's and the next are left. */
async function setUp({ call: ask }: Signed): Promise<{ secret: string; codes: string[] }> {
  const begun = await ask<{ secret: string; uri: string; qr: string[] }>("POST", "/api/profile/two-factor");
  expect([begun.status, begun.body.qr.length > 20]).toEqual([200, true]);
  const { secret } = begun.body;
  const confirmed = await ask<Codes>("POST", "/api/profile/two-factor/confirm", { body: { code: codeOf(secret, -1) } });
  expect([confirmed.status, confirmed.body.recoveryCodes.length]).toEqual([200, 10]);
  return { secret, codes: confirmed.body.recoveryCodes };
}

test("401, the password alone is not enough any more; a code lets in, once", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const { secret } = await setUp(await asPerson(person));
  const given = { email: person.email, password: person.password };
  expect((await trySignIn(given)).error).toBe("second-factor");
  expect((await trySignIn({ ...given, code: "000000" })).error).toBe("second-factor-wrong");
  expect((await trySignIn({ ...given, password: "not this one, surely", code: codeOf(secret) })).error).toBe("refused");
  const code = codeOf(secret);
  expect((await trySignIn({ ...given, code })).error).toBe(null);
  expect((await trySignIn({ ...given, code })).error, "a code that somebody saw").toBe("second-factor-wrong");
  expect((await trySignIn({ ...given, code: codeOf(secret, -1) })).error, "an older one").toBe("second-factor-wrong");
  expect((await trySignIn({ ...given, code: codeOf(secret, 1) })).error, "a phone ahead of time").toBe(null);
});

test("401, of two who come at once with one code, one gets in", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const { secret } = await setUp(await asPerson(person));
  const given = { email: person.email, password: person.password, code: codeOf(secret, 1) };
  const errors = (await Promise.all(Array.from({ length: 5 }, () => trySignIn(given)))).map(({ error }) => error);
  expect(errors.filter((error) => error === null)).toHaveLength(1);
});

test("a recovery code lets in, once, however it is typed; new ones make the old void", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const signed = await asPerson(person);
  const { secret, codes } = await setUp(signed);
  const given = { email: person.email, password: person.password };
  const typed = codes[0]?.toUpperCase().replaceAll("-", " ") ?? "";
  expect((await trySignIn({ ...given, code: typed })).error).toBe(null);
  expect((await trySignIn({ ...given, code: typed })).error).toBe("second-factor-wrong");
  const left = await signed.call<{ recoveryCodesLeft: number; twoFactor: boolean }>("GET", "/api/profile");
  expect(left.body).toMatchObject({ recoveryCodesLeft: 9, twoFactor: true });
  const wrong = await signed.call("POST", "/api/profile/recovery-codes", { body: { code: "000000" } });
  expect(wrong.status).toBe(400);
  const renewed = await signed.call<Codes>("POST", "/api/profile/recovery-codes", { body: { code: codeOf(secret) } });
  expect(renewed.status).toBe(200);
  expect((await trySignIn({ ...given, code: codes[1] ?? "" })).error).toBe("second-factor-wrong");
  expect((await trySignIn({ ...given, code: renewed.body.recoveryCodes[0] ?? "" })).error).toBe(null);
});

test("429, codes cannot be guessed without end, and the right password does not begin the count anew", async ({
  account,
}) => {
  const person = await newPersonIn(account.accountId, "admin");
  const { secret } = await setUp(await asPerson(person));
  const given = { email: person.email, password: person.password };
  const errors: (string | null)[] = [];
  for (let at = 0; at < 10; at += 1) {
    errors.push((await trySignIn({ ...given, code: "000000" })).error);
    if (at === 5) errors.push((await trySignIn(given)).error);
  }
  expect(errors.filter((error) => error === "second-factor-wrong")).toHaveLength(10);
  expect((await trySignIn({ ...given, code: codeOf(secret, 1) })).error).toBe("too-many");
});

test("it is removed by a code, a recovery code or the password, and by nothing else", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const signed = await asPerson(person);
  const remove = (body: object) => signed.call("POST", "/api/profile/two-factor/remove", { body });
  expect((await remove({ password: person.password })).status, "there is none").toBe(409);
  const { codes } = await setUp(signed);
  expect((await signed.call("POST", "/api/profile/two-factor")).status, "a second one beside it").toBe(409);
  for (const body of [
    {},
    { code: "000000" },
    { password: "not this one, surely" },
    { recoveryCode: "aaaa-bbbb-cccc" },
  ]) {
    expect([body, (await remove(body)).status]).toEqual([body, 400]);
  }
  expect((await remove({ recoveryCode: codes[0] })).status).toBe(200);
  expect((await trySignIn({ email: person.email, password: person.password })).error).toBe(null);
  await setUp(signed);
  expect((await remove({ password: person.password })).status).toBe(200);
});

test("the database holds neither the secret nor a recovery code that could be read", async ({ account }) => {
  const person = await newPersonIn(account.accountId, "admin");
  const { secret, codes } = await setUp(await asPerson(person));
  const rows = await sql<{ text: string }>(
    `select encode(secret, 'escape') as text from second_factor where person_id = $1
     union all select encode(code_hash, 'escape') from recovery_code where person_id = $1`,
    [person.personId],
  );
  expect(rows).toHaveLength(11);
  for (const { text } of rows) for (const hidden of [secret, ...codes]) expect(text).not.toContain(hidden);
  const trail = await sql<{ text: string }>("select details::text as text from audit_entry where target = $1", [
    `person ${person.personId}`,
  ]);
  for (const { text } of trail) for (const hidden of [secret, ...codes]) expect(text).not.toContain(hidden);
});

test("403, no key reads or changes a profile, whosever it is", async ({ account }) => {
  const { status, body } = await call("GET", "/api/profile", { key: account.apiKey });
  expect([status, body.code]).toEqual([403, 40302]);
});
