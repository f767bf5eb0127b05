import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { endSignIns } from "../sign-ins/store";
import * as store from "./store";

/** Ends every sign-in of a member, on every device. Throws notFound. */
export async function endSignInsOf(ctx: Context, personId: number) {
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const member = await store.findMember(tx, accountId, personId);
    if (!member) throw new Refusal("notFound");
    const ended = await endSignIns(tx, personId, { but: null });
    const details = { email: member.email, ended };
    const audit = { accountId, action: "person.end-sign-ins", target: `person ${personId}`, details, origin: ctx };
    return { result: { ended }, change: { resources: [], audit, people: [personId] } };
  });
}
