import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { checkedPassword } from "../create-person";
import { hashPassword } from "../passwords";
import { endSignIns } from "../sign-ins/store";
import { entriesOf, personOf } from "./person";
import * as store from "./store";
import { sureItIsThem } from "./sure";

/**
 * Gives the person another password and ends their other sign-ins. Who has one shows it. Throws invalid and
 * tooManyRequests.
 */
export async function changePassword(ctx: Context, { current, next }: { current?: string; next: string }) {
  const { personId, signInId } = personOf(ctx);
  const password = checkedPassword(next);
  if ((await store.findPersonFacts(personId))?.has_password) await showCurrent(ctx, current);
  const passwordHash = await hashPassword(password);
  const audit = await entriesOf(ctx, "person.password", { access: true });
  return write(ctx, async (tx) => {
    await store.setPassword(tx, personId, passwordHash);
    const endedSignIns = await endSignIns(tx, personId, { but: signInId });
    return { result: { endedSignIns }, change: { resources: [], audit, people: [personId] } };
  });
}

async function showCurrent(ctx: Context, current: string | undefined): Promise<void> {
  try {
    await sureItIsThem(ctx, { password: current ?? "" });
  } catch (error) {
    if (!(error instanceof Error) || !("kind" in error) || error.kind !== "invalid") throw error;
    const message = "Your present password is another one";
    throw new Refusal("invalid", { message, errors: [{ pointer: "/current", keyword: "password", message }] });
  }
}
