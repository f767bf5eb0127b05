"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { DialogProps } from "./dialog";
import { IconButton } from "./icon-button";
import "./nonce";
import { enterFirstBox, returnFocus } from "./return-focus";

const widths = { normal: "sm:max-w-[30rem]", wide: "sm:max-w-[52rem]" };

/** The dialog while it is open. */
export default function OpenedDialog({
  open,
  onClose,
  title,
  description,
  footer,
  size = "normal",
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          tabIndex={-1}
          onOpenAutoFocus={enterFirstBox}
          onCloseAutoFocus={returnFocus}
          {...(!description && { "aria-describedby": undefined })}
          className={`fixed inset-x-0 z-50 mx-auto flex max-h-[calc(100dvh-2rem)] w-full animate-rise flex-col rounded-6 bg-float shadow-lift outline-none max-sm:bottom-0 max-sm:rounded-b-none sm:top-[12vh] sm:max-h-[80vh] sm:w-[calc(100%-2rem)] ${widths[size]}`}
        >
          <div className="flex items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-section font-semibold wrap-anywhere">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-body text-pretty text-ink-soft">
                  {description}
                </Radix.Description>
              )}
            </div>
            <IconButton label="Close" icon={<X />} size="small" onClick={onClose} className="-mr-2" />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 empty:hidden">{children}</div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-hairline px-5 py-3 max-sm:*:flex-1">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
