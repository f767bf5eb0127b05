"use client";

import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes";
import type { schemaVersion } from "@/lib/contract/shapes/schemas";
import { api } from "../api";
import { connectionKey, resourceKey } from "../records/resource-query";
import { useViewer } from "../shell/viewer";
import { connectionApi, type Place, resourceApi } from "./addresses";

export type ConnectionFacts = z.output<typeof shapes.connection>;
export type ResourceFacts = z.output<typeof shapes.resource>;
export type SchemaVersion = z.output<typeof schemaVersion>;
export type ChangeFacts = z.output<typeof shapes.changesPage>["data"][number];
export type PushFacts = z.output<typeof shapes.pushesPage>["data"][number];

/** What has been read of an account's connections, by name; whoever writes says what is stale with `useStale`. */
export const names = {
  connections: (accountId: number) => ["connections", accountId] as const,
  connection: connectionKey,
  resource: (accountId: number, place: Place) => resourceKey(accountId, place),
};

/** After a write: everything read of connections is asked for again. */
export function useStale() {
  const queries = useQueryClient();
  const { account } = useViewer();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: names.connections(account.id) }),
      queries.invalidateQueries({ queryKey: ["overview", account.id] }),
    ]);
}

/** One connection. */
export function useConnection(connectionId: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: names.connection(account.id, connectionId),
    queryFn: ({ signal }) => api.get<ConnectionFacts>(connectionApi(connectionId), { signal }),
  });
}

/** The resources of a connection, with their counts. */
export function useResources(connectionId: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...names.connection(account.id, connectionId), "resources"],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: ResourceFacts[] }>(`${connectionApi(connectionId)}/resources`, { signal })).data,
  });
}

/** One resource. It is asked for again every half minute, so that its count and freshness stay true. */
export function useResource(place: Place) {
  const { account } = useViewer();
  return useQuery({
    queryKey: names.resource(account.id, place),
    queryFn: ({ signal }) => api.get<ResourceFacts>(resourceApi(place), { signal }),
    refetchInterval: 30_000,
  });
}

type NumberedPage<Row> = { data: Row[]; next: number | null };

/** A list of the API that goes back page by page, newest first. again: in how many milliseconds it is asked anew. */
export function useNumbered<Row>(
  key: readonly unknown[],
  path: string,
  query: Record<string, unknown> = {},
  again?: (pages: readonly NumberedPage<Row>[] | undefined) => number | false,
) {
  return useInfiniteQuery<NumberedPage<Row>, Error, InfiniteData<NumberedPage<Row>>, readonly unknown[], number>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.get<NumberedPage<Row>>(path, {
        query: { ...(query as Record<string, string>), below: pageParam || undefined, size: 50 },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    refetchInterval: again && (({ state }) => again(state.data?.pages)),
  });
}

/** The rows of all pages read so far. */
export const rowsOf = <Row>(data: InfiniteData<NumberedPage<Row>> | undefined): Row[] =>
  data?.pages.flatMap((page) => page.data) ?? [];

/** A list that belongs to a resource: pushes, changes, versions of its schema. */
export function useResourceList<Row>(place: Place, part: string, query: Record<string, unknown> = {}) {
  const { account } = useViewer();
  const key = [...names.resource(account.id, place), part, query];
  return useNumbered<Row>(key, `${resourceApi(place)}/${part}`, query);
}
