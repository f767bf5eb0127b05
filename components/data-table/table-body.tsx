"use client";

import { Fragment, type RefObject, useEffect, useImperativeHandle, useLayoutEffect } from "react";
import type { PlacedColumn } from "./column-model";
import type { Active } from "./keyboard";
import { Spacer } from "./mounted-style";
import { rowsDrawn, topShowing, useSight } from "./rows-in-sight";
import { placeKept, keepPlace } from "./scroll-places";
import { isSelected, type Selection } from "./selection";
import { heightPixels, type RowHeight, TableRow, WaitingRow } from "./table-row";

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
  useImperativeHandle(showRow, () => (at: number) => {
    const box = scroller.current;
    box?.scrollTo({ top: topShowing(at, box, pixels) });
  });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTo({ top: placeKept(placeName) });
    const keep = () => keepPlace(placeName, box.scrollTop);
    box.addEventListener("scroll", keep, { passive: true });
    return () => box.removeEventListener("scroll", keep);
  }, [placeName, scroller]);

  const sight = useSight(scroller, pixels, placeKept(placeName));
  // The row with the tab stop stays drawn, or focus would be lost with it.
  const drawn = rowsDrawn(sight, count, active.row < rows.length ? active.row : -1);
  const last = drawn.at(-1) ?? -1;
  const shortOfEnd = more && last >= rows.length - AHEAD;
  useEffect(() => {
    if (shortOfEnd) onMore();
  }, [shortOfEnd, onMore, rows.length]);

  const spanned = (props.brief ? 1 : columns.length + 1) + (selection ? 1 : 0);
  return (
    <tbody>
      {drawn.map((index, at) => {
        const skipped = index - (drawn[at - 1] ?? -1) - 1;
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
      {last + 1 < count && <Spacer height={(count - last - 1) * pixels} columns={spanned} />}
    </tbody>
  );
}
