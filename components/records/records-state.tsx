"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import type { RecordsView } from "@/lib/contract/records-view";
import { MASK } from "@/lib/schema/mask";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { isNarrowed, type RecordRow, type useRecordList } from "./record-list";
import type { ResourceFacts } from "./resource";

const FirstRecord = dynamic(() => import("./first-record").then(({ FirstRecord }) => FirstRecord), { ssr: false });

const HIDDEN_SEARCH = `What this view searches for is hidden from you: ${MASK} stands in its place. An admin can give you the permission Read Sensitive Data.`;

type Facts = {
  list: ReturnType<typeof useRecordList>["list"];
  view: RecordsView;
  resource: ResourceFacts;
  rows: readonly RecordRow[];
  onClear: () => void;
};

type State = { state: "loading" | "stale" | "ready"; instead?: ReactNode };

/** Which of its states the list is in, and what stands in place of rows. */
export function recordsState({ list, view, resource, rows, onClear }: Facts): State {
  const clear = <Button onClick={onClear}>Show all records</Button>;
  if (view.broken) {
    const text = "The filter in this address is cut off or mistyped, so nothing is shown rather than something else.";
    return { state: "ready", instead: <EmptyState title="This filter cannot be read" text={text} actions={clear} /> };
  }
  if (list.isError && rows.length === 0) {
    const retry = () => void list.refetch();
    const failed = <FailedState what="The records could not be read" problem={list.error} retry={retry} />;
    return { state: "ready", instead: failed };
  }
  if (list.isPending) return { state: "loading" };
  if (list.isPlaceholderData) return { state: "stale" };
  if (rows.length > 0) return { state: "ready" };
  if (!isNarrowed(view)) return { state: "ready", instead: <FirstRecord resource={resource} /> };
  const isFine = view.failing && !view.filter && !view.q;
  const title = isFine ? "No record fails the schema" : "No record matches";
  const text = isFine ? "Every record passes the present schema." : view.q === MASK ? HIDDEN_SEARCH : undefined;
  return { state: "ready", instead: <EmptyState title={title} text={text} actions={clear} /> };
}
