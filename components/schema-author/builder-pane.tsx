"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type DragEvent, type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { dropBeside, type Direction } from "@/lib/schema/builder/moves";
import { builderRows, type BuilderRow } from "@/lib/schema/builder/rows";
import { useNarrow } from "../data-table/narrow";
import { BuilderRowCells, type RowActions } from "./builder-row";
import type { Author } from "./use-author";

// On a phone a row holds controls that a finger can hit.
const ROW_PIXELS = { wide: 36, narrow: 48 };
const OVERSCAN = 8;

type BuilderPaneProps = { author: Author; actions: RowActions; rows: readonly BuilderRow[] };

/** The lines that are open, read from the document once for all who look at them. */
export function useBuilderRows({ document, open }: Author): BuilderRow[] {
  return useMemo(() => builderRows(document, open), [document, open]);
}

/** The fields as lines of a tree. Only those in sight are drawn, however many there are. */
export function BuilderPane({ author, actions, rows }: BuilderPaneProps) {
  const { selected, select, readOnly, broken } = author;
  const scroller = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<BuilderRow>();
  const [drop, setDrop] = useState<{ id: string; after: boolean }>();
  const found = rows.findIndex(({ id }) => id === selected);
  const active = Math.max(0, found);
  const pixels = useNarrow() ? ROW_PIXELS.narrow : ROW_PIXELS.wide;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => pixels,
    overscan: OVERSCAN,
    getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const drawn = Array.from({ length: Math.min(count, endIndex + overscan + 1) - from }, (_, at) => from + at);
      return drawn.includes(active) || active >= count ? drawn : [...drawn, active].sort((a, b) => a - b);
    },
  });

  useLayoutEffect(() => virtualizer.measure(), [virtualizer, pixels]);

  const focus = (id: string) => {
    select(id);
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) virtualizer.scrollToIndex(at, { align: "auto" });
    requestAnimationFrame(() => rowElement(scroller.current, id)?.focus());
  };

  // A row that was moved is another row of the list; whoever moved it stays on it.
  const follow = useRef(false);
  useEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    focus(selected);
  });

  const move = (row: BuilderRow, direction: Direction) => {
    follow.current = true;
    actions.move(row, direction);
  };

  const press = (event: KeyboardEvent) => {
    const row = rows[active];
    const { target } = event;
    if (!row || event.ctrlKey || event.metaKey || target instanceof HTMLSelectElement) return;
    const directions: Record<string, Direction> = {
      ArrowUp: "up",
      ArrowDown: "down",
      ArrowLeft: "out",
      ArrowRight: "in",
    };
    const direction = event.altKey ? directions[event.key] : undefined;
    const done = () => event.preventDefault();
    if (direction) return (done(), readOnly || broken !== undefined ? undefined : move(row, direction));
    if (event.altKey) return;
    const go = (at: number) => {
      done();
      const next = rows[Math.max(0, Math.min(rows.length - 1, at))];
      if (next) focus(next.id);
    };
    const onRow = target instanceof HTMLElement && target.getAttribute("role") === "row";
    switch (event.key) {
      case "ArrowDown":
        return go(active + 1);
      case "ArrowUp":
        return go(active - 1);
      case "Home":
        return go(0);
      case "End":
        return go(rows.length - 1);
      case "PageDown":
        return go(active + 12);
      case "PageUp":
        return go(active - 12);
      case "ArrowRight":
        if (row.holds && !row.open) return (done(), actions.toggle(row));
        return row.open ? go(active + 1) : undefined;
      case "ArrowLeft": {
        if (row.open) return (done(), actions.toggle(row));
        const parent = rows.slice(0, active).findLastIndex(({ level }) => level < row.level);
        return parent >= 0 ? go(parent) : undefined;
      }
      case "Enter":
      case "F2":
        if (!onRow) return;
        return (done(), actions.openDetails(row));
      case "Insert":
      case "+":
        return (done(), actions.addInside(row));
      case "Delete":
        if (!onRow || row.kind === "item" || row.kind === "shelf") return;
        return (done(), actions.remove(row));
    }
  };

  const over = (event: DragEvent, row: BuilderRow) => {
    if (!dragged || dragged.id === row.id || row.kind !== dragged.kind) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const after = event.clientY > box.top + box.height / 2;
    if (drop?.id !== row.id || drop.after !== after) setDrop({ id: row.id, after });
  };
  const dropped = (event: DragEvent, row: BuilderRow) => {
    event.preventDefault();
    if (dragged && drop) {
      author.edit(
        (content, document) => dropBeside(content, document, dragged.path, row.path, drop.after),
        `Moved ${dragged.name} ${drop.after ? "behind" : "before"} ${row.name}`,
        { from: dragged.path },
      );
    }
    setDragged(undefined);
    setDrop(undefined);
  };

  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-auto">
      <div
        role="treegrid"
        aria-label="Fields of the schema"
        aria-rowcount={rows.length}
        aria-readonly={readOnly || undefined}
        onKeyDown={press}
      >
        <Tall height={virtualizer.getTotalSize()}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const isSelected = index === active && found >= 0;
            return (
              <Placed
                key={row.id}
                top={start}
                row={row}
                index={index}
                isActive={index === active}
                isSelected={isSelected}
                mark={drop?.id === row.id ? (drop.after ? "after" : "before") : undefined}
                onFocus={() => {
                  if (selected !== row.id) select(row.id);
                }}
                onDragOver={(event) => over(event, row)}
                onDrop={(event) => dropped(event, row)}
              >
                <BuilderRowCells
                  {...{ author, row }}
                  actions={{ ...actions, move }}
                  isActive={index === active}
                  drag={{
                    onStart: (event) => {
                      event.dataTransfer.effectAllowed = "move";
                      event.dataTransfer.setData("text/plain", row.name);
                      setDragged(row);
                    },
                    onEnd: () => {
                      setDragged(undefined);
                      setDrop(undefined);
                    },
                  }}
                />
              </Placed>
            );
          })}
        </Tall>
      </div>
    </div>
  );
}

/** The element of a row, where it is drawn. */
const rowElement = (within: HTMLElement | null, id: string): HTMLElement | undefined =>
  [...(within?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])].find(({ dataset }) => dataset.row === id);

/** Room for all rows; set from a script, as the page's policy allows no style attribute. */
function Tall({ height, children }: { height: number; children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty("height", `${height}px`), [height]);
  return (
    <div ref={ref} role="presentation" className="relative">
      {children}
    </div>
  );
}

type PlacedProps = {
  top: number;
  row: BuilderRow;
  index: number;
  isActive: boolean;
  isSelected: boolean;
  mark: "before" | "after" | undefined;
  onFocus: () => void;
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  children: React.ReactNode;
};

function Placed({ top, row, index, isActive, isSelected, mark, children, ...events }: PlacedProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => ref.current?.style.setProperty("transform", `translateY(${top}px)`), [top]);
  const line = mark === "before" ? "border-t-accent" : mark === "after" ? "border-b-accent" : "";
  return (
    <div
      ref={ref}
      role="row"
      data-row={row.id}
      aria-rowindex={index + 1}
      aria-level={row.level + 1}
      aria-expanded={row.holds ? row.open : undefined}
      aria-selected={isSelected}
      aria-label={row.name || "empty name"}
      tabIndex={isActive ? 0 : -1}
      {...events}
      className={`absolute top-0 right-0 left-0 flex h-9 max-sm:h-12 items-center gap-1 border-y border-t-transparent border-b-hairline pr-1 -outline-offset-2! ${line} ${isSelected ? "bg-wash" : ""}`}
    >
      {children}
    </div>
  );
}
