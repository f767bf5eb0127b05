import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { momentOf } from "../as-of";
import { stateNow } from "../store";
import { touchedAtMost, type Ends } from "./store";

/** Two moments as they are asked for: each a revision or an ISO time; to: now when it is not said. */
export type Asked = { from: string; to?: string };

/** The two revisions meant. Throws invalid for moments that are none or in the wrong order, notFound. */
export async function endsAt(ctx: Context, target: Target, asked: Asked): Promise<{ resource: Resource; ends: Ends }> {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const newest = String((await stateNow(place)).revision);
  const [from, to] = await Promise.all([momentOf(place, asked.from), momentOf(place, asked.to ?? newest)]);
  const [first, last] = [from.revision ?? 0, to.revision ?? 0];
  if (first > last) {
    throw new Refusal("invalid", {
      message: `from: revision ${first} came after revision ${last}; compare the older moment with the newer one`,
    });
  }
  const span = { ...place, from: first, to: last, fromLive: from.live, toLive: to.live };
  return { resource, ends: { ...span, touched: await touchedAtMost(reader, span) } };
}
