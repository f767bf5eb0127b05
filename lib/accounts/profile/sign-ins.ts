import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { endSignIns } from "../sign-ins/store";
import { entriesOf, personOf } from "./person";
import * as store from "./store";

/** Where the person is signed in, the newest first. */
export async function listSignIns(ctx: Context) {
  const { personId, signInId } = personOf(ctx);
  const rows = await store.listSignIns(personId);
  return rows.map(({ id, device, address, method, created_at, last_seen_at }) => ({
    id,
    device,
    address,
    method,
    createdAt: created_at.toISOString(),
    lastSeenAt: last_seen_at.toISOString(),
    current: id === signInId,
  }));
}

/** Ends one of the person's own sign-ins, this one too. Throws notFound when they have no such one open. */
export async function endOwnSignIn(ctx: Context, id: string) {
  if ((await end(ctx, { only: id })) === 0) throw new Refusal("notFound");
}

/** Ends all of the person's sign-ins but the one they ask with. */
export async function endOtherSignIns(ctx: Context) {
  return { ended: await end(ctx, { but: personOf(ctx).signInId }) };
}

async function end(ctx: Context, which: Parameters<typeof endSignIns>[2]): Promise<number> {
  const { personId } = personOf(ctx);
  const entries = await entriesOf(ctx, "person.sign-in.end", { access: true });
  return write(ctx, async (tx) => {
    const ended = await endSignIns(tx, personId, which);
    const audit = ended === 0 ? [] : entries.map((entry) => ({ ...entry, details: { ended } }));
    return { result: ended, change: { resources: [], audit, people: [personId] } };
  });
}
