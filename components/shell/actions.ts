"use client";

import type { ReactNode } from "react";
import { useEffect } from "react";

/** Something that can be done on the page in sight, offered by the palette too. */
export type Action = {
  id: string;
  /** What will happen, as "Generate evidence". */
  label: string;
  icon?: ReactNode;
  /** More words that find it. */
  keywords?: string;
  run: () => void;
};

let offered: readonly Action[] = [];
const watching = new Set<() => void>();

function put(next: readonly Action[]): void {
  offered = next;
  watching.forEach((tell) => tell());
}

/**
 * Offers actions in the palette while the component stands. Keep the list in useMemo, or it is offered anew at every
 * draw.
 */
export function useActions(actions: readonly Action[]): void {
  useEffect(() => {
    put([...offered, ...actions]);
    return () => put(offered.filter((one) => !actions.includes(one)));
  }, [actions]);
}

/** What is offered now, for the palette. */
export const offeredActions = {
  watch(tell: () => void): () => void {
    watching.add(tell);
    return () => watching.delete(tell);
  },
  read: () => offered,
};
