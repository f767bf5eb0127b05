"use client";

import { type ReactNode, useMemo } from "react";
import { FailedState } from "../ui/failed-state";
import { useMounted } from "../ui/mounted";
import { TableSkeleton } from "../data-table/table-skeleton";
import { PlaceProvider } from "./place";
import { RecordsTable } from "./records-table";
import { useResourceFacts } from "./resource";

type RecordsPageProps = { connectionId: number; resourceId: number; children: ReactNode };

/** The records of a resource, and beside them the one that is open: it is the page inside. */
export function RecordsPage({ connectionId, resourceId, children }: RecordsPageProps) {
  const place = useMemo(() => ({ connectionId, resourceId }), [connectionId, resourceId]);
  const { data, error, refetch } = useResourceFacts(place);
  const mounted = useMounted();
  if (error && !data) {
    return <FailedState what="The resource could not be read" problem={error} retry={() => void refetch()} />;
  }
  return (
    <PlaceProvider value={place}>
      {data && mounted ? (
        <RecordsTable resource={data}>{children}</RecordsTable>
      ) : (
        <>
          <RecordsFrame>
            <div className="h-10 shrink-0 border-b border-hairline" />
            <TableSkeleton columns={8} height="normal" label="records" />
          </RecordsFrame>
          {children}
        </>
      )}
    </PlaceProvider>
  );
}

/** The place of toolbar and table: as wide as the page, without its margins. */
function RecordsFrame({ children }: { children: ReactNode }) {
  return <div className="-mx-4 -mb-10 flex h-[calc(100dvh-10rem)] flex-col overflow-hidden sm:-mx-6">{children}</div>;
}
