import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { checkedEmail, checkedPassword } from "../create-person";
import { hashPassword } from "../passwords";
import { insertAccount, insertPerson, putMembership, updateAccount } from "../store";
import { findToken, insertToken, useToken, voidTokens } from "../tokens/store";
import { deadLink, hashOfToken, makeToken } from "../tokens/token";
import { hasPeople, lockFirstRun } from "./store";

const DAYS = 30;

/** A token by which the first person comes in; undefined when there are people already. Each start makes one. */
export async function makeFirstRunToken(): Promise<string | undefined> {
  if (await hasPeople()) return undefined;
  const token = makeToken();
  await write({ dryRun: false, accountId: 0 }, async (tx) => {
    await insertToken(tx, hashOfToken(token), "first-run", {}, DAYS * 24 * 60);
    return { result: undefined, change: { resources: [] } };
  });
  return token;
}

type First = {
  token: string;
  accountName: string;
  email: string;
  password: string;
  firstName?: string;
  lastName?: string;
  termsAccepted: boolean;
};

/** Makes the first account and its admin, for whoever read the token in the log. Throws notFound for a dead one, invalid. */
export async function openInstallation(ctx: Context, input: First) {
  const email = checkedEmail(input.email);
  const name = input.accountName.trim();
  if (!name) throw new Refusal("invalid", { message: "An account needs a name" });
  const hash = hashOfToken(input.token);
  if (!(await findToken(hash, "first-run"))) throw deadLink(); // before the work that a password costs
  const passwordHash = await hashPassword(checkedPassword(input.password));
  const { firstName = "", lastName = "" } = input;
  return write(ctx, async (tx) => {
    await lockFirstRun(tx);
    const used = await useToken(tx, hash, "first-run");
    if (!used || (await hasPeople(tx))) throw deadLink();
    await voidTokens(tx, "first-run");
    const accountId = await insertAccount(tx, name);
    const personId = await insertPerson(tx, { email, passwordHash, firstName, lastName });
    if (personId === undefined) throw deadLink();
    await putMembership(tx, accountId, personId, "admin");
    if (input.termsAccepted) await updateAccount(tx, accountId, { termsAccepted: true });
    const actor = { kind: "person" as const, id: personId, label: email, epoch: null };
    const origin = { actor, channel: ctx.channel, requestId: ctx.requestId };
    const target = `account ${accountId}`;
    const created = { accountId, action: "account.create", target, details: { name }, origin };
    const terms = { accountId, action: "account.terms", target, details: { termsAccepted: true }, origin };
    const joined = {
      accountId,
      action: "person.join",
      target: `person ${personId}`,
      details: { email, role: "admin" },
      origin,
    };
    const audit = input.termsAccepted ? [created, terms, joined] : [created, joined];
    return { result: { accountId, email }, change: { resources: [], audit } };
  });
}
