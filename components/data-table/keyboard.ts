"use client";

import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** The cell with the one tab stop. Row -1 is the head. */
export type Active = { row: number; column: number };

type Grid = {
  rows: number;
  columns: number;
  selectable: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  showRow: RefObject<((at: number) => void) | null>;
  rowPixels: number;
  onOpen: (at: number) => void;
  /** from: where a range begins when none has been begun. */
  onToggle: (at: number, range: boolean, from?: number) => void;
  onSelectAll: () => void;
  onClear: () => void;
};

/**
 * Moves through a grid by keys: arrows and j k, Home End (with Ctrl the first and last row), Page keys; Enter opens, x or
 * Space selects, with Shift the rows between. Keys inside a box to type in are left alone.
 */
export function useGridKeys(grid: Grid) {
  const { rows, columns, scroller, showRow } = grid;
  const [active, setActive] = useState<Active>({ row: 0, column: grid.selectable ? 1 : 0 });
  const wanted = useRef(false);

  const go = useCallback(
    (row: number, column: number) => {
      const next = { row: clamp(row, -1, rows - 1), column: clamp(column, 0, columns - 1) };
      wanted.current = true;
      if (next.row >= 0) showRow.current?.(next.row);
      setActive(next);
    },
    [rows, columns, showRow],
  );

  // After the row was brought into sight it is drawn; then it takes the focus.
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const cell = scroller.current?.querySelector<HTMLElement>(
      `[data-row="${active.row}"][data-column="${active.column}"]`,
    );
    if (!cell) return;
    wanted.current = false;
    cell.focus({ preventScroll: active.row >= 0 });
    showColumn(scroller.current, cell);
  });

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isTyping(event.target) || !(event.target instanceof HTMLElement)) return;
    const { row, column } = active;
    const control = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / grid.rowPixels) - 2);
    const extends_ = event.shiftKey && row >= 0;
    const step = (by: number) => {
      if (extends_ && grid.selectable && row + by < rows && row + by >= 0) grid.onToggle(row + by, true, row);
      go(row + by, column);
    };
    const keys: Record<string, () => void> = {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      j: () => go(row + 1, column),
      k: () => go(Math.max(0, row - 1), column),
      ArrowRight: () => go(row, column + 1),
      ArrowLeft: () => go(row, column - 1),
      Home: () => go(control ? 0 : row, 0),
      End: () => go(control ? rows - 1 : row, columns - 1),
      PageDown: () => go(row + page, column),
      PageUp: () => go(Math.max(0, row - page), column),
      Escape: grid.onClear,
      ...(row >= 0 && {
        Enter: () => grid.onOpen(row),
        x: () => grid.onToggle(row, false),
        X: () => grid.onToggle(row, true),
        " ": () => grid.onToggle(row, event.shiftKey),
      }),
    };
    if (control && event.key === "a" && grid.selectable) return done(event, grid.onSelectAll);
    if ((control && event.key !== "Home" && event.key !== "End") || event.altKey) return;
    // In the head, arrows belong to what is focused there unless they lead away.
    if (row < 0 && event.target.closest("[data-keeps-arrows]") && /^Arrow(Left|Right)$/.test(event.key)) return;
    const key = keys[event.key];
    if (key && rows + 1 > 0) done(event, key);
  };

  return { active, setActive, go, onKeyDown };
}

function done(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  act();
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));

/** Whether keys are being typed into something. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const boxed = target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type);
  return boxed || target.isContentEditable || target.matches("textarea, select, [role=textbox]");
}

/** Scrolls sideways so far that a cell is not under the pinned ones. */
function showColumn(box: HTMLElement | null, cell: HTMLElement): void {
  if (!box || getComputedStyle(cell).position === "sticky") return;
  const pinned = [...(cell.parentElement?.children ?? [])].filter((one) => getComputedStyle(one).position === "sticky");
  const covered = pinned.reduce((width, one) => width + (one as HTMLElement).offsetWidth, 0);
  const from = cell.offsetLeft - covered;
  const to = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
  if (box.scrollLeft > from) box.scrollLeft = from;
  else if (box.scrollLeft < to) box.scrollLeft = Math.min(from, to);
}
