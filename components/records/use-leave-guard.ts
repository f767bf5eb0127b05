"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";

let held: ((then: () => void) => void) | undefined;

/** Does something that leads away: at once, or after the question when changes are not saved. */
export function askFirst(then: () => void): void {
  if (held) held(then);
  else then();
}

/** What of an address names the record that is open: its path, or the record that a list on another page shows. */
function openedAt(href: string): string {
  const { pathname, searchParams } = new URL(href);
  return `${pathname} ${searchParams.get("record") ?? ""}`;
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
    const state: unknown = window.history.state;
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
    // Before it happens: the router has taken the form away by the time that it is told of as done.
    const back = (event: NavigateEvent) => {
      const { navigationType, destination, cancelable } = event;
      if (free.current || navigationType !== "traverse" || openedAt(destination.url) === openedAt(here)) return;
      if (!cancelable) return;
      event.preventDefault();
      const steps = destination.index - (window.navigation.currentEntry?.index ?? 0);
      ask(() => window.history.go(steps));
    };
    // Without the Navigation API it is told only when the address has changed: then that is put back before the router
    // hears of it, and whoever leaves goes back once more.
    const gone = (event: PopStateEvent) => {
      if (free.current || openedAt(window.location.href) === openedAt(here)) return;
      event.stopImmediatePropagation();
      window.history.pushState(state, "", here);
      ask(() => window.history.back());
    };
    held = ask;
    window.addEventListener("beforeunload", closing);
    document.addEventListener("click", clicked, true);
    const { navigation }: { navigation?: Navigation } = window;
    navigation?.addEventListener("navigate", back);
    if (!navigation) window.addEventListener("popstate", gone, true);
    return () => {
      held = undefined;
      window.removeEventListener("beforeunload", closing);
      document.removeEventListener("click", clicked, true);
      navigation?.removeEventListener("navigate", back);
      window.removeEventListener("popstate", gone, true);
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
