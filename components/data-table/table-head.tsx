"use client";

import { ArrowDown, ArrowUp, ChevronDown, EyeOff, MoveLeft, MoveRight, Pin, PinOff } from "lucide-react";
import { type DragEvent, type ReactNode, type RefObject, useState } from "react";
import { Checkbox } from "../ui/checkbox";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import type { PlacedColumn } from "./column-model";
import type { Active } from "./keyboard";
import { type ColumnLayout, moved, movedTo, pinToggled, sized, toggled, unsized, WIDTH_MAX, WIDTH_MIN } from "./layout";
import { placeLook, stays } from "./table-row";

export type Sort = { by: string; descending: boolean };

type HeadProps = {
  columns: readonly PlacedColumn<never>[];
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout) => void;
  sort?: Sort;
  onSort: (sort: Sort | undefined) => void;
  active: Active;
  /** Undefined: rows cannot be selected. */
  chosen?: "none" | "some" | "all";
  onChooseAll: (on: boolean) => void;
  /** More entries for a column's menu. */
  more?: (columnId: string) => ReactNode;
  table: RefObject<HTMLTableElement | null>;
};

const cell = "h-7 border-b border-hairline bg-paper text-left font-medium text-ink-soft";

/** The head of the table: it stays in sight; a click sorts, the arrow beside it opens what else a column can do. */
export function TableHead(props: HeadProps) {
  const { columns, active, chosen, onChooseAll } = props;
  const offset = chosen === undefined ? 0 : 1;
  return (
    <thead className="sticky top-0 z-10">
      <tr aria-rowindex={1}>
        {chosen !== undefined && (
          <th scope="col" ref={stays(0)} className={`sticky z-2 pl-3 ${cell}`}>
            <Checkbox
              aria-label="Select all rows"
              checked={chosen === "all"}
              indeterminate={chosen === "some"}
              onChange={(event) => onChooseAll(event.target.checked)}
              data-row={-1}
              data-column={0}
              tabIndex={active.row < 0 && active.column === 0 ? 0 : -1}
              className="align-middle"
            />
          </th>
        )}
        {columns.map((column, at) => (
          <HeadCell
            key={column.id}
            {...props}
            column={column}
            at={at + offset}
            stop={active.row < 0 && active.column === at + offset ? 0 : -1}
          />
        ))}
        <td role="none" className={cell} />
      </tr>
    </thead>
  );
}

type CellProps = HeadProps & { column: PlacedColumn<never>; at: number; stop: 0 | -1 };

function HeadCell({ column, at, stop, sort, onSort, layout, onLayout, more, table }: CellProps) {
  const [over, setOver] = useState(false);
  const sorted = sort?.by === column.id ? (sort.descending ? "descending" : "ascending") : undefined;
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  const next = sorted === undefined ? false : sorted === "ascending" ? true : undefined;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const id = event.dataTransfer.getData("text/column");
    if (id && id !== column.id) onLayout(movedTo(layout, id, column.id));
  };
  return (
    <th
      scope="col"
      ref={column.start === undefined ? undefined : stays(column.start)}
      aria-sort={sorted ?? (column.sortable ? "none" : undefined)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("text/column")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`group/head relative px-0 ${cell} ${placeLook(column)} ${over ? "shadow-[inset_2px_0_0_var(--accent)]" : ""}`}
    >
      <div className={`flex h-full items-center ${column.align === "end" ? "flex-row-reverse" : ""}`}>
        <button
          type="button"
          draggable
          onDragStart={(event) => event.dataTransfer.setData("text/column", column.id)}
          onClick={() =>
            column.sortable && onSort(next === undefined ? undefined : { by: column.id, descending: next })
          }
          data-row={-1}
          data-column={at}
          tabIndex={stop}
          title={column.within ? `${column.within} › ${column.label}` : column.label}
          className={`flex h-full min-w-0 flex-1 items-center gap-1 px-2 outline-offset-[-2px] hover:text-ink ${sorted ? "text-ink" : ""} ${column.align === "end" ? "flex-row-reverse" : ""} ${column.sortable ? "" : "cursor-default!"}`}
        >
          <bdi className="truncate">{column.label}</bdi>
          {sorted && <Arrow aria-hidden="true" className="size-3.5 shrink-0 text-accent" />}
        </button>
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              aria-label={`Column ${column.label}`}
              tabIndex={stop}
              className="mr-1 flex size-5 shrink-0 items-center justify-center rounded-[4px] text-ink-faint opacity-0 group-focus-within/head:opacity-100 group-hover/head:opacity-100 hover:bg-wash hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100"
            >
              <ChevronDown aria-hidden="true" className="size-3.5" />
            </button>
          }
        >
          {column.sortable && (
            <>
              <MenuItem icon={<ArrowUp />} onSelect={() => onSort({ by: column.id, descending: false })}>
                Sort ascending
              </MenuItem>
              <MenuItem icon={<ArrowDown />} onSelect={() => onSort({ by: column.id, descending: true })}>
                Sort descending
              </MenuItem>
              <MenuSeparator />
            </>
          )}
          {more?.(column.id)}
          <MenuItem
            icon={column.start === undefined ? <Pin /> : <PinOff />}
            onSelect={() => onLayout(pinToggled(layout, column.id))}
          >
            {column.start === undefined ? "Keep in sight" : "Let it scroll away"}
          </MenuItem>
          <MenuItem icon={<MoveLeft />} onSelect={() => onLayout(moved(layout, column.id, -1))}>
            Move left
          </MenuItem>
          <MenuItem icon={<MoveRight />} onSelect={() => onLayout(moved(layout, column.id, 1))}>
            Move right
          </MenuItem>
          <MenuItem icon={<EyeOff />} onSelect={() => onLayout(toggled(layout, column.id))}>
            Hide column
          </MenuItem>
        </Menu>
      </div>
      <Resizer column={column} stop={stop} table={table} layout={layout} onLayout={onLayout} />
    </th>
  );
}

const STEP = 16;

type ResizerProps = Pick<HeadProps, "table" | "layout" | "onLayout"> & { column: PlacedColumn<never>; stop: 0 | -1 };

/** The edge by which a column is made wider: dragged, or by arrow keys; a double click gives its own width back. */
function Resizer({ column, stop, table, layout, onLayout }: ResizerProps) {
  const [dragged, setDragged] = useState(false);
  const clamp = (width: number) => Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width)));

  const begin = (event: React.PointerEvent<HTMLElement>) => {
    event.preventDefault();
    const handle = event.currentTarget;
    const place = handle.closest("th")?.cellIndex ?? -1;
    const col = table.current?.querySelectorAll("col")[place];
    const from = event.clientX;
    let width = column.size;
    setDragged(true);
    handle.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      width = clamp(column.size + moved.clientX - from);
      // While dragged only the page's own column moves; the layout, and with it the address, follow once at the end.
      col?.style.setProperty("width", `${width}px`);
    };
    const end = () => {
      handle.removeEventListener("pointermove", move);
      setDragged(false);
      if (width !== column.size) onLayout(sized(layout, column.id, width));
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", end, { once: true });
  };

  return (
    <span
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${column.label}`}
      aria-valuenow={column.size}
      aria-valuemin={WIDTH_MIN}
      aria-valuemax={WIDTH_MAX}
      tabIndex={stop}
      data-keeps-arrows
      onPointerDown={begin}
      onDoubleClick={() => onLayout(unsized(layout, column.id))}
      onKeyDown={(event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        event.preventDefault();
        onLayout(sized(layout, column.id, column.size + (event.key === "ArrowRight" ? STEP : -STEP)));
      }}
      className={`absolute inset-y-0 -right-1 z-3 w-2 cursor-col-resize touch-none outline-offset-0 after:absolute after:inset-y-1.5 after:left-[3px] after:w-px after:bg-hairline hover:after:w-0.5 hover:after:bg-accent focus-visible:after:bg-accent ${dragged ? "after:w-0.5 after:bg-accent" : ""}`}
    />
  );
}
