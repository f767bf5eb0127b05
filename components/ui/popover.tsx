"use client";

import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";

const load = () => import("./opened-popover");
const OpenedPopover = lazy(load);

type TriggerProps = { onClick?: () => void; "aria-haspopup"?: "dialog"; "aria-expanded"?: boolean };

export type PopoverProps = {
  trigger: ReactElement<TriggerProps>;
  label: string;
  /** Left out, it opens and closes by itself. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
};

/** A few controls beside the button that opens them. What draws it is loaded when somebody comes near the button. */
export function Popover({ open, onOpenChange, ...rest }: PopoverProps) {
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const now = open ?? opened;
  const change = (next: boolean) => {
    setWanted(true);
    setOpened(next);
    onOpenChange?.(next);
  };
  const closed = cloneElement(rest.trigger, {
    onClick: () => change(true),
    "aria-haspopup": "dialog",
    "aria-expanded": false,
  });
  if (wanted || now) {
    return (
      <Suspense fallback={closed}>
        <OpenedPopover {...rest} open={now} onOpenChange={change} />
      </Suspense>
    );
  }
  return (
    <span className="contents" onPointerOver={() => void load()} onFocus={() => void load()}>
      {closed}
    </span>
  );
}
