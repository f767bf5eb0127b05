"use client";

import { type PointerEvent, type ReactElement, type ReactNode, useEffect, useId, useRef, useState } from "react";

const DELAY_MS = 350;
const GAP = 6;
const MARGIN = 8;

type TooltipProps = {
  /** Made when it is shown, where that costs something. */
  text: ReactNode | (() => ReactNode);
  children: ReactElement;
};

/**
 * A word or line beside something that can be focused, on hover and on focus; Escape hides it. It never holds the only
 * way to know.
 */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId();
  const around = useRef<HTMLSpanElement>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);

  const after = (milliseconds: number, next: boolean) => {
    clearTimeout(waiting.current);
    // What the owner has opened says more than its name would, and stands where the name would stand.
    const opened = () => around.current?.querySelector('[aria-expanded="true"]') != null;
    waiting.current = setTimeout(() => setOpen(next && !opened()), milliseconds);
  };
  const hide = () => after(0, false);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const over = (event: PointerEvent) => event.pointerType === "mouse" && after(DELAY_MS, true);
  const out = (event: PointerEvent) => event.pointerType === "mouse" && after(120, false);
  return (
    <span
      ref={around}
      className="contents"
      onPointerOver={over}
      onPointerOut={out}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && after(0, true)}
      onBlur={hide}
    >
      {children}
      {open && (
        <Bubble id={id} beside={around} hide={() => setOpen(false)}>
          {typeof text === "function" ? text() : text}
        </Bubble>
      )}
    </span>
  );
}

type BubbleProps = { id: string; beside: React.RefObject<HTMLElement | null>; hide: () => void; children: ReactNode };

function Bubble({ id, beside, hide, children }: BubbleProps) {
  const bubble = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const owner = beside.current?.firstElementChild;
    if (!owner || !bubble.current) return;
    // In the top layer: above dialogs, and not cut off by a table that scrolls.
    bubble.current.showPopover();
    place(bubble.current, owner.getBoundingClientRect());
    const before = owner.getAttribute("aria-describedby");
    owner.setAttribute("aria-describedby", before ? `${before} ${id}` : id);

    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };
    document.addEventListener("keydown", key, true);
    window.addEventListener("scroll", hide, true);
    return () => {
      if (before) owner.setAttribute("aria-describedby", before);
      else owner.removeAttribute("aria-describedby");
      document.removeEventListener("keydown", key, true);
      window.removeEventListener("scroll", hide, true);
    };
  });

  return (
    <span
      ref={bubble}
      id={id}
      role="tooltip"
      popover="manual"
      className="fixed inset-auto top-0 left-0 m-0 w-max max-w-80 animate-fade rounded-6 border-0 bg-ink px-2 py-1 text-left text-meta font-normal whitespace-normal text-paper"
    >
      {children}
    </span>
  );
}

/** Above its owner where there is room, else below, and never over the edge of the window. */
function place(bubble: HTMLElement, owner: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = bubble;
  const above = owner.top - height - GAP;
  const top = above >= MARGIN ? above : owner.bottom + GAP;
  const middle = owner.left + owner.width / 2 - width / 2;
  const left = Math.max(MARGIN, Math.min(middle, window.innerWidth - width - MARGIN));
  bubble.style.translate = `${Math.round(left)}px ${Math.round(top)}px`;
}
