"use client";

import {
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
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

// At module scope: what is not listed here is not loaded, and has no method.
const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
});

export const SELECT_WIDTH = 40;

// Rows come in pages without end and are drawn by place, so the table keeps its columns only.
const noRows: never[] = [];

/** The columns as they stand: in order, with widths and offsets. The same array until something of it changes. */
export function useColumnModel<Row>(
  columns: readonly DataTableColumn<Row>[],
  layout: ColumnLayout,
  selectable: boolean,
): readonly PlacedColumn<Row>[] {
  const options = useMemo(() => {
    const order = inOrder(layout);
    return {
      features,
      columns: columns.map(({ id, width }) => ({ id, size: width, minSize: WIDTH_MIN, maxSize: WIDTH_MAX })),
      data: noRows,
      state: {
        columnOrder: order,
        columnPinning: { start: order.filter((id) => layout.pinned.includes(id)), end: [] },
        columnSizing: { ...layout.widths },
        columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, layout.shown.includes(id)])),
      },
    };
  }, [columns, layout]);
  const table = useTable(options);
  return useMemo(() => {
    const byId = new Map(columns.map((column) => [column.id, column]));
    const before = selectable ? SELECT_WIDTH : 0;
    const pinned = table.getStartVisibleLeafColumns();
    return [...pinned, ...table.getCenterVisibleLeafColumns()].flatMap((placed, at) => {
      const column = byId.get(placed.id);
      if (!column) return [];
      const start = at < pinned.length ? before + placed.getStart("start") : undefined;
      return { ...column, size: placed.getSize(), start, lastPinned: at === pinned.length - 1 };
    });
  }, [columns, table, selectable]);
}
