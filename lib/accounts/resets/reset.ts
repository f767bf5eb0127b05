import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { sendMail } from "@/lib/notify/mail";
import { checkedEmail, checkedPassword } from "../create-person";
import { hashPassword } from "../passwords";
import { setPassword } from "../profile/store";
import { accountsOf, endSignIns, findByEmail } from "../sign-ins/store";
import { mayTry } from "../sign-ins/tries";
import { findToken, insertToken, useToken, voidTokens } from "../tokens/store";
import { deadLink, hashOfToken, linkWith, makeToken } from "../tokens/token";
import { findPersonFacts } from "../profile/store";

const MINUTES = 60;

/** A link by which a person sets another password within the hour. Throws notFound for an unknown address. */
export async function makeResetLink(ctx: Context, input: { email: string }) {
  const email = checkedEmail(input.email);
  const person = await findByEmail(email);
  if (!person) throw new Refusal("notFound", { message: `Nobody has the address ${email}` });
  const token = makeToken();
  const entry = { action: "person.password-reset", target: `person ${person.id}`, origin: ctx };
  const audit = (await accountsOf(person.id)).map(({ id: accountId }) => ({ ...entry, accountId }));
  await write(ctx, async (tx) => {
    await voidTokens(tx, "password-reset", person.id);
    await insertToken(tx, hashOfToken(token), "password-reset", { personId: person.id }, MINUTES);
    return { result: undefined, change: { resources: [], audit } };
  });
  return { email, link: linkWith(ctx, "/reset", token), minutes: MINUTES };
}

/**
 * Mails a person the link to set another password. Whether there is such a person is not told: not by the answer, and
 * not by its time. Throws tooManyRequests.
 */
export async function askForReset(ctx: Context, input: { email: string }): Promise<void> {
  const email = input.email.trim().toLowerCase();
  if (!(await mayTry(`reset:${email}`, ctx.caller?.address ?? "unknown"))) {
    throw new Refusal("tooManyRequests", { headers: { "retry-after": "900" } });
  }
  void mailReset(ctx, email);
}

async function mailReset(ctx: Context, email: string): Promise<void> {
  try {
    const { link } = await makeResetLink(ctx, { email });
    await sendMail({
      to: email,
      subject: "Set a new password for Attestry",
      text: `Somebody asked to set a new password for ${email}.\n\nWithin an hour, this link does it:\n${link}\n\nIf it was not you, nothing has changed and nothing is to be done.\n`,
    });
  } catch {
    // Nobody has this address; nobody is told.
  }
}

/** Sets the password of whom a link was made for, and ends their sign-ins. Throws notFound for a dead link, invalid. */
export async function confirmReset(ctx: Context, { token, password }: { token: string; password: string }) {
  const hash = hashOfToken(token);
  if (!(await findToken(hash, "password-reset"))) throw deadLink(); // before the work that a password costs
  const passwordHash = await hashPassword(checkedPassword(password));
  return write(ctx, async (tx) => {
    const aim = await useToken(tx, hash, "password-reset");
    const person = aim?.personId === undefined ? undefined : await findPersonFacts(aim.personId);
    if (!person) throw deadLink();
    await setPassword(tx, person.id, passwordHash);
    await endSignIns(tx, person.id, { but: null });
    const actor = { kind: "person" as const, id: person.id, label: person.email, epoch: null };
    const origin = { actor, channel: ctx.channel, requestId: ctx.requestId };
    const entry = {
      action: "person.password",
      target: `person ${person.id}`,
      details: { by: "link" },
      access: true,
      origin,
    };
    const audit = (await accountsOf(person.id)).map(({ id: accountId }) => ({ ...entry, accountId }));
    return { result: { email: person.email }, change: { resources: [], audit, people: [person.id] } };
  });
}
