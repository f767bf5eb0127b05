import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { checkedEmail, checkedPassword } from "./create-person";
import { hashPassword } from "./passwords";
import { endSignIns } from "./sign-ins/store";
import { updatePassword } from "./store";

/** Gives a person another password and ends their sign-ins; it comes back only when it was made here. Throws notFound for an unknown address. */
export async function resetPassword(ctx: Context, input: { email: string; password?: string }) {
  const email = checkedEmail(input.email);
  const password = checkedPassword(input.password);
  const passwordHash = await hashPassword(password);
  return write(ctx, async (tx) => {
    const person = await updatePassword(tx, email, passwordHash);
    if (!person) throw new Refusal("notFound", { message: `Nobody has the address ${email}` });
    const { personId, accountIds } = person;
    await endSignIns(tx, personId, { but: null });
    const entry = { action: "person.password", target: `person ${personId}`, access: true, origin: ctx };
    const audit = accountIds.map((accountId) => ({ ...entry, accountId }));
    const made = input.password === undefined ? { password } : {};
    return { result: { personId, email, ...made }, change: { resources: [], audit, people: [personId] } };
  });
}
