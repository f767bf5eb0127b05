"use client";

import { usePathname } from "next/navigation";
import { NEW_RECORD } from "./place";

/** The record that is open beside the list; without an id it is to be made. */
export type Opened = { id: string | undefined };

/** What the address opens under the list's own; undefined: the list alone. */
export function useOpened(listPath: string): Opened | undefined {
  const path = usePathname();
  if (!path.startsWith(`${listPath}/`)) return undefined;
  const step = path.slice(listPath.length + 1);
  return { id: step === NEW_RECORD ? undefined : decoded(step) };
}

/** A step of an address as it was meant; as it stands where it encodes nothing. */
export function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    if (error instanceof URIError) return step;
    throw error;
  }
}

/** What draws an open record, loaded when one is. */
export const loadDrawer = () => import("./record-drawer");

/** What shows which records are chosen, loaded when some are. */
export const loadSelectionBar = () => import("./selection-bar").then(({ SelectionBar }) => SelectionBar);

const parts = () => [loadDrawer(), import("../ui/opened-drawer"), import("./form/record-form"), loadSelectionBar()];

/** Loads these before somebody opens or chooses a record, once the page has nothing better to do. */
export function warm(): void {
  const load = () => void Promise.all(parts());
  // Safari has no idle callback.
  if ("requestIdleCallback" in window) window.requestIdleCallback(load, { timeout: 2_000 });
  else setTimeout(load, 200);
}
