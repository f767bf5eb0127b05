import type { Context } from "@/lib/changes/context";
import { streamOf } from "@/lib/contract/answer";
import type { Filter } from "@/lib/contract/filters";
import { readSnapshot } from "@/lib/db/client";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { momentOf } from "./as-of";
import { marksFor, refuseGuesses } from "./hidden";
import { markedAt } from "./past/marked";
import { findPast } from "./past/store";
import { checkedFilter, slotNames } from "./read";
import { exportLines } from "./store";

const PAGE_RECORDS = 2_000;

/**
 * All records that match, one JSON line each, in the order of their ids' bytes: one snapshot, read a page at a time as
 * the caller takes it, so memory does not grow with the resource. Throws invalid, notFound before the first line.
 */
export async function exportRecords(ctx: Context, target: Target, query: { filter?: Filter; asOf?: string }) {
  const resource = await resourceAt(ctx, target, { deleted: query.asOf !== undefined });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const moment = await momentOf(place, query.asOf);
  const filter = checkedFilter(query.filter);
  const { revision, live } = moment;
  const marked = await markedAt(ctx, resource, revision === undefined ? [] : [revision]);
  refuseGuesses(ctx, marked, query);
  const slots = slotNames(resource);
  const marks = marksFor(ctx, marked);
  const schemaVersion = resource.schema_version;
  return streamOf(
    readSnapshot(async function* (from) {
      const past = revision === undefined ? undefined : await findPast(from, place, revision);
      const read = (afterId: string | null) =>
        exportLines(from, { ...place, past, filter, slots, schemaVersion, marks, afterId, size: PAGE_RECORDS });
      let page = live ? await read(null) : undefined;
      while (page) {
        // The next page is made while the caller takes this one.
        const next: ReturnType<typeof read> = read(page.last);
        yield page.lines;
        page = await next;
      }
    }),
  );
}
