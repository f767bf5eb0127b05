"use client";

import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { printAsked, type RecordsView } from "@/lib/contract/records-view";
import { type SchemaColumn } from "@/lib/schema/columns";
import { parseExact } from "@/lib/schema/exact-json";
import { api } from "../api";
import { askedOf, keyOf, listKey, needsColumns, type Page, pageQuery, type RecordRow } from "./list-query";
import { recordsApi, type ResourcePlace } from "./place";

export type { RecordRow };

type Pages = InfiniteData<Page, string | undefined>;

/** Counted at once up to here; beyond, only when asked for. */
const COUNTED_MAX = 10_000;

/** Whether a view leaves anything out. */
export const isNarrowed = (view: RecordsView): boolean =>
  view.q.trim() !== "" || view.filter !== undefined || view.failing;

const listOf = (place: ResourcePlace, view: RecordsView, columns: readonly SchemaColumn[] | undefined) =>
  infiniteQueryOptions<Page, Error, Pages, readonly unknown[], string | undefined>({
    queryKey: listKey(place, view),
    queryFn: async ({ pageParam, signal }) => {
      const query = pageQuery(view, columns, pageParam);
      const text = await api.get<string>(recordsApi(place), { query, signal, text: true });
      const page = parseExact(text) as Omit<Page, "data"> & { data: (RecordRow & { attributes: object | null })[] };
      // What was erased stands in lists of the past, without values.
      return { ...page, data: page.data.map((row) => ({ ...row, attributes: row.attributes ?? {} })) };
    },
    initialPageParam: undefined,
    getNextPageParam: ({ pagination }) => pagination.cursor ?? undefined,
    staleTime: 60_000,
  });

/** Asks for the first records of a view while the page still reads what they belong to. */
export function useRecordsEarly(place: ResourcePlace, view: RecordsView): void {
  const queries = useQueryClient();
  const first = useRef(view);
  useEffect(() => {
    if (first.current.broken || needsColumns(first.current)) return;
    void queries.prefetchInfiniteQuery(listOf(place, first.current, undefined));
  }, [queries, place]);
}

/** The records of a view, page by page. columns: of the schema. */
export function useRecordList(place: ResourcePlace, view: RecordsView, columns: readonly SchemaColumn[] | undefined) {
  const asked = printAsked(view);
  const list = useInfiniteQuery({
    ...listOf(place, view, columns),
    enabled: !view.broken && (!needsColumns(view) || columns !== undefined),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    refetchOnWindowFocus: false,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage]);
  return { list, rows, more, asked, hasMore: hasNextPage };
}

export type Counted = { count: number; isMore: boolean };

type Known = { count: number; at: number };

const countOf = (place: ResourcePlace, view: RecordsView, exactly: boolean) =>
  queryOptions({
    queryKey: [...keyOf(place), "count", printAsked({ ...view, sort: undefined }), exactly],
    queryFn: async ({ signal }): Promise<Counted> => {
      const countMax = exactly ? undefined : COUNTED_MAX;
      const query = { ...askedOf(view), size: 1, includeTotalCount: true, countMax };
      const { pagination } = await api.get<Page>(recordsApi(place), { query, signal });
      return { count: pagination.totalCount ?? 0, isMore: pagination.totalIsMore ?? false };
    },
  });

/** How many records match, to the last one, for who is about to change them all. */
export function useExactCount(place: ResourcePlace, view: RecordsView, asked: boolean): number | undefined {
  return useQuery({ ...countOf(place, view, true), enabled: asked && !view.broken }).data?.count;
}

type CountAsked = {
  place: ResourcePlace;
  view: RecordsView;
  exactly: boolean;
  /** How many there are in all, by what has just been read of the resource. */
  whole: Known;
  /** What the view's own list says: how many there are where it is all there, "more" where not; undefined: not yet. */
  listed: number | "more" | undefined;
};

/**
 * How many records match; up to 10,000 at once, all of them when `exactly` is asked for. A view that leaves nothing out is
 * not counted, nor one whose list is all there; others are counted after their list has come, so that a search through
 * very many does not run twice at once.
 */
export function useRecordCount({ place, view, exactly, whole, listed }: CountAsked) {
  const narrowed = isNarrowed(view) || view.asOf !== undefined;
  const known = exactly || narrowed ? undefined : whole;
  const { data, isFetching, isPlaceholderData } = useQuery({
    ...countOf(place, view, exactly),
    enabled: !view.broken && (!narrowed || listed === "more"),
    initialData: known && { count: known.count, isMore: false },
    initialDataUpdatedAt: known?.at,
    placeholderData: exactly ? keepPreviousData : undefined,
  });
  const all = narrowed && typeof listed === "number" ? { count: listed, isMore: false } : undefined;
  return { data: all ?? data, isFetching: isFetching && isPlaceholderData };
}

/** Asks for every list of a resource's records anew: after a job, an undo, or when others have changed them. */
export const staleRecords = (queries: QueryClient, place: ResourcePlace) =>
  queries.invalidateQueries({ queryKey: keyOf(place) });

type Change = (row: RecordRow) => RecordRow | undefined;

/** Changes records in every list at once, before the server has; undefined takes one out. Answers how to take it back. */
export function changeRows(queries: QueryClient, place: ResourcePlace, change: Change): () => void {
  const key = { queryKey: keyOf(place), predicate: hasPages };
  const before = queries.getQueriesData<Pages>(key);
  queries.setQueriesData<Pages>(key, (pages) => pages && { ...pages, pages: pages.pages.map(changed) });
  return () => before.forEach(([name, pages]) => queries.setQueryData(name, pages));

  function changed(page: Page): Page {
    const data = page.data.flatMap((row) => change(row) ?? []);
    return { ...page, data };
  }
}

// Lists as of a moment stay as they are, whatever becomes of the records.
const hasPages = ({ queryKey }: { queryKey: readonly unknown[] }) =>
  queryKey[3] !== "count" && !String(queryKey[3]).includes("asOf=");
