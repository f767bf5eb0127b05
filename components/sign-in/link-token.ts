"use client";

import { useSyncExternalStore } from "react";

function watch(tell: () => void): () => void {
  window.addEventListener("hashchange", tell);
  return () => window.removeEventListener("hashchange", tell);
}

/** What stands after # in the page's address, which no server ever sees; undefined until the page runs. */
export function useLinkToken(): string | undefined {
  return useSyncExternalStore(
    watch,
    () => window.location.hash.slice(1),
    () => undefined,
  );
}
