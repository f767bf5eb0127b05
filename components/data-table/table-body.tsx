"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { Fragment, type RefObject, useEffect, useLayoutEffect } from "react";
import type { PlacedColumn } from "./column-model";
import type { Active } from "./keyboard";
import { Spacer } from "./mounted-style";
import { placeKept, keepPlace } from "./scroll-places";
import { isSelected, type Selection } from "./selection";
import { HEAD_HEIGHT, heightPixels, type RowHeight, TableRow, WaitingRow } from "./table-row";

const OVERSCAN = 6;
/** How many rows before the end the next page is asked for. */
const AHEAD = 50;
/** Rows drawn as waiting below the last one while there are more. */
const WAITING = 12;

export type BodyProps<Row> = {
  scroller: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  columns: readonly PlacedColumn<Row>[];
  height: RowHeight;
  selection?: Selection;
  openId?: string;
  active: Active;
  hrefOf?: (row: Row) => string;
  brief?: (row: Row) => React.ReactNode;
  more: boolean;
  onMore: () => void;
  /** Names what is listed: each list comes back to where it was scrolled to. */
  placeName: string;
  /** Set by the body, so that the keyboard can bring a row into sight. */
  showRow: RefObject<((at: number) => void) | null>;
};

/** The rows in sight, and empty heights for all others. Scrolling draws this part again and nothing else. */
export function TableBody<Row>(props: BodyProps<Row>) {
  const { scroller, rows, columns, height, selection, active, more, onMore, placeName, showRow } = props;
  const pixels = heightPixels[height];
  const count = rows.length + (more ? WAITING : 0);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => pixels,
    overscan: OVERSCAN,
    initialOffset: () => placeKept(placeName),
    // The row with the tab stop stays drawn, or focus would be lost with it.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      if (active.row < 0 || active.row >= rows.length || drawn.includes(active.row)) return drawn;
      return [...drawn, active.row].sort((left, right) => left - right);
    },
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });

  useLayoutEffect(() => virtualizer.measure(), [virtualizer, pixels]);
  useLayoutEffect(() => {
    showRow.current = (at) => virtualizer.scrollToIndex(at, { align: "auto" });
  });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = placeKept(placeName);
    const keep = () => keepPlace(placeName, box.scrollTop);
    box.addEventListener("scroll", keep, { passive: true });
    return () => box.removeEventListener("scroll", keep);
  }, [placeName, scroller]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const shortOfEnd = more && last >= rows.length - AHEAD;
  useEffect(() => {
    if (shortOfEnd) onMore();
  }, [shortOfEnd, onMore, rows.length]);

  const spanned = (props.brief ? 1 : columns.length + 1) + (selection ? 1 : 0);
  let next = 0;
  return (
    <tbody>
      {items.map(({ index }) => {
        const skipped = index - next;
        next = index + 1;
        const row = rows[index];
        return (
          <Fragment key={row === undefined ? `waiting ${index}` : props.rowId(row)}>
            {skipped > 0 && <Spacer height={skipped * pixels} columns={spanned} />}
            {row === undefined ? (
              <WaitingRow at={index} columns={spanned} height={height} />
            ) : (
              <TableRow
                row={row}
                id={props.rowId(row)}
                name={props.rowName(row)}
                at={index}
                columns={columns}
                height={height}
                selectable={selection !== undefined}
                selected={selection !== undefined && isSelected(selection, props.rowId(row))}
                open={props.openId === props.rowId(row)}
                active={active.row === index ? active.column : -1}
                hrefOf={props.hrefOf}
                brief={props.brief}
              />
            )}
          </Fragment>
        );
      })}
      {next < count && <Spacer height={(count - next) * pixels} columns={spanned} />}
    </tbody>
  );
}
