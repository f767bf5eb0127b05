"use client";

import { type MouseEvent, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from "react";
import { useMounted } from "../ui/mounted";
import { type DataTableColumn, SELECT_WIDTH, useColumnModel } from "./column-model";
import { useGridKeys } from "./keyboard";
import type { ColumnLayout } from "./layout";
import { Col } from "./mounted-style";
import { everything, isNothing, isSelected, marked, nothing, type Selection } from "./selection";
import { TableBody } from "./table-body";
import { type Sort, TableHead } from "./table-head";
import { heightPixels, type RowHeight } from "./table-row";
import { TableSkeleton } from "./table-skeleton";
import { useNarrow } from "./narrow";

type DataTableProps<Row> = {
  /** What the table lists, for readers of the page's text. */
  label: string;
  columns: readonly DataTableColumn<Row>[];
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout) => void;
  density: "normal" | "compact";
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  /** How many rows there are in all, where that is known. */
  total?: number;
  /** Whether the server has more rows, and how to ask for them. */
  more: boolean;
  onMore: () => void;
  /** Names what is listed: another sort or filter is another list, and each remembers where it was scrolled to. */
  placeName: string;
  sort?: Sort;
  onSort: (sort: Sort | undefined) => void;
  selection?: Selection;
  onSelection?: (selection: Selection) => void;
  hrefOf?: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** The row that is open beside the table. */
  openId?: string;
  /** The two lines of a row below 640 px. */
  brief: (row: Row) => ReactNode;
  columnMenu?: (columnId: string) => ReactNode;
  state: "loading" | "stale" | "ready";
  /** In place of rows: nothing yet, nothing found, or not to be had. */
  instead?: ReactNode;
};

/** A table for any rows: it knows columns, keys and places, and nothing of what the rows are. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const mounted = useMounted();
  if (!mounted || (props.state === "loading" && !props.instead)) {
    return <TableSkeleton columns={props.layout.shown.length} height={props.density} label={props.label} />;
  }
  return <MountedTable {...props} />;
}

function MountedTable<Row>(props: DataTableProps<Row>) {
  const { label, layout, onLayout, density, rows, rowId, total, selection, onSelection, onOpen, instead } = props;
  const narrow = useNarrow();
  const selectable = selection !== undefined;
  const columns = useColumnModel(props.columns, layout, selectable);
  const height: RowHeight = narrow ? "tall" : density;
  const scroller = useRef<HTMLDivElement>(null);
  // The body asks for its box in its first layout effects, which run before the box's own ref is set.
  const [ready, setReady] = useState(false);
  const keepScroller = useCallback((box: HTMLDivElement | null) => {
    scroller.current = box;
    setReady(box !== null);
  }, []);
  const table = useRef<HTMLTableElement>(null);
  const showRow = useRef<((at: number) => void) | null>(null);
  const anchor = useRef<number>(undefined);
  const width = columns.reduce((sum, { size }) => sum + size, selectable ? SELECT_WIDTH : 0);

  useLayoutEffect(() => {
    table.current?.style.setProperty("min-width", narrow ? "" : `${width}px`);
  }, [width, narrow]);

  const toggle = useCallback(
    (at: number, range: boolean, from = at) => {
      const row = rows[at];
      if (!selection || !onSelection || row === undefined) return;
      if (isNothing(selection)) anchor.current = undefined;
      if (!range) {
        anchor.current = at;
        return onSelection(marked(selection, [rowId(row)], !isSelected(selection, rowId(row))));
      }
      const begun = (anchor.current ??= from);
      const between = rows.slice(Math.min(begun, at), Math.max(begun, at) + 1);
      onSelection(marked(selection, between.map(rowId), true));
    },
    [selection, onSelection, rows, rowId],
  );
  const open = (at: number) => {
    const row = rows[at];
    if (row !== undefined) onOpen?.(row);
  };
  const keys = useGridKeys({
    rows: rows.length,
    columns: (narrow ? 1 : columns.length) + (selectable ? 1 : 0),
    selectable,
    scroller,
    showRow,
    rowPixels: heightPixels[height],
    onOpen: open,
    onToggle: toggle,
    onSelectAll: () => onSelection?.(everything),
    onClear: () => selection && !isNothing(selection) && onSelection?.(nothing),
  });

  const cellOf = (target: EventTarget) =>
    target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;

  const click = (event: MouseEvent) => {
    const cell = cellOf(event.target);
    const row = Number(cell?.dataset.row ?? -1);
    if (!cell || row < 0) return;
    if (selectable && cell.dataset.column === "0") {
      // A click on the box's label comes a second time, from the box itself.
      if (event.target === cell || event.target instanceof HTMLInputElement) toggle(row, event.shiftKey);
    } else if (selectable && event.shiftKey) toggle(row, true);
    else if (!window.getSelection()?.toString() && !(event.target as Element).closest("button, [data-own-click]"))
      open(row);
  };

  const chosen = !selection ? undefined : chosenOf(selection);
  const state = props.state === "stale" ? "opacity-60 transition-opacity delay-150 duration-150" : "";
  return (
    <div
      ref={keepScroller}
      onKeyDown={keys.onKeyDown}
      onFocus={({ target }) => {
        const cell = cellOf(target);
        if (cell) keys.setActive({ row: Number(cell.dataset.row), column: Number(cell.dataset.column) });
      }}
      className="relative min-h-0 flex-1 overflow-auto overscroll-contain bg-sheet text-table"
    >
      <table
        ref={table}
        role="grid"
        aria-label={label}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-multiselectable={selectable || undefined}
        aria-busy={props.state === "stale"}
        onClick={click}
        className={`w-full table-fixed border-separate border-spacing-0 ${state}`}
      >
        <colgroup>
          {selectable && <Col width={SELECT_WIDTH} />}
          {!narrow && columns.map(({ id, size }) => <Col key={id} width={size} />)}
          <col />
        </colgroup>
        {narrow ? (
          <thead className="sr-only">
            <tr>
              {selectable && <th scope="col">Selected</th>}
              <th scope="col">{label}</th>
            </tr>
          </thead>
        ) : (
          <TableHead
            columns={columns as never}
            layout={layout}
            onLayout={onLayout}
            sort={props.sort}
            onSort={props.onSort}
            active={keys.active}
            chosen={chosen}
            onChooseAll={(on) => onSelection?.(on ? marked(nothing, rows.map(rowId), true) : nothing)}
            more={props.columnMenu}
            table={table}
          />
        )}
        {!instead && ready && (
          <TableBody
            scroller={scroller}
            rows={rows}
            rowId={rowId}
            rowName={props.rowName}
            columns={columns}
            height={height}
            selection={selection}
            openId={props.openId}
            active={keys.active}
            hrefOf={props.hrefOf}
            brief={narrow ? props.brief : undefined}
            more={props.more}
            onMore={props.onMore}
            placeName={props.placeName}
            showRow={showRow}
          />
        )}
      </table>
      {instead && <div className="sticky left-0 px-4">{instead}</div>}
    </div>
  );

  function chosenOf(held: Selection) {
    if (isNothing(held)) return "none";
    return rows.length > 0 && rows.every((row) => isSelected(held, rowId(row))) ? "all" : "some";
  }
}
