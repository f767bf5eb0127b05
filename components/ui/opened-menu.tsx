"use client";

import * as Radix from "radix-ui/dropdown-menu";
import type { MenuProps } from "./menu";
import { MenuParts } from "./menu-parts";
import "./nonce";
import { keepFocus } from "./return-focus";

/** The menu from its first opening on. */
export default function OpenedMenu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <section aria-label="Menu">
          <Radix.Content
            align={align}
            side={side}
            sideOffset={4}
            collisionPadding={8}
            onCloseAutoFocus={keepFocus}
            className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(24rem,calc(100vw-1rem))] min-w-44 animate-fade overflow-y-auto rounded-6 bg-float p-1 shadow-lift outline-none"
          >
            <MenuParts value={Radix}>{children}</MenuParts>
          </Radix.Content>
        </section>
      </Radix.Portal>
    </Radix.Root>
  );
}
