import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { needsCode } from "../second-factor/check";
import { countRecoveryCodes } from "../second-factor/store";
import { accountsOf } from "../sign-ins/store";
import { entriesOf, personOf } from "./person";
import * as store from "./store";

/** What a person knows of themselves: names, how they sign in, and the accounts they belong to. */
export async function readProfile(ctx: Context) {
  const { personId, signInId } = personOf(ctx);
  const person = await store.findPersonFacts(personId);
  if (!person) throw new Refusal("notFound");
  return {
    id: personId,
    email: person.email,
    firstName: person.first_name,
    lastName: person.last_name,
    hasPassword: person.has_password,
    twoFactor: await needsCode(personId),
    recoveryCodesLeft: await countRecoveryCodes(personId),
    accounts: await accountsOf(personId),
    signInId,
  };
}

/** Changes a person's own names; what is not sent stays. */
export async function updateProfile(ctx: Context, names: { firstName?: string; lastName?: string }) {
  const { personId } = personOf(ctx);
  const audit = await entriesOf(ctx, "person.update", { details: names });
  await write(ctx, async (tx) => {
    await store.updateNames(tx, personId, names);
    return { result: undefined, change: { resources: [], audit, people: [personId] } };
  });
  return readProfile(ctx);
}
