import { Refusal } from "@/lib/contract/errors";
import type { Role } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { hashPassword, makePassword } from "./passwords";
import { findPerson, insertPerson, putMembership, requireAccount } from "./store";

const PASSWORD_CHARACTERS_MIN = 12;

type NewPerson = {
  accountId: number;
  email: string;
  role: Role;
  password?: string;
  firstName?: string;
  lastName?: string;
};

/**
 * Makes a person, or takes the one with this address, and gives them a role in the account. The password comes back
 * only when it was made here. Throws invalid for an address or a password that is none.
 */
export async function createPerson(ctx: Context, input: NewPerson) {
  const email = checkedEmail(input.email);
  const password = checkedPassword(input.password);
  const passwordHash = await hashPassword(password);
  return write(ctx, async (tx) => {
    await requireAccount(tx, input.accountId);
    const { firstName = "", lastName = "" } = input;
    const added = await insertPerson(tx, { email, passwordHash, firstName, lastName });
    const personId = added ?? (await findPerson(tx, email)) ?? 0;
    await putMembership(tx, input.accountId, personId, input.role);
    const target = `person ${personId}`;
    const details = { email, role: input.role };
    const audit = { accountId: input.accountId, action: "person.join", target, details, access: true, origin: ctx };
    const made = added !== undefined && input.password === undefined ? { password } : {};
    return { result: { personId, email, role: input.role, ...made }, change: { resources: [], audit } };
  });
}

/** An e-mail address in lower case. Throws invalid when it is none. */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
    throw new Refusal("invalid", { message: `"${text}" is not an e-mail address` });
  }
  return email;
}

/** The given password, or a made one. Throws invalid when it is too short. */
export function checkedPassword(password: string | undefined): string {
  if (password !== undefined && password.length < PASSWORD_CHARACTERS_MIN) {
    throw new Refusal("invalid", { message: `A password has at least ${PASSWORD_CHARACTERS_MIN} characters` });
  }
  return password ?? makePassword();
}
