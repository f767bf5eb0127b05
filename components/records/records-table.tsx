"use client";

import { Filter } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { fullName } from "@/lib/contract/filter-words";
import { printAsked } from "@/lib/contract/records-view";
import { DataTable } from "../data-table/data-table";
import { useFillHeight } from "../data-table/fill-height";
import { type ColumnLayout, inOrder } from "../data-table/layout";
import { isNothing, nothing, type Selection } from "../data-table/selection";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { MenuItem } from "../ui/menu";
import { Brief } from "./brief";
import { nameOf, namePointer, useColumns, useFields, useLayout, usualLayout, viewOfLayout } from "./columns";
import { loadSelectionBar, useOpened, warm } from "./opened";
import { NEW_RECORD, recordsPage, usePlace } from "./place";
import { type RecordRow, useRecordCount, useRecordList } from "./record-list";
import { RecordOrderProvider } from "./record-order";
import { recordsState } from "./records-state";
import type { ResourceFacts } from "./resource";
import { askFirst } from "./use-leave-guard";
import { Toolbar } from "./toolbar";
import { useView } from "./use-view";

const PastBanner = dynamic(() => import("./past/past-banner").then(({ PastBanner }) => PastBanner), { ssr: false });
const SelectionBar = dynamic(loadSelectionBar, { ssr: false });

/** As wide as the page, without its margins, down to the bottom of the window. */
export const recordsFrame = "-mx-4 -mt-4 -mb-10 flex h-[calc(100dvh-10rem)] flex-col overflow-hidden sm:-mx-6";

const SAMPLED = 60;

const idOf = (row: RecordRow) => row.id;

type RecordsTableProps = {
  resource: ResourceFacts;
  /** When that was read: for so long its count of records holds. */
  readAt: number;
  children: ReactNode;
};

/** Toolbar, table and selection bar of a resource's records, all of it told by the address. */
export function RecordsTable({ resource, readAt, children }: RecordsTableProps) {
  const place = usePlace();
  const { account, can } = useViewer();
  const [view, change, query] = useView();
  // The first page that was seen tells how wide columns are; later ones do not move them.
  const [sample, setSample] = useState<readonly RecordRow[]>([]);
  const known = useFields(resource, sample);
  const { list, rows, more, asked, hasMore } = useRecordList(place, view, known);
  const [exactlyFor, setExactlyFor] = useState<string>();
  const listed = list.isPlaceholderData || !list.data ? undefined : hasMore ? "more" : rows.length;
  const whole = { count: resource.recordCount, at: readAt };
  const counted = useRecordCount({ place, view, exactly: exactlyFor === asked, whole, listed });
  const fields = useMemo(() => known ?? [], [known]);
  // What the rows on screen were asked by: they are drawn once when another view's have come, and not before that.
  const [drawn, setDrawn] = useState({ view, query });
  if (drawn.query !== query && !list.isPlaceholderData) setDrawn({ view, query });
  const columns = useColumns(resource, fields, drawn.view, sample);
  const layout = useLayout(resource, columns, view);
  const [chosen, setChosen] = useState<{ asked: string; selection: Selection }>({ asked, selection: nothing });
  const selection = chosen.asked === asked ? chosen.selection : nothing;
  const [begin, setBegin] = useState<string>();
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const warmed = useRef(false);
  const listPath = recordsPage(account.id, place);
  const naming = namePointer(resource);

  if (sample.length === 0 && rows.length > 0) setSample(rows.slice(0, SAMPLED));
  useFillHeight(frame);
  useShortcut("search", () => search.current?.select());

  const hrefOf = useCallback(
    (row: RecordRow) => `${listPath}/${encodeURIComponent(row.id)}${drawn.query}`,
    [listPath, drawn.query],
  );
  const orderHref = useCallback((id: string) => `${listPath}/${encodeURIComponent(id)}${query}`, [listPath, query]);
  const onLayout = useCallback(
    (next: ColumnLayout) => change(viewOfLayout(next, usualLayout(resource, columns))),
    [change, resource, columns],
  );
  const rowName = useCallback((row: RecordRow) => nameOf(row, naming), [naming]);
  const shownColumns = useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    return inOrder(layout).flatMap((id) => byId.get(id) ?? []);
  }, [columns, layout]);
  const shown = useMemo(() => shownColumns.flatMap(({ field }) => field ?? []), [shownColumns]);
  const brief = useCallback(
    (row: RecordRow) => <Brief row={row} name={nameOf(row, naming)} columns={shownColumns} />,
    [naming, shownColumns],
  );
  const columnMenu = (id: string) => {
    const field = fields.find(({ pointer }) => pointer === id);
    // The menu gives its focus back first; the box takes it then.
    const filter = () => field && setTimeout(() => setBegin(`${fullName(field)} `));
    return field && <MenuItem icon={<Filter />} onSelect={filter}>{`Filter by ${field.label}`}</MenuItem>;
  };
  const near = () => {
    if (warmed.current) return;
    warmed.current = true;
    warm();
  };
  const ids = useMemo(() => rows.map(idOf), [rows]);
  const openId = useOpened(listPath)?.id;
  // The drawer follows the address by itself, which is faster than asking the server for its page.
  const show = (href: string) => window.history.pushState(null, "", href);
  const { state, instead } = recordsState({ list, view, resource, rows, onClear: () => change(cleared) });

  return (
    <RecordOrderProvider ids={ids} more={more} hrefOf={orderHref} listHref={listPath + query}>
      <div ref={frame} className={recordsFrame} onPointerOver={near} onFocus={near}>
        <Toolbar
          resource={resource}
          view={view}
          shown={shown}
          change={change}
          fields={fields}
          columns={columns}
          layout={layout}
          onLayout={onLayout}
          onUsual={() => change({ columns: undefined, pinned: undefined, widths: {} })}
          counted={counted.data}
          onCountExactly={() => setExactlyFor(asked)}
          counting={counted.isFetching}
          begin={begin}
          onBegin={setBegin}
          newHref={
            can("custom-connections-data-post", place.connectionId) && view.asOf === undefined
              ? `${listPath}/${NEW_RECORD}${query}`
              : undefined
          }
          search={search}
          onLeaveSearch={() => frame.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus()}
        />
        {view.asOf !== undefined && (
          <PastBanner place={place} asOf={view.asOf} onNow={() => change({ asOf: undefined })} />
        )}
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
          onOpen={(row) => askFirst(() => show(hrefOf(row)))}
          openId={openId}
          brief={brief}
          columnMenu={columnMenu}
          state={state}
          instead={instead}
        />
        {!isNothing(selection) && (
          <SelectionBar
            selection={selection}
            onSelection={(next) => setChosen({ asked, selection: next })}
            counted={counted.data}
            view={view}
            resource={resource}
            fields={fields}
            shown={shown}
          />
        )}
      </div>
      {children}
    </RecordOrderProvider>
  );
}

const cleared = { q: "", filter: undefined, failing: false, broken: undefined };
