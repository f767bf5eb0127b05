"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False in the server's markup and at hydration, true after: for what needs a computed style or the reader's browser. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
