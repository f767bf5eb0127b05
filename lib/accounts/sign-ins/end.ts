import { randomUUID } from "node:crypto";
import { write } from "@/lib/changes/write";
import * as store from "./store";

/** Ends the sign-in of a person who leaves; one that has ended stays so. */
export async function signOut(signInId: string): Promise<void> {
  const found = await store.findOpenSignIn(signInId);
  if (!found) return;
  const { person_id: id, email } = found;
  const origin = {
    actor: { kind: "person" as const, id, label: email, epoch: null },
    channel: "api" as const,
    requestId: randomUUID(),
  };
  const entry = { action: "person.sign-out", target: `person ${id}`, origin };
  const audit = (await store.accountsOf(id)).map((account) => ({ ...entry, accountId: account.id }));
  await write({ dryRun: false, accountId: 0 }, async (tx) => {
    await store.endSignIns(tx, id, { only: signInId });
    return { result: undefined, change: { resources: [], audit, people: [id] } };
  });
}
