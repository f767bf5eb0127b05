"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { printView, readView, type RecordsView } from "@/lib/contract/records-view";

export type ChangeView = (change: Partial<RecordsView>, how?: "push" | "replace") => void;

/**
 * The view that the address holds, and how to change it. Each change is a step that Back undoes; "replace" is for what
 * goes on, such as typing. The server is not asked for the page again.
 */
export function useView(): readonly [RecordsView, ChangeView, string] {
  const params = useSearchParams().toString();
  // The router hands a changed address on in its own time; what was chosen shows at once.
  const [seen, setSeen] = useState({ params, search: params });
  if (seen.params !== params) setSeen({ params, search: params });
  const { search } = seen;
  const view = useMemo(() => readView(search), [search]);
  const change = useCallback<ChangeView>((changes, how = "push") => {
    const { pathname, search: now, hash } = window.location;
    const search = printView({ ...readView(now), ...changes }, now);
    if (search === now) return;
    const address = pathname + search + hash;
    setSeen((before) => ({ ...before, search }));
    window.history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  }, []);
  return [view, change, printView(view)];
}
