"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

const OURS = "en-GB";

/** The reader's language for numbers and dates; British English in the server's markup, and where none is told. */
export function useLocale(): string {
  return useSyncExternalStore(never, readersLanguage, () => OURS);
}

let known: string | undefined;

function readersLanguage(): string {
  known ??= navigator.languages.find(isLanguage) ?? OURS;
  return known;
}

/** A browser whose system has no language tells what is none, as "C" or "en-US@posix"; every format would throw. */
function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
