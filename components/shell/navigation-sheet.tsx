"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import { IconButton } from "../ui/icon-button";
import "../ui/nonce";
import { enter, returnFocus } from "../ui/return-focus";
import { AccountSwitcher } from "./account-switcher";
import { Navigation } from "./navigation";

/** The navigation where there is no room for it beside the page. */
export function NavigationSheet({ onClose }: { onClose: () => void }) {
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={enter}
          onCloseAutoFocus={returnFocus}
          className="fixed inset-y-0 left-0 z-50 flex w-[min(18rem,85vw)] animate-slide-start flex-col gap-3 overflow-y-auto bg-paper p-2 shadow-lift outline-none"
        >
          <Radix.Title className="sr-only">Navigation</Radix.Title>
          <div className="flex items-center gap-1">
            <div className="min-w-0 flex-1">
              <AccountSwitcher />
            </div>
            <IconButton label="Close" icon={<X />} onClick={onClose} />
          </div>
          <Navigation onGo={onClose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
