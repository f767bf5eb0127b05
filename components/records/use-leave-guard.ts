"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

let held: ((then: () => void) => void) | undefined;

/** Does something that leads away: at once, or after the question when changes are not saved. */
export function askFirst(then: () => void): void {
  if (held) held(then);
  else then();
}

/**
 * Holds whoever would leave with unsaved changes: links, Back, and closing the tab. `asked` is true while the question
 * stands; `leave` and `stay` answer it.
 */
export function useLeaveGuard(dirty: boolean) {
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const go = useRef<() => void>(() => {});
  const free = useRef(false);

  useEffect(() => {
    if (!dirty) return;
    free.current = false;
    const here = window.location.href;
    const ask = (then: () => void) => {
      go.current = then;
      setAsked(true);
    };
    const closing = (event: BeforeUnloadEvent) => {
      if (!free.current) event.preventDefault();
    };
    const clicked = (event: MouseEvent) => {
      if (free.current || event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      if (!link || link.target || link.hasAttribute("download") || link.origin !== window.location.origin) return;
      if (link.pathname === window.location.pathname && link.search === window.location.search) return;
      event.preventDefault();
      event.stopPropagation();
      ask(() => router.push(link.pathname + link.search + link.hash));
    };
    const back = (event: PopStateEvent) => {
      if (free.current || window.location.pathname === new URL(here).pathname) return;
      event.stopImmediatePropagation();
      window.history.go(1);
      // The page that Back wanted is one step behind again.
      ask(() => window.history.back());
    };
    held = ask;
    window.addEventListener("beforeunload", closing);
    document.addEventListener("click", clicked, true);
    window.addEventListener("popstate", back, true);
    return () => {
      held = undefined;
      window.removeEventListener("beforeunload", closing);
      document.removeEventListener("click", clicked, true);
      window.removeEventListener("popstate", back, true);
    };
  }, [dirty, router]);

  return {
    asked,
    stay: () => setAsked(false),
    leave: () => {
      free.current = true;
      setAsked(false);
      go.current();
    },
  };
}
