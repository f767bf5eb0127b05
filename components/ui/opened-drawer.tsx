"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { DrawerProps } from "./drawer";
import { IconButton } from "./icon-button";
import "./nonce";
import { enter, returnFocus } from "./return-focus";

const widths = { normal: "sm:w-[min(34rem,92vw)]", wide: "sm:w-[min(46rem,92vw)]" };

/** The drawer while it is open. */
export default function OpenedDrawer(props: DrawerProps) {
  const { open, onClose, title, meta, onPrevious, onNext, inList, actions, footer, modal = false } = props;
  return (
    <Radix.Root open={open} modal={modal} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        {modal && <Radix.Overlay className="fixed inset-0 z-30 animate-fade bg-scrim" />}
        <Radix.Content
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={enter}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={modal ? undefined : (event) => event.preventDefault()}
          className={`fixed inset-y-0 right-0 z-30 flex w-full animate-slide flex-col bg-sheet shadow-lift outline-none ${widths[props.width ?? "normal"]}`}
        >
          <div className="flex min-h-12 items-center gap-2 border-b border-hairline py-1.5 pr-2 pl-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="truncate text-section font-semibold">{title}</Radix.Title>
              {meta && <div className="truncate text-meta text-ink-faint">{meta}</div>}
            </div>
            {actions}
            {inList && (
              <>
                <IconButton
                  label="Previous"
                  hint="K"
                  icon={<ChevronUp />}
                  onClick={onPrevious}
                  disabled={!onPrevious}
                />
                <IconButton label="Next" hint="J" icon={<ChevronDown />} onClick={onNext} disabled={!onNext} />
              </>
            )}
            <IconButton label="Close" hint="Esc" icon={<X />} onClick={onClose} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">{props.children}</div>
          {footer && (
            <div className="flex flex-wrap items-center gap-2 border-t border-hairline px-4 py-3">{footer}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
