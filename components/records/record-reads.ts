"use client";

import { type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { resourceApi, type ResourcePlace as Place } from "./place";
import { type DataRecord, records, type ResourceFacts } from "./record-api";

/** What is read of a resource and its records, by name. Lists of records stand below `lists`, so that a write reaches them. */
export const readNames = {
  resource: (accountId: number, { connectionId, resourceId }: Place) =>
    ["connections", accountId, connectionId, "resources", resourceId] as const,
  record: (accountId: number, place: Place, id: string) =>
    ["record", accountId, place.connectionId, place.resourceId, id] as const,
  lists: ({ connectionId, resourceId }: Place) => ["records", connectionId, resourceId] as const,
  trash: (accountId: number, place: Place) => ["trash", accountId, place.connectionId, place.resourceId] as const,
};

const RECORD_FRESH_MS = 2_000;

/** The resource that records belong to: its schema, its keys, its name. */
export function useRecordResource(place: Place) {
  const { account } = useViewer();
  return useQuery({
    queryKey: readNames.resource(account.id, place),
    queryFn: ({ signal }) => api.get<ResourceFacts>(resourceApi(place), { signal }),
    staleTime: 30_000,
  });
}

const recordQuery = (accountId: number, place: Place, id: string) => ({
  queryKey: readNames.record(accountId, place, id),
  queryFn: ({ signal }: { signal: AbortSignal }) => records.read(place, id, signal),
  staleTime: RECORD_FRESH_MS,
});

/** One record with exact numbers. */
export function useRecord(place: Place, id: string | undefined) {
  const { account } = useViewer();
  return useQuery({ ...recordQuery(account.id, place, id ?? ""), enabled: id !== undefined });
}

/** Every version of a record, newest first, a page at a time. */
export function useVersions(place: Place, id: string) {
  const { account } = useViewer();
  return useInfiniteQuery({
    queryKey: [...readNames.record(account.id, place, id), "history"],
    queryFn: ({ pageParam, signal }) => records.history(place, id, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** When a record's source last confirmed it. */
export function useProvenance(place: Place, id: string) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...readNames.record(account.id, place, id), "provenance"],
    queryFn: ({ signal }) => records.provenance(place, id, signal),
  });
}

/** The deleted records of a resource, the newest deletion first. */
export function useDeleted(place: Place, q: string) {
  const { account } = useViewer();
  return useInfiniteQuery({
    queryKey: [...readNames.trash(account.id, place), q],
    queryFn: ({ pageParam, signal }) => records.deleted(place, q, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Puts a record into what has been read, and says that the lists around it are stale. */
export function useRecordCache(place: Place) {
  const queries = useQueryClient();
  const { account } = useViewer();
  const { connectionId, resourceId } = place;
  return useMemo(() => {
    const here = { connectionId, resourceId };
    const name = (id: string) => readNames.record(account.id, here, id);
    return {
      put: (record: DataRecord) => queries.setQueryData<DataRecord>(name(record.id), record),
      fetch: (id: string) => queries.fetchQuery({ ...recordQuery(account.id, here, id), staleTime: 0 }),
      forget: (id: string) => queries.removeQueries({ queryKey: name(id) }),
      /** After a write: what stands around the record is read again. */
      stale: (id: string | undefined) => {
        if (id !== undefined) void queries.invalidateQueries({ queryKey: name(id) });
        void queries.invalidateQueries({ queryKey: readNames.lists(here) });
        void queries.invalidateQueries({ queryKey: readNames.trash(account.id, here) });
        void queries.invalidateQueries({ queryKey: readNames.resource(account.id, here) });
      },
    };
  }, [queries, account.id, connectionId, resourceId]);
}

/** Reads a record and its form ahead, when somebody is about to open it. */
export function warmRecord(queries: QueryClient, accountId: number, place: Place, id: string): void {
  void queries.prefetchQuery(recordQuery(accountId, place, id));
  void import("./form/record-form");
}
