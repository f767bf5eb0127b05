import { dehydrate, type DehydratedState, QueryClient } from "@tanstack/react-query";
import { readView } from "@/lib/contract/records-view";
import { parseExact } from "@/lib/schema/exact-json";
import { addressOf } from "../api";
import { listKey, needsColumns, type Page, pageQuery } from "./list-query";
import {
  connectionApi,
  connectionKey,
  recordsApi,
  resourceApi,
  resourceKey,
  type ResourcePlace,
} from "./resource-query";

/** Asks the API in the name of the page's person; undefined where it refuses. */
export type Read = (path: string) => Promise<string | undefined>;

type Asked = { accountId: number; place: ResourcePlace; read: Read };

/** A resource and its connection, read on the server for the pages of it. */
export async function knownResource({ accountId, place, read }: Asked): Promise<DehydratedState> {
  const known = new QueryClient();
  const { connectionId } = place;
  const [resource, connection] = await Promise.all([read(resourceApi(place)), read(connectionApi(connectionId))]);
  if (resource !== undefined) known.setQueryData(resourceKey(accountId, place), JSON.parse(resource));
  if (connection !== undefined) known.setQueryData(connectionKey(accountId, connectionId), JSON.parse(connection));
  return dehydrate(known);
}

/** The first records of the view that an address's query holds, read on the server. */
export async function knownRecords({ place, read }: Asked, search: string): Promise<DehydratedState> {
  const known = new QueryClient();
  const view = readView(search);
  // Ordering by a field takes the schema, which the page reads first by itself.
  const text =
    view.broken || needsColumns(view)
      ? undefined
      : await read(addressOf(recordsApi(place), pageQuery(view, undefined)));
  if (text !== undefined) {
    known.setQueryData(listKey(place, view), { pages: [parseExact(text) as Page], pageParams: [undefined] });
  }
  return dehydrate(known);
}
