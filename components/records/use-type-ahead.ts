"use client";

import { useEffect, useRef } from "react";

const isBox = (element: Element | null) =>
  element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/**
 * Keeps what somebody types while a box that they asked for is still on its way, and hands it on at each key: what the box
 * begins with, and all that was typed so far. Undefined: no box is asked for. Ends once a box has the focus.
 */
export function useTypeAhead(begin: string | undefined, onTyped: (begin: string) => void): void {
  const latest = useRef({ begin, onTyped });
  useEffect(() => {
    latest.current = { begin, onTyped };
  });
  const waiting = begin !== undefined;
  useEffect(() => {
    if (!waiting) return;
    let typed = latest.current.begin ?? "";
    const press = (event: KeyboardEvent) => {
      if (isBox(document.activeElement)) return end();
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      typed += event.key;
      latest.current.onTyped(typed);
    };
    const end = () => document.removeEventListener("keydown", press, true);
    const focused = () => isBox(document.activeElement) && end();
    document.addEventListener("keydown", press, true);
    document.addEventListener("focusin", focused);
    return () => {
      end();
      document.removeEventListener("focusin", focused);
    };
  }, [waiting]);
}
