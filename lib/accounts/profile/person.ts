import type { AuditEntry } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import { accountsOf } from "../sign-ins/store";

/** The person who asks about themselves: the guard lets nobody else come so far. */
export function personOf(ctx: Context): { personId: number; email: string; signInId: string } {
  if (ctx.personId === null || ctx.signInId === undefined) throw new Error("Only a signed-in person asks this");
  return { personId: ctx.personId, email: ctx.actor.label, signInId: ctx.signInId };
}

/** The network address of whoever asks. */
export const addressOf = (ctx: Context): string => ctx.caller?.address ?? "unknown";

/** One entry in the trail of each account the person belongs to. access: what was allowed before is judged again. */
export async function entriesOf(
  ctx: Context,
  action: string,
  { details = {}, access = false }: { details?: Record<string, unknown>; access?: boolean } = {},
): Promise<AuditEntry[]> {
  const { personId } = personOf(ctx);
  const entry = { action, target: `person ${personId}`, details, access, origin: ctx };
  return (await accountsOf(personId)).map(({ id: accountId }) => ({ ...entry, accountId }));
}
