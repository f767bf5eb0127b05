"use client";

import { type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useViewer } from "../shell/viewer";
import type { ResourcePlace as Place } from "./place";
import { type DataRecord, records } from "./record-api";
import { changeRows, staleRecords } from "./record-list";

const RECORD_FRESH_MS = 2_000;

const readNames = {
  record: (accountId: number, place: Place, id: string) =>
    ["record", accountId, place.connectionId, place.resourceId, id] as const,
  trash: (accountId: number, place: Place) => ["trash", accountId, place.connectionId, place.resourceId] as const,
};

const recordQuery = (accountId: number, place: Place, id: string) => ({
  queryKey: readNames.record(accountId, place, id),
  queryFn: ({ signal }: { signal: AbortSignal }) => records.read(place, id, signal),
  staleTime: RECORD_FRESH_MS,
});

/** One record with exact numbers, now or as of a moment. */
export function useRecord(place: Place, id: string | undefined, asOf?: string) {
  const { account } = useViewer();
  const now = recordQuery(account.id, place, id ?? "");
  const then = {
    queryKey: [...now.queryKey, "as of", asOf],
    queryFn: ({ signal }: { signal: AbortSignal }) => records.read(place, id ?? "", signal, asOf),
  };
  return useQuery({ ...now, ...(asOf !== undefined && then), enabled: id !== undefined });
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

/** Keeps what has been read of records true while they are written: the record itself, its row in lists, the trash. */
export function useRecordCache(place: Place) {
  const queries = useQueryClient();
  const { account } = useViewer();
  const { connectionId, resourceId } = place;
  return useMemo(() => {
    const here = { connectionId, resourceId };
    const name = (id: string) => readNames.record(account.id, here, id);
    const around = (ids: readonly string[]) => {
      for (const id of ids) void queries.invalidateQueries({ queryKey: name(id) });
      void queries.invalidateQueries({ queryKey: readNames.trash(account.id, here) });
      void queries.invalidateQueries({ queryKey: ["connections", account.id, connectionId] });
    };
    return {
      /** The record as it is now, or as it is about to be; its rows follow at once. */
      put(record: DataRecord) {
        queries.setQueryData<DataRecord>(name(record.id), record);
        const { id, attributes, revision, schemaVersion, updatedAt, failing = false } = record;
        const now = { attributes, revision, schemaVersion, updatedAt, failing };
        changeRows(queries, here, (row) => (row.id === id ? { ...row, ...now } : row));
      },
      fetch: (id: string) => queries.fetchQuery({ ...recordQuery(account.id, here, id), staleTime: 0 }),
      /** The record is gone. */
      forget(id: string) {
        queries.removeQueries({ queryKey: name(id) });
        changeRows(queries, here, (row) => (row.id === id ? undefined : row));
        around([]);
      },
      /** The record was changed in place: its history and what counts it are read again. */
      changed: (id: string) => around([id]),
      /** Records came into the lists or went; these are read again. */
      stale(ids: readonly string[]) {
        around(ids);
        void staleRecords(queries, here);
      },
    };
  }, [queries, account.id, connectionId, resourceId]);
}

/** Reads a record and its form ahead, when somebody is about to open it. */
export function warmRecord(queries: QueryClient, accountId: number, place: Place, id: string): void {
  void queries.prefetchQuery(recordQuery(accountId, place, id));
  void import("./form/record-form");
}
