"use client";

import { type CSSProperties, memo, type MouseEvent } from "react";
import { Checkbox } from "../ui/checkbox";
import { Skeleton } from "../ui/skeleton";
import type { PlacedColumn } from "./column-model";

export type RowHeight = "normal" | "compact" | "tall";

export const HEAD_HEIGHT = 28;
export const heightPixels: Record<RowHeight, number> = { normal: 32, compact: 28, tall: 60 };
const heights: Record<RowHeight, string> = { normal: "h-8", compact: "h-7", tall: "h-15" };

const cellLook = "border-b border-hairline px-2 text-left align-middle outline-offset-[-2px]";
const ground =
  "bg-sheet group-hover:bg-wash group-aria-selected:bg-accent-wash group-data-open:bg-accent-wash transition-none";

/** Keeps a cell at its place while the others scroll. The offset is set from a script, never as an attribute. */
export const stays = (start: CSSProperties["left"]) => (cell: HTMLElement | null) => {
  if (cell) cell.style.left = typeof start === "number" ? `${start}px` : (start ?? "");
};

type TableRowProps<Row> = {
  row: Row;
  id: string;
  name: string;
  /** The row's place in the list, from 0. */
  at: number;
  columns: readonly PlacedColumn<Row>[];
  height: RowHeight;
  selectable: boolean;
  selected: boolean;
  open: boolean;
  /** The column whose cell has the one tab stop; -1: it is in another row. */
  active: number;
  hrefOf?: (row: Row) => string;
  /** Two lines instead of cells, below 640 px. */
  brief?: (row: Row) => React.ReactNode;
};

function Line<Row>(props: TableRowProps<Row>) {
  const { row, at, columns, height, selectable, selected, open, active, hrefOf, name, brief } = props;
  const offset = selectable ? 1 : 0;
  const tabStop = (column: number) => (column === active ? 0 : -1);
  const link = (content: React.ReactNode, look: string) =>
    hrefOf ? (
      <a href={hrefOf(row)} tabIndex={-1} onClick={leaveToGrid} draggable={false} className={look}>
        {content}
      </a>
    ) : (
      content
    );
  return (
    <tr
      aria-rowindex={at + 2}
      aria-selected={selectable ? selected : undefined}
      data-open={open || undefined}
      className="group cursor-pointer"
    >
      {selectable && (
        <td
          ref={stays(0)}
          data-row={at}
          data-column={0}
          tabIndex={tabStop(0)}
          className={`sticky z-1 ${cellLook} ${ground} pl-3`}
        >
          <Checkbox checked={selected} readOnly tabIndex={-1} aria-label={`Select ${name}`} className="align-middle" />
        </td>
      )}
      {brief ? (
        <td
          data-row={at}
          data-column={offset}
          tabIndex={tabStop(offset)}
          className={`${heights.tall} ${cellLook} ${ground}`}
        >
          {link(brief(row), "block min-w-0 text-ink no-underline")}
        </td>
      ) : (
        columns.map((column, index) => (
          <td
            key={column.id}
            ref={column.start === undefined ? undefined : stays(column.start)}
            data-row={at}
            data-column={index + offset}
            tabIndex={tabStop(index + offset)}
            className={`${heights[height]} ${cellLook} ${ground} ${placeLook(column)}`}
          >
            {column.main ? link(column.cell(row), mainLook) : column.cell(row)}
          </td>
        ))
      )}
      {!brief && <td role="none" className={`border-b border-hairline ${ground}`} />}
    </tr>
  );
}

const mainLook =
  "block truncate font-medium text-ink no-underline group-hover:underline decoration-hairline hover:decoration-current";

/** How a column is drawn by its place: kept in sight, tinted, at the right. */
export function placeLook(column: PlacedColumn<never> | PlacedColumn<unknown>): string {
  return [
    "truncate",
    column.align === "end" ? "text-right tabular-nums" : "",
    column.start === undefined ? "" : "sticky z-1",
    column.lastPinned ? "border-r border-r-hairline" : "",
    column.tinted ? "column-tint" : "",
  ].join(" ");
}

/** A plain click opens the row as a click beside the link does; with a key held the browser opens a tab. */
function leaveToGrid(event: MouseEvent<HTMLAnchorElement>) {
  if (!event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) event.preventDefault();
  else event.stopPropagation();
}

/** One row. Drawn again only when something of it changes: scrolling never does. */
export const TableRow = memo(Line) as typeof Line;

const widths = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5"];

/** A row that is on its way. */
export function WaitingRow({ at, columns, height }: { at: number; columns: number; height: RowHeight }) {
  return (
    <tr aria-hidden="true">
      {Array.from({ length: columns }, (_, column) => (
        <td key={column} className={`${heights[height]} ${cellLook} bg-sheet`}>
          <Skeleton className={`h-3 ${widths[(at + column * 2) % widths.length]}`} />
        </td>
      ))}
    </tr>
  );
}
