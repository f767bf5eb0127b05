"use client";

import * as Radix from "radix-ui/popover";
import "./nonce";
import type { PopoverProps } from "./popover";
import { keepFocus } from "./return-focus";

/** The popover from its first opening on. */
export default function OpenedPopover({
  trigger,
  label,
  open,
  onOpenChange,
  align = "start",
  className = "",
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          // Its button may stand in a strip that was scrolled away under it.
          sticky="always"
          onCloseAutoFocus={keepFocus}
          className={`z-40 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] animate-fade overflow-y-auto rounded-6 bg-float p-3 shadow-lift outline-none ${className}`}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
