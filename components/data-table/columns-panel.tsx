"use client";

import { ArrowDown, ArrowUp, GripVertical, Pin, PinOff } from "lucide-react";
import { type DragEvent, useState } from "react";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { IconButton } from "../ui/icon-button";
import { Segmented } from "../ui/segmented";
import { TextInput } from "../ui/text-input";
import { type ColumnLayout, inOrder, moved, movedTo, pinToggled, toggled } from "./layout";

type Listed = { id: string; label: string; within?: string };

type ColumnsPanelProps = {
  columns: readonly Listed[];
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout) => void;
  onReset: () => void;
  density: "normal" | "compact";
  onDensity: (density: "normal" | "compact") => void;
};

/** Which columns are shown, in what order, and which stay in sight; how tall the rows are. */
export function ColumnsPanel({ columns, layout, onLayout, onReset, density, onDensity }: ColumnsPanelProps) {
  const [typed, setTyped] = useState("");
  const byId = new Map(columns.map((column) => [column.id, column]));
  const order = inOrder(layout);
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  const hidden = columns.filter(({ id }) => !layout.shown.includes(id));
  const wanted = ({ label, within }: Listed) =>
    `${within ?? ""} ${label}`.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <div className="flex flex-col gap-2">
      <TextInput
        small
        aria-label="Find a column"
        placeholder="Find a column"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <ul aria-label="Shown columns" className="-mx-1 flex max-h-[min(50vh,26rem)] flex-col overflow-y-auto">
        {shown.filter(wanted).map((column) => (
          <ShownColumn key={column.id} column={column} layout={layout} onLayout={onLayout} order={order} />
        ))}
        {hidden.filter(wanted).map((column) => (
          <li key={column.id} className="flex min-h-8 items-center gap-2 rounded-6 px-1 hover:bg-wash max-sm:min-h-11">
            <span className="w-4" />
            <Checkbox
              checked={false}
              onChange={() => onLayout(toggled(layout, column.id))}
              label={<Label {...column} />}
              className="flex-1"
            />
          </li>
        ))}
      </ul>
      <div className="flex items-center justify-between gap-2 border-t border-hairline pt-2">
        <Segmented
          label="Row height"
          small
          value={density}
          onChange={onDensity}
          choices={[
            { value: "normal", label: "Normal" },
            { value: "compact", label: "Compact" },
          ]}
        />
        <Button size="small" variant="quiet" onClick={onReset}>
          Usual columns
        </Button>
      </div>
    </div>
  );
}

function Label({ label, within }: Listed) {
  return (
    <span className="block truncate">
      {within && <span className="text-ink-faint">{within} › </span>}
      <bdi>{label}</bdi>
    </span>
  );
}

type ShownProps = Pick<ColumnsPanelProps, "layout" | "onLayout"> & { column: Listed; order: readonly string[] };

function ShownColumn({ column, layout, onLayout, order }: ShownProps) {
  const [over, setOver] = useState(false);
  const { id, label } = column;
  const pinned = layout.pinned.includes(id);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dragged = event.dataTransfer.getData("text/column");
    if (dragged && dragged !== id) onLayout(movedTo(layout, dragged, id));
  };
  return (
    <li
      draggable
      onDragStart={(event) => event.dataTransfer.setData("text/column", id)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`group/item flex min-h-8 items-center gap-2 rounded-6 px-1 hover:bg-wash max-sm:min-h-11 ${over ? "shadow-[inset_0_2px_0_var(--accent)]" : ""}`}
    >
      <GripVertical aria-hidden="true" className="size-4 shrink-0 cursor-grab text-ink-faint" />
      <Checkbox
        checked
        disabled={order.length === 1}
        onChange={() => onLayout(toggled(layout, id))}
        label={<Label {...column} />}
        className="flex-1"
      />
      <span className="flex opacity-0 group-focus-within/item:opacity-100 group-hover/item:opacity-100 max-sm:opacity-100">
        <IconButton
          size="small"
          label={`Move ${label} up`}
          icon={<ArrowUp />}
          onClick={() => onLayout(moved(layout, id, -1))}
        />
        <IconButton
          size="small"
          label={`Move ${label} down`}
          icon={<ArrowDown />}
          onClick={() => onLayout(moved(layout, id, 1))}
        />
      </span>
      <IconButton
        size="small"
        label={pinned ? `Let ${label} scroll away` : `Keep ${label} in sight`}
        aria-pressed={pinned}
        icon={pinned ? <Pin className="text-accent" /> : <PinOff />}
        onClick={() => onLayout(pinToggled(layout, id))}
        className={pinned ? "" : "opacity-0 group-focus-within/item:opacity-100 group-hover/item:opacity-100"}
      />
    </li>
  );
}
