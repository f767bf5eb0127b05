import type { Context } from "@/lib/changes/context";
import * as store from "./store";

const MOST = 8;

/**
 * Connections and resources by name, records by the beginning of their id, declared texts or display name; by nothing
 * sensitive for who may not read it.
 */
export async function search(ctx: Context, { q }: { q: string }) {
  const marked = await store.markedConnections(ctx.accountId);
  const hidden = marked.filter((id) => !ctx.permitsOn("sensitive-get", id));
  const [connections, resources, records] = await Promise.all([
    store.findConnections(ctx, q, MOST),
    store.findResources(ctx, q, MOST),
    store.findRecords({ ...ctx, hidden }, waysToWrite(q), MOST),
  ]);
  return {
    connections: connections.map(({ id, name }) => ({ id, name })),
    resources: resources.map(({ connection_id, id, name }) => ({ connectionId: connection_id, id, name })),
    records: records.map((row) => ({
      connectionId: row.connection_id,
      resourceId: row.resource_id,
      resourceName: row.resource_name,
      id: row.id,
      displayName: row.display_name,
    })),
  };
}

/** The ways a word is usually written: indexes tell cases apart, people who search do not. */
function waysToWrite(text: string): string[] {
  const [first = "", ...rest] = text;
  const capital = first.toUpperCase() + rest.join("").toLowerCase();
  return [...new Set([text, text.toLowerCase(), text.toUpperCase(), capital])];
}
