"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { printView, readView, type RecordsView } from "@/lib/contract/records-view";

export type ChangeView = (change: Partial<RecordsView>, how?: "push" | "replace") => void;

/**
 * The view that the address holds, and how to change it. Each change is a step that Back undoes; "replace" is for what
 * goes on, such as typing. The server is not asked for the page again.
 */
export function useView(): readonly [RecordsView, ChangeView, string] {
  const search = useSearchParams().toString();
  const view = useMemo(() => readView(search), [search]);
  const change = useCallback<ChangeView>((changes, how = "push") => {
    const { pathname, search: now, hash } = window.location;
    const address = pathname + printView({ ...readView(now), ...changes }, now) + hash;
    if (address === pathname + now + hash) return;
    window.history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  }, []);
  return [view, change, printView(view)];
}
