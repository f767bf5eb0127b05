"use client";

import type { ReactNode } from "react";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { ShowMore } from "./show-more";

type PagedListProps<Row> = {
  list: {
    data: { pages: { data: Row[] }[] } | undefined;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  label: string;
  /** What is said while it is read, and where that failed. */
  reading: string;
  failed: string;
  none: ReactNode;
  /** One row, an item of a list. */
  children: (row: Row) => ReactNode;
};

/** Rows that are told page by page, each as wide as the page: read, failed, none, or the rows and more of them. */
export function PagedList<Row>({ list, label, reading, failed, none, children }: PagedListProps<Row>) {
  if (list.error) return <FailedState what={failed} problem={list.error} retry={() => void list.refetch()} />;
  const rows = list.data?.pages.flatMap(({ data }) => data);
  if (!rows) return <SkeletonRows rows={6} columns={3} label={reading} />;
  if (rows.length === 0) return none;
  return (
    <>
      <ul aria-label={label} className="border-t border-hairline">
        {rows.map(children)}
      </ul>
      <ShowMore list={list} words="Show more" />
    </>
  );
}
