"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The address under which the reader reached this very page; empty in the server's markup. */
export function useOrigin(): string {
  return useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
}
