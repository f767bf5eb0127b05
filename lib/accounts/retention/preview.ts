import { isoDate } from "@/lib/contract/dates";
import type { Context } from "@/lib/changes/context";
import * as store from "./store";

/** What keeping history for so many days would remove today, resource by resource, and from when on it could be read. */
export async function previewRetention(
  { accountId, connectionIds }: Context,
  { historyDays }: { historyDays: number },
) {
  const rows = await store.listOld(accountId, { days: historyDays, connectionIds });
  return {
    historyDays,
    versions: rows.reduce((sum, { versions }) => sum + versions, 0),
    resources: rows.map((row) => ({
      connectionId: row.connection_id,
      resourceId: row.resource_id,
      name: row.name,
      versions: row.versions,
      readableFrom: { revision: row.from_revision, at: isoDate(row.from_at) },
    })),
  };
}
