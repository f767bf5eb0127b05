import type { Answer } from "@/lib/contract/answer";
import { isoDate } from "@/lib/contract/dates";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { originFacts, pageOf } from "../history/read-history";
import { marksFor } from "../hidden";
import { markedAt } from "../past/marked";
import * as store from "./store";

/** A page of the records that were deleted and did not come back, newest deletion first. Throws notFound. */
export async function listDeleted(ctx: Context, target: Target, page: { below: number; size: number; q?: string }) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const marks = marksFor(ctx, await markedAt(ctx, resource));
  const found = await store.listDeleted(place, { ...page, size: page.size + 1, marks });
  return pageOf(found, page.size, (row) => row.place);
}

/** The page in the contract's words; the records' own text, never parsed. */
export function deletedAnswer({ rows, next }: { rows: store.DeletedRow[]; next: number | null }): Answer {
  const data = rows.map((row) => {
    const { actor, channel } = originFacts(row);
    const facts = {
      revision: row.revision,
      deletedRevision: row.deleted_revision,
      deletedAt: isoDate(row.at),
      deletedBy: actor,
      channel,
      reason: row.reason,
      jobId: row.job_id,
    };
    return `{"id":${JSON.stringify(row.id)},"attributes":${row.data},${JSON.stringify(facts).slice(1)}`;
  });
  return { status: 200, body: `{"data":[${data.join(",")}],"next":${next}}` };
}
