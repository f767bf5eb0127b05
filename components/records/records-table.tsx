"use client";

import { useRouter } from "next/navigation";
import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { printAsked } from "@/lib/contract/records-view";
import { DataTable } from "../data-table/data-table";
import { useFillHeight } from "../data-table/fill-height";
import type { ColumnLayout } from "../data-table/layout";
import { isNothing, nothing, type Selection } from "../data-table/selection";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { Brief } from "./brief";
import { nameOf, namePointer, useColumns, useFields, useLayout, usualLayout, viewOfLayout } from "./columns";
import { recordsPage, usePlace } from "./place";
import { type RecordRow, useRecordCount, useRecordList } from "./record-list";
import { RecordOrderProvider } from "./record-order";
import { recordsState } from "./records-state";
import type { ResourceFacts } from "./resource";
import { Toolbar } from "./toolbar";
import { useView } from "./use-view";

const idOf = (row: RecordRow) => row.id;

/** Toolbar, table and selection bar of a resource's records, all of it told by the address. */
export function RecordsTable({ resource, children }: { resource: ResourceFacts; children: ReactNode }) {
  const place = usePlace();
  const router = useRouter();
  const { account } = useViewer();
  const [view, change, query] = useView();
  const [sample, setSample] = useState<RecordRow>();
  const known = useFields(resource, sample);
  const { list, rows, more, asked, hasMore } = useRecordList(place, view, known);
  const [exactlyFor, setExactlyFor] = useState<string>();
  const counted = useRecordCount(place, view, exactlyFor === asked);
  const fields = useMemo(() => known ?? [], [known]);
  const columns = useColumns(resource, fields, view);
  const layout = useLayout(resource, columns, view);
  const [chosen, setChosen] = useState<{ asked: string; selection: Selection }>({ asked, selection: nothing });
  const selection = chosen.asked === asked ? chosen.selection : nothing;
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const listPath = recordsPage(account.id, place);
  const naming = namePointer(resource);

  if (!sample && rows[0]) setSample(rows[0]);
  useFillHeight(frame);
  useShortcut("search", () => search.current?.select());

  const hrefOf = useCallback(
    (row: RecordRow) => `${listPath}/${encodeURIComponent(row.id)}${query}`,
    [listPath, query],
  );
  const onLayout = useCallback(
    (next: ColumnLayout) => change(viewOfLayout(next, usualLayout(resource, columns))),
    [change, resource, columns],
  );
  const rowName = useCallback((row: RecordRow) => nameOf(row, naming), [naming]);
  const shownColumns = useMemo(() => columns.filter(({ id }) => layout.shown.includes(id)), [columns, layout]);
  const brief = useCallback(
    (row: RecordRow) => <Brief row={row} name={nameOf(row, naming)} columns={shownColumns} />,
    [naming, shownColumns],
  );
  const ids = useMemo(() => rows.map(idOf), [rows]);
  const path = usePathname();
  const openId = path.startsWith(`${listPath}/`) ? decoded(path.slice(listPath.length + 1)) : undefined;
  const { state, instead } = recordsState({ list, view, resource, rows, onClear: () => change(cleared) });

  return (
    <RecordOrderProvider ids={ids} more={more} listPath={listPath} query={query}>
      <div ref={frame} className="-mx-4 -mb-10 flex h-[calc(100dvh-10rem)] flex-col overflow-hidden sm:-mx-6">
        <Toolbar
          view={view}
          change={change}
          fields={fields}
          columns={columns}
          layout={layout}
          onLayout={onLayout}
          usual={() => usualLayout(resource, columns)}
          counted={counted.data}
          onCountExactly={() => setExactlyFor(asked)}
          counting={counted.isFetching && exactlyFor === asked}
          search={search}
          onLeaveSearch={() => frame.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus()}
        />
        <DataTable
          label="Records"
          columns={columns}
          layout={layout}
          onLayout={onLayout}
          density={view.density}
          rows={rows}
          rowId={idOf}
          rowName={rowName}
          total={counted.data && !counted.data.isMore ? counted.data.count : undefined}
          more={hasMore}
          onMore={more}
          placeName={`${place.resourceId} ${printAsked(view)}`}
          sort={view.sort}
          onSort={(sort) => change({ sort })}
          selection={selection}
          onSelection={(next) => setChosen({ asked, selection: next })}
          hrefOf={hrefOf}
          onOpen={(row) => router.push(hrefOf(row), { scroll: false })}
          openId={openId}
          brief={brief}
          state={state}
          instead={instead}
        />
        {!isNothing(selection) && null}
      </div>
      {children}
    </RecordOrderProvider>
  );
}

const cleared = { q: "", filter: undefined, failing: false, broken: undefined };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
