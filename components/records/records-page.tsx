"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useMemo, useRef } from "react";
import { FailedState } from "../ui/failed-state";
import { useMounted } from "../ui/mounted";
import { useFillHeight } from "../data-table/fill-height";
import { TableSkeleton } from "../data-table/table-skeleton";
import { useViewer } from "../shell/viewer";
import { loadDrawer, useOpened } from "./opened";
import { PlaceProvider, recordsPage } from "./place";
import { useRecordsEarly } from "./record-list";
import { recordsFrame, RecordsTable } from "./records-table";
import { useResourceFacts } from "./resource";
import { useView } from "./use-view";

const RecordDrawer = dynamic(() => loadDrawer().then(({ RecordDrawer }) => RecordDrawer));

type RecordsPageProps = {
  connectionId: number;
  resourceId: number;
  /** The page inside, which hands over what the server has read. */
  children: ReactNode;
};

/** The records of a resource, and beside them the one that the address opens. */
export function RecordsPage({ connectionId, resourceId, children }: RecordsPageProps) {
  const place = useMemo(() => ({ connectionId, resourceId }), [connectionId, resourceId]);
  const { data, dataUpdatedAt, error, refetch } = useResourceFacts(place);
  const [view] = useView();
  const mounted = useMounted();
  useRecordsEarly(place, view);
  const { account } = useViewer();
  const opened = useOpened(recordsPage(account.id, place));
  const drawer = opened && <RecordDrawer connectionId={connectionId} resourceId={resourceId} recordId={opened.id} />;
  if (error && !data) {
    return <FailedState what="The resource could not be read" problem={error} retry={() => void refetch()} />;
  }
  return (
    <PlaceProvider value={place}>
      {data && mounted ? (
        <RecordsTable resource={data} readAt={dataUpdatedAt}>
          {drawer}
        </RecordsTable>
      ) : (
        <>
          <WaitingTable />
          {drawer}
        </>
      )}
      {children}
    </PlaceProvider>
  );
}

/** The place of toolbar and table before they are there. */
function WaitingTable() {
  const frame = useRef<HTMLDivElement>(null);
  useFillHeight(frame);
  return (
    <div ref={frame} className={recordsFrame}>
      <div className="h-9 shrink-0 border-b border-hairline max-sm:h-25" />
      <TableSkeleton columns={8} height="normal" label="records" />
    </div>
  );
}
