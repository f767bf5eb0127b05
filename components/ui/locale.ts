"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The reader's language for numbers and dates; British English in the server's markup. */
export function useLocale(): string {
  return useSyncExternalStore(
    never,
    () => navigator.language,
    () => "en-GB",
  );
}
