"use client";

import { AlignLeft, ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Code, MoreHorizontal, Plus, Trash2 } from "lucide-react";
import type { BuilderRow } from "@/lib/schema/builder/rows";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import type { RowActions } from "./builder-row";

type MenuProps = { row: BuilderRow; actions: RowActions; tab: number; locked: boolean; isField: boolean };

/** What else can be done with a row; each with the key that does the same. */
export function RowMenu({ row, actions, tab, locked, isField }: MenuProps) {
  return (
    <Menu
      align="end"
      trigger={<IconButton size="small" tabIndex={tab} label={`More for ${row.name}`} icon={<MoreHorizontal />} />}
    >
      <MenuItem icon={<AlignLeft />} hint="Enter" onSelect={() => actions.openDetails(row)}>
        Details
      </MenuItem>
      {row.holds && !locked && (
        <MenuItem icon={<Plus />} hint="Insert" onSelect={() => actions.addInside(row)}>
          Add a field inside
        </MenuItem>
      )}
      <MenuItem icon={<Code />} onSelect={() => actions.showInCode(row)}>
        Show in the code
      </MenuItem>
      {isField && !locked && (
        <>
          <MenuSeparator />
          <MenuItem icon={<ArrowUp />} hint="Alt ↑" disabled={row.place === 0} onSelect={() => actions.move(row, "up")}>
            Move up
          </MenuItem>
          <MenuItem
            icon={<ArrowDown />}
            hint="Alt ↓"
            disabled={row.place === row.siblings - 1}
            onSelect={() => actions.move(row, "down")}
          >
            Move down
          </MenuItem>
          <MenuItem icon={<ArrowRight />} hint="Alt →" onSelect={() => actions.move(row, "in")}>
            Move into the group above
          </MenuItem>
          <MenuItem
            icon={<ArrowLeft />}
            hint="Alt ←"
            disabled={row.level === 0}
            onSelect={() => actions.move(row, "out")}
          >
            Move out
          </MenuItem>
        </>
      )}
      {!locked && row.kind !== "item" && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Trash2 />} hint="Delete" tone="bad" onSelect={() => actions.remove(row)}>
            Remove
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
