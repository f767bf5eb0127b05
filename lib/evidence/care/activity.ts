import type { Context } from "@/lib/changes/context";
import { isoDate } from "@/lib/contract/dates";
import { evidenceFor } from "./found";
import * as store from "./store";

/** What was done with an evidence and by whom, newest first: made, opened, downloaded, shared, held. Throws notFound. */
export async function evidenceActivity(ctx: Context, id: number, { below, size }: { below: number; size: number }) {
  await evidenceFor(ctx, id, "evidence-get");
  const found = await store.listActs({ accountId: ctx.accountId, id }, { below, size: size + 1 });
  const data = found.slice(0, size).map((row) => ({
    id: row.id,
    at: isoDate(row.at),
    action: row.action,
    actor: { kind: row.actor_kind, id: row.actor_id, label: row.actor_label },
    channel: row.channel,
    details: JSON.parse(row.details) as Record<string, unknown>,
  }));
  return { data, next: found.length > size ? (data.at(-1)?.id ?? null) : null };
}
