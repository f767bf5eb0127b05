"use client";

import { type ReactNode, useMemo } from "react";
import { inOrder, type ColumnLayout, WIDTH_MAX, WIDTH_MIN } from "./layout";

export type DataTableColumn<Row> = {
  id: string;
  label: string;
  /** The labels around it, such as "Address". */
  within?: string;
  width: number;
  align?: "start" | "end";
  sortable?: boolean;
  /** Drawn with a tint: what is shown depends on it. */
  tinted?: boolean;
  /** The column that names the row and leads to it. */
  main?: boolean;
  cell: (row: Row) => ReactNode;
};

/** A column with its place on the screen. start: how far from the edge it stays; undefined when it scrolls away. */
export type PlacedColumn<Row> = DataTableColumn<Row> & { size: number; start?: number; lastPinned: boolean };

export const SELECT_WIDTH = 40;

/** The columns as they stand: in order, with widths and offsets. The same array until something of it changes. */
export function useColumnModel<Row>(
  columns: readonly DataTableColumn<Row>[],
  layout: ColumnLayout,
  selectable: boolean,
): readonly PlacedColumn<Row>[] {
  return useMemo(() => placed(columns, layout, selectable ? SELECT_WIDTH : 0), [columns, layout, selectable]);
}

/** before: how wide what stands before the first column is. */
function placed<Row>(columns: readonly DataTableColumn<Row>[], layout: ColumnLayout, before: number) {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shown = inOrder(layout).flatMap((id) => byId.get(id) ?? []);
  const pinned = shown.filter(({ id }) => layout.pinned.includes(id)).length;
  let start = before;
  return shown.map((column, at): PlacedColumn<Row> => {
    const size = Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, layout.widths[column.id] ?? column.width));
    const own = start;
    start += size;
    return { ...column, size, start: at < pinned ? own : undefined, lastPinned: at === pinned - 1 };
  });
}
